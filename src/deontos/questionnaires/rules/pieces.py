"""The pieces of a definition that are changed one at a time, and how an address names them. Pure. Ground: house rule.

A piece is named by the ids on the way to it, so that it keeps its name when it moves: `question-what`,
`option-source-paper`. Ids hold no hyphen, and so nothing has to be escaped.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from deontos.questionnaires.rules.definition import Band, Definition, Option, Question, Row, Score, Section
from deontos.questionnaires.vocabulary import PieceKind

Part = Definition | Section | Question | Option | Row | Score | Band
Where = tuple[tuple[str, int], ...]
"""The way to a piece: names of lists, and places in them. Empty for the whole."""

STEP = re.compile(r"(sections|questions|options|rows|scores|bands)\[([0-9]{1,4})\]\.?")
LISTS: dict[str, PieceKind] = {
    "sections": PieceKind.SECTION,
    "questions": PieceKind.QUESTION,
    "options": PieceKind.OPTION,
    "rows": PieceKind.ROW,
    "scores": PieceKind.SCORE,
    "bands": PieceKind.BAND,
}
"""What stands in which list."""
LONGEST_NUMBER = 3
"""Figures of the number of a band."""
DEPTH = {PieceKind.WHOLE: 0, PieceKind.OPTION: 2, PieceKind.ROW: 2, PieceKind.BAND: 2}
"""How many ids name a piece of a kind; of every other kind one."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A kind of piece, and the ids that name one. A band has no id: its number stands for it."""

    kind: PieceKind
    ids: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str) -> Self:
        """The inverse of `text`. Raises ValueError."""
        word, *ids = text.split("-")
        kind = PieceKind(word)
        if len(ids) != DEPTH.get(kind, 1) or not all(ids):
            raise ValueError("no piece")
        return cls(kind, tuple(ids))

    @property
    def text(self) -> str:
        """As an address carries it."""
        return "-".join((self.kind.value, *self.ids))


def where_is(definition: Definition, piece: Piece) -> Where | None:
    """The way to a piece; None where there is no such piece any more. House rule."""
    match piece.kind, piece.ids:
        case PieceKind.WHOLE, ():
            return ()
        case PieceKind.SECTION, (id_,):
            return _step("sections", definition.sections, id_)
        case PieceKind.SCORE, (id_,):
            return _step("scores", definition.scores, id_)
        case PieceKind.QUESTION, (id_,):
            return _question(definition, id_)
        case PieceKind.BAND, (score, number):
            return _inside(definition, _step("scores", definition.scores, score), "bands", number)
        case PieceKind.OPTION | PieceKind.ROW, (question, id_):
            name = "options" if piece.kind is PieceKind.OPTION else "rows"
            return _inside(definition, _question(definition, question), name, id_)
    return None


def part_at(definition: Definition, where: Where) -> Part:
    """What stands at the end of a way. Raises IndexError. House rule."""
    here: Part = definition
    for name, number in where:
        here = getattr(here, name)[number]
    return here


def piece_at(definition: Definition, where: Where) -> Piece:
    """The name of what stands at the end of a way. Raises IndexError. House rule."""
    if not where:
        return Piece(PieceKind.WHOLE)
    name, number = where[-1]
    kind, part = LISTS[name], part_at(definition, where)
    own = str(number) if isinstance(part, Band) else str(getattr(part, "id", ""))
    above = part_at(definition, where[:-1])
    is_named_alone = DEPTH.get(kind, 1) == 1
    return Piece(kind, (own,) if is_named_alone else (str(getattr(above, "id", "")), own))


def place_read(place: str) -> tuple[Where, str]:
    """The way in the place of a fault, and what is left of it: `label.fr`, `shown_if.any[0]`. House rule."""
    found: list[tuple[str, int]] = []
    rest = place
    while (match := STEP.match(rest)) and not (match[1] == "questions" and found and found[-1][0] == "scores"):
        found.append((match[1], int(match[2])))
        rest = rest[match.end() :]
    return tuple(found), rest


def _step(name: str, members: Sequence[Section | Score | Option | Row], id_: str) -> Where | None:
    return next((((name, number),) for number, each in enumerate(members) if each.id == id_), None)


def _question(definition: Definition, id_: str) -> Where | None:
    for number, section in enumerate(definition.sections):
        for count, question in enumerate(section.questions):
            if question.id == id_:
                return (("sections", number), ("questions", count))
    return None


def _inside(definition: Definition, above: Where | None, name: str, own: str) -> Where | None:
    if above is None:
        return None
    members = getattr(part_at(definition, above), name)
    if name == "bands":
        is_there = own.isascii() and own.isdigit() and len(own) <= LONGEST_NUMBER and int(own) < len(members)
        return (*above, (name, int(own))) if is_there else None
    step = _step(name, members, own)
    return None if step is None else (*above, *step)
