"""What a page tells a chart, and how its bars are laid out: one below the other, the figure beside each.

Widths are shares of the picture, so that it follows the width of the page while its letters keep their size. A part
without a number is drawn as a dashed outline, whose length says nothing that the other figures do not.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

Words = str | Promise

LETTERS = 30
"""Of a label on one line, so that it fits a phone."""
TRACK = 66
"""Percent of the picture that the longest bar takes; the rest is for its figure."""
UNKNOWN = 16
"""Percent that a bar without a number takes, whatever it stands for."""
LINE, THICK, GAP = 22, 16, 14
LOOKS = ("solid", "hatched", "outlined", "dotted")
"""How the parts of a bar differ, besides their colour."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar: its label, its number or None where that is not shown, and what is said of it."""

    label: Words
    number: int | None
    words: Words


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its label, its parts in their order, and its whole where that is known."""

    label: Words
    parts: tuple[Part, ...]
    whole: int | None = None
    whole_words: Words = ""


def plain_bar(label: Words, number: int | None, words: Words) -> Bar:
    """A bar of one part."""
    return Bar(label, (Part("", number, words),), number, words)


@dataclass(frozen=True, slots=True)
class Piece:
    """One rectangle: where it begins and how wide it is, in percent, and how it looks."""

    begins: float
    share: float
    look: str

    @property
    def x(self) -> str:
        """Where it begins, as an attribute says it."""
        return f"{self.begins:.2f}%"

    @property
    def width(self) -> str:
        """How wide it is."""
        return f"{self.share:.2f}%"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a label."""

    y: int
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """One bar as it is drawn. Its figure stands where it ends; `figure_y` is the foot of the letters."""

    lines: tuple[Line, ...]
    y: int
    end: str
    figure_y: int
    figure: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole picture, with all its figures in words."""

    rows: tuple[Row, ...]
    height: int
    in_words: str


def laid_out(title: str, bars: Sequence[Bar]) -> Layout:
    """The picture of some bars, from nought to the longest of them."""
    longest = max((_length(bar) for bar in bars), default=0) or 1
    rows: list[Row] = []
    y = 0
    for bar in bars:
        words = [*textwrap.wrap(str(bar.label), LETTERS), *_labels_of_parts(bar)]
        lines = tuple(Line(y + LINE * (number + 1) - 6, each) for number, each in enumerate(words))
        top = y + LINE * len(lines) + 2
        pieces = tuple(_pieces(bar, longest))
        rows.append(Row(lines, top, _end(pieces), top + THICK - 3, str(bar.whole_words), pieces))
        y = top + THICK + GAP
    told = " ".join(f"{bar.label}: {_told(bar)}." for bar in bars)
    return Layout(tuple(rows), max(y - GAP, 0) + 2, f"{title}. {told}")


def _length(bar: Bar) -> int:
    return bar.whole if bar.whole is not None else sum(part.number or 0 for part in bar.parts)


def _told(bar: Bar) -> str:
    if len(bar.parts) == 1:
        return str(bar.whole_words)
    return ", ".join(f"{part.label} {part.words}" for part in bar.parts)


def _labels_of_parts(bar: Bar) -> list[str]:
    """The direct labels of a bar in parts: they stand above it, because no part is wide enough to hold words."""
    if len(bar.parts) == 1:
        return []
    return textwrap.wrap(
        " · ".join(f"{part.label} {part.words}".replace(" ", "\xa0") for part in bar.parts), LETTERS + 8
    )


def _pieces(bar: Bar, longest: int) -> list[Piece]:
    """The parts with a number one after the other, and one outline for all that have none."""
    pieces: list[Piece] = []
    at = 0
    for part, look in zip(bar.parts, LOOKS, strict=False):
        if part.number:
            pieces.append(Piece(_percent(at, longest), _percent(part.number, longest), look))
            at += part.number
    if any(part.number is None for part in bar.parts):
        width = UNKNOWN if bar.whole is None else _percent(bar.whole - at, longest)
        pieces.append(Piece(_percent(at, longest), width, "unknown"))
    return pieces


def _end(pieces: Sequence[Piece]) -> str:
    return f"{max((piece.begins + piece.share for piece in pieces), default=0):.2f}%"


def _percent(number: int, longest: int) -> float:
    return TRACK * number / longest
