"""What this room verifies: each case against its steps in the log, and the disclosures that the log names."""

from collections.abc import Iterator
from uuid import UUID

from deontos.audit.models import Entry
from deontos.audit.queries import details_of, entries_about, entries_of
from deontos.audit.verification import PIECE, Flaw, Looked, in_pieces
from deontos.cases import dossier_verifying, withholding_verifying
from deontos.cases.actions.opening import MADE
from deontos.cases.counting import ClockStanding, nearest
from deontos.cases.models import CaseClock, CaseFile, CaseStep
from deontos.cases.phrases import FAULTS
from deontos.cases.replaying import Replayed, replayed
from deontos.cases.vocabulary import CaseFault
from deontos.cases.written import terms_in
from deontos.keyring.verifying.given import envelopes_by_log
from deontos.speakup.actions import RECEIVED
from deontos.speakup.authenticity import day_received
from deontos.speakup.models import Disclosure
from deontos.speakup.vocabulary import ClockName


def flaws(looked: Looked) -> Iterator[Flaw]:
    """Every case and disclosure that is wrong."""
    yield from _disclosures_by_log()
    yield from _disclosures(looked)
    yield from _cases_gone()
    yield from _cases(looked)
    yield from dossier_verifying.flaws(looked)
    yield from withholding_verifying.flaws(looked)


def _flaw(organisation: UUID, table: str, row: UUID | str, fault: CaseFault) -> Flaw:
    return Flaw(organisation, table, str(row), fault, FAULTS[fault])


def _disclosures_by_log() -> Iterator[Flaw]:
    for piece in in_pieces(entries_of([RECEIVED])):
        found = Disclosure.objects.in_bulk([entry.subject_id for entry in piece])
        for entry in piece:
            disclosure = found.get(entry.subject_id)
            if disclosure is None:
                yield _flaw(
                    entry.organisation_id, "speakup.disclosure", str(entry.subject_id), CaseFault.DISCLOSURE_GONE
                )
            elif not _is_as_received(disclosure, entry):
                yield _flaw(entry.organisation_id, "speakup.disclosure", disclosure.id, CaseFault.DISCLOSURE_CHANGED)


def _is_as_received(disclosure: Disclosure, entry: Entry) -> bool:
    said = details_of(entry).get("thread"), day_received(entry)
    return said == (str(disclosure.conversation_id), disclosure.received_on)


def _disclosures(looked: Looked) -> Iterator[Flaw]:
    """Disclosures without a row of the log, not even one that was changed since: that one the audit room names."""
    rows = Disclosure.objects.select_related("channel").order_by("id")
    for piece in in_pieces(rows.iterator(chunk_size=PIECE)):
        looked(len(piece))
        known = _named_by([row.id for row in piece], RECEIVED)
        for row in piece:
            if row.id not in known:
                fault = CaseFault.DISCLOSURE_NOT_IN_LOG
                yield _flaw(row.channel.organisation_id, "speakup.disclosure", row.id, fault)


def _named_by(rows: list[UUID], fact: str) -> set[UUID | None]:
    return set(Entry.objects.filter(subject_id__in=rows, fact=fact).values_list("subject_id", flat=True))


def _cases_gone() -> Iterator[Flaw]:
    for piece in in_pieces(entries_of([MADE])):
        found = set(CaseFile.objects.filter(pk__in=[each.subject_id for each in piece]).values_list("id", flat=True))
        for entry in piece:
            if entry.subject_id not in found:
                yield _flaw(entry.organisation_id, "cases.case_file", str(entry.subject_id), CaseFault.GONE)


def _cases(looked: Looked) -> Iterator[Flaw]:
    rows = CaseFile.objects.select_related("disclosure__conversation")
    for piece in in_pieces(
        rows.prefetch_related("steps", "clocks__terms__clock").order_by("id").iterator(chunk_size=PIECE)
    ):
        looked(len(piece))
        said = entries_about([case.id for case in piece])
        yield from envelopes_by_log([*said.values(), *entries_about(_around(piece)).values()])
        known = _named_by([case.id for case in piece], MADE)
        for case in piece:
            made = next((entry for entry in said.get(case.id, ()) if entry.fact == MADE), None)
            if made is not None:
                yield from _OneCase(case, made, replayed(said[case.id], list(case.steps.all()))).flaws()
            elif case.id not in known:
                yield _flaw(case.organisation_id, "cases.case_file", case.id, CaseFault.NOT_IN_LOG)


