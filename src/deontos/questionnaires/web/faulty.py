"""What is wrong with a draft, as a page tells it: where, in words, with a way to the place where it is put right."""

from dataclasses import dataclass

from deontos.questionnaires.phrases import FAULTS, REFUSALS, SETTINGS, TEXTS
from deontos.questionnaires.rules.definition import Question
from deontos.questionnaires.rules.faults import faults
from deontos.questionnaires.rules.pieces import Piece, Where, part_at, piece_at, place_read
from deontos.questionnaires.rules.places import Fault
from deontos.questionnaires.shelf import LANGUAGES
from deontos.questionnaires.vocabulary import AnswerCode, FaultCode, PieceKind
from deontos.questionnaires.web.drafts import Draft, called, language_names


@dataclass(frozen=True, slots=True)
class FaultRow:
    """A fault with its place in words and the address of the page, and the control, that puts it right."""

    where: str
    part: str
    words: str
    href: str
    language: str = ""
    question: str = ""


def faults_of(draft: Draft) -> list[FaultRow]:
    """Everything that stands between a draft and its publication."""
    return [_row(draft, fault) for fault in faults(draft.definition, LANGUAGES)]


def said_of(fault: Fault) -> str:
    """A fault in words."""
    return str(FAULTS[fault.code]) % fault.parameters


def explained(fault: Fault) -> str:
    """A fault in words, with the settings called as the pages call them."""
    if fault.code is FaultCode.OUT_OF_BOUNDS and fault.parameters["highest"] == "":
        return str(REFUSALS[AnswerCode.TOO_LOW]) % fault.parameters
    named = {key: str(SETTINGS[str(word)][0]) for key, word in fault.parameters.items() if word in SETTINGS}
    return str(FAULTS[fault.code]) % {**fault.parameters, **named}


def missing_by_language(rows: list[FaultRow]) -> dict[str, int]:
    """How many texts are not there yet in each language."""
    return {code: sum(row.language == code for row in rows) for code in language_names()}


def _row(draft: Draft, fault: Fault) -> FaultRow:
    where, rest = place_read(fault.place)
    piece = _piece(draft, where)
    name, _dot, after = rest.partition(".")
    language = after if fault.code is FaultCode.NOT_IN_LANGUAGE else ""
    return FaultRow(
        called(draft, piece, where if piece.kind is not PieceKind.WHOLE else ()),
        _named(piece.kind, name, language),
        explained(fault),
        _address(draft, piece, where, name, after),
        language,
        _question(draft, where),
    )


def _piece(draft: Draft, where: Where) -> Piece:
    try:
        return piece_at(draft.definition, where)
    except IndexError:
        return Piece(PieceKind.WHOLE)


def _question(draft: Draft, where: Where) -> str:
    """The id of the question that a fault is in; nothing where it is in none."""
    is_inside = [name for name, _number in where[:2]] == ["sections", "questions"]
    part = part_at(draft.definition, where[:2]) if is_inside else None
    return part.id if isinstance(part, Question) else ""


def _named(kind: PieceKind, name: str, language: str) -> str:
    """The field of a piece in words, with the language where it is a text."""
    words = TEXTS.get((kind, name)) or SETTINGS.get(name)
    shown = [str(words[0])] if words else []
    return ", ".join([*shown, *([language_names()[language]] if language in language_names() else [])])


def _address(draft: Draft, piece: Piece, where: Where, name: str, after: str) -> str:
    """The page of a piece, with the control; conditions and empty lists have pages of their own."""
    if name.startswith("shown_if"):
        return draft.address("questionnaire_when", piece.text)
    if name in ("sections", "questions") and piece.kind in (PieceKind.WHOLE, PieceKind.SECTION):
        return f"{draft.address()}#{piece.text}"
    if name in ("options", "rows"):
        return f"{draft.page_of(piece)}#{name}"
    if name == "points" and isinstance(part_at(draft.definition, where), Question):
        return f"{draft.page_of(piece)}#options"
    control = f"{name}_{after}" if after in language_names() else name.partition("[")[0]
    return f"{draft.page_of(piece)}#id_{control}"
