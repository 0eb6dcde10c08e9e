"""Moments are UTC, civil dates are Brussels': they differ around midnight and change with summer time."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import time_machine

from deontos.kernel.clock import civil_date, now, today

pytestmark = pytest.mark.row("1.3")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 1, 31, 22, 59, 59, tzinfo=UTC), date(2026, 1, 31)),
        (datetime(2026, 1, 31, 23, 0, tzinfo=UTC), date(2026, 2, 1)),
        (datetime(2026, 7, 31, 21, 59, 59, tzinfo=UTC), date(2026, 7, 31)),
        (datetime(2026, 7, 31, 22, 0, tzinfo=UTC), date(2026, 8, 1)),
        (datetime(2026, 10, 25, 22, 30, tzinfo=UTC), date(2026, 10, 25)),  # the day of 25 hours
        (datetime(2026, 12, 31, 20, 0, tzinfo=timezone(timedelta(hours=-5))), date(2027, 1, 1)),
    ],
)
def test_civil_date_in_brussels(moment: datetime, expected: date) -> None:
    assert civil_date(moment) == expected


def test_civil_date_elsewhere() -> None:
    moment = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
    assert [civil_date(moment, zone) for zone in ("Europe/Brussels", "America/Guayaquil")] == [
        date(2026, 2, 1),
        date(2026, 1, 31),
    ]


def test_a_moment_without_zone_has_no_civil_date() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        civil_date(datetime(2026, 1, 31, tzinfo=UTC).replace(tzinfo=None))


def test_now_is_utc_and_today_is_brussels() -> None:
    moment = datetime(2026, 6, 30, 22, 15, tzinfo=UTC)
    with time_machine.travel(moment, tick=False):
        assert now() == moment
        assert now().tzinfo is UTC
        assert today() == date(2026, 7, 1)
