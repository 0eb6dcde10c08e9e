"""Long texts that people write: a small part of Markdown, read into plain pieces that a template draws and escapes.

Headings, paragraphs, two kinds of lists, bold, italics, links that lead somewhere harmless, and phrases in another
language, `[mot]{fr}`. Whatever else somebody types stands in the page as it was typed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

LONGEST_MARK = 600
"""Signs inside one mark, so that a text full of opened marks is read as fast as any other."""
SAFE_LINK = re.compile(r"(?:https?://[^\s/]|mailto:[^\s@]+@|tel:\+?\d)", re.IGNORECASE)
_MARK = re.compile(
    r"\\(?P<escaped>[\\*\[\]{}#-])"
    rf"|\*\*(?=\S)(?P<strong>.{{1,{LONGEST_MARK}}}?)(?<=\S)\*\*"
    rf"|\*(?=[^\s*])(?P<emphasis>[^*]{{1,{LONGEST_MARK}}})(?<=\S)\*"
    rf"|\[(?P<words>[^\[\]]{{1,{LONGEST_MARK}}})\]\((?P<href>[^()\s]{{1,{LONGEST_MARK}}})\)"
    rf"|\[(?P<foreign>[^\[\]]{{1,{LONGEST_MARK}}})\]\{{(?P<language>[a-z]{{2}})\}}"
)
_HEADING = re.compile(r"(?P<marks>#{1,6})[ \t]+(?P<words>[^\s#].*)")
_POINT = re.compile(r"[ \t]{0,3}[-*][ \t]+(?P<words>\S.*)")
_STEP = re.compile(r"[ \t]{0,3}\d{1,3}[.)][ \t]+(?P<words>\S.*)")


class BlockKind(StrEnum):
    """What a piece of a text is."""

    HEADING = "heading"
    SUBHEADING = "subheading"
    PARAGRAPH = "paragraph"
    POINTS = "points"
    STEPS = "steps"


@dataclass(frozen=True, slots=True)
class Span:
    """Some words that are drawn alike: bold, in italics, as a link, or in another language."""

    text: str
    is_strong: bool = False
    is_emphasis: bool = False
    href: str = ""
    tongue: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a text. Lists have several lines, the others one; a heading has an `id` to go to."""

    kind: BlockKind
    lines: tuple[tuple[Span, ...], ...]
    id: str = ""

    @property
    def text(self) -> str:
        """Its words without any mark."""
        return "\n".join("".join(span.text for span in line) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Prose:
    """A whole text."""

    blocks: tuple[Block, ...]

    @property
    def contents(self) -> tuple[Block, ...]:
        """Its headings, for a table of contents; those of the second rank left out."""
        return tuple(block for block in self.blocks if block.kind is BlockKind.HEADING)


@dataclass(frozen=True, slots=True)
class _Line:
    kind: BlockKind | None
    words: str


NOTHING = _Line(None, "")
GOING_ON = (BlockKind.PARAGRAPH, BlockKind.POINTS, BlockKind.STEPS)
"""What goes on in the next line, unless an empty one stands between."""


def prose(text: str) -> Prose:
    """Read a text. Never refuses anything; `doubtful_links` says what will not lead anywhere."""
    blocks: list[Block] = []
    lines = [_line(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    for kind, run in groupby(_joined(lines), key=lambda line: line.kind):
        words = [line.words for line in run]
        if kind in (BlockKind.POINTS, BlockKind.STEPS):
            blocks.append(Block(kind, tuple(tuple(spans(each)) for each in words)))
        elif kind is not None:
            blocks += [Block(kind, (tuple(spans(each)),)) for each in words]
    return Prose(tuple(_in_order(blocks)))


def spans(words: str) -> Iterator[Span]:
    """The pieces of a line."""
    plain, done = "", 0
    for mark in _MARK.finditer(words):
        plain += words[done : mark.start()]
        done = mark.end()
        found = _span(mark)
        if found is None:
            plain += mark["escaped"] or mark[0]
            continue
        if plain:
            yield Span(plain)
        plain = ""
        yield found
    plain += words[done:]
    if plain:
        yield Span(plain)


def doubtful_links(text: str) -> list[str]:
    """The addresses in a text that are no link, because they begin with nothing that we let through."""
    found = [mark["href"] for line in text.splitlines() for mark in _MARK.finditer(line) if mark["href"]]
    return [href for href in found if not SAFE_LINK.match(href)]


def _span(mark: re.Match[str]) -> Span | None:
    if mark["strong"]:
        return Span(_bare(mark["strong"]), is_strong=True)
    if mark["emphasis"]:
        return Span(_bare(mark["emphasis"]), is_emphasis=True)
    if mark["foreign"]:
        return Span(_bare(mark["foreign"]), tongue=mark["language"])
    if mark["href"] and SAFE_LINK.match(mark["href"]):
        return Span(_bare(mark["words"]), href=mark["href"])
    return None


def _bare(words: str) -> str:
    """What stands inside a mark, without backslashes."""
    return re.sub(r"\\([\\*\[\]{}#-])", r"\1", words)


def _line(line: str) -> _Line:
    heading = _HEADING.match(line)
    if heading:
        rank = BlockKind.HEADING if len(heading["marks"]) <= 2 else BlockKind.SUBHEADING  ## and ###
        return _Line(rank, heading["words"].rstrip(" \t#"))
    for kind, pattern in ((BlockKind.POINTS, _POINT), (BlockKind.STEPS, _STEP)):
        item = pattern.match(line)
        if item:
            return _Line(kind, item["words"].rstrip())
    return _Line(BlockKind.PARAGRAPH if line.strip() else None, line.strip())


def _joined(lines: list[_Line]) -> list[_Line]:
    """Lines of one paragraph, and lines that go on below a point, become one. An empty line ends both."""
    joined: list[_Line] = []
    for line in lines:
        before = joined[-1] if joined else NOTHING
        if line.kind is BlockKind.PARAGRAPH and before.kind in GOING_ON:
            joined[-1] = _Line(before.kind, f"{before.words} {line.words}")
        elif line.kind is not None or before.kind is not None:
            joined.append(line)
    return [line for number, line in enumerate(joined) if not _is_inside_list(joined, number)]


def _is_inside_list(lines: list[_Line], number: int) -> bool:
    """Whether this is an empty line between two points of one list: it says nothing."""
    if lines[number].kind is not None or not 0 < number < len(lines) - 1:
        return False
    before, after = lines[number - 1].kind, lines[number + 1].kind
    return before is after and before in (BlockKind.POINTS, BlockKind.STEPS)


def _in_order(blocks: list[Block]) -> Iterator[Block]:
    """With an address for each heading, and no heading of the second rank before one of the first."""
    number = 0
    for block in blocks:
        is_heading = block.kind is BlockKind.HEADING or (block.kind is BlockKind.SUBHEADING and number == 0)
        number += is_heading
        yield Block(BlockKind.HEADING, block.lines, f"part-{number}") if is_heading else block
