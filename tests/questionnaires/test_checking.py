"""Which answers a questionnaire takes, which it takes back and why, and what it shows because of them."""

from dataclasses import replace
from typing import Any

import pytest

from deontos.questionnaires.rules.checking import check, files_asked, newly_shown, sections_with, visible
from deontos.questionnaires.rules.definition import Definition, Look, Not, Question
from deontos.questionnaires.vocabulary import AnswerCode as Code
from deontos.questionnaires.vocabulary import QuestionKind, Test
from tests.questionnaires import samples
from tests.questionnaires.samples import EVERYTHING, SMALL, TAKEN, WHOLE, asking, section

pytestmark = pytest.mark.row("3.1")


def refusals(definition: Definition, typed: dict[str, list[str]], **files: int) -> dict[str, Code]:
    """Why each field was taken back, by its name."""
    checked = check(definition, typed, files=files or None)
    return {
        f"{id}.{part}" if part else id: Code(refusal.code)
        for id, parts in checked.refused.items()  # noqa: A001
        for part, refusal in parts.items()
    }


@pytest.mark.parametrize(
    ("typed", "answers", "refused"),
    [
        ({"what": "Geld"}, {"what": "Geld"}, {}),
        ({"what": " \n Geld\r\nweg \t"}, {"what": "Geld\nweg"}, {}),
        ({"what": "Geld", "where": "", "how": ""}, {"what": "Geld"}, {}),
        ({"what": "Geld", "how": "saw", "other": "x"}, {"what": "Geld", "how": "saw"}, {}),
        ({}, {}, {"what": Code.MISSING}),
        ({"what": " \r\n\t "}, {}, {"what": Code.MISSING}),
        ({"what": "a" * 10}, {"what": "a" * 10}, {}),
        ({"what": "a" * 11}, {}, {"what": Code.TOO_LONG}),
        ({"what": " " * 50 + "a" * 10}, {"what": "a" * 10}, {}),
        ({"what": "Geld", "how": "Saw"}, {"what": "Geld"}, {"how": Code.NOT_AN_OPTION}),
        ({"what": "Geld", "how": "Zelf"}, {"what": "Geld"}, {"how": Code.NOT_AN_OPTION}),
        ({"how": "none", "where": "x"}, {"where": "x"}, {"what": Code.MISSING, "how": Code.NOT_AN_OPTION}),
    ],
)
def test_answers_are_taken_or_taken_back(
    typed: dict[str, str], answers: dict[str, str], refused: dict[str, Code]
) -> None:
    values = {name: [value] for name, value in typed.items()}
    assert check(SMALL, values).answers == answers
    assert refusals(SMALL, values) == refused


def test_of_a_field_that_was_sent_twice_the_last_value_counts() -> None:
    assert check(SMALL, {"what": ["Eerst", "Geld"], "where": []}).answers == {"what": "Geld"}


def test_a_text_that_is_too_long_says_how_long_it_is() -> None:
    refusal = check(SMALL, {"what": ["é" * 12]}).refused["what"][""]
    assert dict(refusal.parameters) == {"length": 12, "longest": 10}


def test_every_kind_of_answer_is_taken() -> None:
    checked = check(WHOLE, EVERYTHING)
    assert (dict(checked.answers), checked.refused) == (TAKEN, {})
    assert checked.shown == tuple(question.id for question in WHOLE.questions)


