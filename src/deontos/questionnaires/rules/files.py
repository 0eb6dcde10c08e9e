"""Definitions as JSON files: what may come in, and what goes out. Pure.

Ground: house rule. A file that is too large, too deep, malformed or goes round in a circle is refused with the place of
each fault; one that is only unfinished may come in.
"""

import json
from collections import Counter
from decimal import Decimal

from deontos.questionnaires.rules.definition import Definition
from deontos.questionnaires.rules.faults import faults
from deontos.questionnaires.rules.places import Fault
from deontos.questionnaires.rules.reading import MOST_LEVELS, DefinitionRefused, definition_in
from deontos.questionnaires.rules.spots import Pairs
from deontos.questionnaires.rules.writing import plain
from deontos.questionnaires.vocabulary import FaultCode

FORMAT = "deontos-questionnaire-1"
LARGEST_FILE = 1_000_000
"""Bytes."""
LONGEST_NUMBER = 20
"""Figures; a longer number is beyond all bounds of a definition."""


def read_file(content: bytes, *, id: str = "", version: int = 0) -> Definition:  # noqa: A002 as they are kept
    """The definition in a file. Raises DefinitionRefused. House rule."""
    if len(content) > LARGEST_FILE:
        raise _refused(FaultCode.TOO_LARGE, most=LARGEST_FILE, size=len(content))
    definition = definition_in(_parsed(content), id=id, version=version, format=FORMAT)
    found = [fault for fault in faults(definition, ()) if not fault.is_only_unfinished]
    if found:
        raise DefinitionRefused(found)
    return definition


def written_file(definition: Definition) -> bytes:
    """A file that `read_file` reads back as the same definition, with line ends at every value. House rule."""
    return json.dumps({"format": FORMAT, **plain(definition)}, ensure_ascii=False, indent=2).encode() + b"\n"


def _parsed(content: bytes) -> object:
    try:
        return json.loads(
            content.decode("utf-8-sig"),
            parse_int=_number,
            parse_float=_decimal,
            parse_constant=_decimal,
            object_pairs_hook=_pairs,
        )
    except json.JSONDecodeError as failure:
        raise _refused(FaultCode.NOT_READABLE, line=failure.lineno, column=failure.colno) from None
    except UnicodeDecodeError as failure:
        before = content[: failure.start]
        line, column = before.count(b"\n") + 1, failure.start - before.rfind(b"\n")
        raise _refused(FaultCode.NOT_READABLE, line=line, column=column) from None
    except RecursionError:
        raise _refused(FaultCode.TOO_DEEP, most=MOST_LEVELS) from None


def _number(word: str) -> int | Decimal:
    return int(word) if len(word) <= LONGEST_NUMBER else _decimal(word)


def _decimal(word: str) -> Decimal:
    """A number that is none, or beyond all bounds, becomes one that is refused at its place."""
    try:
        return Decimal(word)
    except ArithmeticError:
        return Decimal("NaN")


def _pairs(found: list[tuple[str, object]]) -> Pairs:
    pairs = Pairs(found)
    if len(pairs) < len(found):
        pairs.twice = tuple(name for name, times in Counter(name for name, _value in found).items() if times > 1)
    return pairs


def _refused(code: FaultCode, **parameters: object) -> DefinitionRefused:
    return DefinitionRefused([Fault("", code, parameters)])
