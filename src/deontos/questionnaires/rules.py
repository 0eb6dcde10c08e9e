"""What a questionnaire may be, and which answers it takes. Pure. Ground: house rule, a form is data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from deontos.kernel.refusals import Refusal
from deontos.questionnaires.vocabulary import AnswerCode, QuestionKind

Texts = Mapping[str, str]
"""One text in each language, by the language's code."""

LONGEST_ANSWER = 200_000
"""Characters in one answer at most (security.md, rule 1)."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to choose from."""

    id: str
    label: Texts
    hint: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `longest` counts characters; `if_missing` says what to do when a required answer is not there."""

    id: str
    kind: QuestionKind
    label: Texts
    hint: Texts = field(default_factory=dict)
    if_missing: Texts = field(default_factory=dict)
    required: bool = False
    longest: int = LONGEST_ANSWER
    options: tuple[Option, ...] = ()

    def option(self, id: str) -> Option | None:  # noqa: A002 an option is known by its id
        """The option with this id."""
        return next((option for option in self.options if option.id == id), None)


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together, under one heading."""

    id: str
    title: Texts
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A form as data. Answers are kept with `id` and `version`: a published version never changes its meaning."""

    id: str
    version: int
    sections: tuple[Section, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in the order in which they are asked."""
        return tuple(question for section in self.sections for question in section.questions)


class AnswerRefused(Refusal):
    """One answer that cannot be taken as it is."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a set of answers: those that were taken, and why others were not, by the question's id."""

    answers: Mapping[str, str] = field(repr=False)
    refused: Mapping[str, AnswerRefused]


@dataclass(frozen=True, slots=True)
class Told:
    """A question that was answered, and the answer, both in one language."""

    id: str
    section: str
    question: str
    answer: str = field(repr=False)


def faults(questionnaire: Questionnaire, languages: frozenset[str]) -> list[str]:
    """What is wrong with a questionnaire, one sentence each; empty when it may be used. House rule."""
    found = [f"{where}: not in {sorted(languages - texts.keys())}" for where, texts in _texts(questionnaire, languages)]
    ids = [question.id for question in questionnaire.questions]
    found += [f"{twice}: asked twice" for twice in sorted({each for each in ids if ids.count(each) > 1})]
    for question in questionnaire.questions:
        found += _faults_of(question)
    return found


def check(questionnaire: Questionnaire, typed: Mapping[str, str]) -> Checked:
    """Judge typed answers: blanks around a text go, an empty answer is none, other keys are left out. House rule."""
    answers, refused = {}, {}
    for question in questionnaire.questions:
        answer = typed.get(question.id, "").replace("\r\n", "\n").strip()
        refusal = _refusal(question, answer)
        if refusal:
            refused[question.id] = refusal
        elif answer:
            answers[question.id] = answer
    return Checked(answers, refused)


def told(questionnaire: Questionnaire, answers: Mapping[str, str], language: str) -> list[Told]:
    """The answers that were given, in the order of the questions, as people read them. House rule."""
    return [
        Told(
            question.id,
            section.title[language],
            question.label[language],
            _said(question, answers[question.id], language),
        )
        for section in questionnaire.sections
        for question in section.questions
        if answers.get(question.id)
    ]


def _said(question: Question, answer: str, language: str) -> str:
    option = question.option(answer) if question.kind is QuestionKind.SINGLE_CHOICE else None
    return option.label[language] if option else answer


def _refusal(question: Question, answer: str) -> AnswerRefused | None:
    if not answer:
        return AnswerRefused(AnswerCode.MISSING) if question.required else None
    if question.kind is QuestionKind.SINGLE_CHOICE:
        return None if question.option(answer) else AnswerRefused(AnswerCode.NOT_AN_OPTION)
    if len(answer) > question.longest:
        return AnswerRefused(AnswerCode.TOO_LONG, length=len(answer), longest=question.longest)
    return None


def _faults_of(question: Question) -> Iterator[str]:
    options = [option.id for option in question.options]
    is_choice = question.kind is QuestionKind.SINGLE_CHOICE
    if is_choice != bool(options):
        yield f"{question.id}: options belong to a choice, and a choice has some"
    if len(set(options)) < len(options):
        yield f"{question.id}: an option stands there twice"
    if not 0 < question.longest <= LONGEST_ANSWER:
        yield f"{question.id}: an answer has 1 to {LONGEST_ANSWER} characters"
    if question.required and not question.if_missing:
        yield f"{question.id}: does not say what to do when the answer is missing"


def _texts(questionnaire: Questionnaire, languages: frozenset[str]) -> Iterator[tuple[str, Texts]]:
    for section in questionnaire.sections:
        yield from _incomplete(section.id, section.title, languages)
        for question in section.questions:
            yield from _incomplete(question.id, question.label, languages)
            for part in (question.hint, question.if_missing):
                yield from _incomplete(question.id, part, languages) if part else ()
            for option in question.options:
                yield from _incomplete(f"{question.id}.{option.id}", option.label, languages)
                yield from _incomplete(f"{question.id}.{option.id}", option.hint, languages) if option.hint else ()


def _incomplete(where: str, texts: Texts, languages: frozenset[str]) -> Iterator[tuple[str, Texts]]:
    if any(not texts.get(language, "").strip() for language in languages):
        yield where, {language: text for language, text in texts.items() if text.strip()}
