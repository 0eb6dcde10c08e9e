"""What the pages of settings judge: circles of units, the order of deputies, overlapping absences, unattended lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from deontos.administration.vocabulary import Direction
from deontos.organisations.vocabulary import OfficeKind

READING_OFFICES = frozenset(
    {
        OfficeKind.COMPLAINTS_MANAGER,
        OfficeKind.INTEGRITY_OFFICER,
        OfficeKind.GENERAL_DIRECTOR,
        OfficeKind.STEWARD,
    }
)
"""Offices that mean nothing without a key: the line of readers, and who certifies them (security.md, Journeys)."""

LOOKED_AHEAD = timedelta(days=60)
"""How far ahead a line is checked for a day on which everybody is away (house rule)."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from one until another; without a last day until further notice. Both days count."""

    first: date
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day and (self.last is None or day <= self.last)


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans have a day in common. Ground: house rule, one person records a day once."""
    return (one.last is None or other.first <= one.last) and (other.last is None or one.first <= other.last)


def stands_in_circle(unit: UUID, above: UUID | None, tree: Mapping[UUID, UUID | None]) -> bool:
    """Whether a unit would stand under itself when put under another. `tree` says what each unit stands under now.

    Ground: house rule, a line of heads has an end (R-000.04, R-000.90 walk upwards).
    """
    seen = {unit}
    step = above
    while step is not None:
        if step in seen:
            return True
        seen.add(step)
        step = tree.get(step)
    return False


def moved(order: Sequence[UUID], which: UUID, direction: Direction) -> tuple[UUID, ...]:
    """The order with one deputy changed places with the one before or after; at the end of the row nothing changes.

    Ground: R-000.16, R-000.90, deputies stand in an order.
    """
    places = list(order)
    here = places.index(which)
    there = here - 1 if direction is Direction.EARLIER else here + 1
    if 0 <= there < len(places):
        places[here], places[there] = places[there], places[here]
    return tuple(places)


def first_day_unattended(
    line: Iterable[UUID], absences: Mapping[UUID, Sequence[Span]], *, today: date, until: date
) -> date | None:
    """The first day from today until a day on which everybody in a line is away; None when somebody is always there.

    Ground: R-000.71, somebody is there when the manager is not; a line without anybody is everybody away.
    """
    people = list(line)
    days = {today} | {span.first for spans in absences.values() for span in spans}
    for day in sorted(day for day in days if today <= day <= until):
        if all(any(span.holds(day) for span in absences.get(person, ())) for person in people):
            return day
    return None


def is_off_at_once(last_day: date, *, today: date) -> bool:
    """Whether whoever leaves can no longer sign in from now on. Ground: security.md, a leaver's access ends at once."""
    return last_day <= today
