"""Which answers a questionnaire takes, which it takes back and why, and what is wrong with a definition."""

from dataclasses import replace
from typing import Any

import pytest

from deontos.questionnaires.rules import Option, Question, Questionnaire, Section, check, faults, told
from deontos.questionnaires.vocabulary import AnswerCode, QuestionKind

BOTH = frozenset({"nl", "fr"})


def both(text: str) -> dict[str, str]:
    """A text in the two languages of these tests."""
    return {"nl": text, "fr": f"{text} (fr)"}


WHAT = Question("what", QuestionKind.LONG_TEXT, both("Wat?"), if_missing=both("Schrijf."), required=True, longest=10)
WHERE = Question("where", QuestionKind.SHORT_TEXT, both("Waar?"))
HOW = Question(
    "how",
    QuestionKind.SINGLE_CHOICE,
    both("Hoe?"),
    options=(Option("saw", both("Zelf")), Option("heard", both("Gehoord"))),
)
SMALL = Questionnaire("small", 1, (Section("one", both("Een"), (WHAT, WHERE)), Section("two", both("Twee"), (HOW,))))


def with_question(question: Question) -> Questionnaire:
    """The questionnaire with this question in it."""
    return replace(SMALL, sections=(Section("one", both("Een"), (question,)),))


@pytest.mark.parametrize(
    ("typed", "answers", "refused"),
    [
        ({"what": "Geld"}, {"what": "Geld"}, {}),
        ({"what": " \n Geld\r\nweg \t"}, {"what": "Geld\nweg"}, {}),
        ({"what": "Geld", "where": "", "how": ""}, {"what": "Geld"}, {}),
        ({"what": "Geld", "how": "saw", "other": "x"}, {"what": "Geld", "how": "saw"}, {}),
        ({}, {}, {"what": AnswerCode.MISSING}),
        ({"what": " \r\n\t "}, {}, {"what": AnswerCode.MISSING}),
        ({"what": "a" * 10}, {"what": "a" * 10}, {}),
        ({"what": "a" * 11}, {}, {"what": AnswerCode.TOO_LONG}),
        ({"what": " " * 50 + "a" * 10}, {"what": "a" * 10}, {}),
        ({"what": "Geld", "how": "Saw"}, {"what": "Geld"}, {"how": AnswerCode.NOT_AN_OPTION}),
        ({"what": "Geld", "how": "Zelf"}, {"what": "Geld"}, {"how": AnswerCode.NOT_AN_OPTION}),
        ({"how": "none", "where": "x"}, {"where": "x"}, {"what": AnswerCode.MISSING, "how": AnswerCode.NOT_AN_OPTION}),
    ],
)
def test_answers_are_taken_or_taken_back(
    typed: dict[str, str], answers: dict[str, str], refused: dict[str, AnswerCode]
) -> None:
    checked = check(SMALL, typed)
    assert checked.answers == answers
    assert {question: refusal.code for question, refusal in checked.refused.items()} == refused


def test_a_text_that_is_too_long_says_how_long_it_is() -> None:
    refusal = check(SMALL, {"what": "é" * 12}).refused["what"]
    assert dict(refusal.parameters) == {"length": 12, "longest": 10}


def test_what_was_answered_is_told_in_the_order_of_the_questions() -> None:
    lines = told(SMALL, {"how": "heard", "what": "Geld", "gone": "x"}, "fr")
    assert [(line.id, line.section, line.question, line.answer) for line in lines] == [
        ("what", "Een (fr)", "Wat? (fr)", "Geld"),
        ("how", "Twee (fr)", "Hoe? (fr)", "Gehoord (fr)"),
    ]


def test_an_option_that_is_not_there_any_more_is_told_by_its_word() -> None:
    assert [line.answer for line in told(SMALL, {"how": "dreamt"}, "nl")] == ["dreamt"]


def test_a_questionnaire_in_order_has_no_faults() -> None:
    assert faults(SMALL, BOTH) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"label": {"nl": "Wat?"}}, "what: not in ['fr']"),
        ({"label": {"nl": "Wat?", "fr": "  "}}, "what: not in ['fr']"),
        ({"hint": {"fr": "x"}}, "what: not in ['nl']"),
        ({"if_missing": {}}, "what: does not say what to do when the answer is missing"),
        ({"options": HOW.options}, "what: options belong to a choice, and a choice has some"),
        ({"longest": 0}, "what: an answer has 1 to 200000 characters"),
        ({"longest": 200_001}, "what: an answer has 1 to 200000 characters"),
    ],
)
def test_a_fault_of_a_question_is_named(changes: dict[str, Any], fault: str) -> None:
    assert faults(with_question(replace(WHAT, **changes)), BOTH) == [fault]


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ((), "how: options belong to a choice, and a choice has some"),
        ((HOW.options[0], HOW.options[0]), "how: an option stands there twice"),
        ((Option("saw", {"nl": "Zelf"}),), "how.saw: not in ['fr']"),
        ((Option("saw", both("Zelf"), {"nl": "x"}),), "how.saw: not in ['fr']"),
    ],
)
def test_a_fault_of_an_option_is_named(options: tuple[Option, ...], fault: str) -> None:
    assert faults(with_question(replace(HOW, options=options)), BOTH) == [fault]


def test_a_question_that_is_asked_twice_and_a_heading_in_one_language_are_named() -> None:
    section = Section("one", {"nl": "Een"}, (WHAT, WHAT))
    assert faults(replace(SMALL, sections=(section,)), BOTH) == ["one: not in ['fr']", "what: asked twice"]
