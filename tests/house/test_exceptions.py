"""The list of exceptions gives reasons, shrinks, and excuses nothing that needs no excuse."""

import pytest

from tests.house.complaints import Complaint, exceptions, unexcused, wrong_in_list

pytestmark = pytest.mark.row("1.2")

REASON = "waits for the parser of step 3"


def test_every_list_gives_its_reasons_and_its_length() -> None:
    assert [complaint for habit, excused in exceptions().items() for complaint in wrong_in_list(habit, excused)] == []


def test_a_place_without_reason_is_noticed() -> None:
    assert wrong_in_list("sizes", {"at_most": 1, "a.py": "too long"}) == [
        Complaint("sizes: a.py", "has no reason in words")
    ]


@pytest.mark.parametrize("at_most", [0, 2, None])
def test_a_list_of_another_length_than_it_says_is_noticed(at_most: int | None) -> None:
    assert wrong_in_list("sizes", {"at_most": at_most, "a.py": REASON}) == [
        Complaint("sizes", "at_most must be 1, and may only be lowered")
    ]


def test_only_the_excused_place_is_excused() -> None:
    complaints = [Complaint("a.py", "401 lines"), Complaint("b.py", "402 lines")]
    assert unexcused("sizes", complaints, {"at_most": 1, "a.py": REASON}) == ["b.py: 402 lines"]


def test_an_exception_that_is_no_longer_needed_is_noticed() -> None:
    assert unexcused("sizes", [], {"at_most": 1, "a.py": REASON}) == ["a.py: no longer an exception to sizes"]
