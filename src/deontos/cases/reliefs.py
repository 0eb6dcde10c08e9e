"""What may be done about the terms of a case: leave receipt unconfirmed, put a term off, let one stand still. Pure.

Ground: T1 (never against a law that knows no such thing); house rule: once each, before the last day, with a reason.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from deontos.cases.counting import ClockStanding
from deontos.cases.vocabulary import CaseCode, CaseState, CaseVerb
from deontos.kernel.deadlines import Term
from deontos.kernel.refusals import Refusal
from deontos.speakup.binding import exemptions_known
from deontos.speakup.vocabulary import ClockName, ExemptionReason, ProfileName

Clocks = Mapping[ClockName, ClockStanding]


class ReliefRefused(Refusal):
    """The term stays as it is."""


@dataclass(frozen=True, slots=True)
class Relief:
    """One thing that may be done about one clock.

    `at_most` is for how long it may stand still, or by how much it is put off.
    """

    verb: CaseVerb
    clock: ClockName
    at_most: Term | None = None


def reliefs(clocks: Clocks, state: CaseState, *, received_on: date, today: date) -> Iterator[Relief]:
    """Everything that may be done today, in the order in which a page offers it."""
    is_new = state is CaseState.RECEIVED and _stands(clocks, ClockName.ACKNOWLEDGEMENT, today)
    if is_new and reasons_to_exempt(clocks, received_on=received_on):
        yield Relief(CaseVerb.EXEMPT, ClockName.ACKNOWLEDGEMENT)
    for name, clock in clocks.items():
        if state is not CaseState.CLOSED and _stands(clocks, name, today):
            governing = clock.governing
            if governing.bound.longer and governing.extended_on is None:
                yield Relief(CaseVerb.EXTEND, name, governing.bound.put_off)
            if governing.bound.pause_at_most and governing.paused_on is None:
                yield Relief(CaseVerb.SUSPEND, name, Term(days=governing.bound.pause_at_most))


def reasons_to_exempt(clocks: Clocks, *, received_on: date) -> frozenset[ExemptionReason]:
    """For which reasons receipt of this case need not be confirmed: those that every law which asks for it knows."""
    terms = clocks[ClockName.ACKNOWLEDGEMENT].terms if ClockName.ACKNOWLEDGEMENT in clocks else ()
    laws: list[ProfileName] = [term.bound.profile for term in terms if term.is_law]
    return exemptions_known(laws, on=received_on)


def check_exemption(clocks: Clocks, reason: ExemptionReason, *, received_on: date, today: date) -> None:
    """Raises ReliefRefused: NO_EXEMPTION, NOTHING_RUNS, TERM_OVER. Ground: Flemish decree of 18 November 2022."""
    if reason not in reasons_to_exempt(clocks, received_on=received_on):
        raise ReliefRefused(CaseCode.NO_EXEMPTION)
    _check_stands(clocks, ClockName.ACKNOWLEDGEMENT, today)


def check_extension(clocks: Clocks, name: ClockName, *, today: date) -> None:
    """Raises ReliefRefused: NO_EXTENSION, NOTHING_RUNS, TERM_OVER. House rule: once, before the last day is over."""
    _check_stands(clocks, name, today)
    governing = clocks[name].governing
    if not governing.bound.longer or governing.extended_on:
        raise ReliefRefused(CaseCode.NO_EXTENSION)


def check_suspension(clocks: Clocks, name: ClockName, *, until: date, today: date) -> None:
    """Raises ReliefRefused: NO_SUSPENSION, NOTHING_RUNS, TERM_OVER, PAUSE_IN_PAST, PAUSE_TOO_LONG. House rule: once."""
    _check_stands(clocks, name, today)
    governing = clocks[name].governing
    if not governing.bound.pause_at_most or governing.paused_on:
        raise ReliefRefused(CaseCode.NO_SUSPENSION)
    if until <= today:
        raise ReliefRefused(CaseCode.PAUSE_IN_PAST)
    if (until - today).days > governing.bound.pause_at_most:
        raise ReliefRefused(CaseCode.PAUSE_TOO_LONG, days=governing.bound.pause_at_most)


def _stands(clocks: Clocks, name: ClockName, today: date) -> bool:
    return name in clocks and clocks[name].is_running and clocks[name].governing.due_on >= today


def _check_stands(clocks: Clocks, name: ClockName, today: date) -> None:
    if name not in clocks or not clocks[name].is_running:
        raise ReliefRefused(CaseCode.NOTHING_RUNS)
    if not _stands(clocks, name, today):
        raise ReliefRefused(CaseCode.TERM_OVER)
