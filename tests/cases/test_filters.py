"""What a typed search means, and when a filter shows less than one half of the inbox."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deontos.cases.filters import Days, Filter, Sought, sought
from deontos.cases.vocabulary import CaseState, Half, Held, Order
from deontos.kernel.urgency import Urgency

pytestmark = pytest.mark.row("3.17")

TODAY = date(2026, 11, 24)
WORDS = {
    CaseState.RECEIVED: "new",
    CaseState.ACKNOWLEDGED: "acknowledged",
    CaseState.ASKED: "waits for the reporter",
    CaseState.IN_HANDLING: "in handling",
    CaseState.CLOSED: "closed",
}
MONTHS = {"november": 11, "nov": 11, "februari": 2, "août": 8, "12": 1}


def meant(typed: str) -> Sought:
    """What a search means."""
    return sought(typed, WORDS, MONTHS, today=TODAY)


def days(first: tuple[int, int, int], last: tuple[int, int, int] | None = None) -> Days:
    """From a day until another."""
    return date(*first), date(*(last or first))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("24/11/2026", days((2026, 11, 24))),
        ("24-11-2026", days((2026, 11, 24))),
        ("4.1.2026", days((2026, 1, 4))),
        ("2026-11-24", days((2026, 11, 24))),
        ("24/11", days((2026, 11, 24))),
        ("25/11", days((2025, 11, 25))),
        ("11/2026", days((2026, 11, 1), (2026, 11, 30))),
        ("2026-02", days((2026, 2, 1), (2026, 2, 28))),
        ("2024", days((2024, 1, 1), (2024, 12, 31))),
        ("24 november 2026", days((2026, 11, 24))),
        ("  24  NOV ", days((2026, 11, 24))),
        ("1er août 2026", days((2026, 8, 1))),
        ("24 de november de 2026", days((2026, 11, 24))),
        ("november", days((2026, 11, 1), (2026, 11, 30))),
        ("november 2025", days((2025, 11, 1), (2025, 11, 30))),
        ("29/2/2024", days((2024, 2, 29))),
        ("29/2/2026", None),
        ("31/11/2026", None),
        ("24/13/2026", None),
        ("0/11/2026", None),
        ("24/11/26", None),
        ("etentjes", None),
        ("", None),
    ],
)
def test_a_day_a_month_or_a_year_is_understood(typed: str, found: Days | None) -> None:
    assert meant(typed).days == found


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("7H2-ZEY", "7H2ZEY"),
        ("7h2 zey", "7H2ZEY"),
        ("7h2", "7H2"),
        ("o1l", "011"),
        ("zey", "ZEY"),
        ("7", ""),
        ("7H2-ZEY-1", ""),
        ("7%2", ""),
        ("jansens", ""),
        ("hulp", ""),
    ],
)
def test_a_part_of_a_case_number_is_understood_as_people_type_it(typed: str, number: str) -> None:
    assert meant(typed).number == number


@pytest.mark.parametrize(
    ("typed", "states"),
    [
        ("New", {CaseState.RECEIVED}),
        ("waits for", {CaseState.ASKED}),
        ("handling", {CaseState.IN_HANDLING}),
        ("ed", set()),
        ("closed", {CaseState.CLOSED}),
    ],
)
def test_a_state_is_found_by_the_words_of_the_page(typed: str, states: set[CaseState]) -> None:
    assert meant(typed).states == states


@pytest.mark.parametrize("typed", ["etentjes", "Jan Jansen", "'; DROP TABLE", "%", "<b>", "\N{PILE OF POO}"])
def test_anything_else_means_nothing(typed: str) -> None:
    assert meant(typed).is_nothing


@given(st.text(max_size=80))
def test_no_text_is_too_strange(typed: str) -> None:
    found = meant(typed).days
    assert found is None or found[0] <= found[1]


@pytest.mark.parametrize(
    ("asked", "narrows", "order"),
    [
        (Filter(), False, Order.NEXT),
        (Filter(state=Half.CLOSED), False, Order.CLOSED_LAST),
        (Filter(state=Half.CLOSED, order=Order.RECEIVED), False, Order.RECEIVED),
        (Filter(state=Half.ANY), True, Order.NEXT),
        (Filter(state=CaseState.ASKED), True, Order.NEXT),
        (Filter(state=Half.CLOSED, held=Held.OWN), True, Order.CLOSED_LAST),
        (Filter(due=Urgency.LATE), True, Order.NEXT),
        (Filter(unread=True), True, Order.NEXT),
    ],
)
def test_a_filter_knows_whether_it_narrows_and_its_usual_order(asked: Filter, narrows: bool, order: Order) -> None:
    assert (asked.narrows, asked.sorted_by) == (narrows, order)
