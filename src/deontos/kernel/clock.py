"""The one clock. Only ``web``, ``jobs``, ``sites`` and commands read it; everything else is told the moment or the day.

Moments are aware and in UTC; civil dates are those of the wall calendar in Brussels.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CIVIL_ZONE = "Europe/Brussels"


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def civil_date(moment: datetime, zone: str = CIVIL_ZONE) -> date:
    """The date on the calendar on the wall at ``moment``. Raises ``ValueError`` for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no civil date")
    return moment.astimezone(ZoneInfo(zone)).date()


def today() -> date:
    """The civil date of this moment."""
    return civil_date(now())