def _around(cases: list[CaseFile]) -> list[UUID]:
    """About what the log says who was given keys to these cases, besides the cases themselves."""
    talks = [(case.disclosure_id, case.disclosure.conversation) for case in cases]
    pairs = [pair for _id, talk in talks for pair in (talk.id, talk.pair_id, talk.identity_pair_id)]
    return [*(each for each, _talk in talks), *pairs, *(case.dossier_pair_id for case in cases)]


class _OneCase:
    """One case beside what the log makes of it."""

    def __init__(self, case: CaseFile, made: Entry, log: Replayed) -> None:
        self.case, self.made, self.log = case, made, log

    def flaws(self) -> Iterator[Flaw]:
        """What is wrong with the case, its steps and its terms."""
        case, log = self.case, self.log
        if not self._is_as_made():
            yield self._flaw("case_file", case.id, CaseFault.MOVED)
        elif (case.state, case.acknowledged_on, case.closed_on) != (log.state, log.acknowledged_on, log.closed_on):
            yield self._flaw("case_file", case.id, CaseFault.STATE_CHANGED)
        yield from self._steps()
        yield from self._clocks()

    def _flaw(self, table: str, row: UUID | str, fault: CaseFault) -> Flaw:
        return _flaw(self.made.organisation_id, f"cases.{table}", row, fault)

    def _is_as_made(self) -> bool:
        details, case = details_of(self.made), self.case
        said = details.get("disclosure"), details.get("dossier"), day_received(self.made), self.made.organisation_id
        stands = str(case.disclosure_id), str(case.dossier_pair_id), case.received_on, case.organisation_id
        return said == stands and case.pair_id == case.disclosure.conversation.pair_id

    def _steps(self) -> Iterator[Flaw]:
        stored = {step.position: step for step in self.case.steps.all()}
        for position in sorted(self.log.steps.keys() - stored.keys()):
            yield self._flaw("case_step", f"{position} of {self.case.id}", CaseFault.STEP_GONE)
        for position, step in stored.items():
            if position not in self.log.steps:
                yield self._flaw("case_step", step.id, CaseFault.STEP_NOT_IN_LOG)
            elif not self._is_as_taken(step):
                yield self._flaw("case_step", step.id, CaseFault.STEP_CHANGED)

    def _is_as_taken(self, step: CaseStep) -> bool:
        taken = self.log.steps[step.position]
        stored = step.verb, step.taken_on, step.taken_by_id, step.concerns_id, step.clock, step.until_on
        said = taken.verb, taken.on, taken.by, taken.concerns, taken.clock or "", taken.until
        return stored == said and (not taken.clock or step.because == taken.because)

    def _clocks(self) -> Iterator[Flaw]:
        stored = {clock.name: clock for clock in self.case.clocks.all()}
        following = self._following()
        if self.case.next_on != nearest(following):
            yield self._flaw("case_file", self.case.id, CaseFault.CLOCK_CHANGED)
        for name, follows in following.items():
            clock = stored.get(name)
            if clock is None:
                yield self._flaw("case_clock", f"{name} of {self.case.id}", CaseFault.CLOCK_GONE)
                continue
            if not _governs(clock, follows):
                yield self._flaw("case_clock", clock.id, CaseFault.CLOCK_CHANGED)
            if [(term.standing, term.due_on) for term in clock.terms.all()] != [
                (term, term.due_on) for term in follows.terms
            ]:
                yield self._flaw("case_clock", clock.id, CaseFault.TERM_CHANGED)

    def _following(self) -> dict[ClockName, ClockStanding]:
        return self.log.clocks(terms_in(details_of(self.made)), received_on=day_received(self.made))


def _governs(clock: CaseClock, follows: ClockStanding) -> bool:
    governing = follows.governing
    stored = clock.profile, clock.starts_on, clock.due_on, clock.met_on, clock.lifted_on
    return stored == (
        governing.bound.profile,
        governing.starts_on,
        governing.due_on,
        follows.met_on,
        follows.lifted_on,
    )
