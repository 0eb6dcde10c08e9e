"""When letters leave. Ground: security.md, rule 8 (windows at 07:00 and 13:00, one letter a recipient)."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from deontos.kernel.clock import CIVIL_ZONE
from deontos.notices.vocabulary import LetterTemplate

WINDOWS = (time(7), time(13))
WINDOW_LASTS = timedelta(minutes=15)
KEPT_AFTER_SENDING = timedelta(days=35)


def latest_window(at: datetime) -> datetime:
    """The window that opened last, at this moment or before it; on the clock of Brussels."""
    here = at.astimezone(ZoneInfo(CIVIL_ZONE))
    candidates = [_opening(here.date() - timedelta(days=back), window) for back in (0, 1) for window in WINDOWS]
    return max(window for window in candidates if window <= at)


def next_window(at: datetime) -> datetime:
    """The first window after this moment; on the clock of Brussels."""
    here = at.astimezone(ZoneInfo(CIVIL_ZONE))
    candidates = [_opening(here.date() + timedelta(days=ahead), window) for ahead in (0, 1) for window in WINDOWS]
    return min(window for window in candidates if window > at)


def last_day_due(at: datetime, *, opens_window: bool = True) -> date:
    """Windowed notices written on this day or before may leave now.

    When the timetable opens a window, all of them. Else, and later (the worker was away, the machine was off) only
    those of earlier days, which surely were there when it opened: what was written since must not show by its hour
    when that was.
    """
    opened = latest_window(at)
    is_open = opens_window and at - opened < WINDOW_LASTS
    return opened.date() if is_open else opened.date() - timedelta(days=1)


def merged(templates: set[str]) -> LetterTemplate:
    """Which letter carries several notices to one person: theirs when they agree, else the one that says least."""
    return LetterTemplate(*templates) if len(templates) == 1 else LetterTemplate.SOMETHING_WAITS


def _opening(day: date, window: time) -> datetime:
    return datetime.combine(day, window, ZoneInfo(CIVIL_ZONE))
