"""By when a reporter hears something, told by the room that keeps the clocks; registered in `sites/wiring.py`."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from deontos.kernel.deadlines import Term
from deontos.speakup.models import Channel
from deontos.speakup.vocabulary import ProfileName


@dataclass(frozen=True, slots=True)
class Promised:
    """One thing that a reporter may expect: its last day, within which term, and whether a law says so."""

    on: date
    term: Term
    by_law: bool


@dataclass(frozen=True, slots=True)
class Promises:
    """What may be expected of a channel for what it received on a day, when nothing is done before its time.

    `replied` is the first answer to a question, `answered` the one to anything else. `acknowledged_by_law` is what a
    law demands, also where an own promise is stricter.
    """

    acknowledged: Promised
    acknowledged_by_law: Promised
    answered: Promised
    replied: Promised
    told: Promised
    laws: tuple[ProfileName, ...]

    @property
    def terms(self) -> dict[str, Term]:
        """How long each takes, by its name."""
        found = {name: getattr(self, name) for name in self.__slots__}
        return {name: each.term for name, each in found.items() if isinstance(each, Promised)}


class PromiseMaker(Protocol):
    """What the room that keeps the clocks registers."""

    def __call__(self, channel: Channel, received_on: date) -> Promises:
        """What may be expected of a channel for what it received on this day."""


_makers: list[PromiseMaker] = []


def register(maker: PromiseMaker) -> None:
    """Say who counts the days. The last one that was registered does."""
    _makers[:] = [maker]


def promises_for(channel: Channel, received_on: date) -> Promises | None:
    """What may be expected of a channel for what it received on this day; None where nobody counts the days."""
    return _makers[0](channel, received_on) if _makers else None
