"""The one clock. Only ``web``, ``jobs``, ``sites`` and commands read it; everything else is told the moment or the day.

Moments are aware and in UTC; civil dates are those of the wall calendar in Brussels.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

CIVIL_ZONE = "Europe/Brussels"
STEPS_BACK = timedelta(minutes=5)
"""How far a clock may be put back while everything goes on: time servers do such steps (house rule)."""


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def civil_date(moment: datetime, zone: str = CIVIL_ZONE) -> date:
    """The date on the calendar on the wall at ``moment``. Raises ``ValueError`` for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no civil date")
    return moment.astimezone(ZoneInfo(zone)).date()


def is_ahead(moment: datetime, *, at: datetime) -> bool:
    """Whether a moment lies so far ahead that a clock which was put back since wrote it: nothing may last by it.

    Else whoever came while the clock was a year ahead could stay for a year, or would be kept out for one.
    """
    return moment > at + STEPS_BACK


def today() -> date:
    """The civil date of this moment."""
    return civil_date(now())
