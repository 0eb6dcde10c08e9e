"""One change of a questionnaire at a time: moved, removed, of another kind, with ids and conditions."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deontos.questionnaires.rules.changing import (
    BACK,
    ON,
    added,
    can_move,
    id_for,
    ids_of,
    moved,
    of_kind,
    put,
    removed,
)
from deontos.questionnaires.rules.definition import AllOf, AnyOf, Condition, Definition, Look, Not, Question
from deontos.questionnaires.rules.faults import RESERVED, faults
from deontos.questionnaires.rules.pieces import Piece, Where, where_is
from deontos.questionnaires.rules.spots import ID
from deontos.questionnaires.rules.whens import (
    Turned,
    When,
    answers_of,
    asks_of,
    before,
    condition_of,
    looked_at_by,
    when_of,
)
from deontos.questionnaires.vocabulary import FaultCode, QuestionKind, Test
from tests.questionnaires.samples import HOW, KINDS, PAPERS, SMALL, SURE, TIMES, WHOLE, asking

pytestmark = pytest.mark.row("3.2")


def order(definition: Definition) -> list[list[str]]:
    """The ids of the questions, section by section."""
    return [[question.id for question in section.questions] for section in definition.sections]


def at(definition: Definition, name: str) -> Where:
    """The way to a piece."""
    where = where_is(definition, Piece.read(name))
    assert where is not None
    return where


@pytest.mark.parametrize(
    ("name", "by", "wanted"),
    [
        ("question-where", BACK, [["where", "what"], ["how"]]),
        ("question-what", ON, [["where", "what"], ["how"]]),
        ("question-where", ON, [["what"], ["where", "how"]]),
        ("question-how", BACK, [["what", "where", "how"], []]),
        ("question-what", BACK, [["what", "where"], ["how"]]),
        ("question-how", ON, [["what", "where"], ["how"]]),
        ("section-two", BACK, [["how"], ["what", "where"]]),
        ("section-two", ON, [["what", "where"], ["how"]]),
    ],
)
def test_a_piece_moves_one_place_and_questions_go_on_into_the_next_section(
    name: str, by: int, wanted: list[list[str]]
) -> None:
    after = moved(SMALL, at(SMALL, name), by)
    assert order(after) == wanted
    assert can_move(SMALL, at(SMALL, name), by) == (after != SMALL)


def test_answers_move_within_their_question_only() -> None:
    last = at(SMALL, "option-how-heard")
    assert not can_move(SMALL, last, ON)
    after = moved(SMALL, last, BACK)
    assert [option.id for option in after.sections[1].questions[0].options] == ["heard", "saw"]


@given(st.lists(st.tuples(st.sampled_from([each.id for each in WHOLE.questions]), st.sampled_from([BACK, ON]))))
def test_whatever_moves_nothing_is_lost(moves: list[tuple[str, int]]) -> None:
    definition = WHOLE
    for id_, by in moves:
        definition = moved(definition, at(definition, f"question-{id_}"), by)
    assert sorted(each.id for each in definition.questions) == sorted(each.id for each in WHOLE.questions)


def test_there_and_back_is_where_it_was() -> None:
    for question in WHOLE.questions:
        where = at(WHOLE, f"question-{question.id}")
        for by in (BACK, ON):
            if can_move(WHOLE, where, by):
                there = moved(WHOLE, where, by)
                assert moved(there, at(there, f"question-{question.id}"), -by) == WHOLE


def test_what_is_removed_added_or_put_elsewhere_leaves_the_rest() -> None:
    where = at(SMALL, "question-where")
    less = removed(SMALL, where)
    assert order(less) == [["what"], ["how"]]
    assert order(added(less, (("sections", 0),), "questions", SURE)) == [["what", "sure"], ["how"]]
    assert order(put(SMALL, where, TIMES)) == [["what", "times"], ["how"]]
    assert removed(added(SMALL, (), "scores", *WHOLE.scores), (("scores", 0),)) == SMALL


@pytest.mark.parametrize("kind", QuestionKind)
@pytest.mark.parametrize("question", WHOLE.questions, ids=lambda each: each.id)
def test_a_question_of_another_kind_keeps_nothing_that_does_not_go_with_it(
    question: Question, kind: QuestionKind
) -> None:
    changed = of_kind(replace(question, shown_if=None), kind)
    codes = {fault.code for fault in faults(asking(changed), ())}
    assert codes <= {FaultCode.NEEDED_FOR_THIS_KIND, FaultCode.OUT_OF_BOUNDS}
    assert (changed.id, changed.label) == (question.id, question.label)
    assert of_kind(question, question.kind) is question


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Wat is er gebeurd?", "wat_is_er_gebeurd"),
        ("¿Qué ocurrió?", "que_ocurrio"),
        ("2 keer", "keer"),
        ("что", "question"),
        ("", "question"),
        ("Kind", "kind_2"),
        ("what", "what_2"),
        ("x" * 100, "x" * 36),
    ],
)
def test_an_id_says_what_it_is_about(words: str, wanted: str) -> None:
    assert id_for(words, ids_of(SMALL), otherwise="question") == wanted


@given(st.text(max_size=80), st.integers(0, 30))
def test_every_id_is_one_and_none_is_given_twice(words: str, count: int) -> None:
    taken = set(RESERVED)
    for _each in range(count):
        id_ = id_for(words, taken, otherwise="question")
        assert ID.fullmatch(id_)
        assert id_ not in taken
        taken.add(id_)


LOOK, OTHER = Look("how", Test.EQUALS, "saw"), Look("kinds", Test.AT_LEAST, "2")


@pytest.mark.parametrize(
    ("condition", "when"),
    [
        (None, When()),
        (LOOK, When(looks=(Turned(LOOK),))),
        (Not(LOOK), When(looks=(Turned(LOOK, is_not=True),))),
        (AllOf((LOOK, Not(OTHER))), When(looks=(Turned(LOOK), Turned(OTHER, is_not=True)))),
        (AnyOf((LOOK, OTHER)), When(every=False, looks=(Turned(LOOK), Turned(OTHER)))),
    ],
)
def test_a_plain_condition_is_looks_and_back(condition: Condition | None, when: When) -> None:
    assert when_of(condition) == when
    assert condition_of(when) == condition


@pytest.mark.parametrize("condition", [Not(AllOf((LOOK,))), AnyOf((LOOK, AllOf((OTHER,)))), Not(Not(LOOK))])
def test_a_condition_of_several_levels_is_not_taken_for_a_plain_one(condition: Condition) -> None:
    assert when_of(condition) is None


def test_only_earlier_questions_that_can_be_compared_are_looked_at() -> None:
    assert [each.id for each in before(WHOLE, at(WHOLE, "question-sure"))] == ["what", "where", "how", "kinds"]
    assert [each.id for each in before(WHOLE, at(WHOLE, "section-first"))] == []
    assert [each.id for each in before(WHOLE, at(WHOLE, "section-second"))] == [
        *("what", "where", "how", "kinds", "sure"),
    ]
    assert PAPERS.id not in [each.id for each in before(WHOLE, at(WHOLE, "question-note"))]


def test_every_look_that_is_offered_is_one_that_may_be_asked() -> None:
    for question in (HOW, KINDS, SURE, TIMES):
        answers = answers_of(question) or ("1",)
        for test in asks_of(question):
            value = "" if test is Test.ANSWERED else "1" if test in (Test.AT_LEAST, Test.AT_MOST) else answers[0]
            later = replace(PAPERS, shown_if=Look(question.id, test, value))
            assert faults(asking(replace(question, points={}), later), ()) == []


def test_who_looks_at_a_question_is_told_before_it_goes() -> None:
    assert [each.text for each in looked_at_by(WHOLE, at(WHOLE, "question-how"))] == [
        "section-second",
        "question-trust",
    ]
    assert [each.text for each in looked_at_by(WHOLE, at(WHOLE, "section-first"))] == [
        *("section-second", "question-loss", "question-trust"),
    ]
    assert looked_at_by(WHOLE, at(WHOLE, "question-note")) == ()
