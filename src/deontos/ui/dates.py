"""Dates as people write them in the reader's language, without breaks inside: 24 november 2026, 24 de noviembre."""

from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton
from django.utils import timezone
from django.utils.translation import get_language

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
MONTH_AND_DAY = "MMMMd"
"""A skeleton: its parts stand in the order of the language."""


def locale() -> Locale:
    """The reader's language with the habits of Europe: English dates put the day first."""
    return _locale((get_language() or "en").partition("-")[0])


@lru_cache
def _locale(language: str) -> Locale:
    return Locale.parse("en_GB" if language == "en" else language)


def civil(value: date) -> date:
    """The civil date of a moment in the time zone of the house; a date stays what it is."""
    return timezone.localdate(value) if isinstance(value, datetime) else value


def long_day(value: date) -> str:
    """Day, month in words and year."""
    return _tidy(value, _written(civil(value), "long", locale()))


def day_and_month(value: date) -> str:
    """Day and month in words, where the year is plain from the page."""
    return _tidy(value, _written(civil(value), MONTH_AND_DAY, locale()))


def day_and_hour(value: datetime) -> str:
    """A moment on the calendar and clock of the house: 24 november 2026, 10:30."""
    return f"{long_day(value)}, {timezone.localtime(value):%H:%M}"


def short_month(value: date) -> str:
    """The month in three or four letters, for the day block of an agenda."""
    return _written(civil(value), "LLL", locale()).rstrip(".")


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
    weekday = _written(civil(value), "EEEE", locale())
    return f"{weekday} {long_day(value)}"


@lru_cache(maxsize=4096)
def _written(day: date, how: str, place: Locale) -> str:
    """A day in words; a list names the same few over and over."""
    return format_skeleton(how, day, locale=place) if how == MONTH_AND_DAY else format_date(day, how, place)


def _tidy(value: date, words: str) -> str:
    """French says 1er for the first of a month; no line may break inside a date."""
    if locale().language == "fr" and civil(value).day == 1:
        words = "1er" + words.removeprefix("1")
    return words.replace(" ", NO_BREAK_SPACE)