@pytest.mark.parametrize(
    ("question", "typed", "refused"),
    [
        (samples.KINDS, {"kinds": ["theft", "x"]}, {"kinds": Code.NOT_AN_OPTION}),
        (samples.KINDS, {"kinds": ["none"]}, {}),
        (samples.KINDS, {"kinds": ["none", "theft"]}, {"kinds": Code.NOT_TOGETHER}),
        (samples.KINDS, {"kinds": ["theft", "bribe", "fraud"]}, {"kinds": Code.TOO_MANY}),
        (samples.KINDS, {"kinds": ["theft", "theft", "bribe"]}, {}),
        (replace(samples.KINDS, fewest=2), {"kinds": ["theft"]}, {"kinds": Code.TOO_FEW}),
        (replace(samples.KINDS, fewest=2), {"kinds": ["none"]}, {}),
        (replace(samples.KINDS, fewest=2), {}, {}),
        (replace(samples.KINDS, required=True), {"kinds": [""]}, {"kinds": Code.MISSING}),
        (samples.SURE, {"sure": ["maybe"]}, {"sure": Code.NOT_AN_OPTION}),
        (samples.TIMES, {"times": ["veel"]}, {"times": Code.NOT_A_NUMBER}),
        (samples.TIMES, {"times": ["1,5"]}, {"times": Code.TOO_MANY_DECIMALS}),
        (samples.TIMES, {"times": ["0"]}, {"times": Code.TOO_LOW}),
        (samples.TIMES, {"times": ["2001"]}, {"times": Code.TOO_HIGH}),
        (samples.LOSS, {"loss.amount": ["veel"]}, {"loss.amount": Code.NOT_AN_AMOUNT}),
        (samples.LOSS, {"loss.amount": ["1" * 30]}, {"loss.amount": Code.NOT_AN_AMOUNT}),
        (samples.LOSS, {"loss.amount": ["1,2345"]}, {"loss.amount": Code.TOO_MANY_DECIMALS}),
        (samples.LOSS, {"loss.amount": ["-5"]}, {"loss.amount": Code.TOO_LOW}),
        (samples.LOSS, {"loss.amount": ["1000001"]}, {"loss.amount": Code.TOO_HIGH}),
        (samples.LOSS, {"loss.amount": ["5"], "loss.currency": ["BEF"]}, {"loss.currency": Code.NOT_AN_OPTION}),
        (samples.LOSS, {"loss.amount": [""], "loss.currency": ["XOF"]}, {}),
        (replace(samples.LOSS, required=True), {"loss.currency": ["XOF"]}, {"loss": Code.MISSING}),
        (samples.TRUST, {"trust.chief": ["medium"]}, {"trust.chief": Code.NOT_AN_OPTION}),
        (replace(samples.TRUST, required=True), {"trust.chief": ["low"]}, {"trust.board": Code.MISSING}),
        (samples.TRUST, {"trust.chief": ["low"]}, {}),
        (replace(samples.RULES, required=True), {}, {"rules": Code.MISSING}),
        (replace(samples.NOTE, required=True), {}, {}),
    ],
)
def test_each_kind_takes_back_what_is_not_right(
    question: Question, typed: dict[str, list[str]], refused: dict[str, Code]
) -> None:
    assert refusals(asking(question), typed) == refused


def test_an_amount_without_a_currency_is_in_the_first() -> None:
    assert check(asking(samples.LOSS), {"loss.amount": ["5"]}).answers == {"loss": {"cents": 500, "currency": "EUR"}}


@pytest.mark.parametrize(
    ("count", "required", "code"),
    [
        (0, False, None),
        (0, True, Code.MISSING),
        (1, False, Code.FILES_TOO_FEW),
        (2, True, None),
        (4, False, Code.FILES_TOO_MANY),
    ],
)
def test_files_are_counted_by_the_room_that_takes_them(count: int, required: bool, code: Code | None) -> None:
    form = asking(replace(samples.PAPERS, required=required))
    assert refusals(form, {"papers": ["3"]}) == {}
    checked = check(form, {}, files={"papers": count})
    assert [refusal.code for refusal in checked.refused.get("papers", {}).values()] == ([code] if code else [])
    assert checked.answers == ({} if code or not count else {"papers": count})


def test_files_are_asked_for_only_where_a_shown_question_does() -> None:
    hidden = replace(samples.PAPERS, shown_if=Look("how", Test.EQUALS, "saw"))
    form = asking(samples.HOW, hidden)
    assert files_asked(form, {"how": "heard"}) is None
    assert files_asked(form, {"how": "saw"}) == hidden
    assert files_asked(SMALL, {"what": "x"}) is None


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ({}, "what where how kinds sure papers rules"),
        ({"how": ["dreamt"]}, "what where how kinds sure papers rules"),
        ({"how": ["heard"]}, "what where how kinds sure when period times papers rules"),
        ({"how": ["saw"]}, "what where how kinds sure when period times trust papers rules"),
        ({"how": ["saw"], "sure": ["no"]}, "what where how kinds sure when period times papers rules"),
        ({"how": ["heard"], "times": ["2"]}, "what where how kinds sure when period times papers rules"),
        ({"how": ["heard"], "times": ["3"]}, "what where how kinds sure when period times weight papers rules"),
        ({"times": ["3"]}, "what where how kinds sure papers rules"),
        ({"kinds": ["theft"]}, "what where how kinds sure loss papers rules"),
        ({"kinds": ["bribe"]}, "what where how kinds sure papers rules"),
        ({"kinds": ["bribe", "fraud"]}, "what where how kinds sure loss papers rules"),
        ({"kinds": ["theft", "bribe", "fraud"]}, "what where how kinds sure papers rules"),
        ({"rules": ["on"]}, "what where how kinds sure papers rules note"),
    ],
)
def test_what_is_asked_depends_on_what_was_answered(typed: dict[str, list[str]], shown: str) -> None:
    checked = check(WHOLE, typed)
    assert " ".join(checked.shown) == shown
    there = [question.id for each in visible(WHOLE, checked.answers) for question in each.questions]
    assert " ".join(there) == shown


