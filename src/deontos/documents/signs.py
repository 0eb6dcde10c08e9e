"""Which signs can be printed with the fonts that come with the typesetter, and what stands in place of others. Pure.

Latin, Greek, Cyrillic, Hebrew, Arabic and most symbols can; Chinese and small pictures cannot. Signs that steer, or
turn the direction of reading, are never printed as such.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

INSTEAD = "\N{REPLACEMENT CHARACTER}"
"""What is printed for a sign that cannot be."""
MAY_BREAK = "\N{ZERO WIDTH SPACE}"

_KEPT = frozenset("\n\t")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NEVER = ("Cc", "Cs", "Co", "Cn")


@dataclass(frozen=True, slots=True)
class Printable:
    """A text as it is printed, and whether a sign of it is lost."""

    text: str = field(repr=False)
    lost: bool


def printable(text: str) -> Printable:
    """The text with other signs in place of those that cannot be printed. Bare returns become line ends."""
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if lines.isascii() and lines.isprintable():
        return Printable(lines, lost=False)
    shown = "".join(sign if sign in _KEPT or _has_shape(sign) else INSTEAD for sign in lines)
    return Printable(shown, lost=shown != lines)


def breakable(text: str, within: int) -> str:
    """The text with a place to break the line in each run of so many signs without a blank: none leaves the page."""
    return re.sub(rf"\S{{{within}}}(?=\S)", rf"\g<0>{MAY_BREAK}", text)


def _has_shape(sign: str) -> bool:
    if sign in _TURNING or unicodedata.category(sign) in _NEVER:
        return False
    begins, ends = _ranges()
    place = bisect_right(begins, ord(sign)) - 1
    return place >= 0 and ord(sign) <= ends[place]


@cache
def _ranges() -> tuple[list[int], list[int]]:
    """The ranges of signs that have a shape, by their first and last one."""
    lines = (files("deontos.documents") / "layouts" / "signs.txt").read_text("ascii").split()
    pairs = [line.partition("-") for line in lines]
    return [int(first, 16) for first, _to, _last in pairs], [int(last or first, 16) for first, _to, last in pairs]
