"""Questions about who holds what on a day. Plain facts: who may ask is decided by the caller."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from deontos.organisations.models import Absence, Capacity, Deputy, Office, Organisation, Unit
from deontos.organisations.rules import Place
from deontos.organisations.vocabulary import OfficeKind


def on_day(day: date) -> Q:
    """The condition "in force on this day" for rows with started_on and ended_on (the last day counts)."""
    return Q(started_on__lte=day) & (Q(ended_on__isnull=True) | Q(ended_on__gte=day))


def offices_held(organisation: Organisation | UUID, *, on: date) -> QuerySet[Office]:
    """The offices held in an organisation on a day, with their holders."""
    return Office.objects.filter(on_day(on), organisation=organisation).select_related("holder")


def offices_anywhere(kind: OfficeKind, *, on: date) -> QuerySet[Office]:
    """Who holds an office of this kind on a day, in whatever organisation of the house."""
    return Office.objects.filter(on_day(on), kind=kind).select_related("holder").order_by("id")


def offices_of(person: UUID, *, on: date) -> QuerySet[Office]:
    """The offices that a person holds on a day, in any organisation."""
    return Office.objects.filter(on_day(on), holder_id=person).select_related("organisation")


def deputyships_of(person: UUID, *, on: date) -> QuerySet[Deputy]:
    """The offices whose place a person takes on a day, in any organisation.

    While an office is vacant, the deputies of whoever held it last go on taking its place (R-000.71).
    """
    return Deputy.objects.filter(on_day(on), _stands(on), person_id=person).select_related("office__organisation")


def _stands(on: date) -> Q:
    """The condition "this deputy's office is in force, or nobody has held it since"."""
    began = Q(office__started_on__lte=on)
    since = Office.objects.filter(
        on_day(on), organisation=OuterRef("office__organisation"), kind=OuterRef("office__kind")
    )
    later = Office.objects.filter(
        organisation=OuterRef("office__organisation"),
        kind=OuterRef("office__kind"),
        started_on__gt=OuterRef("office__started_on"),
        started_on__lte=on,
    )
    in_force = Q(office__ended_on__isnull=True) | Q(office__ended_on__gte=on)
    return began & (in_force | (~Q(Exists(since)) & ~Q(Exists(later))))


def deputies_in_place(organisation: Organisation | UUID, kind: OfficeKind, *, on: date) -> QuerySet[Deputy]:
    """Who takes the place of an office on a day, in their order, whether it is held or vacant."""
    rows = Deputy.objects.filter(on_day(on), _stands(on), office__organisation=organisation, office__kind=kind)
    return rows.select_related("person").order_by("position", "id")


def deputies_of_these(offices: Iterable[UUID], *, on: date) -> QuerySet[Deputy]:
    """The same where an office is held: whoever is a deputy of those of its kind that are in force on a day."""
    rows = Deputy.objects.filter(on_day(on), office__in=list(offices))
    return rows.select_related("person").order_by("position", "id")


def holder_of(organisation: Organisation | UUID, kind: OfficeKind, *, on: date) -> Office | None:
    """Who holds an office of one on a day; the longest holder where several do."""
    return offices_held(organisation, on=on).filter(kind=kind).order_by("started_on", "id").first()


def deputies_of(office: Office, *, on: date) -> QuerySet[Deputy]:
    """The deputies of an office on a day, in their order; nobody once the office itself has ended."""
    if office.ended_on is not None and office.ended_on < on:
        return office.deputies.none()
    return office.deputies.filter(on_day(on)).select_related("person").order_by("position", "id")


def absent_people(people: Iterable[UUID], *, on: date) -> frozenset[UUID]:
    """Which of these people are away on a day."""
    return frozenset(Absence.objects.filter(on_day(on), person_id__in=list(people)).values_list("person_id", flat=True))


def away_on(day: date) -> QuerySet[Absence, UUID]:
    """The ids of everybody who is away on a day, for use within another query."""
    return Absence.objects.filter(on_day(day)).values_list("person_id", flat=True)


def who_recorded_absences(people: Iterable[UUID], *, on: date) -> dict[UUID, frozenset[UUID]]:
    """Who recorded that these people are away on a day. One query."""
    recorded: dict[UUID, set[UUID]] = {}
    rows = Absence.objects.filter(on_day(on), person_id__in=list(people))
    for person, by in rows.values_list("person_id", "recorded_by_id"):
        recorded.setdefault(person, set()).add(by)
    return {person: frozenset(by) for person, by in recorded.items()}


def place_of(person: UUID, organisation: UUID, *, on: date) -> Place:
    """Where a person works in an organisation, and who heads the units above."""
    return places_of([person], organisation, on=on)[person]


def places_of(people: Iterable[UUID], organisation: UUID, *, on: date) -> dict[UUID, Place]:
    """Where each of these people works in an organisation. Two queries, however many people."""
    working: dict[UUID, UUID | None] = {}
    rows = Capacity.objects.filter(on_day(on), organisation=organisation, unit__isnull=False)
    wanted = list(people)
    for capacity in rows.filter(person__in=wanted).order_by("started_on", "id"):
        working.setdefault(capacity.person_id, capacity.unit_id)
    units = {unit.id: unit for unit in Unit.objects.filter(organisation=organisation)} if working else {}
    return {person: _place(person, working.get(person), units) for person in wanted}


def _place(person: UUID, unit: UUID | None, units: dict[UUID, Unit]) -> Place:
    heads: list[UUID] = []
    step, seen = units.get(unit) if unit else None, set[UUID]()
    while step is not None and step.id not in seen:
        seen.add(step.id)
        if step.head_id and step.head_id != person:
            heads.append(step.head_id)
        step = units.get(step.above_id) if step.above_id else None
    return Place(person, unit, tuple(heads))
