"""A case as it follows from the log alone: its steps in their order, the state they lead to, the terms they met."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from deontos.audit.models import Entry
from deontos.audit.queries import day_of, details_of
from deontos.cases.actions import handing_over, terms
from deontos.cases.actions.dialogue import FACTS, HEARD
from deontos.cases.actions.left_out import LEFT
from deontos.cases.counting import ClockStanding, Done, clocks_after
from deontos.cases.models import CaseStep
from deontos.cases.rules import MOVES
from deontos.cases.vocabulary import CaseState, CaseVerb
from deontos.kernel.transitions import IllegalMove
from deontos.speakup.binding import ClockTerm
from deontos.speakup.vocabulary import ClockName

TURNED = "case.turned"
VERBS: Mapping[str, CaseVerb] = {
    **{fact: verb for verb, fact in (FACTS | handing_over.FACT | terms.FACTS).items()},
    LEFT: CaseVerb.LEAVE,
    "case.deputy_woken": CaseVerb.STAND_IN,
    TURNED: CaseVerb.TURN_TO,
    HEARD: CaseVerb.HEAR,
}
"""Which move each fact of the log is."""
CONCERNS = ("to", "person", "deputy")
"""Under which name the details say whom a move concerns."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One move as the log has it; nobody where the reporter made it."""

    verb: CaseVerb
    on: date
    by: UUID | None
    concerns: UUID | None = None
    because: str = ""
    clock: ClockName | None = None
    until: date | None = None

    @property
    def done(self) -> Done:
        """The move as far as the clocks go."""
        return Done(self.verb, self.on, self.clock, self.until)


@dataclass(frozen=True, slots=True)
class Replayed:
    """All that follows from the log. `steps` by position."""

    steps: dict[int, Taken]
    state: CaseState
    acknowledged_on: date | None
    closed_on: date | None

    def clocks(self, bound: Sequence[ClockTerm], *, received_on: date) -> dict[ClockName, ClockStanding]:
        """How the clocks stand after these steps."""
        steps = [step.done for _position, step in sorted(self.steps.items())]
        return clocks_after(bound, received_on=received_on, steps=steps)


def replayed(entries: Sequence[Entry], stored: Sequence[CaseStep]) -> Replayed:
    """The case that these rows of the log make.

    The two chains do not tell which of two rows came first, so each row says the position of its step; rows of before
    they did are put in the order of the stored steps, as far as these agree.
    """
    steps: dict[int, Taken] = {}
    unplaced: list[Taken] = []
    for entry in entries:
        if entry.fact in VERBS:
            for position, taken in _taken(entry):
                if position is None:
                    unplaced.append(taken)
                else:
                    steps[position] = taken
    steps |= dict(enumerate(_in_stored_order(unplaced, stored), 1))
    return Replayed(steps, _state(steps), _last_day(steps, CaseVerb.ACKNOWLEDGE), _last_day(steps, CaseVerb.CLOSE))


def _taken(entry: Entry) -> Iterator[tuple[int | None, Taken]]:
    """The moves that a row stands for, each with its position where it says one."""
    details, verb = details_of(entry), VERBS[entry.fact]
    for position, person in details.get("steps", {}).items():
        yield int(position), Taken(verb, day_of(entry), entry.actor_id, UUID(person))
    if verb is not CaseVerb.TURN_TO:
        person = next((details[name] for name in CONCERNS if name in details), None)
        concerns = UUID(person) if person else None
        clock, until = details.get("clock"), details.get("until")
        yield (
            details.get("step"),
            Taken(
                verb,
                day_of(entry),
                entry.actor_id,
                concerns,
                details.get("because", ""),
                ClockName(clock) if clock else None,
                date.fromisoformat(until) if until else None,
            ),
        )


def _in_stored_order(taken: list[Taken], stored: Sequence[CaseStep]) -> list[Taken]:
    """The moves of one chain keep their order; which chain comes next is read from the stored steps."""
    heard = [each for each in taken if each.verb is CaseVerb.HEAR]
    waiting = {True: heard, False: [each for each in taken if each.verb is not CaseVerb.HEAR]}
    ordered = []
    for step in stored[: len(taken)]:
        queue = waiting[step.verb == CaseVerb.HEAR]
        if queue:
            ordered.append(queue.pop(0))
    return [*ordered, *waiting[False], *waiting[True]]


def _state(steps: dict[int, Taken]) -> CaseState:
    state = CaseState.RECEIVED
    for _position, step in sorted(steps.items()):
        try:
            state = MOVES.after(state, step.verb)
        except IllegalMove:
            break
    return state


def _last_day(steps: dict[int, Taken], verb: CaseVerb) -> date | None:
    return next((step.on for _position, step in sorted(steps.items(), reverse=True) if step.verb is verb), None)