def test_what_is_not_shown_has_no_answer_whatever_was_typed() -> None:
    typed = {**EVERYTHING, "how": ["heard"], "kinds": ["none"], "times": ["2"]}
    assert set(check(WHOLE, typed).answers) == {
        "what",
        "where",
        "how",
        "kinds",
        "sure",
        "when",
        "period",
        "times",
        "rules",
    }
    assert set(check(WHOLE, {**typed, "how": [""]}).answers) == {"what", "where", "kinds", "sure", "rules"}


def test_a_forged_answer_to_what_is_not_shown_is_no_fault() -> None:
    assert refusals(WHOLE, {"what": ["Geld"], "loss.amount": ["veel"], "times": ["veel"]}) == {}


def test_a_section_without_questions_that_are_shown_is_left_out() -> None:
    shown = sections_with(WHOLE, ("what", "papers"))
    assert [(each.section.id, [question.id for question in each.questions]) for each in shown] == [
        ("first", ["what"]),
        ("third", ["papers"]),
    ]


TOLD = asking(samples.HOW, replace(samples.WHERE, shown_if=Look("how", Test.EQUALS, "saw")), samples.SURE)


@pytest.mark.parametrize(
    ("before", "now", "sent", "new"),
    [
        ({}, {"how": ["saw"]}, {"how", "sure"}, {"where"}),
        ({}, {"how": ["saw"], "where": ["Hier"]}, {"how", "where"}, set()),
        ({}, {"how": ["saw"], "where": ["Hier"]}, {"how"}, {"where"}),
        ({"how": ["saw"]}, {"how": ["saw"]}, {"how"}, set()),
        ({"how": ["saw"]}, {"how": ["heard"]}, {"how"}, set()),
        ({}, {"how": ["heard"]}, {"how"}, set()),
    ],
)
def test_a_page_is_shown_again_for_what_it_did_not_show(
    before: dict[str, list[str]], now: dict[str, list[str]], sent: set[str], new: set[str]
) -> None:
    assert newly_shown(TOLD, before, now, sent) == new


def test_a_notice_that_an_answer_brings_up_is_new_once() -> None:
    form = asking(samples.SURE, replace(samples.NOTE, shown_if=Look("sure", Test.EQUALS, "yes")))
    assert newly_shown(form, {}, {"sure": ["yes"]}, {"sure"}) == {"note"}
    assert newly_shown(form, {"sure": ["yes"]}, {"sure": ["yes"]}, {"sure"}) == set()


def test_nothing_holds_about_a_question_that_was_not_answered_but_that_it_was_not() -> None:
    look = Look("times", Test.AT_MOST, "3")
    form = asking(samples.TIMES, replace(samples.WHERE, shown_if=look), replace(samples.SURE, shown_if=Not(look)))
    assert check(form, {}).shown == ("times", "sure")
    assert check(form, {"times": ["2"]}).shown == ("times", "where")


@pytest.mark.parametrize("kind", QuestionKind)
@pytest.mark.parametrize("settings", [{}, {"required": True}])
def test_a_question_that_is_not_finished_yet_can_be_tried(kind: QuestionKind, settings: dict[str, Any]) -> None:
    form = asking(samples.question("raw", kind, **settings))
    assert check(form, {name: ["x", "1"] for name in ("raw", "raw.amount", "raw.day", "raw.from_year")}).shown == (
        "raw",
    )


def test_questions_of_a_section_that_nobody_has_to_see() -> None:
    form = replace(SMALL, sections=(section(samples.WHAT, shown_if=Look("how", Test.ANSWERED)),))
    assert check(form, {"what": ["x"], "how": ["saw"]}).answers == {}
