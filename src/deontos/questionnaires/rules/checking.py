"""Which questions are shown, and which answers are taken. Pure. Ground: house rule, evaluated on the server only.

The questions are walked once in their order; each may look back at what was taken before it. What is not shown has no
answer, whatever was typed.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from deontos.questionnaires.rules.conditions import Answer, Answers, holds
from deontos.questionnaires.rules.definition import Definition, Question, Section
from deontos.questionnaires.rules.parts import Typed, names_of
from deontos.questionnaires.rules.refused import AnswerRefused
from deontos.questionnaires.rules.taking import Taken, take, take_files
from deontos.questionnaires.vocabulary import QuestionKind


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of what was typed.

    `answers` were taken; `refused` says by question and part why others were not; `shown` are the questions that are
    asked because of them, in their order.
    """

    answers: Answers = field(repr=False)
    refused: Mapping[str, Mapping[str, AnswerRefused]]
    shown: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing was refused."""
        return not self.refused


@dataclass(frozen=True, slots=True)
class SectionShown:
    """A section, and those of its questions that are asked."""

    section: Section
    questions: tuple[Question, ...]


def check(definition: Definition, typed: Typed, *, files: Mapping[str, int] | None = None) -> Checked:
    """Judge what was typed; other keys are left out. House rule.

    `files` counts the files that came, by question; without it none are judged here.
    """
    answers: dict[str, Answer] = {}
    refused: dict[str, Mapping[str, AnswerRefused]] = {}
    shown: list[str] = []
    for question in _asked(definition, answers):
        shown.append(question.id)
        taken = _taken(question, typed, files)
        if taken.answer is not None:
            answers[question.id] = taken.answer
        if taken.refused:
            refused[question.id] = taken.refused
    return Checked(answers, refused, tuple(shown))


def visible(definition: Definition, answers: Answers) -> tuple[SectionShown, ...]:
    """The sections and questions that are shown with these answers. House rule."""
    kept: dict[str, Answer] = {}
    shown: set[str] = set()
    for question in _asked(definition, kept):
        shown.add(question.id)
        if question.id in answers:
            kept[question.id] = answers[question.id]
    return sections_with(definition, shown)


def sections_with(definition: Definition, shown: tuple[str, ...] | set[str]) -> tuple[SectionShown, ...]:
    """The sections with those of their questions that are shown; a section without any is left out. House rule."""
    found = (
        SectionShown(section, tuple(each for each in section.questions if each.id in shown))
        for section in definition.sections
    )
    return tuple(each for each in found if each.questions)


def newly_shown(definition: Definition, before: Typed, now: Typed, sent: Collection[str]) -> frozenset[str]:
    """The questions that the page with `before` did not show, that `now` shows, and of which no field was sent.

    The page is shown once more because of them, although no answer is wrong. House rule.
    """
    known = set(check(definition, before).shown)
    return frozenset(
        each
        for each in check(definition, now).shown
        if each not in known and not any(name in sent for name in _names(definition, each))
    )


def files_asked(definition: Definition, answers: Answers) -> Question | None:
    """The question that asks for files with these answers, if there is one; the first of several. House rule."""
    every = (question for each in visible(definition, answers) for question in each.questions)
    return next((question for question in every if question.kind is QuestionKind.FILE), None)


def _names(definition: Definition, id: str) -> tuple[str, ...]:  # noqa: A002 a question is known by its id
    question = definition.question(id)
    return names_of(question) if question else ()


def _asked(definition: Definition, answers: Answers) -> Iterator[Question]:
    """The questions that are asked; the caller adds each answer to `answers` before the next question is looked at."""
    for section in definition.sections:
        if holds(section.shown_if, answers):
            yield from (question for question in section.questions if holds(question.shown_if, answers))


def _taken(question: Question, typed: Typed, files: Mapping[str, int] | None) -> Taken:
    if question.kind is not QuestionKind.FILE:
        return take(question, typed)
    return Taken() if files is None else take_files(question, files.get(question.id, 0))
