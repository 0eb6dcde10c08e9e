"""A questionnaire in two languages with every kind of question, and what a browser would send for it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from deontos.questionnaires.rules.definition import (
    AllOf,
    AnyOf,
    Band,
    Condition,
    Definition,
    Look,
    Not,
    Option,
    Question,
    Row,
    Score,
    Section,
)
from deontos.questionnaires.vocabulary import QuestionKind, Test

BOTH = frozenset({"nl", "fr"})


def both(text: str) -> dict[str, str]:
    """A text in the two languages of these tests."""
    return {"nl": text, "fr": f"{text} (fr)"}


def option(id: str, *, exclusive: bool = False) -> Option:  # noqa: A002 as it is called
    """An option that is called after its id."""
    return Option(id, both(id.capitalize()), exclusive=exclusive)


def question(id: str, kind: QuestionKind, **settings: Any) -> Question:  # noqa: A002 as it is called
    """A question that is called after its id."""
    return Question(id, kind, both(f"{id.capitalize()}?"), **settings)


def section(*questions: Question, id: str = "one", shown_if: Condition | None = None) -> Section:  # noqa: A002
    """A section with these questions."""
    return Section(id, both("Een"), questions, shown_if)


def asking(*questions: Question, **settings: Any) -> Definition:
    """A questionnaire with these questions in one section."""
    return Definition("small", 1, both("Klein"), (section(*questions),), **settings)


WHAT = question("what", QuestionKind.LONG_TEXT, if_missing=both("Schrijf."), required=True, longest=10)
WHERE = question("where", QuestionKind.SHORT_TEXT)
HOW = question(
    "how", QuestionKind.SINGLE_CHOICE, options=(option("saw"), option("heard")), points={"saw": 2, "heard": 1}
)
KINDS = question(
    "kinds",
    QuestionKind.MULTIPLE_CHOICE,
    options=(option("theft"), option("bribe"), option("fraud"), option("none", exclusive=True)),
    most=2,
    points={"theft": 3, "bribe": 2, "fraud": 1},
)
SURE = question("sure", QuestionKind.YES_NO, points={"yes": 1})
WHEN = question("when", QuestionKind.DATE, earliest=date(2000, 1, 1), latest=date(2030, 12, 31))
PERIOD = question("period", QuestionKind.DATE_RANGE, partial=True)
TIMES = question("times", QuestionKind.NUMBER, lowest=Decimal(1), highest=Decimal(2000))
WEIGHT = question("weight", QuestionKind.NUMBER, decimals=3)
LOSS = question("loss", QuestionKind.MONEY, currencies=("EUR", "XOF"), highest=Decimal(1_000_000))
PAPERS = question("papers", QuestionKind.FILE, fewest=2, most=3)
TRUST = question(
    "trust",
    QuestionKind.MATRIX,
    rows=(Row("chief", both("Chef")), Row("board", both("Bestuur"))),
    options=(option("low"), option("high")),
    points={"low": 0, "high": 2},
)
RULES = question("rules", QuestionKind.STATEMENT, to_agree=True)
NOTE = question("note", QuestionKind.STATEMENT)

SMALL = Definition(
    "small", 1, both("Klein"), (section(WHAT, WHERE), Section("two", both("Twee"), (replace(HOW, points={}),)))
)
"""Two texts and a choice, in two sections."""

WHOLE = Definition(
    "whole",
    3,
    both("Alles"),
    (
        section(WHAT, WHERE, HOW, KINDS, SURE, id="first"),
        section(WHEN, PERIOD, TIMES, id="second", shown_if=Look("how", Test.ANSWERED)),
        section(
            replace(WEIGHT, shown_if=Look("times", Test.AT_LEAST, "3")),
            replace(LOSS, shown_if=AnyOf((Look("kinds", Test.CONTAINS, "theft"), Look("kinds", Test.AT_LEAST, "2")))),
            replace(TRUST, shown_if=AllOf((Look("how", Test.EQUALS, "saw"), Not(Look("sure", Test.EQUALS, "no"))))),
            PAPERS,
            RULES,
            replace(NOTE, shown_if=Look("rules", Test.ANSWERED)),
            id="third",
        ),
    ),
    (Score("heavy", both("Ernst"), ("how", "kinds", "trust"), (Band(0, both("Licht")), Band(50, both("Zwaar")))),),
)
"""Every kind of question, conditions of every kind, and a score."""

EVERYTHING = {
    "what": ["Geld"],
    "where": ["Hier"],
    "how": ["saw"],
    "kinds": ["theft", "bribe"],
    "sure": ["yes"],
    "when.day": ["3"],
    "when.month": ["mei"],
    "when.year": ["2026"],
    "period.from_year": ["2025"],
    "period.until_month": ["2"],
    "period.until_year": ["2026"],
    "times": ["1.250"],
    "weight": ["1,250"],
    "loss.amount": ["1.250,50"],
    "loss.currency": ["XOF"],
    "trust.chief": ["low"],
    "trust.board": ["high"],
    "rules": ["on"],
}
"""What a browser sends for all of it."""

TAKEN = {
    "what": "Geld",
    "where": "Hier",
    "how": "saw",
    "kinds": ["theft", "bribe"],
    "sure": "yes",
    "when": "2026-05-03",
    "period": {"from": "2025", "until": "2026-02"},
    "times": "1250",
    "weight": "1.250",
    "loss": {"cents": 125_050, "currency": "XOF"},
    "trust": {"chief": "low", "board": "high"},
    "rules": "read",
}
"""The answers that are taken from it."""
