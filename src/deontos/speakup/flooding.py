"""When so much is begun or sent at a channel that it is a flood. Pure, and without addresses: nobody is told apart.

What is counted stands in the memory of a process and is forgotten with the hour. What is written down of a flood is the
day alone (`flood_models`).
"""

from collections import Counter
from datetime import date, datetime, timedelta
from threading import Lock
from zoneinfo import ZoneInfo

from deontos.kernel.clock import CIVIL_ZONE
from deontos.speakup.vocabulary import FloodAct

FLOOD_AT = 800
"""So many drafts begun, or so many disclosures sent, at one channel in one hour are a flood. That there is such a bound
says security.md, rule 3; the number is a house rule: far more than a large organisation gets in a year, and so few that
a house of the smallest size keeps up with them."""

PAUSE = 0.5
"""Seconds that each turn of the waiting room takes longer than its work (house rule)."""

TURNS = 2
"""So many requests at a time get their turn from the waiting room of a process (house rule)."""

SECONDS_TO_ARRIVE = 10.0
"""So long a request in its turn may take to arrive: a few letters of a form are there at once, and whoever sends a byte
at a time keeps nobody else waiting (house rule)."""

LONGEST_QUEUE = 40
"""With more than so many before it nobody pauses: a wait is bounded, and nobody is refused (security.md, rule 3). Forty
turns, two at a time, are ten seconds: no proxy and no browser gives up by then."""

SHOWN_FOR = timedelta(days=14)
"""For so long the inbox speaks of a flood (house rule); at the cases of that day it stands for good."""


def share_of(flood: int, processes: int) -> int:
    """How much is a flood for one of several processes, each of which counts for itself (house rule)."""
    return max(flood // processes, 1)


def pauses(waiting: int) -> bool:
    """Whether a turn pauses with so many in the queue (security.md, rule 3)."""
    return waiting <= LONGEST_QUEUE


def oldest_shown(*, on: date) -> date:
    """The first day of which the inbox still speaks (house rule)."""
    return on - SHOWN_FOR


class Gauge:
    """How often what was done at each channel in the present hour, on the clock of Brussels; for many threads."""

    def __init__(self, bound: int = FLOOD_AT) -> None:
        self._bound = bound
        self._hour: datetime | None = None
        self._done: Counter[tuple[str, FloodAct]] = Counter()
        self._alone = Lock()

    def count(self, channel: str, act: FloodAct, *, at: datetime) -> bool:
        """Count one act at a channel; whether that is a flood now."""
        with self._alone:
            self._turn_to(at)
            self._done[channel, act] += 1
        return self.is_flooded(channel, at=at)

    def is_flooded(self, channel: str, *, at: datetime) -> bool:
        """Whether one kind of act alone was done too often at a channel in this hour."""
        with self._alone:
            self._turn_to(at)
            return any(self._done[channel, act] > self._bound for act in FloodAct)

    def _turn_to(self, at: datetime) -> None:
        hour = at.astimezone(ZoneInfo(CIVIL_ZONE)).replace(minute=0, second=0, microsecond=0)
        if hour != self._hour:
            self._hour = hour
            self._done.clear()
