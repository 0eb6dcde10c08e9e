"""Reading plain values into typed ones, noting each fault with its place instead of stopping at the first. Pure.

Ground: house rule, a file is refused with the places of its faults. A spot whose value is not there, or wrong, gives
the empty value of its type, so that the reading goes on to the next fault.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from deontos.organisations.vocabulary import Language
from deontos.questionnaires.rules.places import Fault, inside, nth
from deontos.questionnaires.vocabulary import FaultCode

Word = TypeVar("Word", bound=StrEnum)

LONGEST_TEXT = 4_000
"""Characters of one text in a definition."""
MOST_FAULTS = 100
"""So many faults are told; a file with more is not read on."""
LARGEST = 10**9
"""No count or figure of points is larger."""
ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
FIGURE = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?")
NO_TEXT = re.compile("[\0\ud800-\udfff]")


class _Absent:
    """The value of a name that is not there."""


ABSENT = _Absent()


class Pairs(dict[str, object]):
    """An object of a file, which remembers the names that it held twice."""

    twice: tuple[str, ...] = ()


@dataclass
class Spot:
    """A value at a place. `faults` is the list of the whole reading."""

    value: object = field(repr=False)
    place: str
    faults: list[Fault] = field(repr=False)

    @property
    def is_there(self) -> bool:
        """Whether something stands here."""
        return self.value is not ABSENT

    def fault(self, code: FaultCode, **parameters: object) -> None:
        """Note a fault of this place."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(self.place, code, parameters))

    def under(self, key: str) -> "Spot":
        """What stands under a name, whether or not it is there."""
        value = self.value.get(key, ABSENT) if isinstance(self.value, Mapping) else ABSENT
        return Spot(value, inside(self.place, key), self.faults)

    def holding(self, needed: Collection[str], allowed: Collection[str]) -> "Spot":
        """This object, when it holds all of these names and no others."""
        if not isinstance(self.value, Mapping):
            if self.is_there:
                self.fault(FaultCode.NOT_AN_OBJECT)
            return Spot(ABSENT, self.place, self.faults)
        for key in getattr(self.value, "twice", ()):
            self.under(str(key)).fault(FaultCode.SAID_TWICE)
        for key in self.value:
            if key not in needed and key not in allowed:
                self.fault(FaultCode.UNKNOWN_WORD, word=_short(key))
        for key in needed:
            if key not in self.value:
                self.under(key).fault(FaultCode.ABSENT)
        return self

    def members(self, most: int) -> "list[Spot]":
        """The members of a list."""
        if not self.is_there:
            return []
        if not isinstance(self.value, list | tuple):
            self.fault(FaultCode.NOT_A_LIST)
            return []
        if len(self.value) > most:
            self.fault(FaultCode.TOO_MANY, most=most, count=len(self.value))
            return []
        return [Spot(each, nth(self.place, number), self.faults) for number, each in enumerate(self.value)]

    def text(self) -> str:
        """A text."""
        if not isinstance(self.value, str):
            if self.is_there:
                self.fault(FaultCode.NOT_A_TEXT)
            return ""
        if len(self.value) > LONGEST_TEXT:
            self.fault(FaultCode.TEXT_TOO_LONG, longest=LONGEST_TEXT, length=len(self.value))
            return ""
        if NO_TEXT.search(self.value):
            self.fault(FaultCode.NOT_A_CHARACTER)
            return ""
        return self.value

    def texts(self) -> dict[str, str]:
        """A text by language."""
        here = self.holding((), tuple(Language))
        found = {language.value: here.under(language.value) for language in Language}
        return {language: spot.text() for language, spot in found.items() if spot.is_there}

    def id(self) -> str:
        """A short name of small letters, figures and underscores."""
        text = self.text()
        if text and not ID.fullmatch(text):
            self.fault(FaultCode.NOT_AN_ID)
            return ""
        if not text and self.value == "":
            self.fault(FaultCode.NOT_AN_ID)
        return text

    def word(self, words: type[Word], default: Word) -> Word:
        """One of a fixed set of words."""
        text = self.text()
        if text in set(words):
            return words(text)
        if isinstance(self.value, str):
            self.fault(FaultCode.UNKNOWN_WORD, word=_short(text))
        return default

    def flag(self) -> bool:
        """True or false."""
        if self.is_there and not isinstance(self.value, bool):
            self.fault(FaultCode.NOT_TRUE_OR_FALSE)
        return self.value is True

    def whole(self, default: int = 0) -> int:
        """A whole number from 0."""
        if isinstance(self.value, int) and not isinstance(self.value, bool) and 0 <= self.value <= LARGEST:
            return self.value
        if self.is_there:
            self.fault(FaultCode.NOT_A_WHOLE_NUMBER)
        return default

    def decimal(self) -> Decimal | None:
        """A number, written as one or as a text, of at most 15 digits and 6 decimals."""
        if not self.is_there:
            return None
        is_number = isinstance(self.value, int | Decimal | str) and not isinstance(self.value, bool)
        if not is_number or not FIGURE.fullmatch(_short(self.value)):
            self.fault(FaultCode.NOT_A_DECIMAL)
            return None
        return Decimal(_short(self.value))

    def day(self) -> date | None:
        """A date, written 2026-05-03."""
        if isinstance(self.value, date):
            return self.value
        text = self.text()
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.fault(FaultCode.NOT_A_DATE)
            return None


def _short(value: object) -> str:
    """So much of a value as a sentence can show; a number of thousands of digits is not even written out."""
    if isinstance(value, int) and abs(value) > LARGEST**2:
        return "…"
    return NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", str(value))[:60]
