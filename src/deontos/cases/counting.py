"""The clocks of a case, counted from the terms that bind it and the steps that were taken. Pure.

Ground: T1 (the strictest governs, every term stays visible), law.md B1; the same sum makes the rows and verifies them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from deontos.cases.rules import MET_BY
from deontos.cases.vocabulary import CaseVerb
from deontos.kernel.deadlines import Deadline, Term, last_day
from deontos.speakup.binding import ClockTerm
from deontos.speakup.vocabulary import ClockName, ProfileName, StartsAt

CONFIRMED_WITHIN = Term(days=7)
"""Directive (EU) 2019/1937 art. 9(1)(b), where a profile that knows feedback sets no term of its own for receipt."""

FIRST_TERMS = (
    ClockTerm(ClockName.ACKNOWLEDGEMENT, ProfileName.EU_DIRECTIVE, CONFIRMED_WITHIN, StartsAt.RECEIPT),
    ClockTerm(ClockName.FEEDBACK, ProfileName.EU_DIRECTIVE, Term(months=3), StartsAt.ACKNOWLEDGEMENT),
    ClockTerm(ClockName.ACKNOWLEDGEMENT, ProfileName.POLICY, Term(days=14), StartsAt.RECEIPT),
    ClockTerm(ClockName.FIRST_ANSWER, ProfileName.POLICY, Term(days=14), StartsAt.RECEIPT),
)
"""What bound every case before its terms were written down with it."""


@dataclass(frozen=True, slots=True)
class Done:
    """One step as far as the clocks go. `clock` and `until` where it moved the last day of a term."""

    verb: CaseVerb
    on: date
    clock: ClockName | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class TermStanding:
    """One term as it stands: from which day it counts, whether it was put off, from when until when it was paused."""

    bound: ClockTerm
    starts_on: date
    extended_on: date | None = None
    paused_on: date | None = None
    paused_until: date | None = None

    @property
    def deadline(self) -> Deadline:
        """The sum behind its last day."""
        longer = self.bound.longer if self.extended_on else 0
        paused = (self.paused_until - self.paused_on).days if self.paused_on and self.paused_until else 0
        return Deadline(self.starts_on, self.bound.term, self.bound.profile, longer, paused)

    @property
    def due_on(self) -> date:
        """Its last day."""
        return self.deadline.last_day

    @property
    def is_law(self) -> bool:
        """Whether a law set it."""
        return self.bound.profile is not ProfileName.POLICY

    def is_paused(self, today: date) -> bool:
        """Whether it stands still today."""
        return bool(self.paused_on and self.paused_until and self.paused_on <= today < self.paused_until)


@dataclass(frozen=True, slots=True)
class ClockStanding:
    """One clock with all its terms; `lifted_on` where it need not be met."""

    name: ClockName
    terms: tuple[TermStanding, ...]
    met_on: date | None = None
    lifted_on: date | None = None

    @property
    def governing(self) -> TermStanding:
        """The strictest term; of equals the first, which is the law's (T1)."""
        return min(self.terms, key=lambda term: term.due_on)

    @property
    def is_running(self) -> bool:
        """Whether somebody still has to do something."""
        return self.met_on is None and self.lifted_on is None


def clocks_after(
    terms: Iterable[ClockTerm], *, received_on: date, steps: Sequence[Done] = ()
) -> dict[ClockName, ClockStanding]:
    """Every clock of a case after these steps, in their order."""
    bound = tuple(terms)
    acknowledged_on = next((step.on for step in steps if step.verb is CaseVerb.ACKNOWLEDGE), None)
    lifted_on = next((step.on for step in steps if step.verb is CaseVerb.EXEMPT), None)
    found = {}
    for name in ClockName:
        own = tuple(
            _moved(TermStanding(term, _starts_on(term, bound, received_on, acknowledged_on)), steps)
            for term in bound
            if term.clock is name
        )
        if own:
            lifted = lifted_on if name is ClockName.ACKNOWLEDGEMENT else None
            found[name] = ClockStanding(name, own, _met_on(name, steps), lifted)
    return found


def nearest(clocks: Mapping[ClockName, ClockStanding]) -> date | None:
    """The last day of the running clock that ends first."""
    running = (clock for clock in clocks.values() if clock.met_on is None and clock.lifted_on is None)
    return min((clock.governing.due_on for clock in running), default=None)


def _met_on(name: ClockName, steps: Sequence[Done]) -> date | None:
    return next((step.on for step in steps if name in MET_BY.get(step.verb, ())), None)


def _starts_on(term: ClockTerm, bound: Sequence[ClockTerm], received_on: date, acknowledged_on: date | None) -> date:
    """Feedback counts from the confirmation, at the latest from the end of the time to confirm (art. 9(1)(f))."""
    if term.starts_at is StartsAt.RECEIPT:
        return received_on
    within = [
        each.term for each in bound if each.clock is ClockName.ACKNOWLEDGEMENT and each.profile is term.profile
    ] or [CONFIRMED_WITHIN]
    latest = last_day(received_on, within[0])
    return min(acknowledged_on or latest, latest)


def _moved(standing: TermStanding, steps: Sequence[Done]) -> TermStanding:
    """The term after what put it off and what paused it: once each, and only where whoever set it says so."""
    bound = standing.bound
    of_clock = [step for step in steps if step.clock is bound.clock]
    extended = [step.on for step in of_clock if step.verb is CaseVerb.EXTEND and bound.longer]
    paused = [step for step in of_clock if step.verb is CaseVerb.SUSPEND and bound.pause_at_most and step.until]
    return TermStanding(
        bound,
        standing.starts_on,
        extended_on=extended[0] if extended else None,
        paused_on=paused[0].on if paused else None,
        paused_until=paused[0].until if paused else None,
    )
