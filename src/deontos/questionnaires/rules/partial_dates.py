"""Dates of which only the year, or the month and the year, may be known. Pure.

Ground: house rule (interface.md, Date: a partial date is accepted where the domain allows it).
"""

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Self

from babel.dates import get_month_names

YEARS = range(1900, 2200)
"""A year outside these was mistyped."""
SHORTEST_MONTH = 3
"""So many letters of a month's name are enough."""
MONTHS_OF_A_YEAR = range(1, 13)


def _month_words() -> dict[str, int]:
    words: dict[str, int] = {}
    for language in ("nl", "fr", "en", "es"):
        for width in ("wide", "abbreviated"):
            names = get_month_names(width, locale=language)
            words |= {str(names[number]).lower().rstrip("."): number for number in MONTHS_OF_A_YEAR}
    return words


MONTHS = _month_words()
"""The number of a month by its name in each language, whole and shortened."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month of a year, or a day. Raises ValueError for what no calendar has."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.year not in YEARS or (self.day is not None and self.month is None):
            raise ValueError("no calendar has this")
        date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @classmethod
    def read(cls, text: str) -> Self:
        """The inverse of `text`. Raises ValueError."""
        return cls(*(int(part) for part in text.split("-", 2)))

    @property
    def text(self) -> str:
        """As it is kept: 2026, 2026-05 or 2026-05-03."""
        known = [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join([f"{self.year:04}", *known])

    @property
    def earliest(self) -> date:
        """The first day that it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day that it can be."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


def number_in(text: str, longest: int) -> int | None:
    """A whole number of at most so many digits, as people type it; None for anything else. House rule."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= longest else None


def month_in(text: str) -> int | None:
    """The number of a month from its number or its name in one of the four languages; None for anything else."""
    number = number_in(text, 2)
    if number is not None:
        return number if number in MONTHS_OF_A_YEAR else None
    word = text.lower().rstrip(".")
    return MONTHS.get(word) if len(word) >= SHORTEST_MONTH else None
