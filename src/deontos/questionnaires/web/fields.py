"""A field of a form for each question. It takes whatever was typed: the questionnaire judges."""

from collections.abc import Callable
from typing import Any

from babel.numbers import get_currency_name
from django import forms
from django.utils.translation import get_language

from deontos.questionnaires.phrases import HAVE_READ, PARTS, YES_OR_NO
from deontos.questionnaires.rules.definition import Question
from deontos.questionnaires.rules.parts import AMOUNT, CURRENCY, DATE_PARTS, SIDES
from deontos.questionnaires.rules.texts import said_in
from deontos.questionnaires.vocabulary import QuestionKind
from deontos.ui.composite import GridSelect, Part, PartGroup, PartsInput, Passage, TickBelow
from deontos.ui.forms import CheckCards, RadioCards

CARDS_AT_MOST = 12
"""More answers than this stand in a list instead of on cards."""
LINES, LINES_IF_REQUIRED = 4, 10
"""Of a long text; the one that has to be there is the one that is told most in."""


class QuestionField(forms.Field):
    """A field that keeps what was typed as it is."""

    def clean(self, value: Any) -> Any:  # noqa: ANN401 whatever its widget reads
        """What was typed."""
        return value


def field_of(question: Question, language: str) -> QuestionField:
    """The field of a question, in a language."""
    is_ticked = question.kind is QuestionKind.STATEMENT and question.to_agree
    return QuestionField(
        label=HAVE_READ if is_ticked else said_in(question.label, language),
        help_text=said_in(question.hint, language),
        required=question.required,
        widget=_WIDGETS[question.kind](question, language),
    )


def _line(_question: Question, _language: str) -> forms.Widget:
    return forms.TextInput(attrs={"autocomplete": "off"})


def _lines(question: Question, _language: str) -> forms.Widget:
    return forms.Textarea(attrs={"rows": LINES_IF_REQUIRED if question.required else LINES})


def _choices(question: Question, language: str) -> list[tuple[str, str]]:
    return [(option.id, said_in(option.label, language)) for option in question.options]


def _hints(question: Question, language: str) -> dict[str, str]:
    return {option.id: said_in(option.hint, language) for option in question.options if option.hint}


def _one(question: Question, language: str) -> forms.Widget:
    if len(question.options) > CARDS_AT_MOST:
        return forms.Select(choices=[("", ""), *_choices(question, language)])
    widget = RadioCards(hints=_hints(question, language))
    widget.choices = _choices(question, language)
    return widget


def _several(question: Question, language: str) -> forms.Widget:
    exclusive = next((option.id for option in question.options if option.exclusive), "")
    widget = CheckCards(hints=_hints(question, language), exclusive=exclusive)
    widget.choices = sorted(_choices(question, language), key=lambda choice: choice[0] == exclusive)
    return widget


def _yes_or_no(_question: Question, _language: str) -> forms.Widget:
    widget = RadioCards()
    widget.choices = [(answer.value, words) for answer, words in YES_OR_NO.items()]
    return widget


def _date_parts(before: str = "") -> tuple[Part, ...]:
    return tuple(Part(before + part, PARTS[part]) for part in DATE_PARTS)


def _date(_question: Question, _language: str) -> forms.Widget:
    return PartsInput(PartGroup(_date_parts()))


def _range(_question: Question, _language: str) -> forms.Widget:
    return PartsInput(*(PartGroup(_date_parts(f"{side}_"), PARTS[side]) for side in SIDES))


def _number(_question: Question, _language: str) -> forms.Widget:
    return forms.TextInput(attrs={"autocomplete": "off", "inputmode": "decimal"})


def _money(question: Question, _language: str) -> forms.Widget:
    locale = get_language() or "en"
    names = tuple((code, f"{get_currency_name(code, locale=locale)} ({code})") for code in question.currencies)
    amount = Part(AMOUNT, PARTS[AMOUNT], width="short", typed_as="decimal")
    return PartsInput(PartGroup((amount, Part(CURRENCY, PARTS[CURRENCY], choices=names))))


def _matrix(question: Question, language: str) -> forms.Widget:
    rows = tuple((row.id, said_in(row.label, language)) for row in question.rows)
    return GridSelect(rows, tuple(_choices(question, language)))


def _statement(question: Question, language: str) -> forms.Widget:
    return TickBelow(said_in(question.label, language)) if question.to_agree else Passage()


def _files(_question: Question, _language: str) -> forms.Widget:
    return Passage()


_WIDGETS: dict[QuestionKind, Callable[[Question, str], forms.Widget]] = {
    QuestionKind.SHORT_TEXT: _line,
    QuestionKind.LONG_TEXT: _lines,
    QuestionKind.SINGLE_CHOICE: _one,
    QuestionKind.MULTIPLE_CHOICE: _several,
    QuestionKind.YES_NO: _yes_or_no,
    QuestionKind.DATE: _date,
    QuestionKind.DATE_RANGE: _range,
    QuestionKind.NUMBER: _number,
    QuestionKind.MONEY: _money,
    QuestionKind.FILE: _files,
    QuestionKind.MATRIX: _matrix,
    QuestionKind.STATEMENT: _statement,
}
