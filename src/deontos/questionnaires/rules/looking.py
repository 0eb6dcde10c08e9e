"""What is wrong with conditions: they look back at what can be compared, never at themselves or ahead. Pure.

Ground: house rule; a condition that looks ahead could go round in a circle.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from deontos.questionnaires.rules.conditions import MAY_ASK
from deontos.questionnaires.rules.definition import AllOf, AnyOf, Condition, Look, Not, Question
from deontos.questionnaires.rules.parts import names_of
from deontos.questionnaires.rules.places import Fault, inside, nth
from deontos.questionnaires.vocabulary import FaultCode, QuestionKind, Test, YesNo


@dataclass(frozen=True, slots=True)
class Known:
    """The questions that come before a condition, and the ids of all."""

    earlier: Mapping[str, Question]
    every: Collection[str]


def faults_of_condition(condition: Condition | None, place: str, known: Known) -> Iterator[Fault]:
    """What is wrong with a condition at a place. House rule."""
    match condition:
        case AllOf(conditions):
            for number, each in enumerate(conditions):
                yield from faults_of_condition(each, nth(inside(place, "all"), number), known)
        case AnyOf(conditions):
            for number, each in enumerate(conditions):
                yield from faults_of_condition(each, nth(inside(place, "any"), number), known)
        case Not(inner):
            yield from faults_of_condition(inner, inside(place, "not"), known)
        case Look():
            yield from _of_look(condition, place, known)


def _of_look(look: Look, place: str, known: Known) -> Iterator[Fault]:
    question = known.earlier.get(look.question)
    if question is None:
        code = FaultCode.LOOKS_AHEAD if look.question in known.every else FaultCode.LOOKS_AT_NOTHING
        yield Fault(inside(place, "question"), code, {"question": look.question})
    elif question.kind not in MAY_ASK[look.test] or not names_of(question):
        yield Fault(inside(place, look.test), FaultCode.CANNOT_BE_ASKED, {"question": look.question})
    elif not _is_possible(look, question):
        yield Fault(inside(place, look.test), FaultCode.NOT_AN_ANSWER, {"question": look.question})


def _is_possible(look: Look, question: Question) -> bool:
    if look.test is Test.ANSWERED:
        return True
    if look.test in (Test.AT_LEAST, Test.AT_MOST) or question.kind is QuestionKind.NUMBER:
        return _is_figure(look.value)
    if question.kind is QuestionKind.YES_NO:
        return look.value in set(YesNo)
    return question.option(look.value) is not None


def _is_figure(value: str) -> bool:
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False
