"""By when a reporter hears something, told by the room that keeps the clocks; registered in `sites/wiring.py`."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Promises:
    """The last days of a disclosure that was received on a day, when nothing is done before its time."""

    acknowledged_by: date
    answered_by: date
    told_by: date


class PromiseMaker(Protocol):
    """What the room that keeps the clocks registers."""

    def __call__(self, received_on: date) -> Promises:
        """The last days for a disclosure received on this day."""


_makers: list[PromiseMaker] = []


def register(maker: PromiseMaker) -> None:
    """Say who counts the days. The last one that was registered does."""
    _makers[:] = [maker]


def promises_for(received_on: date) -> Promises | None:
    """The last days for a disclosure received on this day; None where nobody counts them."""
    return _makers[0](received_on) if _makers else None
