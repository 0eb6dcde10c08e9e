"""On which days somebody is reminded of a term, and after how many days who else is told that it is over. Pure.

Ground: house rule (R-000.65: an answer in time; security.md, rule 8: reminders look at due dates only).
"""

from collections.abc import Iterator
from datetime import date, timedelta

DAYS_BEFORE = (14, 7, 3, 1, 0)
"""Each counts only in the second half of a term: nobody is reminded on the day on which something came in."""
DAILY_FOR, THEN_EVERY = 7, 7
"""Days after the last one on which each day counts, and from then on only each so many days."""
TOLD_AFTER = (2, 5, 7)
"""Days after the last one on which the first, the second and all others whose key sleeps are told."""
FURTHEST_AHEAD = timedelta(days=max(DAYS_BEFORE))


def latest_reminder(*, starts_on: date, due_on: date, today: date) -> date | None:
    """The last day up to today on which a reminder was due; None before the first one. House rule."""
    if today > due_on:
        late = (today - due_on).days
        return today if late <= DAILY_FOR else due_on + timedelta(days=late - late % THEN_EVERY)
    passed = [day for day in _before(starts_on, due_on) if day <= today]
    return max(passed, default=None)


def told_by(late: int, sleeping: int) -> int:
    """How many of those whose key sleeps are told of a term that is so many days over, in their order. House rule."""
    after = (*TOLD_AFTER, *(TOLD_AFTER[-1] for _further in range(sleeping)))
    return sum(late >= days for days in after[:sleeping])


def _before(starts_on: date, due_on: date) -> Iterator[date]:
    length = (due_on - starts_on).days
    yield from (due_on - timedelta(days=days) for days in DAYS_BEFORE if 2 * days <= length)
