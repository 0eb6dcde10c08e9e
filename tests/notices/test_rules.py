"""Windows, on the clock of Brussels, on every day of the year."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deontos.kernel.clock import civil_date
from deontos.notices.rules import WINDOW_LASTS, last_day_due, latest_window, merged, next_window

BRUSSELS = ZoneInfo("Europe/Brussels")
FROM, UNTIL = datetime(2026, 1, 1), datetime(2028, 12, 31)  # noqa: DTZ001 the zone is drawn with the moment
MOMENTS = st.datetimes(FROM, UNTIL, timezones=st.just(BRUSSELS), allow_imaginary=False)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


@pytest.mark.parametrize(
    ("moment", "latest", "following", "last_day"),
    [
        ("2026-11-24T00:05", "2026-11-23T13:00", "2026-11-24T07:00", date(2026, 11, 22)),
        ("2026-11-24T06:59:59", "2026-11-23T13:00", "2026-11-24T07:00", date(2026, 11, 22)),
        ("2026-11-24T07:00", "2026-11-24T07:00", "2026-11-24T13:00", date(2026, 11, 24)),
        ("2026-11-24T07:14:59", "2026-11-24T07:00", "2026-11-24T13:00", date(2026, 11, 24)),
        ("2026-11-24T07:15", "2026-11-24T07:00", "2026-11-24T13:00", date(2026, 11, 23)),
        ("2026-11-24T13:00", "2026-11-24T13:00", "2026-11-25T07:00", date(2026, 11, 24)),
        ("2026-11-24T23:59", "2026-11-24T13:00", "2026-11-25T07:00", date(2026, 11, 23)),
        ("2026-03-29T07:00", "2026-03-29T07:00", "2026-03-29T13:00", date(2026, 3, 29)),
        ("2026-10-25T02:30", "2026-10-24T13:00", "2026-10-25T07:00", date(2026, 10, 23)),
    ],
)
def test_windows(moment: str, latest: str, following: str, last_day: date) -> None:
    assert latest_window(at(moment)) == at(latest)
    assert next_window(at(moment)) == at(following)
    assert last_day_due(at(moment)) == last_day


@pytest.mark.row("1.6")
@given(written=MOMENTS, later=st.timedeltas(timedelta(0), timedelta(days=4)))
def test_what_leaves_was_there_when_the_window_opened(written: datetime, later: timedelta) -> None:
    """Or it leaves while the window is open: so the hour at which a letter leaves tells nothing of the act."""
    leaves = (written.astimezone(ZoneInfo("UTC")) + later).astimezone(BRUSSELS)
    if civil_date(written) <= last_day_due(leaves):
        opened = latest_window(leaves)
        assert written <= opened or leaves - opened < WINDOW_LASTS


@given(written=MOMENTS)
def test_nothing_waits_longer_than_to_the_first_window_after_it(written: datetime) -> None:
    assert civil_date(written) <= last_day_due(next_window(written))


def test_letters_that_agree_keep_their_words_and_others_say_least() -> None:
    assert merged({"vault_made"}) == "vault_made"
    assert merged({"vault_made", "something_waits"}) == "something_waits"
