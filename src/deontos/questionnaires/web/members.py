"""The parts in a list of a page: each with its name, the way to its page, and where it can move."""

from dataclasses import dataclass

from deontos.questionnaires.rules.changing import BACK, ON, can_move
from deontos.questionnaires.rules.definition import Band, Question
from deontos.questionnaires.rules.fitting import BELONGS_TO
from deontos.questionnaires.rules.pieces import Part, Piece, Where, part_at, piece_at
from deontos.questionnaires.vocabulary import PieceKind
from deontos.questionnaires.web.drafts import Draft, name_of_part

INSIDE: dict[PieceKind, tuple[str, ...]] = {PieceKind.QUESTION: ("rows", "options"), PieceKind.SCORE: ("bands",)}
"""The lists that stand on the page of a piece."""


@dataclass(frozen=True, slots=True)
class Member:
    """One of the parts in a list on a page, and where it can move."""

    piece: str
    name: str
    href: str
    can_go_up: bool
    can_go_down: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class MemberList:
    """A list of parts on the page of a piece."""

    name: str
    members: list[Member]
    add_href: str


def lists_on(draft: Draft, piece: Piece, where: Where, part: Part) -> list[MemberList]:
    """The answers and rows of a question that takes them, the bands of a score."""
    names = INSIDE.get(piece.kind, ())
    if isinstance(part, Question):
        names = tuple(name for name in names if part.kind in BELONGS_TO[name])
    return [
        MemberList(name, members_of(draft, where, name), draft.address("questionnaire_add", f"{name}-{piece.ids[0]}"))
        for name in names
    ]


def members_of(draft: Draft, above: Where, name: str) -> list[Member]:
    """The parts in a list."""
    count = len(getattr(part_at(draft.definition, above), name))
    return [member_at(draft, (*above, (name, number))) for number in range(count)]


def member_at(draft: Draft, where: Where, note: str = "") -> Member:
    """The part at the end of a way. Bands stand in the order of their percentages and do not move."""
    part, piece = part_at(draft.definition, where), piece_at(draft.definition, where)
    is_moved = not isinstance(part, Band)
    return Member(
        piece.text,
        name_of_part(part),
        draft.page_of(piece),
        can_go_up=is_moved and can_move(draft.definition, where, BACK),
        can_go_down=is_moved and can_move(draft.definition, where, ON),
        note=note or (f"{part.from_percent} %" if isinstance(part, Band) else ""),
    )
