"""A questionnaire as data. Pure. Ground: house rule, a form is data and a published version keeps its meaning."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from deontos.questionnaires.vocabulary import QuestionKind, Test

Texts = Mapping[str, str]
"""One text in each language, by the language's code."""

LONGEST_ANSWER = 200_000
"""Characters in one answer at most (security.md, rule 1)."""
MOST_FILES = 20
"""Files that one question may ask for."""


@dataclass(frozen=True, slots=True)
class Look:
    """What an earlier answer has to be. `value` is an option, `yes` or `no`, or a figure; empty for ANSWERED."""

    question: str
    test: Test
    value: str = ""


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of these holds."""

    conditions: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these holds."""

    conditions: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """This does not hold."""

    condition: "Condition"


Condition = Look | AllOf | AnyOf | Not


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to choose from, or one column of a matrix. An exclusive one goes with no other."""

    id: str
    label: Texts
    hint: Texts = field(default_factory=dict)
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a matrix."""

    id: str
    label: Texts


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Which of the settings belong to which kind is told by `faults.BELONGS_TO`.

    `if_missing` says what to do when a required answer is not there. `longest` counts characters; `fewest` and `most`
    count choices or files; `lowest` and `highest` bound a number, or an amount in whole units of its currency;
    `partial` takes a month or a year for a date; a statement with `to_agree` is to be ticked. `points` are given for
    an option, or for yes and no.
    """

    id: str
    kind: QuestionKind
    label: Texts
    hint: Texts = field(default_factory=dict)
    if_missing: Texts = field(default_factory=dict)
    required: bool = False
    shown_if: Condition | None = None
    longest: int = LONGEST_ANSWER
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    fewest: int | None = None
    most: int | None = None
    lowest: Decimal | None = None
    highest: Decimal | None = None
    decimals: int = 0
    currencies: tuple[str, ...] = ()
    partial: bool = False
    earliest: date | None = None
    latest: date | None = None
    to_agree: bool = False
    points: Mapping[str, int] = field(default_factory=dict)

    def option(self, id: str) -> Option | None:  # noqa: A002 an option is known by its id
        """The option with this id."""
        return next((option for option in self.options if option.id == id), None)


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together, under one heading."""

    id: str
    title: Texts
    questions: tuple[Question, ...]
    shown_if: Condition | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """What a score means from a percentage of its whole on."""

    from_percent: int
    label: Texts
    hint: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Score:
    """Points of some questions added up, and the bands that say what the sum means."""

    id: str
    label: Texts
    questions: tuple[str, ...]
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """A form as data. Answers are kept with `id` and `version`: a published version never changes its meaning."""

    id: str
    version: int
    title: Texts
    sections: tuple[Section, ...]
    scores: tuple[Score, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in the order in which they are asked."""
        return tuple(question for section in self.sections for question in section.questions)

    def question(self, id: str) -> Question | None:  # noqa: A002 a question is known by its id
        """The question with this id."""
        return next((question for question in self.questions if question.id == id), None)
