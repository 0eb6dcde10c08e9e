"""The tables and predicates behind the pages of settings, whole."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from deontos.administration.rules import Span, first_day_unattended, is_off_at_once, moved, overlap, stands_in_circle
from deontos.administration.vocabulary import Direction

pytestmark = pytest.mark.row("2.13")

A, B, C, D = (UUID(int=number) for number in range(1, 5))
TODAY = date(2026, 11, 24)


def day(number: int) -> date:
    """So many days from today."""
    return TODAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        ((1, 3), (3, 5), True),
        ((1, 3), (4, 5), False),
        ((4, 5), (1, 3), False),
        ((1, None), (100, 101), True),
        ((100, 101), (1, None), True),
        ((10, None), (1, 9), False),
        ((1, None), (5, None), True),
        ((2, 2), (1, 3), True),
        ((2, 2), (2, 2), True),
    ],
)
def test_two_absences_have_a_day_in_common_or_not(
    one: tuple[int, int | None], other: tuple[int, int | None], *, common: bool
) -> None:
    first, second = (Span(day(start), None if end is None else day(end)) for start, end in (one, other))
    assert (overlap(first, second), overlap(second, first)) == (common, common)


TREE: dict[UUID, UUID | None] = {A: None, B: A, C: B, D: None}


@pytest.mark.parametrize(
    ("unit", "above", "circle"),
    [
        (A, None, False),
        (A, A, True),
        (A, B, True),
        (A, C, True),
        (A, D, False),
        (B, C, True),
        (B, D, False),
        (C, A, False),
        (D, C, False),
    ],
)
def test_no_unit_stands_under_itself(unit: UUID, above: UUID | None, *, circle: bool) -> None:
    assert stands_in_circle(unit, above, TREE) is circle


def test_a_circle_that_is_there_already_is_no_endless_walk() -> None:
    assert stands_in_circle(A, B, {B: C, C: B})


@pytest.mark.parametrize(
    ("which", "direction", "after"),
    [
        (A, Direction.EARLIER, (A, B, C)),
        (A, Direction.LATER, (B, A, C)),
        (B, Direction.EARLIER, (B, A, C)),
        (B, Direction.LATER, (A, C, B)),
        (C, Direction.EARLIER, (A, C, B)),
        (C, Direction.LATER, (A, B, C)),
    ],
)
@pytest.mark.row("R-000.16")
def test_a_deputy_changes_places_with_a_neighbour(which: UUID, direction: Direction, after: tuple[UUID, ...]) -> None:
    assert moved((A, B, C), which, direction) == after


@pytest.mark.parametrize(
    ("line", "absences", "expected"),
    [
        ([A, B], {}, None),
        ([A, B], {A: [(0, None)]}, None),
        ([A, B], {A: [(0, None)], B: [(0, 0)]}, 0),
        ([A, B], {A: [(0, 9)], B: [(5, 20)]}, 5),
        ([A, B], {A: [(0, 4)], B: [(5, 20)]}, None),
        ([A, B], {A: [(0, 4), (8, 9)], B: [(5, 8)]}, 8),
        ([A, B], {A: [(-9, None)], B: [(-5, None)]}, 0),
        ([A, B], {A: [(61, None)], B: [(61, None)]}, None),
        ([A, B], {A: [(-9, -1)], B: [(-9, -1)]}, None),
        ([A], {A: [(60, 60)]}, 60),
        ([A], {B: [(0, None)]}, None),
        ([], {}, 0),
    ],
)
@pytest.mark.row("R-000.71")
def test_the_first_day_on_which_everybody_in_a_line_is_away(
    line: list[UUID], absences: dict[UUID, list[tuple[int, int | None]]], expected: int | None
) -> None:
    spans = {
        person: [Span(day(first), None if last is None else day(last)) for first, last in each]
        for person, each in absences.items()
    }
    found = first_day_unattended(line, spans, today=TODAY, until=day(60))
    assert found == (None if expected is None else day(expected))


@pytest.mark.parametrize(("last_day", "at_once"), [(-1, True), (0, True), (1, False)])
def test_whoever_leaves_is_out_at_once_unless_the_last_day_is_to_come(last_day: int, *, at_once: bool) -> None:
    assert is_off_at_once(day(last_day), today=TODAY) is at_once
