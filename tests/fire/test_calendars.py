"""Every day of two years, summer time both ways, leap days and ends of months: nothing is left out or done twice."""

import calendar
import itertools
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from deontos.correspondence.rules import is_time_for_notices
from deontos.jobs.timetable import HOUSE, Entry
from deontos.kernel.clock import CIVIL_ZONE, civil_date
from deontos.kernel.deadlines import Deadline, Standing, Term, days_left, last_day, share_used, standing
from deontos.notices.rules import latest_window, next_window
from tests.fire import times
from tests.jobs import samples

pytestmark = pytest.mark.row("4.9")

FIRST, LAST = date(2027, 1, 1), date(2028, 12, 31)
DAYS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
ZONES = ["Europe/Brussels", "UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]
DAILY = {"5 0 * * *": 1, "30 1 * * *": 1, "40 2 * * *": 1, "15 3 * * *": 1, "0 7,13 * * *": 2, "59 23 * * *": 1}
BRUSSELS = ZoneInfo(CIVIL_ZONE)
HOUR = timedelta(hours=1)


def on_the_wall(day: date, zone: str, hour: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def walked(entry: Entry, first: date = FIRST, last: date = LAST) -> list[datetime]:
    """When an entry falls due from one day to another, each time found from the one before."""
    found, moment = list[datetime](), on_the_wall(first, entry.zone) - timedelta(seconds=1)
    while (moment := entry.first_after(moment)) < on_the_wall(last + timedelta(days=1), entry.zone):
        found.append(moment)
    return found


def by_day(moments: list[datetime], zone: str = CIVIL_ZONE) -> Counter[date]:
    return Counter(civil_date(moment, zone) for moment in moments)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("crontab", DAILY)
def test_what_is_daily_falls_due_on_every_day_of_two_years_as_often_as_it_says(crontab: str, zone: str) -> None:
    moments = walked(Entry("daily", crontab, samples.note, zone))
    assert by_day(moments, zone) == dict.fromkeys(DAYS, DAILY[crontab])
    assert moments == sorted(set(moments))


def test_each_entry_of_the_house_falls_due_on_every_day() -> None:
    for entry in HOUSE.entries.values():
        often = 24 if entry.times == "0 * * * *" else len(entry.times.split()[1].split(","))
        short, long = date(2027, 3, 28), date(2027, 10, 31)
        expected = dict.fromkeys(DAYS[:365], often)
        if often == 24:
            expected |= {short: 23, long: 25}
        assert by_day(walked(entry, DAYS[0], DAYS[364])) == expected, entry.name


def test_a_full_hour_comes_every_hour_of_the_year() -> None:
    moments = walked(Entry("sweep", "0 * * * *", samples.note))
    assert {later - earlier for earlier, later in itertools.pairwise(moments)} == {HOUR}
    assert len(moments) == len(DAYS) * 24


@pytest.mark.parametrize(
    ("crontab", "day", "due"),
    [
        ("40 2 * * *", date(2027, 3, 28), "2027-03-28T03:40+02:00"),
        ("0 3 * * *", date(2027, 3, 28), "2027-03-28T03:00+02:00"),
        ("5 0 * * *", date(2027, 3, 29), "2027-03-29T00:05+02:00"),
        ("40 2 * * *", date(2027, 10, 31), "2027-10-31T02:40+02:00"),
        ("0 3 * * *", date(2027, 10, 31), "2027-10-31T03:00+01:00"),
        ("5 0 * * *", date(2027, 11, 1), "2027-11-01T00:05+01:00"),
        ("0 9 29 2 *", date(2027, 1, 1), "2028-02-29T09:00+01:00"),
        ("0 9 31 * *", date(2027, 2, 1), "2027-03-31T09:00+02:00"),
        ("0 0 1 1 *", date(2027, 1, 2), "2028-01-01T00:00+01:00"),
    ],
)
def test_when_it_falls_due_in_a_night_that_is_longer_or_shorter_and_at_ends_of_months(
    crontab: str, day: date, due: str
) -> None:
    entry = Entry("one", crontab, samples.note)
    assert entry.first_after(on_the_wall(day, CIVIL_ZONE) - timedelta(seconds=1)) == datetime.fromisoformat(due)


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31), date(2028, 2, 29), date(2027, 12, 31)])
@pytest.mark.parametrize("zone", ZONES)
def test_wherever_the_scheduler_is_and_whenever_it_looks_it_finds_the_same_moment(zone: str, day: date) -> None:
    entry = Entry("often", "10,50 0,2,3,7 * * *", samples.note)
    beginning = on_the_wall(day, CIVIL_ZONE) - HOUR
    due = [moment for moment in walked(entry, day, day + timedelta(days=1)) if moment > beginning]
    for minutes in range(0, 20 * 60, 7):
        moment = beginning + timedelta(minutes=minutes)
        assert entry.first_after(moment.astimezone(ZoneInfo(zone))) == next(each for each in due if each > moment)


