"""What the pages of settings judge: circles of units, the order of deputies, overlapping absences, unattended lines;
and the terms of signing in: how long links, sign-ins and proofs count, how many attempts there are.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from deontos.administration.vocabulary import AdministrationCode, AttemptKind, Direction, LinkPurpose
from deontos.kernel.clock import is_ahead
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

FEWEST_STEWARDS = 3
"""So many vouch for keys before anybody is certified (security.md, stewards)."""

LOOKED_AHEAD = timedelta(days=60)
"""How far ahead a line is checked for a day on which everybody is away (house rule)."""

LINK_LASTS: dict[LinkPurpose, timedelta] = {
    LinkPurpose.INVITATION: timedelta(days=7),
    LinkPurpose.PASSWORD_RESET: timedelta(hours=1),
    LinkPurpose.SECOND_FACTOR_RESET: timedelta(days=1),
}
"""House rule: a letter that was asked for a moment ago is read at once, an invitation after a holiday."""

PAGE_LASTS = timedelta(minutes=30)
"""How long the page behind a used link stays open for choosing a password (house rule)."""

IDLE_LASTS = timedelta(minutes=30)
SIGN_IN_LASTS = timedelta(hours=12)
"""A sign-in ends after half an hour without a page, and after twelve hours whatever happens (house rules)."""

USE_IS_NOTED_AFTER = timedelta(minutes=1)
"""The last use of a sign-in is written down to the minute, not at every page."""

DEVICE_IS_KNOWN_FOR = timedelta(days=365)
"""A browser in which nobody signed in for a year is a stranger again (house rule)."""

PROOF_COUNTS_FOR = timedelta(minutes=5)
"""How long a password or code that was given need not be given again (house rule)."""

SHORTEST_PASSWORD = 12
"""Signs (house rule, above the 8 of NIST SP 800-63B, because no other proof stands beside it for a moment)."""

FEWEST_BITS = 33.0
"""Estimated: ten thousand million guesses, what zxcvbn calls very unlikely to be guessed (house rule)."""

OWN_WORDS = ("deontos", "integrity", "integriteit", "intégrité", "integridad", "administrator", "gemeente", "commune")
"""What a guesser tries first, besides the words of the person and the organisation (house rule; ASVS 5.0, 6.1.2)."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many attempts in so long a time; then the next waits until that time is over."""

    attempts: int
    within: timedelta


LIMITS: dict[AttemptKind, Limit] = {
    AttemptKind.PASSWORD: Limit(20, timedelta(minutes=5)),
    AttemptKind.CODE: Limit(10, timedelta(minutes=5)),
    AttemptKind.LETTER: Limit(3, timedelta(hours=1)),
    AttemptKind.AGENDA: Limit(60, timedelta(minutes=15)),
    AttemptKind.AGENDA_GUESS: Limit(60, timedelta(minutes=1)),
}
"""House rules: many at the password, whose hash is slow; few at a code, which has six digits; nobody fills a
colleague's mailbox with letters; a calendar program asks now and then, and no guess at a key slows a right one. Every
count forgets by itself: nobody is locked out (security.md, rule 14)."""

LONGEST_COUNT = max(limit.within for limit in LIMITS.values())


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


def has_left(last_day: date | None, *, today: date) -> bool:
    """Whether somebody's last day is over. Ground: security.md, a leaver's access ends at once, worker or no worker."""
    return last_day is not None and last_day < today


def ends_at(*, begun_at: datetime, used_at: datetime) -> datetime:
    """Until when a sign-in counts. Ground: house rules on idle and absolute time-outs (OWASP ASVS 5.0, 7.3)."""
    return min(begun_at + SIGN_IN_LASTS, used_at + IDLE_LASTS + USE_IS_NOTED_AFTER)


def is_page_open(used_at: datetime | None, *, at: datetime) -> bool:
    """Whether the page behind a link is open, so long after the link was used (house rule)."""
    return used_at is not None and at - used_at <= PAGE_LASTS and not is_ahead(used_at, at=at)


def can_be_used(valid_until: datetime, purpose: LinkPurpose, *, at: datetime) -> bool:
    """Whether a link counts still: not for longer than links of its kind last, whatever clock made it (house rule)."""
    return at < valid_until and not is_ahead(valid_until - LINK_LASTS[purpose], at=at)


def is_fresh(given_at: datetime | None, *, at: datetime) -> bool:
    """Whether a proof was given so lately that it need not be given again. Ground: house rule (ASVS 5.0, 7.5.3)."""
    return given_at is not None and at - given_at <= PROOF_COUNTS_FOR and not is_ahead(given_at, at=at)


def password_fault(password: str, address: str, *, is_common: bool, bits: float) -> AdministrationCode | None:
    """What keeps a password from being taken. Ground: NIST SP 800-63B (long, not well known), house rule.

    `bits` is what somebody would need to guess who knows the person and the organisation.
    """
    if len(password) < SHORTEST_PASSWORD:
        return AdministrationCode.PASSWORD_TOO_SHORT
    typed, known = password.strip().casefold(), address.casefold()
    if typed in {known, known.partition("@")[0]}:
        return AdministrationCode.PASSWORD_IS_ADDRESS
    return AdministrationCode.PASSWORD_TOO_COMMON if is_common or bits < FEWEST_BITS else None


def may_read(managers: Set[UUID], deputies: Set[UUID]) -> bool:
    """Whether somebody reads, and somebody else when that person cannot (R-000.16, R-000.71)."""
    return bool(managers) and bool(deputies - managers)


def may_vouch(stewards: Set[UUID], administrators: Set[UUID]) -> bool:
    """Whether there are three stewards, and not every one is an administrator. House rule (security.md, stewards)."""
    return len(stewards) >= FEWEST_STEWARDS and bool(stewards - administrators)
