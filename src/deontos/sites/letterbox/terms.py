"""The last days that a reporter is told at sending: what the clocks of a case say, before there is one."""

from datetime import date

from deontos.cases.counting import TermStanding, clocks_after
from deontos.speakup.binding import bound_terms
from deontos.speakup.legal import laws_of, promise_of
from deontos.speakup.models import Channel
from deontos.speakup.promises import Promised, Promises
from deontos.speakup.vocabulary import ClockName, DisclosureKind


def promises_of(channel: Channel, received_on: date) -> Promises:
    """What may be expected of a channel for what it received on this day, under the strictest term of each clock."""
    laws, promise = laws_of(channel, on=received_on), promise_of(channel)
    counted = {
        kind: clocks_after(bound_terms(laws, promise, kind, on=received_on), received_on=received_on)
        for kind in (DisclosureKind.SUSPICION, DisclosureKind.QUESTION)
    }
    governing = {clock: standing.governing for clock, standing in counted[DisclosureKind.SUSPICION].items()}
    by_law = [term for term in counted[DisclosureKind.SUSPICION][ClockName.ACKNOWLEDGEMENT].terms if term.is_law]
    return Promises(
        _promised(governing[ClockName.ACKNOWLEDGEMENT]),
        _promised(min(by_law, key=lambda term: term.due_on)),
        _promised(governing[ClockName.FIRST_ANSWER]),
        _promised(counted[DisclosureKind.QUESTION][ClockName.FIRST_ANSWER].governing),
        _promised(governing[ClockName.FEEDBACK]),
        laws,
    )


def _promised(standing: TermStanding) -> Promised:
    return Promised(standing.due_on, standing.bound.term, standing.is_law)
