"""Dates as people write them in the reader's language, without breaks inside: 24 november 2026, 24 de noviembre."""

from datetime import date, datetime

from babel import Locale
from babel.dates import format_date, format_skeleton
from django.utils import timezone
from django.utils.translation import get_language

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


def locale() -> Locale:
    """The reader's language with the habits of Europe: English dates put the day first."""
    language = (get_language() or "en").partition("-")[0]
    return Locale.parse("en_GB" if language == "en" else language)


def civil(value: date) -> date:
    """The civil date of a moment in the time zone of the house; a date stays what it is."""
    return timezone.localdate(value) if isinstance(value, datetime) else value


def long_day(value: date) -> str:
    """Day, month in words and year."""
    return _tidy(value, format_date(civil(value), "long", locale()))


def day_and_month(value: date) -> str:
    """Day and month in words, where the year is plain from the page."""
    return _tidy(value, format_skeleton("MMMMd", civil(value), locale=locale()))


def day_and_hour(value: datetime) -> str:
    """A moment on the calendar and clock of the house: 24 november 2026, 10:30."""
    return f"{long_day(value)}, {timezone.localtime(value):%H:%M}"


def short_month(value: date) -> str:
    """The month in three or four letters, for the day block of an agenda."""
    return format_date(civil(value), "LLL", locale()).rstrip(".")


def months_by_name() -> dict[str, int]:
    """The number of each month by its name in the reader's language, whole and short, in small letters."""
    names = locale().months["format"]
    return {
        name.casefold().rstrip("."): number
        for width in ("wide", "abbreviated")
        for number, name in names[width].items()
    }


def weekday_and_day(value: date) -> str:
    """Day of the week and date: dinsdag 24 november 2026."""
    weekday = format_date(civil(value), "EEEE", locale())
    return f"{weekday} {long_day(value)}"


def _tidy(value: date, words: str) -> str:
    """French says 1er for the first of a month; no line may break inside a date."""
    if locale().language == "fr" and civil(value).day == 1:
        words = "1er" + words.removeprefix("1")
    return words.replace(" ", NO_BREAK_SPACE)