@pytest.mark.parametrize("away", [timedelta(hours=3), timedelta(days=40), timedelta(days=900), timedelta(days=9000)])
def test_what_fell_due_while_nobody_looked_is_the_last_time_however_long_ago(away: timedelta) -> None:
    until = datetime(2027, 6, 1, 12, 30, tzinfo=UTC)
    for crontab, last in (
        ("0 * * * *", datetime(2027, 6, 1, 12, tzinfo=UTC)),
        ("0 7 * * *", datetime(2027, 6, 1, 5, tzinfo=UTC)),
        ("0 9 29 2 *", datetime(2024, 2, 29, 8, tzinfo=UTC)),
    ):
        found = Entry("one", crontab, samples.note).latest(until - away, until)
        assert found == (last if last > until - away else None)


def test_every_day_has_two_windows_and_one_hour_of_daily_letters() -> None:
    windows, moment = list[datetime](), on_the_wall(FIRST, CIVIL_ZONE)
    while (moment := next_window(moment)) < on_the_wall(LAST, CIVIL_ZONE):
        windows.append(moment)
        assert (latest_window(moment), latest_window(moment + timedelta(minutes=1))) == (moment, moment)
    hours = Counter((civil_date(each), each.astimezone(BRUSSELS).hour) for each in windows)
    assert hours == {(day, hour): 1 for day in DAYS[:-1] for hour in (7, 13)}
    for day in DAYS[:: times(7, fire=1)]:
        told = [is_time_for_notices(on_the_wall(day, CIVIL_ZONE, hour)) for hour in range(24)]
        assert told == sorted(told)
        assert (told[0], told[23]) == (False, True)


@pytest.mark.parametrize("months", [1, 3, 6, 12, 24])
def test_a_term_in_months_ends_on_the_same_day_or_on_the_last_of_a_shorter_month(months: int) -> None:
    for start in DAYS:
        end = last_day(start, Term(months=months))
        number = start.year * 12 + start.month - 1 + months
        year, month = divmod(number, 12)
        assert (end.year, end.month) == (year, month + 1)
        assert end.day == min(start.day, calendar.monthrange(year, month + 1)[1])


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2027, 8, 31), 1, date(2027, 9, 30)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2099, 12, 31), 2, date(2100, 2, 28)),
    ],
)
def test_leap_days_and_shorter_months_by_name(start: date, months: int, end: date) -> None:
    assert last_day(start, Term(months=months)) == end


@pytest.mark.parametrize("term", [Term(days=7), Term(days=30), Term(months=3), Term(working_days=10)])
def test_from_whatever_day_a_term_began_it_runs_down_day_by_day_and_is_over_on_the_next(term: Term) -> None:
    for start in DAYS[:: times(5, fire=1)]:
        deadline = Deadline(start, term, "test")
        end, length = deadline.last_day, (deadline.last_day - start).days
        days = [start + timedelta(days=number) for number in range(length + 1)]
        assert [days_left(deadline, day) for day in days] == list(range(length, -1, -1))
        shares = [share_used(deadline, day) for day in days]
        assert (shares[0], shares[-1], shares) == (0, 100, sorted(shares))
        assert (standing(deadline, end), standing(deadline, end + timedelta(days=1))) == (Standing.SOON, Standing.OVER)


def test_a_civil_day_is_the_one_on_the_wall_at_both_its_ends() -> None:
    for day in DAYS:
        begins, ends = on_the_wall(day, CIVIL_ZONE), on_the_wall(day + timedelta(days=1), CIVIL_ZONE)
        assert (civil_date(begins), civil_date(ends - timedelta(microseconds=1))) == (day, day)
        assert ends - begins in {23 * HOUR, 24 * HOUR, 25 * HOUR}
