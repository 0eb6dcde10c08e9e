"""Terms end on the day that the directive's clock arithmetic gives, and the standing follows from that day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from deontos.kernel.deadlines import (
    Arithmetic,
    Deadline,
    Standing,
    Term,
    Unit,
    arithmetic,
    day_number,
    days_left,
    last_day,
    share_used,
    standing,
    strictest,
)
from deontos.kernel.working_days import easter_sunday, is_working_day, working_days_after

pytestmark = pytest.mark.row("1.3")

WEEK = Deadline(date(2026, 11, 2), Term(days=7), "directive 9(1)(b)")
QUARTER = Deadline(date(2026, 11, 2), Term(months=3), "directive 9(1)(f)")
FORTNIGHT = Deadline(date(2026, 11, 2), Term(days=14), "integrity policy")

starts = some.dates(date(1990, 1, 1), date(2190, 12, 31))
terms = some.integers(1, 400).map(lambda days: Term(days=days)) | some.integers(1, 60).map(lambda m: Term(months=m))


@pytest.mark.parametrize(
    ("start", "term", "expected"),
    [
        (date(2026, 11, 2), Term(days=7), date(2026, 11, 9)),
        (date(2026, 12, 28), Term(days=7), date(2027, 1, 4)),
        (date(2028, 2, 22), Term(days=7), date(2028, 2, 29)),
        (date(2026, 11, 7), Term(days=7), date(2026, 11, 14)),  # ends on a Saturday and stays there
        (date(2026, 12, 18), Term(days=7), date(2026, 12, 25)),  # ends on Christmas and stays there
        (date(2026, 11, 2), Term(months=3), date(2027, 2, 2)),
        (date(2026, 11, 30), Term(months=3), date(2027, 2, 28)),
        (date(2027, 11, 30), Term(months=3), date(2028, 2, 29)),
        (date(2027, 11, 29), Term(months=3), date(2028, 2, 29)),
        (date(2026, 1, 31), Term(months=1), date(2026, 2, 28)),
        (date(2026, 1, 31), Term(months=2), date(2026, 3, 31)),
        (date(2026, 12, 15), Term(months=1), date(2027, 1, 15)),
        (date(2026, 6, 30), Term(months=6), date(2026, 12, 30)),
        (date(2028, 2, 29), Term(months=12), date(2029, 2, 28)),
        (date(2099, 11, 30), Term(months=3), date(2100, 2, 28)),  # 2100 is no leap year
    ],
)
def test_last_day(start: date, term: Term, expected: date) -> None:
    assert last_day(start, term) == expected


@given(start=starts, term=terms)
def test_last_day_never_leaves_its_month_nor_comes_early(start: date, term: Term) -> None:
    end = last_day(start, term)
    if term.unit is Unit.DAYS:
        assert (end - start).days == term.count
        return
    assert (end.year - start.year) * 12 + end.month - start.month == term.count
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("days", "months", "working_days"),
    [(0, 0, 0), (7, 3, 0), (-7, 0, 0), (0, -3, 0), (7, -1, 0), (-1, 3, 0), (7, 0, 5), (0, 3, 5), (0, 0, -5)],
    ids=lambda number: str(number),
)
def test_a_term_is_counted_in_one_unit(days: int, months: int, working_days: int) -> None:
    with pytest.raises(ValueError, match=r"^a term is a number of days, of working days or of months"):
        Term(days=days, months=months, working_days=working_days)


@pytest.mark.row("3.14")
@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2026, 11, 23), 5, date(2026, 11, 30)),  # Monday to Monday, over a weekend
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # begun on a Saturday
        (date(2026, 11, 9), 5, date(2026, 11, 17)),  # Armistice Day on a Wednesday
        (date(2026, 12, 23), 5, date(2026, 12, 31)),  # Christmas on a Friday
        (date(2026, 12, 30), 5, date(2027, 1, 7)),  # New Year's Day on a Friday
        (date(2026, 4, 2), 1, date(2026, 4, 3)),  # Good Friday is no public holiday
        (date(2026, 4, 3), 1, date(2026, 4, 7)),  # Easter Monday is
        (date(2026, 5, 13), 1, date(2026, 5, 15)),  # Ascension Day
        (date(2026, 5, 22), 1, date(2026, 5, 26)),  # Whit Monday
        (date(2026, 7, 20), 1, date(2026, 7, 22)),
    ],
)
def test_working_days_leave_out_weekends_and_the_holidays_of_belgium(start: date, count: int, expected: date) -> None:
    assert last_day(start, Term(working_days=count)) == expected


@pytest.mark.row("3.14")
@pytest.mark.parametrize(
    ("start", "expected"), [(date(2026, 3, 27), date(2026, 4, 3)), (date(2026, 10, 23), date(2026, 10, 30))]
)
def test_the_change_to_and_from_summer_time_moves_no_last_day(start: date, expected: date) -> None:
    """The clock moves on 29 March and 25 October: those weeks have 167 and 169 hours, and seven days."""
    assert last_day(start, Term(days=7)) == expected


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (1961, date(1961, 4, 2)),
        (1981, date(1981, 4, 19)),
        (2000, date(2000, 4, 23)),
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2027, date(2027, 3, 28)),
        (2038, date(2038, 4, 25)),
        (2285, date(2285, 3, 22)),
    ],
)
def test_easter_is_when_the_calendar_says(year: int, sunday: date) -> None:
    assert easter_sunday(year) == sunday


@given(start=starts, count=some.integers(1, 60))
def test_working_days_are_as_many_as_were_counted(start: date, count: int) -> None:
    end = working_days_after(start, count)
    passed = [start + timedelta(days=day) for day in range(1, (end - start).days + 1)]
    assert is_working_day(end)
    assert sum(map(is_working_day, passed)) == count


@pytest.mark.row("3.15")
def test_a_term_that_was_put_off_counts_the_longer_term_from_its_own_start() -> None:
    put_off = Deadline(date(2026, 11, 30), Term(months=3), "law", longer=3)
    assert last_day(last_day(put_off.start, Term(months=3)), Term(months=3)) == date(2027, 5, 28)
    assert put_off.last_day == date(2027, 5, 30)
    assert Deadline(WEEK.start, WEEK.term, "law", longer=7, paused=3).last_day == date(2026, 11, 19)
    assert Deadline(WEEK.start, WEEK.term, "law", paused=3).last_day == date(2026, 11, 12)


def test_strictest_is_the_one_that_ends_first() -> None:
    assert strictest([QUARTER, FORTNIGHT, WEEK]) is WEEK
    assert strictest([QUARTER, FORTNIGHT]) is FORTNIGHT


def test_of_two_that_end_together_the_first_named_governs() -> None:
    law, policy = Deadline(WEEK.start, Term(days=7), "law"), Deadline(WEEK.start, Term(days=7), "policy")
    assert strictest([law, policy]) is law
    assert strictest([policy, law]) is policy


def test_without_deadlines_nothing_is_strictest() -> None:
    with pytest.raises(ValueError, match="empty"):
        strictest([])


@pytest.mark.parametrize(
    ("deadline", "today", "expected"),
    [
        (WEEK, date(2026, 11, 2), Standing.RUNNING),
        (WEEK, date(2026, 11, 4), Standing.RUNNING),  # 5 days left of 7
        (WEEK, date(2026, 11, 5), Standing.SOON),  # 4 days left
        (WEEK, date(2026, 11, 9), Standing.SOON),  # the last day
        (WEEK, date(2026, 11, 10), Standing.OVER),
        (FORTNIGHT, date(2026, 11, 11), Standing.RUNNING),  # 5 days left of 14
        (FORTNIGHT, date(2026, 11, 12), Standing.SOON),
        (QUARTER, date(2027, 1, 9), Standing.RUNNING),  # 24 days left of 92, a quarter is 23
        (QUARTER, date(2027, 1, 10), Standing.SOON),
        (QUARTER, date(2027, 2, 2), Standing.SOON),
        (QUARTER, date(2027, 2, 3), Standing.OVER),
        (QUARTER, date(2026, 11, 1), Standing.RUNNING),  # a clock that starts tomorrow
    ],
)
def test_standing_while_not_met(deadline: Deadline, today: date, expected: Standing) -> None:
    assert standing(deadline, today) is expected


@pytest.mark.parametrize(
    ("met_on", "expected"),
    [
        (date(2026, 11, 2), Standing.MET),
        (date(2026, 11, 9), Standing.MET),
        (date(2026, 11, 10), Standing.MET_LATE),
    ],
)
def test_standing_once_met_does_not_depend_on_today(met_on: date, expected: Standing) -> None:
    for today in (date(2026, 11, 2), date(2026, 11, 9), date(2030, 1, 1)):
        assert standing(WEEK, today, met_on=met_on) is expected


def test_days_left_counts_down_past_zero() -> None:
    assert [days_left(WEEK, date(2026, 11, day)) for day in (2, 8, 9, 11)] == [7, 1, 0, -2]


def test_day_number_counts_from_the_start() -> None:
    assert [day_number(WEEK, date(2026, 11, day)) for day in (2, 4, 9)] == [0, 2, 7]


def test_share_used_is_rounded_down_and_stays_on_the_bar() -> None:
    days = (date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 8), date(2026, 11, 9))
    assert [share_used(WEEK, day) for day in (*days, date(2027, 11, 9))] == [0, 0, 14, 85, 100, 100]


@given(start=starts, term=terms, after=some.integers(-10, 3000))
def test_the_bar_is_full_exactly_from_the_last_day(start: date, term: Term, after: int) -> None:
    deadline, today = Deadline(start, term, "house rule"), start + timedelta(days=after)
    assert (share_used(deadline, today) == 100) is (today >= deadline.last_day)


def test_arithmetic_gives_the_parts_of_the_sentence() -> None:
    assert arithmetic(WEEK) == Arithmetic(date(2026, 11, 2), 7, Unit.DAYS, date(2026, 11, 9))
    assert arithmetic(QUARTER) == Arithmetic(date(2026, 11, 2), 3, Unit.MONTHS, date(2027, 2, 2))
