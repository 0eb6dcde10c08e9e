"""Whether something is asked because of what was answered before. Pure. Ground: house rule, looked at on the server."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from deontos.questionnaires.rules.definition import AllOf, AnyOf, Condition, Look, Not
from deontos.questionnaires.vocabulary import QuestionKind, Test

Answer = str | int | list[str] | dict[str, str | int]
"""An answer as it is kept: a text, the id of an option, a date, a number as text; a list of options; parts by name."""
Answers = Mapping[str, Answer]

MAY_ASK: Mapping[Test, frozenset[QuestionKind]] = {
    Test.ANSWERED: frozenset(QuestionKind) - {QuestionKind.FILE},
    Test.EQUALS: frozenset({QuestionKind.SINGLE_CHOICE, QuestionKind.YES_NO, QuestionKind.NUMBER}),
    Test.CONTAINS: frozenset({QuestionKind.MULTIPLE_CHOICE}),
    Test.AT_LEAST: frozenset({QuestionKind.NUMBER, QuestionKind.MULTIPLE_CHOICE}),
    Test.AT_MOST: frozenset({QuestionKind.NUMBER, QuestionKind.MULTIPLE_CHOICE}),
}
"""Of which kinds of question a condition may ask what. At least and at most count the options of a multiple choice."""


def holds(condition: Condition | None, answers: Answers) -> bool:
    """Whether a condition holds with the answers that were taken so far; none always holds.

    About a question that was not answered, or not shown, nothing holds but that it was not answered. House rule.
    """
    match condition:
        case None:
            return True
        case AllOf(conditions):
            return all(holds(each, answers) for each in conditions)
        case AnyOf(conditions):
            return any(holds(each, answers) for each in conditions)
        case Not(inner):
            return not holds(inner, answers)
        case Look():
            return condition.question in answers and _is_so(condition, answers[condition.question])


def looks(condition: Condition | None) -> Iterator[Look]:
    """Every look at an answer in a condition. House rule."""
    match condition:
        case AllOf(conditions) | AnyOf(conditions):
            for each in conditions:
                yield from looks(each)
        case Not(inner):
            yield from looks(inner)
        case Look():
            yield condition


def _is_so(look: Look, answer: Answer) -> bool:
    if look.test is Test.ANSWERED:
        return True
    if look.test is Test.CONTAINS:
        return isinstance(answer, list) and look.value in answer
    figure = _figure(answer)
    if look.test is Test.EQUALS:
        wanted = _figure(look.value)
        return answer == look.value or (figure is not None and figure == wanted)
    wanted = _figure(look.value)
    if figure is None or wanted is None:
        return False
    return figure >= wanted if look.test is Test.AT_LEAST else figure <= wanted


def _figure(answer: Answer) -> Decimal | None:
    """What can be compared in an answer: a number, or how many options were chosen."""
    if isinstance(answer, list):
        return Decimal(len(answer))
    try:
        number = Decimal(answer) if isinstance(answer, str | int) else None
    except ArithmeticError:
        return None
    return number if number is not None and number.is_finite() else None
