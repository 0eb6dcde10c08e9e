"""What an inbox is asked for: which of the cases, in which order, and what a typed search means. Pure.

Only what stands in clear can be asked for: days, states, numbers, the kind, and by which office somebody reads.
"""

import re
import string
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from deontos.cases.vocabulary import CaseState, Half, Held, Order
from deontos.kernel.urgency import Urgency
from deontos.organisations.vocabulary import OfficeKind
from deontos.speakup.vocabulary import DisclosureKind

Days = tuple[date, date]
"""The first and the last day, both included."""
FEWEST_SYMBOLS = 2
"""Of a case number, before it says anything."""
FEWEST_LETTERS = 3
"""Of a state in words."""
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY, _MONTH = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})"
_FIGURES = tuple(
    re.compile(shape)
    for shape in (
        rf"{_YEAR}",
        rf"{_YEAR}[-/.]{_MONTH}",
        rf"{_MONTH}[-/.]{_YEAR}",
        rf"{_YEAR}[-/.]{_MONTH}[-/.]{_DAY}",
        rf"{_DAY}[-/.]{_MONTH}(?:[-/.]{_YEAR})?",
    )
)
_IN_WORDS = re.compile(rf"(?:(?P<day>\d{{1,2}})(?:er|o|º|\.)?\s+)?(?P<word>[^\W\d_]+)(?:\s+{_YEAR})?")
_LINKS = re.compile(r"\s+(?:de|del|of)\s+")
_NUMBER = re.compile(rf"[{string.ascii_uppercase}{string.digits}]{{{FEWEST_SYMBOLS},6}}")
_GROUPS = (3, 6)
_LOOKALIKES = str.maketrans("ILO", "110")


@dataclass(frozen=True, slots=True)
class Sought:
    """What a typed search means; a case that fits one of these is found."""

    number: str = ""
    days: Days | None = None
    states: frozenset[CaseState] = frozenset()

    @property
    def is_nothing(self) -> bool:
        """Whether what was typed is no number, day or state."""
        return not (self.number or self.days or self.states)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which cases of an inbox are shown, and in which order. As it first stands, the open ones by their last days."""

    state: Half | CaseState = Half.OPEN
    due: Urgency | None = None
    unread: bool = False
    kind: DisclosureKind | None = None
    organisation: UUID | None = None
    office: OfficeKind | None = None
    held: Held | None = None
    received_from: date | None = None
    received_until: date | None = None
    order: Order | None = None
    sought: Sought | None = None

    @property
    def is_of_closed(self) -> bool:
        """Whether closed cases alone are shown."""
        return self.state in (Half.CLOSED, CaseState.CLOSED)

    @property
    def sorted_by(self) -> Order:
        """The order that was chosen; else the nearest last day first, and of closed cases the last closed."""
        return self.order or (Order.CLOSED_LAST if self.is_of_closed else Order.NEXT)

    @property
    def narrows(self) -> bool:
        """Whether less is shown than one half of the inbox."""
        state = self.state if isinstance(self.state, Half) and self.state is not Half.ANY else Half.OPEN
        return self != Filter(state=state, order=self.order)


def sought(typed: str, words: Mapping[CaseState, str], months: Mapping[str, int], *, today: date) -> Sought:
    """What a search means in the reader's language: part of a case number, a day, a month or a year, or a state.

    `words` are the states and `months` the names of the months, in small letters. House rule: a day without a year is
    the last one that was.
    """
    plain = " ".join(typed.split()).casefold()
    given = "".join(each for each in typed.upper() if each not in "- ")
    symbols = "" if given.isalpha() and len(given) not in _GROUPS else given.translate(_LOOKALIKES)
    return Sought(
        number=symbols if _NUMBER.fullmatch(symbols) else "",
        days=_days(plain, months, today),
        states=frozenset(state for state, word in words.items() if len(plain) >= FEWEST_LETTERS and plain in word),
    )


def _days(plain: str, months: Mapping[str, int], today: date) -> Days | None:
    for shape in _FIGURES:
        if found := shape.fullmatch(plain):
            given = {name: int(value) for name, value in found.groupdict().items() if value}
            return _span(given.get("year"), given.get("month"), given.get("day"), today)
    named = _IN_WORDS.fullmatch(_LINKS.sub(" ", plain))
    if named is None or named["word"] not in months:
        return None
    year, day = (int(value) if value else None for value in (named["year"], named["day"]))
    return _span(year, months[named["word"]], day, today)


def _span(year: int | None, month: int | None, day: int | None, today: date) -> Days | None:
    if year is None and month:
        year = today.year if (month, day or 1) <= (today.month, today.day) else today.year - 1
    if year is None or not 1 <= (month or 1) <= 12:
        return None
    last = monthrange(year, month or 12)[1]
    if day is not None and not 1 <= day <= last:
        return None
    return date(year, month or 1, day or 1), date(year, month or 12, day or last)
