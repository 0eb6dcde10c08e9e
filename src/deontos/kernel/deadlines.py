"""Terms in days, working days or months, the last day on which they can be met, and where one stands on a given day.

Only arithmetic on civil dates; which terms apply, from which day and on what ground, is for the room's ``rules.py``.
Source: law.md B1 (Directive (EU) 2019/1937 art. 9 as municipalities apply it) and its note on clock arithmetic.
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from deontos.kernel.working_days import working_days_after

SOON_DAYS = 4
SOON_PART = 4  # a quarter of the whole term


class Unit(StrEnum):
    """What a term is counted in."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


class Standing(StrEnum):
    """Where a deadline stands on a given day."""

    RUNNING = "running"
    SOON = "soon"
    OVER = "over"
    MET = "met"
    MET_LATE = "met_late"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time in calendar days, working days or months. Raises ``ValueError`` unless it is exactly one."""

    days: int = 0
    months: int = 0
    working_days: int = 0

    def __post_init__(self) -> None:
        counts = (self.days, self.months, self.working_days)
        if min(counts) < 0 or sum(count > 0 for count in counts) != 1:
            raise ValueError("a term is a number of days, of working days or of months, and nothing besides")

    @property
    def count(self) -> int:
        """How many ``unit``."""
        return self.days or self.months or self.working_days

    @property
    def unit(self) -> Unit:
        """What ``count`` counts."""
        return Unit.DAYS if self.days else Unit.MONTHS if self.months else Unit.WORKING_DAYS

    def longer_by(self, count: int) -> "Term":
        """This term with so many more of the same unit."""
        return Term(**{self.unit: self.count + count})


@dataclass(frozen=True, slots=True)
class Deadline:
    """A term that began on ``start`` (not counted itself) and the ground it rests on.

    ``longer`` is by how many of the term's unit it was put off, ``paused`` for how many days it stood still.
    """

    start: date
    term: Term
    ground: str
    longer: int = 0
    paused: int = 0

    @property
    def last_day(self) -> date:
        """The last day that is still in time."""
        return last_day(self.start, self.term.longer_by(self.longer)) + timedelta(days=self.paused)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """The parts of the sentence that shows the sum: ``start`` + ``count`` ``unit`` = ``last_day``."""

    start: date
    count: int
    unit: Unit
    last_day: date


def last_day(start: date, term: Term) -> date:
    """The last day of a term. ``start`` is not counted, every calendar day is, and nothing rolls to a working day.

    Months keep the day of the month, or end on the month's last one: 30 November and three months is 28 or 29 February.
    A term in working days counts these only: a promise of the house, never a term of the law. Source: law.md B1, T17.
    """
    if term.unit is Unit.DAYS:
        return start + timedelta(days=term.count)
    if term.unit is Unit.WORKING_DAYS:
        return working_days_after(start, term.count)
    years, month = divmod(start.month - 1 + term.count, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def strictest(deadlines: Iterable[Deadline]) -> Deadline:
    """The deadline that ends first; of equals, the one named first. Raises ``ValueError`` when there is none.

    Source: requirements T1, where a promise of the policy and a term of the law run side by side.
    """
    return min(deadlines, key=lambda deadline: deadline.last_day)


def days_left(deadline: Deadline, today: date) -> int:
    """Whole days until the last day: 0 on that day itself, below zero once it is over."""
    return (deadline.last_day - today).days


def day_number(deadline: Deadline, day: date) -> int:
    """Which day of the term ``day`` is: the start is day 0, the next one day 1."""
    return (day - deadline.start).days


def share_used(deadline: Deadline, today: date) -> int:
    """How much of the term is gone, in whole percent from 0 to 100, rounded down: 100 only from the last day on."""
    length = day_number(deadline, deadline.last_day)
    return max(0, min(100, day_number(deadline, today) * 100 // length))


def standing(deadline: Deadline, today: date, met_on: date | None = None) -> Standing:
    """Where the deadline stands on ``today``. Soon: at most four days or a quarter of the term left (house rule)."""
    if met_on is not None:
        return Standing.MET if met_on <= deadline.last_day else Standing.MET_LATE
    left = days_left(deadline, today)
    if left < 0:
        return Standing.OVER
    is_soon = left <= SOON_DAYS or left * SOON_PART <= day_number(deadline, deadline.last_day)
    return Standing.SOON if is_soon else Standing.RUNNING


def arithmetic(deadline: Deadline) -> Arithmetic:
    """The sum behind the last day, in parts that a phrase puts into a sentence."""
    return Arithmetic(deadline.start, deadline.term.count, deadline.term.unit, deadline.last_day)
