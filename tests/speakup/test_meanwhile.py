"""Whether a page overwrites what it had not shown: every case, without a browser."""

import pytest

from deontos.correspondence.web.typed import Typed
from deontos.speakup.web.answers import Answers
from deontos.speakup.web.meanwhile import (
    MOST_OTHERS,
    Mark,
    Saved,
    answered,
    digest,
    digest_of_all,
    is_changed,
    with_other,
)
from deontos.speakup.web.steps import Step

pytestmark = pytest.mark.row("3.7", "3.12")

EMPTY: Typed = {}
ONE, TWO, THREE = ({"what": [word]} for word in ("een", "twee", "drie"))
HERE, THERE = "sitting-1", "sitting-2"


def mark_of(held: Typed) -> Mark:
    """A page that was shown with these answers."""
    return Mark.of(digest(held))


def saved(by: str, mark: Mark | None = None) -> Saved:
    """Where a step was saved last."""
    return Saved(by, (mark or Mark.of("0" * 32)).page)


@pytest.mark.parametrize("by", [HERE, THERE])
def test_a_page_that_shows_what_stands_there_overwrites_it(by: str) -> None:
    assert not is_changed(ONE, TWO, mark_of(ONE), saved(by), by=HERE, shown="")


@pytest.mark.parametrize("by", [HERE, THERE])
def test_a_page_that_showed_something_else_does_not(by: str) -> None:
    assert is_changed(ONE, TWO, mark_of(EMPTY), saved(by), by=HERE, shown="")
    assert is_changed(ONE, TWO, mark_of(THREE), None, by=HERE, shown="")


def test_a_page_that_is_sent_twice_overwrites_what_it_saved_itself() -> None:
    mark = mark_of(EMPTY)
    assert not is_changed(ONE, TWO, mark, saved(HERE, mark), by=HERE, shown="")


def test_nothing_is_lost_where_nothing_stood_or_the_same_is_said() -> None:
    assert not is_changed(EMPTY, TWO, mark_of(THREE), None, by=HERE, shown="")
    assert not is_changed({"what": [" "]}, TWO, mark_of(THREE), None, by=HERE, shown="")
    assert not is_changed(ONE, {**ONE, "where": [""]}, mark_of(THREE), None, by=HERE, shown="")


def test_of_a_page_without_a_mark_counts_what_this_browser_was_shown() -> None:
    nothing = Mark()
    assert is_changed(ONE, TWO, nothing, saved(THERE), by=HERE, shown=digest(EMPTY))
    assert not is_changed(ONE, TWO, nothing, saved(HERE), by=HERE, shown=digest(EMPTY))
    assert not is_changed(ONE, TWO, nothing, saved(THERE), by=HERE, shown=digest(ONE))
    assert not is_changed(ONE, TWO, nothing, saved(THERE), by=HERE, shown="")


@pytest.mark.parametrize("text", ["", ".", "a.b", "x" * 65, "\0", f"{'é' * 32}.", "1" * 32, f"{'1' * 32}.{'2' * 31}"])
def test_a_mark_that_no_page_of_ours_carries_is_none(text: str) -> None:
    assert Mark.read(text) == Mark()


def test_a_mark_is_read_as_it_was_written_and_drawn_anew_each_time() -> None:
    mark = mark_of(ONE)
    assert Mark.read(mark.text) == mark
    assert mark_of(ONE).page != mark.page
    assert mark_of(ONE).held == mark.held


def test_what_was_left_empty_says_nothing() -> None:
    assert answered({"what": ["een"], "where": ["", " "], "when": []}) == {"what": ["een"]}
    assert digest({"what": ["een"], "where": [""]}) == digest(ONE) != digest(TWO)
    assert digest_of_all({"a": ONE, "b": TWO}) != digest_of_all({"a": TWO, "b": ONE})


def test_versions_stand_beside_each_other_once_and_not_without_end() -> None:
    assert with_other((ONE,), ONE, chosen=TWO) == (ONE,)
    assert with_other((ONE, TWO), THREE, chosen=TWO) == (ONE, THREE)
    many = tuple({"what": [str(number)]} for number in range(MOST_OTHERS))
    assert with_other(many, ONE, chosen=TWO) == (*many[1:], ONE)


def test_putting_a_version_in_the_fields_keeps_the_one_that_stood_there() -> None:
    draft = Answers({Step.NAME: ONE}).beside(Step.NAME, TWO).beside(Step.NAME, THREE)
    put = draft.with_put_in(Step.NAME, 0)
    assert (put.of(Step.NAME), put.others_at(Step.NAME)) == (TWO, (THREE, ONE))
    assert draft.with_put_in(Step.NAME, 2) == draft.with_put_in(Step.NAME, -1) == draft
    assert put.decided(Step.NAME).others_at(Step.NAME) == ()


def test_a_draft_keeps_its_versions_and_one_from_before_has_none() -> None:
    draft = Answers({Step.NAME: ONE}).beside(Step.NAME, TWO).saved_at(Step.NAME, Saved(HERE, "1" * 32))
    assert Answers.read(draft.to_draft()) == draft
    older = {name: value for name, value in draft.to_draft().items() if name not in ("others", "saved")}
    assert (Answers.read(older).others, Answers.read(older).saved) == ({}, {})


def test_a_draft_that_is_taken_along_leaves_the_people_of_the_other_house_behind() -> None:
    draft = Answers({Step.NAME: ONE}).beside(Step.NAME, TWO).beside(Step.ABOUT, {"involved": ["somebody"]})
    moved = draft.moved(origin="Lindewater", still_named=[])
    assert (moved.others_at(Step.NAME), moved.others_at(Step.ABOUT)) == ((TWO,), ())
