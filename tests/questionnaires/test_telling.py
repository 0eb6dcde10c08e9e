"""Answers are told in the words and the habits of one language; nothing that was kept makes this fail."""

from typing import Any

import pytest
from django.utils import translation

from deontos.questionnaires.telling import partial_day, told, told_unread
from tests.questionnaires.samples import SMALL, TAKEN, WHOLE

pytestmark = pytest.mark.row("3.1")
BLANK = "\N{NO-BREAK SPACE}"


def test_what_was_answered_is_told_in_the_order_of_the_questions() -> None:
    lines = told(SMALL, {"how": "heard", "what": "Geld", "gone": "x"}, "fr")
    assert [(line.id, line.section, line.question, line.answer) for line in lines] == [
        ("what", "Een (fr)", "What? (fr)", "Geld"),
        ("how", "Twee (fr)", "How? (fr)", "Heard (fr)"),
    ]


def test_every_kind_of_answer_is_told_as_its_language_writes_it() -> None:
    lines = {line.id: line.answer for line in told(WHOLE, {**TAKEN, "papers": 2}, "fr")}
    assert lines == {
        "what": "Geld",
        "where": "Hier",
        "how": "Saw (fr)",
        "kinds": "Theft (fr)\nBribe (fr)",
        "sure": lines["sure"],
        "when": f"3{BLANK}mai{BLANK}2026",
        "period": lines["period"],
        "times": "1\N{NARROW NO-BREAK SPACE}250",
        "weight": "1,25",
        "loss": f"1\N{NARROW NO-BREAK SPACE}250,50{BLANK}F\N{NARROW NO-BREAK SPACE}CFA",
        "trust": "Chef (fr): Low (fr)\nBestuur (fr): High (fr)",
        "rules": lines["rules"],
        "papers": lines["papers"],
    }
    assert "2025" in lines["period"]
    assert "février 2026" in lines["period"]
    assert "2" in lines["papers"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026", "2026"),
        ("2026-05", "May 2026"),
        ("2026-05-03", f"3{BLANK}May{BLANK}2026"),
        ("in de herfst", "in de herfst"),
        ("2026-99", "2026-99"),
        ("", ""),
    ],
)
def test_a_date_is_told_as_far_as_it_is_known(text: str, words: str) -> None:
    with translation.override("en"):
        assert partial_day(text) == words


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"how": "dreamt"}, "dreamt"),
        ({"how": ["saw", "heard"]}, "saw\nheard"),
        ({"how": {"a": "b"}}, "a: b"),
        ({"kinds": "theft"}, "theft"),
        ({"sure": "maybe"}, "maybe"),
        ({"when": "in de herfst"}, "in de herfst"),
        ({"times": "veel"}, "veel"),
        ({"loss": {"cents": "x"}}, "cents: x"),
        ({"trust": {"gone": "x"}}, "gone: x"),
        ({"what": 7}, "7"),
    ],
)
def test_what_is_not_as_it_should_be_is_told_as_it_stands(answers: dict[str, Any], words: str) -> None:
    assert [line.answer for line in told(WHOLE, answers, "nl")] == [words]


def test_without_its_questionnaire_an_answer_is_told_by_its_id() -> None:
    lines = told_unread({"what": "Geld", "where": "", "kinds": ["theft"]})
    assert [(line.question, line.answer) for line in lines] == [("what", "Geld"), ("kinds", "theft")]


def test_a_text_that_is_not_written_in_a_language_yet_is_told_in_another() -> None:
    assert [line.question for line in told(SMALL, {"what": "x"}, "es")] == ["What?"]
