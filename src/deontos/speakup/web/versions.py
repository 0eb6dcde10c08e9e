"""Versions of a step that another window saved, as they stand beside the fields: every answer whole."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from deontos.correspondence.web.typed import Typed
from deontos.questionnaires.rules.checking import check
from deontos.questionnaires.rules.parts import names_of
from deontos.questionnaires.telling import told
from deontos.speakup.web.answers import Answers
from deontos.speakup.web.forms import HappenedForm, StepForm
from deontos.speakup.web.meanwhile import answered
from deontos.speakup.web.steps import Step
from deontos.speakup.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Line:
    """One question with the answer of another version."""

    question: str
    answer: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Version:
    """Another version of a step: its place among them, and its answers."""

    place: int
    number: int
    lines: list[Line]


def versions_of(visit: Visit, step: Step, answers: Answers) -> list[Version]:
    """The versions that wait beside the one in the fields."""
    return [
        Version(place, place + 1, list(_lines(visit.form(step, answers.with_typed(step, typed)), typed)))
        for place, typed in enumerate(answers.others_at(step))
    ]


def _lines(form: StepForm, typed: Typed) -> Iterator[Line]:
    left = answered(typed)
    if isinstance(form, HappenedForm):
        questions = {question.id: question for question in form.definition.questions}
        for each in told(form.definition, check(form.definition, typed).answers, form.asking.language):
            yield Line(each.question, each.answer)
            for name in names_of(questions[each.id]):
                left.pop(name, None)
    for name, values in left.items():
        if name not in form.fields or not form.fields[name].widget.is_hidden:
            yield _line(form, name, values)


def _line(form: StepForm, name: str, values: list[str]) -> Line:
    """An answer as it was typed; where it was chosen from a list, in the words of the list."""
    asked = form.fields.get(name.partition(".")[0])
    words = {str(value): str(text) for value, text in getattr(asked, "choices", ())}
    said = "\n".join(words.get(value, value) for value in values)
    return Line(str(asked.label) if asked and asked.label else name, said)
