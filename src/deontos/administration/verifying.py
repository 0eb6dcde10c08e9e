"""What this room verifies: offices, deputies and absences by the log, as far as it goes back.

An office that stood before the log began, as in a demo, is not missed in it; what was done to it since is. Of a house
whose log begins with its founding, every office and deputy must stand there, and of every house every absence.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Prefetch

from deontos.administration.phrases import FAULTS
from deontos.administration.vocabulary import RegisterFault
from deontos.audit.models import Entry
from deontos.audit.queries import details_of, entries_about, entries_of
from deontos.audit.verification import PIECE, Flaw, Looked, in_pieces
from deontos.organisations.models import Absence, Deputy, Office

FOUNDED = "organisation.founded"
HELD, ENDED, TAKEN_BACK = "office.held", "office.ended", "office.taken_back"
NAMED, ORDERED, LEFT, WITHDRAWN = "deputy.named", "deputies.ordered", "deputy.ended", "deputy.taken_back"
RECORDED, BACK = "absence.recorded", "absence.ended"


def flaws(looked: Looked) -> Iterator[Flaw]:
    """Every office, deputy and absence that is wrong."""
    founded = {entry.organisation_id for entry in entries_of([FOUNDED])}
    yield from _offices(founded, looked)
    yield from _absences(looked)
    yield from _gone()


def _flaw(organisation: UUID, table: str, row: UUID | None, fault: RegisterFault) -> Flaw:
    return Flaw(organisation, f"organisations.{table}", str(row), fault, FAULTS[fault])


def _offices(founded: set[UUID], looked: Looked) -> Iterator[Flaw]:
    rows = Office.objects.prefetch_related(Prefetch("deputies", Deputy.objects.order_by("id"))).order_by("id")
    for piece in in_pieces(rows.iterator(chunk_size=PIECE)):
        deputies = [deputy for office in piece for deputy in office.deputies.all()]
        looked(len(piece) + len(deputies))
        said = entries_about([*(office.id for office in piece), *(deputy.id for deputy in deputies)])
        for office in piece:
            home, must_be_known = office.organisation_id, office.organisation_id in founded
            fault = _fault_of_office(office, said.get(office.id, []), must_be_known=must_be_known)
            if fault:
                yield _flaw(home, "office", office.id, fault)
            places = _places(office, said)
            for deputy in office.deputies.all():
                entries, place = said.get(deputy.id, []), places.get(deputy.id)
                fault = _fault_of_deputy(deputy, entries, place, must_be_known=must_be_known)
                if fault:
                    yield _flaw(home, "deputy", deputy.id, fault)


def _fault_of_office(office: Office, entries: Sequence[Entry], *, must_be_known: bool) -> RegisterFault | None:
    held = _last(entries, HELD)
    if held is None and must_be_known:
        return RegisterFault.NOT_IN_LOG
    if held is not None:
        said = {**details_of(held), "home": str(held.organisation_id)}
        begun = {"from": office.started_on, "home": office.organisation_id}
        if said != _written(kind=office.kind, holder=office.holder_id, **begun):
            return RegisterFault.CHANGED
    return _fault_of_end(office.ended_on, _last(entries, ENDED), is_known=bool(entries))


def _fault_of_deputy(
    deputy: Deputy, entries: Sequence[Entry], place: int | None, *, must_be_known: bool
) -> RegisterFault | None:
    named = _last(entries, NAMED)
    if named is None and must_be_known:
        return RegisterFault.NOT_IN_LOG
    if named is not None:
        said = {name: value for name, value in details_of(named).items() if name != "position"}
        if said != _written(office=deputy.office_id, person=deputy.person_id, **{"from": deputy.started_on}):
            return RegisterFault.CHANGED
    if place is not None and deputy.position != place:
        return RegisterFault.CHANGED
    return _fault_of_end(deputy.ended_on, _last(entries, LEFT), is_known=bool(entries))


def _fault_of_end(stored: date | None, ended: Entry | None, *, is_known: bool) -> RegisterFault | None:
    """Of a row that the log never speaks of, it cannot be told whether it ended."""
    said = details_of(ended)["on"] if ended else None
    is_as_said = said == (stored.isoformat() if stored else None)
    return None if is_as_said or not is_known else RegisterFault.END_CHANGED


def _places(office: Office, said: dict[UUID, list[Entry]]) -> dict[UUID, int]:
    """The place of each deputy as it follows from the log; those whose place it does not tell are left out."""
    named = (entry for deputy in office.deputies.all() for entry in said.get(deputy.id, []) if entry.fact == NAMED)
    ordered = (entry for entry in said.get(office.id, []) if entry.fact == ORDERED)
    places: dict[UUID, int] = {}
    for entry in sorted([*named, *ordered], key=lambda each: each.number):
        if entry.fact == NAMED and entry.subject_id:
            places[entry.subject_id] = details_of(entry)["position"]
        else:
            order = [UUID(each) for each in details_of(entry)["order"]]
            known = sorted(places[each] for each in order if each in places)
            if len(known) == len(order):
                places |= dict(zip(order, known, strict=True))
            else:
                places = {each: place for each, place in places.items() if each not in order}
    return places


def _absences(looked: Looked) -> Iterator[Flaw]:
    rows = Absence.objects.select_related("person").order_by("id")
    for piece in in_pieces(rows.iterator(chunk_size=PIECE)):
        looked(len(piece))
        said = entries_about([absence.id for absence in piece], (RECORDED, BACK))
        for absence in piece:
            fault = _fault_of_absence(absence, said.get(absence.id, []))
            if fault:
                yield _flaw(absence.person.organisation_id, "absence", absence.id, fault)


def _fault_of_absence(absence: Absence, entries: Sequence[Entry]) -> RegisterFault | None:
    recorded, back = _last(entries, RECORDED), _last(entries, BACK)
    if recorded is None:
        return RegisterFault.NOT_IN_LOG
    said = {**details_of(recorded), "by": str(recorded.actor_id), "until": None}
    stored = _written(person=absence.person_id, until=None, by=absence.recorded_by_id, **{"from": absence.started_on})
    if said != stored:
        return RegisterFault.CHANGED
    until = details_of(back or recorded)["until"]
    return None if until == (absence.ended_on.isoformat() if absence.ended_on else None) else RegisterFault.END_CHANGED


def _gone() -> Iterator[Flaw]:
    """Rows that the log knows, that were never taken back, and that are not there."""
    for table, model, made, unmade in (
        ("office", Office, HELD, (TAKEN_BACK,)),
        ("deputy", Deputy, NAMED, (WITHDRAWN,)),
        ("absence", Absence, RECORDED, (BACK,)),
    ):
        for piece in in_pieces(entries_of([made])):
            known = [entry.subject_id for entry in piece if entry.subject_id]
            found = set(model._default_manager.filter(pk__in=known).values_list("id", flat=True))
            missed = [entry for entry in piece if entry.subject_id not in found]
            after = entries_about([entry.subject_id for entry in missed if entry.subject_id], unmade)
            offices = _taken_back([entry for entry in missed if made == NAMED])
            for entry in missed:
                assert entry.subject_id is not None
                taken_back = [each for each in after.get(entry.subject_id, []) if not details_of(each).get("until")]
                if not taken_back and details_of(entry).get("office") not in offices:
                    yield _flaw(entry.organisation_id, table, entry.subject_id, RegisterFault.GONE)


def _taken_back(named: Sequence[Entry]) -> set[str]:
    """The offices, of those to which these deputies were named, that are gone: their deputies went with them."""
    offices = {str(details_of(entry)["office"]) for entry in named}
    return offices - {str(each) for each in Office.objects.filter(pk__in=offices).values_list("id", flat=True)}


def _last(entries: Sequence[Entry], fact: str) -> Entry | None:
    return next((entry for entry in reversed(entries) if entry.fact == fact), None)


def _written(**values: object) -> dict[str, str | None]:
    """Values as details hold them."""
    return {name: None if value is None else str(value) for name, value in values.items()}
