"""What is wrong with a definition is told with its place."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from deontos.access.web.keeping import SECRETS, is_secret
from deontos.questionnaires.rules.definition import (
    AllOf,
    AnyOf,
    Band,
    Condition,
    Definition,
    Look,
    Not,
    Option,
    Row,
    Score,
    Section,
)
from deontos.questionnaires.rules.faults import RESERVED, faults
from deontos.questionnaires.rules.texts import completeness
from deontos.questionnaires.vocabulary import FaultCode as Code
from deontos.questionnaires.vocabulary import QuestionKind as Kind
from deontos.questionnaires.vocabulary import Test
from deontos.speakup.web.passing_on import FIELDS
from tests.questionnaires import samples
from tests.questionnaires.samples import BOTH, SMALL, WHOLE, asking, both, option, question, section

pytestmark = pytest.mark.row("3.1")
HERE = "sections[0].questions[0]"


def told(definition: Definition) -> list[tuple[str, Code]]:
    """The faults by place."""
    return [(fault.place, fault.code) for fault in faults(definition, BOTH)]


def test_a_questionnaire_in_order_has_no_faults() -> None:
    assert told(SMALL) == []
    assert told(WHOLE) == []


@pytest.mark.parametrize(
    ("changes", "place", "code"),
    [
        ({"label": {"nl": "Wat?"}}, "label.fr", Code.NOT_IN_LANGUAGE),
        ({"label": {"nl": "Wat?", "fr": "  "}}, "label.fr", Code.NOT_IN_LANGUAGE),
        ({"hint": {"fr": "x"}}, "hint.nl", Code.NOT_IN_LANGUAGE),
        ({"if_missing": {"nl": "x", "fr": ""}}, "if_missing.fr", Code.NOT_IN_LANGUAGE),
        ({"options": samples.HOW.options}, "options", Code.NOT_FOR_THIS_KIND),
        ({"rows": samples.TRUST.rows}, "rows", Code.NOT_FOR_THIS_KIND),
        ({"most": 2}, "most", Code.NOT_FOR_THIS_KIND),
        ({"currencies": ("EUR",)}, "currencies", Code.NOT_FOR_THIS_KIND),
        ({"partial": True}, "partial", Code.NOT_FOR_THIS_KIND),
        ({"to_agree": True}, "to_agree", Code.NOT_FOR_THIS_KIND),
        ({"points": {"x": 1}}, "points", Code.NOT_FOR_THIS_KIND),
        ({"longest": 0}, "longest", Code.OUT_OF_BOUNDS),
        ({"longest": 200_001}, "longest", Code.OUT_OF_BOUNDS),
        ({"id": "receipt"}, "id", Code.ID_RESERVED),
    ],
)
def test_a_fault_of_a_question_is_placed(changes: dict[str, Any], place: str, code: Code) -> None:
    assert told(asking(replace(samples.WHAT, **changes))) == [(f"{HERE}.{place}", code)]


def test_every_setting_that_belongs_to_some_kinds_is_refused_with_another() -> None:
    settings: dict[str, Any] = {
        "longest": 5,
        "options": samples.HOW.options,
        "rows": samples.TRUST.rows,
        "fewest": 1,
        "most": 1,
        "lowest": Decimal(1),
        "highest": Decimal(1),
        "decimals": 1,
        "currencies": ("EUR",),
        "partial": True,
        "earliest": date(2020, 1, 1),
        "latest": date(2020, 1, 1),
        "points": {"yes": 1},
    }
    found = told(asking(question("note", Kind.STATEMENT, **settings)))
    assert found == [(f"{HERE}.{name}", Code.NOT_FOR_THIS_KIND) for name in settings]


@pytest.mark.parametrize(
    ("asked", "place", "code"),
    [
        (question("how", Kind.SINGLE_CHOICE), "options", Code.NEEDED_FOR_THIS_KIND),
        (question("loss", Kind.MONEY), "currencies", Code.NEEDED_FOR_THIS_KIND),
        (replace(samples.TRUST, rows=()), "rows", Code.NEEDED_FOR_THIS_KIND),
        (replace(samples.HOW, options=(option("saw"), option("saw")), points={}), "options[1].id", Code.ID_TWICE),
        (
            replace(samples.HOW, options=(option("saw", exclusive=True),), points={}),
            "options[0].exclusive",
            Code.NOT_FOR_THIS_KIND,
        ),
        (
            replace(
                samples.KINDS, options=(option("a", exclusive=True), option("b", exclusive=True)), most=None, points={}
            ),
            "options[1].exclusive",
            Code.SEVERAL_EXCLUSIVE,
        ),
        (replace(samples.TRUST, rows=(Row("a", both("A")), Row("a", both("A")))), "rows[1].id", Code.ID_TWICE),
        (replace(samples.TRUST, rows=(Row("a", {"nl": "A"}),)), "rows[0].label.fr", Code.NOT_IN_LANGUAGE),
        (
            replace(samples.HOW, options=(Option("saw", {"fr": "x"}),), points={}),
            "options[0].label.nl",
            Code.NOT_IN_LANGUAGE,
        ),
        (
            replace(samples.HOW, options=(Option("saw", both("x"), {"nl": "x"}),), points={}),
            "options[0].hint.fr",
            Code.NOT_IN_LANGUAGE,
        ),
        (replace(samples.HOW, points={"dreamt": 1}), "points.dreamt", Code.NOT_AN_ANSWER),
        (replace(samples.SURE, points={"saw": 1}), "points.saw", Code.NOT_AN_ANSWER),
        (replace(samples.KINDS, fewest=2, most=1), "fewest", Code.REVERSED),
        (replace(samples.KINDS, most=5), "most", Code.OUT_OF_BOUNDS),
        (replace(samples.KINDS, fewest=0), "fewest", Code.OUT_OF_BOUNDS),
        (replace(samples.PAPERS, most=21), "most", Code.OUT_OF_BOUNDS),
        (replace(samples.TIMES, lowest=Decimal(9), highest=Decimal(8)), "lowest", Code.REVERSED),
        (replace(samples.TIMES, decimals=7), "decimals", Code.OUT_OF_BOUNDS),
        (replace(samples.LOSS, lowest=Decimal(-1)), "lowest", Code.OUT_OF_BOUNDS),
        (replace(samples.LOSS, currencies=("EUR", "Euro")), "currencies[1]", Code.CURRENCY_UNKNOWN),
        (replace(samples.WHEN, earliest=date(2031, 1, 1)), "earliest", Code.REVERSED),
        (replace(samples.WHEN, earliest=date(1800, 1, 1)), "earliest", Code.OUT_OF_BOUNDS),
        (replace(samples.NOTE, required=True), "required", Code.NOT_FOR_THIS_KIND),
    ],
)
def test_a_fault_of_a_kind_is_placed(asked: Any, place: str, code: Code) -> None:
    assert told(asking(asked)) == [(f"{HERE}.{place}", code)]


def test_what_is_used_twice_is_placed_at_the_second() -> None:
    twice = Definition("x", 1, both("X"), (section(samples.WHAT), section(samples.WHERE, samples.WHAT)))
    assert told(twice) == [("sections[1].id", Code.ID_TWICE), ("sections[1].questions[1].id", Code.ID_TWICE)]


def test_what_asks_nothing_is_told() -> None:
    assert told(Definition("x", 1, both("X"), ())) == [("sections", Code.NOTHING_ASKED)]
    assert told(asking()) == [("sections[0].questions", Code.NOTHING_ASKED)]


def test_more_fields_than_a_browser_may_send_are_told() -> None:
    rows = tuple(Row(f"r{number}", both("R")) for number in range(40))
    many = [replace(samples.TRUST, id=f"trust{number}", rows=rows, points={}) for number in range(8)]
    assert told(asking(*many[:7])) == []
    assert told(asking(*many)) == [("sections", Code.TOO_MANY_FIELDS)]


def conditional(condition: Condition) -> list[tuple[str, Code]]:
    """The faults of a form whose third question has this condition, of which the last one comes after it."""
    later = replace(samples.SURE, id="later")
    asked = replace(samples.WHERE, shown_if=condition)
    return told(
        asking(samples.HOW, samples.KINDS, samples.TIMES, samples.SURE, samples.PAPERS, samples.NOTE, asked, later)
    )


PLACE = "sections[0].questions[6].shown_if"


@pytest.mark.row("3.2")
@pytest.mark.parametrize(
    ("condition", "place", "code"),
    [
        (Look("where", Test.ANSWERED), "question", Code.LOOKS_AHEAD),
        (Look("later", Test.ANSWERED), "question", Code.LOOKS_AHEAD),
        (
            AllOf((Look("how", Test.ANSWERED), Not(Look("later", Test.ANSWERED)))),
            "all[1].not.question",
            Code.LOOKS_AHEAD,
        ),
        (AnyOf((Look("nothing", Test.ANSWERED),)), "any[0].question", Code.LOOKS_AT_NOTHING),
        (Look("how", Test.CONTAINS, "saw"), "contains", Code.CANNOT_BE_ASKED),
        (Look("kinds", Test.EQUALS, "theft"), "equals", Code.CANNOT_BE_ASKED),
        (Look("papers", Test.ANSWERED), "answered", Code.CANNOT_BE_ASKED),
        (Look("note", Test.ANSWERED), "answered", Code.CANNOT_BE_ASKED),
        (Look("how", Test.AT_LEAST, "2"), "at_least", Code.CANNOT_BE_ASKED),
        (Look("how", Test.EQUALS, "dreamt"), "equals", Code.NOT_AN_ANSWER),
        (Look("sure", Test.EQUALS, "maybe"), "equals", Code.NOT_AN_ANSWER),
        (Look("kinds", Test.CONTAINS, "saw"), "contains", Code.NOT_AN_ANSWER),
        (Look("times", Test.AT_MOST, "veel"), "at_most", Code.NOT_AN_ANSWER),
        (Look("times", Test.EQUALS, "NaN"), "equals", Code.NOT_AN_ANSWER),
    ],
)
def test_a_condition_that_cannot_be_looked_at_is_placed(condition: Condition, place: str, code: Code) -> None:
    assert conditional(condition) == [(f"{PLACE}.{place}", code)]


@pytest.mark.parametrize(
    "condition",
    [
        Look("how", Test.EQUALS, "saw"),
        Look("sure", Test.EQUALS, "no"),
        Look("times", Test.EQUALS, "3"),
        Look("kinds", Test.AT_MOST, "2"),
        Not(AllOf((Look("kinds", Test.CONTAINS, "none"), Look("times", Test.AT_LEAST, "2.5")))),
    ],
)
def test_a_condition_that_looks_back_is_fine(condition: Condition) -> None:
    assert conditional(condition) == []


@pytest.mark.row("3.2")
def test_two_sections_that_wait_for_each_other_go_round_in_a_circle() -> None:
    form = Definition(
        "x",
        1,
        both("X"),
        (
            section(samples.HOW, id="a", shown_if=Look("sure", Test.ANSWERED)),
            section(samples.SURE, id="b", shown_if=Look("how", Test.ANSWERED)),
        ),
    )
    assert told(form) == [("sections[0].shown_if.question", Code.LOOKS_AHEAD)]


def test_a_section_may_not_look_at_its_own_questions() -> None:
    form = asking()
    own = replace(form, sections=(section(samples.HOW, shown_if=Look("how", Test.ANSWERED)),))
    assert told(own) == [("sections[0].shown_if.question", Code.LOOKS_AHEAD)]


@pytest.mark.parametrize(
    ("changes", "place", "code"),
    [
        ({"questions": ()}, "questions", Code.NOTHING_ASKED),
        ({"questions": ("how", "nothing")}, "questions[1]", Code.LOOKS_AT_NOTHING),
        ({"questions": ("how", "where")}, "questions[1]", Code.NOT_FOR_THIS_KIND),
        ({"questions": ("how", "how")}, "questions[1]", Code.ID_TWICE),
        ({"bands": (Band(0, both("A")), Band(101, both("B")))}, "bands[1].from_percent", Code.OUT_OF_BOUNDS),
        ({"bands": (Band(5, both("A")), Band(5, both("B")))}, "bands[1].from_percent", Code.BANDS_OUT_OF_ORDER),
        ({"bands": (Band(5, {"nl": "A"}),)}, "bands[0].label.fr", Code.NOT_IN_LANGUAGE),
        ({"label": {"fr": "A"}}, "label.nl", Code.NOT_IN_LANGUAGE),
    ],
)
def test_a_fault_of_a_score_is_placed(changes: dict[str, Any], place: str, code: Code) -> None:
    score = replace(Score("heavy", both("Ernst"), ("how",)), **changes)
    assert told(asking(samples.HOW, samples.WHERE, scores=(score,))) == [(f"scores[0].{place}", code)]


def test_the_fields_of_the_form_itself_are_reserved() -> None:
    contract = {"kind", "about", "involved", "identity", "attachments", "receipt_kept", "receipt", "go", "sitting"}
    assert contract | {"language", "csrfmiddlewaretoken", "name", "reach"} <= RESERVED
    assert {*FIELDS, *SECRETS} <= RESERVED


@pytest.mark.parametrize("name", ["password", "code", "concerned", "in_vault_or_safe"])
def test_a_question_is_not_called_as_what_no_page_gives_back(name: str) -> None:
    assert [code for _place, code in told(asking(replace(samples.HOW, id=name)))] == [Code.ID_RESERVED]
    assert is_secret(name) or name in FIELDS


def test_how_far_each_language_is_can_be_told() -> None:
    form = Definition(
        "x", 1, {"nl": "X"}, (Section("one", {"nl": "Een", "fr": "Un"}, (replace(samples.WHERE, hint={"fr": "y"}),)),)
    )
    dutch, french, english = (completeness(form, language) for language in ("nl", "fr", "en"))
    assert (dutch.filled, dutch.whole, dutch.missing) == (3, 4, (f"{HERE}.hint.nl",))
    assert (french.filled, french.whole, french.missing) == (3, 4, ("title.fr",))
    assert (english.filled, english.is_complete) == (0, False)
    assert completeness(SMALL, "nl").is_complete
