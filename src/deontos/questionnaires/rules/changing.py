"""One change of a definition at a time; each gives a new definition. Pure. Ground: house rule, a form is data."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import MISSING, fields, replace
from typing import Any

from deontos.questionnaires.rules.definition import Definition, Option, Question, Row
from deontos.questionnaires.rules.faults import RESERVED
from deontos.questionnaires.rules.fitting import BELONGS_TO, NEEDED_BY
from deontos.questionnaires.rules.pieces import Part, Where, part_at
from deontos.questionnaires.vocabulary import QuestionKind

LONGEST_ID = 40
ROOM_FOR_NUMBER = 4
"""Characters at the end of an id that are left for a number which tells it from another."""
FIRST_CURRENCIES = ("EUR",)
BACK, ON = -1, 1
"""By how much a part moves."""


def put(definition: Definition, where: Where, part: Part) -> Definition:
    """The definition with another part at the end of a way. Raises IndexError. House rule."""
    changed: Part = part
    for depth in range(len(where) - 1, -1, -1):
        name, number = where[depth]
        above = part_at(definition, where[:depth])
        members = getattr(above, name)
        changed = _with(above, name, (*members[:number], changed, *members[number + 1 :]))
    assert isinstance(changed, Definition)
    return changed


def added(definition: Definition, above: Where, name: str, *parts: Part) -> Definition:
    """The definition with parts at the end of a list. House rule."""
    whole = part_at(definition, above)
    return put(definition, above, _with(whole, name, (*getattr(whole, name), *parts)))


def removed(definition: Definition, where: Where) -> Definition:
    """The definition without what stands at the end of a way. House rule."""
    *above, (name, number) = where
    whole = part_at(definition, tuple(above))
    members = getattr(whole, name)
    return put(definition, tuple(above), _with(whole, name, (*members[:number], *members[number + 1 :])))


def can_move(definition: Definition, where: Where, by: int) -> bool:
    """Whether there is somewhere to move to: a question also goes on into the section beside its own. House rule."""
    *above, (name, number) = where
    if 0 <= number + by < len(getattr(part_at(definition, tuple(above)), name)):
        return True
    return name == "questions" and 0 <= where[0][1] + by < len(definition.sections)


def moved(definition: Definition, where: Where, by: int) -> Definition:
    """The definition with a part one place further on or back; unchanged where it cannot move. House rule."""
    if not can_move(definition, where, by):
        return definition
    *above, (name, number) = where
    whole = part_at(definition, tuple(above))
    members = list(getattr(whole, name))
    if 0 <= number + by < len(members):
        members[number], members[number + by] = members[number + by], members[number]
        return put(definition, tuple(above), _with(whole, name, tuple(members)))
    return _into_next_section(definition, where, by)


def of_kind(question: Question, kind: QuestionKind) -> Question:
    """The question as another kind: what does not go with that kind is left out. House rule."""
    if kind is question.kind:
        return question
    foreign = {
        each.name: each.default if each.default is not MISSING else {}
        for each in fields(question)
        if each.name in BELONGS_TO and kind not in BELONGS_TO[each.name]
    }
    if kind is not QuestionKind.MULTIPLE_CHOICE:
        options = () if "options" in foreign else question.options
        foreign["options"] = tuple(replace(each, exclusive=False) for each in options)
    if kind not in NEEDED_BY["options"] or question.kind not in NEEDED_BY["options"]:
        foreign["points"] = {}
    if kind in NEEDED_BY["currencies"] and not question.currencies:
        foreign["currencies"] = FIRST_CURRENCIES
    if kind is QuestionKind.STATEMENT:
        foreign["required"] = False
    changed: Question = _with(question, "kind", kind, **foreign)
    return changed


def ids_of(definition: Definition) -> frozenset[str]:
    """Every id that a new section, question or score cannot have. House rule."""
    sections, scores = (each.id for each in definition.sections), (each.id for each in definition.scores)
    return frozenset({*sections, *scores, *(each.id for each in definition.questions), *RESERVED})


def ids_beside(members: Collection[Option | Row]) -> frozenset[str]:
    """Every id that a new answer or row of the same question cannot have. House rule."""
    return frozenset(each.id for each in members)


def id_for(words: str, taken: Collection[str], *, otherwise: str) -> str:
    """An id that says what it is about, for words in any language; `otherwise` where no letter is left. House rule."""
    plain = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode("ascii")
    found = re.sub(r"[^a-z0-9]+", "_", plain).strip("_").lstrip("0123456789_")
    stem = found[: LONGEST_ID - ROOM_FOR_NUMBER].rstrip("_") or otherwise
    number, id_ = 1, stem
    while id_ in taken:
        number += 1
        id_ = f"{stem}_{number}"
    return id_


def _into_next_section(definition: Definition, where: Where, by: int) -> Definition:
    (_sections, section), (_questions, number) = where
    question = definition.sections[section].questions[number]
    left = removed(definition, where)
    beside = left.sections[section + by]
    questions = (*beside.questions, question) if by < 0 else (question, *beside.questions)
    return put(left, (("sections", section + by),), replace(beside, questions=questions))


def _with(part: Any, name: str, value: object, **more: object) -> Any:  # noqa: ANN401 any part of a definition
    """A part with other settings."""
    return replace(part, **{**more, name: value})
