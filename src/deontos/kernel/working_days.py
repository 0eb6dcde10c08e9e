"""Working days in Belgium: Monday to Friday, without the ten public holidays. Only own promises are counted in them.

Source of the holidays: Act of 4 January 1974 and Royal Decree of 18 April 1974; no holiday is moved from a weekend.
"""

from datetime import date, timedelta
from functools import cache

SATURDAY = 5
FIXED = ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))
"""Month and day."""
AFTER_EASTER = (1, 39, 50)
"""Easter Monday, Ascension Day and Whit Monday, in days after Easter Sunday."""


def easter_sunday(year: int) -> date:
    """Easter Sunday of a year in the Gregorian calendar. Source: the algorithm of Meeus, Jones and Butcher."""
    century, rest = divmod(year, 100)
    moon = year % 19
    corrected = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * moon + century - century // 4 - corrected + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (moon + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The ten Belgian public holidays of a year."""
    easter = easter_sunday(year)
    return frozenset(
        [
            *(date(year, month, day) for month, day in FIXED),
            *(easter + timedelta(days=later) for later in AFTER_EASTER),
        ]
    )


def is_working_day(day: date) -> bool:
    """Whether people are at work on a day."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year)


def working_days_after(start: date, count: int) -> date:
    """The working day that is so many working days after `start`, which is not counted itself."""
    day = start
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day
