"""Conditions as a page offers them: some looks back at earlier answers, of which all or one must hold. Pure.

Ground: house rule. A condition of several levels, as a file may hold it, is shown and may be taken away, not edited.
"""

from dataclasses import dataclass

from deontos.questionnaires.rules.conditions import MAY_ASK, looks
from deontos.questionnaires.rules.definition import AllOf, AnyOf, Condition, Definition, Look, Not, Question
from deontos.questionnaires.rules.parts import names_of
from deontos.questionnaires.rules.pieces import Piece, Where, piece_at
from deontos.questionnaires.vocabulary import QuestionKind, Test, YesNo


@dataclass(frozen=True, slots=True)
class Turned:
    """A look, or that it is not so."""

    look: Look
    is_not: bool = False


@dataclass(frozen=True, slots=True)
class When:
    """Looks of which every one must hold, or one of them."""

    every: bool = True
    looks: tuple[Turned, ...] = ()


def when_of(condition: Condition | None) -> When | None:
    """The looks of a condition; None where it has more than one level. House rule."""
    match condition:
        case None:
            return When()
        case AllOf(members) | AnyOf(members):
            found = [_turned(each) for each in members]
            plain = tuple(each for each in found if each is not None)
            return When(isinstance(condition, AllOf), plain) if len(plain) == len(found) else None
        case _:
            one = _turned(condition)
            return When(looks=(one,)) if one else None


def condition_of(when: When) -> Condition | None:
    """The condition with these looks. House rule."""
    found = tuple(Not(each.look) if each.is_not else each.look for each in when.looks)
    if len(found) <= 1:
        return next(iter(found), None)
    return AllOf(found) if when.every else AnyOf(found)


def before(definition: Definition, where: Where) -> tuple[Question, ...]:
    """The questions that come before a question or a section, and can be looked at. House rule."""
    section = where[0][1]
    within = definition.sections[section].questions[: where[1][1]] if len(where) > 1 else ()
    earlier = [question for each in definition.sections[:section] for question in each.questions]
    return tuple(each for each in (*earlier, *within) if asks_of(each))


def asks_of(question: Question) -> tuple[Test, ...]:
    """What may be asked about the answer to a question. House rule."""
    if not names_of(question):
        return ()
    return tuple(test for test in Test if question.kind in MAY_ASK[test])


def answers_of(question: Question) -> tuple[str, ...]:
    """The answers that a look can name: options, or yes and no. House rule."""
    if question.kind is QuestionKind.YES_NO:
        return tuple(YesNo)
    return tuple(option.id for option in question.options)


def looked_at_by(definition: Definition, where: Where) -> tuple[Piece, ...]:
    """The sections and questions outside a part whose conditions look at a question in it. House rule."""
    ids = _questions_in(definition, where)
    found: list[Piece] = []
    for number, section in enumerate(definition.sections):
        at: Where = (("sections", number),)
        if at != where and any(look.question in ids for look in looks(section.shown_if)):
            found.append(piece_at(definition, at))
        for count, question in enumerate(section.questions):
            if question.id not in ids and any(look.question in ids for look in looks(question.shown_if)):
                found.append(piece_at(definition, (*at, ("questions", count))))
    return tuple(found)


def _questions_in(definition: Definition, where: Where) -> frozenset[str]:
    if len(where) > 1:
        return frozenset({definition.sections[where[0][1]].questions[where[1][1]].id})
    return frozenset(each.id for each in definition.sections[where[0][1]].questions)


def _turned(condition: Condition) -> Turned | None:
    match condition:
        case Look():
            return Turned(condition)
        case Not(Look() as inner):
            return Turned(inner, is_not=True)
    return None
