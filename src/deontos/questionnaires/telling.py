"""Answers as people read them, in one language: the words of options, dates and amounts as they are written there."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from babel.dates import format_skeleton
from babel.numbers import format_currency, format_decimal
from django.utils import translation

from deontos.questionnaires.phrases import FILES, FROM, FROM_UNTIL, HAVE_READ, UNTIL, YES_OR_NO
from deontos.questionnaires.rules.definition import Definition, Question
from deontos.questionnaires.rules.partial_dates import PartialDate
from deontos.questionnaires.rules.texts import said_in
from deontos.questionnaires.vocabulary import QuestionKind, YesNo
from deontos.ui.dates import locale, long_day

CENTS_IN_ONE = 100


@dataclass(frozen=True, slots=True)
class Told:
    """A question that was answered, and the answer, both in one language."""

    id: str
    section: str
    question: str
    answer: str = field(repr=False)


def told(definition: Definition, answers: Mapping[str, Any], language: str) -> list[Told]:
    """The answers that were given, in the order of the questions. What is not as it should be is told as it stands."""
    with translation.override(language):
        return list(_told(definition, answers, language))


def told_unread(answers: Mapping[str, Any]) -> list[Told]:
    """Answers to a questionnaire that is not there any more, by the ids of its questions."""
    return [Told(id, "", id, _as_it_stands(answer)) for id, answer in answers.items() if answer]  # noqa: A001


def partial_day(text: str) -> str:
    """A year, a month or a day in words; what is no date is told as it stands."""
    try:
        date = PartialDate.read(text)
    except (ValueError, TypeError):
        return text
    if date.month is None:
        return str(date.year)
    return long_day(date.earliest) if date.day else format_skeleton("yMMMM", date.earliest, locale=locale())


def _told(definition: Definition, answers: Mapping[str, Any], language: str) -> Iterator[Told]:
    for section in definition.sections:
        for question in section.questions:
            answer = answers.get(question.id)
            if answer:
                words = _said(question, answer, language) or _as_it_stands(answer)
                yield Told(question.id, said_in(section.title, language), said_in(question.label, language), words)


def _said(question: Question, answer: Any, language: str) -> str:  # noqa: ANN401 as it was kept
    """The words of an answer of the type that its kind has; empty where it has another."""
    wanted, words = _WORDS.get(question.kind, (str, _text))
    return words(question, answer, language) if isinstance(answer, wanted) else ""


def _text(_question: Question, answer: str, _language: str) -> str:
    return answer


def _option(question: Question, answer: str, language: str) -> str:
    option = question.option(answer)
    return said_in(option.label, language) if option else answer


def _options(question: Question, answer: list[Any], language: str) -> str:
    return "\n".join(_option(question, str(each), language) for each in answer)


def _yes_or_no(_question: Question, answer: str, _language: str) -> str:
    return str(YES_OR_NO[YesNo(answer)]) if answer in set(YesNo) else answer


def _day(_question: Question, answer: str, _language: str) -> str:
    return partial_day(answer)


def _range(_question: Question, answer: Mapping[str, Any], _language: str) -> str:
    sides = {side: partial_day(str(day)) for side, day in answer.items()}
    words = FROM_UNTIL if len(sides) > 1 else FROM if "from" in sides else UNTIL
    return str(words) % {"from": "", "until": "", **sides}


def _number(_question: Question, answer: str, _language: str) -> str:
    try:
        return format_decimal(answer, locale=locale(), decimal_quantization=False)
    except ArithmeticError:
        return answer


def _money(_question: Question, answer: Mapping[str, Any], _language: str) -> str:
    cents, currency = answer.get("cents"), answer.get("currency")
    if not isinstance(cents, int) or not isinstance(currency, str):
        return ""
    is_round = cents % CENTS_IN_ONE == 0
    return format_currency(Decimal(cents) / CENTS_IN_ONE, currency, locale=locale(), currency_digits=is_round)


def _files(_question: Question, answer: int, _language: str) -> str:
    return str(FILES) % {"count": answer}


def _matrix(question: Question, answer: Mapping[str, Any], language: str) -> str:
    rows = {row.id: said_in(row.label, language) for row in question.rows}
    return "\n".join(f"{rows.get(row, row)}: {_option(question, str(each), language)}" for row, each in answer.items())


def _agreed(_question: Question, _answer: str, _language: str) -> str:
    return str(HAVE_READ)


def _as_it_stands(answer: Any) -> str:  # noqa: ANN401 as it was kept
    if isinstance(answer, dict):
        return "\n".join(f"{key}: {value}" for key, value in answer.items())
    return "\n".join(map(str, answer)) if isinstance(answer, list) else str(answer)


_WORDS: dict[QuestionKind, tuple[type, Callable[[Question, Any, str], str]]] = {
    QuestionKind.SINGLE_CHOICE: (str, _option),
    QuestionKind.MULTIPLE_CHOICE: (list, _options),
    QuestionKind.YES_NO: (str, _yes_or_no),
    QuestionKind.DATE: (str, _day),
    QuestionKind.DATE_RANGE: (dict, _range),
    QuestionKind.NUMBER: (str, _number),
    QuestionKind.MONEY: (dict, _money),
    QuestionKind.FILE: (int, _files),
    QuestionKind.MATRIX: (dict, _matrix),
    QuestionKind.STATEMENT: (str, _agreed),
}
"""The type that the answer of a kind is kept as, and how it is told; a text is told as it is."""
