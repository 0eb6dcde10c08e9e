"""How near a last day is: the three groups in which a person's agenda is shown.

Only days; what falls due is for the rooms, the words for the pages.
"""

from datetime import date, timedelta
from enum import StrEnum

WEEK = timedelta(days=7)


class Urgency(StrEnum):
    """The groups, in the order in which a page shows them."""

    LATE = "late"
    THIS_WEEK = "this_week"
    LATER = "later"


def last_days(urgency: Urgency, *, today: date) -> tuple[date, date]:
    """The first and the last of the last days that fall in a group, both included.

    House rule: this week is today and the six days after it.
    """
    return {
        Urgency.LATE: (date.min, today - timedelta(days=1)),
        Urgency.THIS_WEEK: (today, today + WEEK - timedelta(days=1)),
        Urgency.LATER: (today + WEEK, date.max),
    }[urgency]
