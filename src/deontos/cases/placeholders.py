"""The words in braces that a ready text may hold: which there are, what is wrong with others, and filling them in.

They are looked up in a closed list and replaced once; nothing in them is ever executed. Pure.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from deontos.cases.vocabulary import Placeholder, WritingCode
from deontos.kernel.refusals import Refusal

KNOWN = re.compile("{(" + "|".join(placeholder.value for placeholder in Placeholder) + ")}")
BRACE = re.compile(r"[{}]")
LONGEST_SHOWN = 40
"""So much of a word that does not exist is repeated in the sentence about it."""


class PlaceholderLeft(Refusal):
    """A message still holds a word in braces that only a ready text may hold."""


@dataclass(frozen=True, slots=True)
class BraceFault:
    """What is wrong, in which line and at which sign of it, both counted from 1."""

    code: WritingCode
    line: int
    column: int
    word: str


def brace_faults(text: str) -> list[BraceFault]:
    """Every brace without its other half, and every word in braces that is not in the list, in their order."""
    return [fault for number, line in enumerate(text.split("\n"), 1) for fault in _faults_in(line, number)]


def filled(text: str, values: Mapping[Placeholder, str]) -> str:
    """The text with each known word replaced by its value, once; one without a value stays as it is."""
    return KNOWN.sub(lambda found: values.get(Placeholder(found[1]), found[0]), text)


def refuse_leftover(text: str) -> None:
    """Let no message go that still holds one of the known words in braces. Refuses: PLACEHOLDER_LEFT, with its place.

    House rule: the reporter reads words, never our brackets.
    """
    found = KNOWN.search(text)
    if found:
        before = text[: found.start()]
        line, column = before.count("\n") + 1, found.start() - (before.rfind("\n") + 1) + 1
        raise PlaceholderLeft(WritingCode.PLACEHOLDER_LEFT, word=found[0], line=line, column=column)


def _faults_in(line: str, number: int) -> Iterator[BraceFault]:
    """Read from brace to brace; an open one is closed before the next one opens."""
    opened: int | None = None
    for brace in BRACE.finditer(line):
        at = brace.start()
        if brace[0] == "{":
            if opened is not None:
                yield _fault(WritingCode.BRACE_NOT_CLOSED, number, opened, line[opened:at])
            opened = at
        elif opened is None:
            yield _fault(WritingCode.BRACE_NOT_OPENED, number, at, "}")
        else:
            if line[opened + 1 : at] not in set(Placeholder):
                yield _fault(WritingCode.PLACEHOLDER_UNKNOWN, number, opened, line[opened : at + 1])
            opened = None
    if opened is not None:
        yield _fault(WritingCode.BRACE_NOT_CLOSED, number, opened, line[opened:])


def _fault(code: WritingCode, line: int, at: int, word: str) -> BraceFault:
    return BraceFault(code, line, at + 1, word if len(word) <= LONGEST_SHOWN else f"{word[:LONGEST_SHOWN]}…")
