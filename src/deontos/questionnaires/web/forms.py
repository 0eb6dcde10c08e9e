"""A form that asks what a questionnaire shows, judged by the questionnaire alone."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from deontos.questionnaires.phrases import REFUSALS
from deontos.questionnaires.rules.checking import Checked, check, sections_with
from deontos.questionnaires.rules.definition import Definition, Question
from deontos.questionnaires.rules.parts import Typed
from deontos.questionnaires.rules.refused import AnswerRefused
from deontos.questionnaires.rules.texts import said_in
from deontos.questionnaires.vocabulary import AnswerCode, QuestionKind
from deontos.questionnaires.web.fields import field_of
from deontos.ui.composite import PARTS
from deontos.ui.dates import locale, long_day
from deontos.ui.forms import PageForm

Sections = list[tuple[str, list[forms.BoundField]]]


class Asked:
    """What a form that asks a questionnaire can do; mixed into forms of rooms that ask one.

    `files_too` tells whether questions for files are drawn, as a text, where a room shows them elsewhere.
    """

    definition: Definition
    language: str
    checked: Checked
    fields: dict[str, forms.Field]

    def ask_questions(self, definition: Definition, language: str, typed: Typed, *, files_too: bool = False) -> None:
        """Add a field for each question that is shown with what was typed."""
        self.definition, self.language, self.checked = definition, language, check(definition, typed)
        shown = (question for each in sections_with(definition, self.checked.shown) for question in each.questions)
        self.fields |= {
            question.id: field_of(question, language)
            for question in shown
            if files_too or question.kind is not QuestionKind.FILE
        }

    def take_back(self, *, but_not: Collection[str] = ()) -> None:
        """Mark every answer that was refused, but those of questions that were not asked before."""
        for question in self.definition.questions:
            if question.id in self.fields and question.id not in but_not:
                for error in faults_of(question, self.checked.refused.get(question.id, {}), self.language):
                    self.add_error(question.id, error)  # type: ignore[attr-defined]

    def sections(self) -> Sections:
        """The fields under the headings of the questionnaire."""
        found = [
            (each.section, [question.id for question in each.questions if question.id in self.fields])
            for each in sections_with(self.definition, self.checked.shown)
        ]
        return [
            (said_in(section.title, self.language), [self[name] for name in names])  # type: ignore[index]
            for section, names in found
            if names
        ]


class QuestionsForm(Asked, PageForm):
    """A form of its own around a questionnaire, filled with what was typed; only when judged does it find faults."""

    def __init__(self, definition: Definition, language: str, typed: Typed, *, judge: bool = False) -> None:
        values = MultiValueDict({name: list(each) for name, each in typed.items()})
        super().__init__(values if judge else None)
        self.ask_questions(definition, language, typed, files_too=True)
        if not judge:
            self.initial = typed_in_fields(self, values)

    def clean(self) -> dict[str, Any]:
        """The answers that were taken."""
        self.take_back()
        return dict(self.checked.answers)


def typed_in_fields(form: forms.Form, typed: MultiValueDict[str, str]) -> dict[str, Any]:
    """What was typed, as the widget of each field reads it."""
    return {
        name: field.widget.value_from_datadict(typed, MultiValueDict(), name) for name, field in form.fields.items()
    }


def faults_of(question: Question, refused: Mapping[str, AnswerRefused], language: str) -> list[ValidationError]:
    """Why an answer was taken back, once for all parts that have the same fault."""
    parts: dict[tuple[str, str], list[str]] = {}
    codes: dict[tuple[str, str], AnswerRefused] = {}
    for part, refusal in refused.items():
        key = (str(refusal.code), _side(part))
        parts.setdefault(key, []).append(part)
        codes[key] = refusal
    return [_fault(question, codes[key], [part for part in named if part], language) for key, named in parts.items()]


def _side(part: str) -> str:
    """Which of two dates a part belongs to: each is told for itself."""
    return part.rpartition("_")[0] if part.startswith(("from_", "until_")) else ""


def _fault(question: Question, refused: AnswerRefused, parts: list[str], language: str) -> ValidationError:
    named = {PARTS: tuple(parts)} if parts else {}
    if refused.code is AnswerCode.MISSING:
        words = said_in(question.if_missing, language) or str(REFUSALS[AnswerCode.MISSING])
        return ValidationError(words.replace("%", "%%") if named else words, code="required", params=named or None)
    said = {name: _said(value) for name, value in refused.parameters.items()}
    return ValidationError(str(REFUSALS[AnswerCode(refused.code)]), code=str(refused.code), params={**said, **named})


def _said(value: object) -> object:
    """A bound as people write it."""
    if isinstance(value, date):
        return long_day(value)
    return format_decimal(value, locale=locale()) if isinstance(value, Decimal) else value
