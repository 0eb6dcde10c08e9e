"""What stands on paper, in frozen parts: words, facts, what somebody said, tables. Never markup: each text is data.

A paper is written in one language; a text in another says so. How it looks is `layouts/paper.typ`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from deontos.documents.signs import breakable, printable


class Tone(StrEnum):
    """How words stand: as text, smaller and softer, as somebody's own words, or as something to heed."""

    PLAIN = "plain"
    QUIET = "quiet"
    QUOTED = "quoted"
    HEED = "heed"


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a part; a second one stands below a first one."""

    block: ClassVar = "heading"

    text: str = field(repr=False)
    level: int = 1


@dataclass(frozen=True, slots=True)
class Words:
    """One text, in paragraphs and lines as it was typed."""

    block: ClassVar = "words"

    text: str = field(repr=False)
    tone: Tone = Tone.PLAIN
    language: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with what each of them is, in their order."""

    block: ClassVar = "facts"

    rows: tuple[tuple[str, str], ...] = field(repr=False)
    language: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said or wrote: who, when, the words, and a remark of ours beside them."""

    block: ClassVar = "said"

    who: str = field(repr=False)
    when: str
    text: str = field(repr=False)
    language: str = ""
    remark: str = ""
    heed: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; `widths` are shares of the line, one a column. Each row has as many values as there are headings."""

    block: ClassVar = "grid"

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    widths: tuple[int, ...] = ()


Block = Heading | Words | Facts | Said | Grid


@dataclass(frozen=True, slots=True)
class Paper:
    """One document: its title, whose it is, its language, the day on which it says how things stand, and its parts."""

    title: str = field(repr=False)
    house: str
    language: str
    on: date
    blocks: tuple[Block, ...] = field(repr=False)
    lead: str = field(default="", repr=False)

    def to_content(self, *, unshown: str = "") -> dict[str, Any]:
        """As the layout reads it, every text with signs that can be printed.

        `unshown` is the sentence that is put before the parts where a sign could not be.
        """
        marked = _Marking()
        parts = [{"block": each.block, **marked.content_of(each)} for each in self.blocks]
        said = {"title": marked.text(self.title), "house": marked.text(self.house), "lead": marked.text(self.lead)}
        if marked.lost and unshown:
            heed = Words(unshown, Tone.HEED)
            parts.insert(0, {"block": heed.block, **marked.content_of(heed)})
        return {**said, "language": self.language, "parts": parts}

    def in_words(self) -> str:
        """The same as plain text, every sign as it was typed: for whom a PDF cannot show it."""
        return "\n\n".join([self.title, *filter(None, [self.house, self.lead]), *map(_in_words, self.blocks)]) + "\n"


@dataclass
class _Marking:
    """Makes texts printable and remembers whether a sign was lost."""

    lost: bool = False

    def text(self, given: str, within: int = 30) -> str:
        shown = printable(given)
        self.lost = self.lost or shown.lost
        return breakable(shown.text, within)

    def content_of(self, block: Block) -> dict[str, Any]:
        return {each.name: self._value(getattr(block, each.name), block) for each in fields(block)}

    def _value(self, value: Any, block: Block) -> Any:  # noqa: ANN401 whatever a part holds
        if isinstance(value, StrEnum):
            return value.value
        if isinstance(value, str):
            return self.text(value, 14 if isinstance(block, Grid) else 30)
        if isinstance(value, tuple):
            return [self._value(each, block) for each in value]
        return value


def _in_words(block: Block) -> str:
    return "\n".join(_lines(block))


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield from ("", block.text, ("=" if block.level == 1 else "-") * min(len(block.text), 72))
    elif isinstance(block, Words):
        yield block.text
    elif isinstance(block, Facts):
        yield from (f"{name}: {value}" for name, value in block.rows)
    elif isinstance(block, Said):
        yield ", ".join(filter(None, (block.who, block.when)))
        yield from filter(None, (block.remark, block.text))
    else:
        yield from (" | ".join(row) for row in (block.headings, *block.rows))


def without_words(paper: Paper, because: str) -> Paper:
    """The same paper with one sentence in place of its parts, where they are too many to be laid out."""
    return replace(paper, blocks=(Words(because, Tone.HEED),))
