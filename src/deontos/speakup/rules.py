"""Who a disclosure is sealed to. Pure.

Ground: R-000.69, R-000.71, R-000.90; house rule (security.md, "Who is sealed to").

The no-conflict rule is kept by keys: whoever is named gets no envelope, not even a dormant one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from deontos.speakup.vocabulary import Admission, DisclosureKind, Place, ReporterGroup, Subject, Welcome

LONGEST_PUBLISHED = 1_200
"""House rule: so many signs at one place, so that a page stays a page that somebody in need reads to the end."""
LONGEST_TITLE = 200
LONGEST_LEAD = 600
LONGEST_BODY = 60_000
LONGEST_REASON = 300
"""House rule: so many signs in a public document, some twenty pages on paper."""
TEST_LASTS = timedelta(days=365)
"""House rule: a test that was read counts so long (security.md, opening a channel: repeated yearly)."""
TEST_REMINDED_BEFORE = timedelta(days=30)
"""House rule: so long before, the reader and the integrity officer are asked for the next one."""
CAME_AT_MOST_AGO = timedelta(days=365)
"""House rule: so long ago a letter or call may have come that is typed today."""


NOT_LET_IN_UNASKED = frozenset({ReporterGroup.NO_WORK_RELATION})
"""Groups let in only where an organisation says so: whoever has a tie to the work may report (R-000.36, R-000.38)."""


@dataclass(frozen=True, slots=True)
class InLine:
    """One person in the line: manager, deputies in order, integrity officer, general director.

    `tested`: whether this person read a test of the channel with the present key, not longer ago than a test counts.
    """

    person: UUID
    place: Place
    certified: bool
    absent: bool = False
    tested: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """Who gets a key now, who gets one that sleeps, and who gets none because the reporter named them."""

    sealed_to: tuple[InLine, ...]
    dormant: tuple[InLine, ...]
    shut_out: tuple[InLine, ...]

    @property
    def readers(self) -> frozenset[UUID]:
        """The people who get a key now."""
        return frozenset(member.person for member in self.sealed_to)

    @property
    def sleeping(self) -> frozenset[UUID]:
        """The people who get a key that sleeps."""
        return frozenset(member.person for member in self.dormant)

    @property
    def nobody_left(self) -> bool:
        """Whether there is nobody to seal to."""
        return not self.sealed_to


def route(line: Sequence[InLine], named: frozenset[UUID]) -> Route:
    """Walk the line: leave out who is named and who holds no valid certificate; seal to the first who remains.

    While the last one sealed to is absent, also to the next. Further deputies get a dormant envelope (security.md).
    """
    people = once(line)
    free = [person for person in people if person.certified and person.person not in named]
    sealed_to: list[InLine] = []
    for person in free:
        sealed_to.append(person)
        if not person.absent:
            break
    dormant = [person for person in free[len(sealed_to) :] if person.place is Place.DEPUTY]
    shut_out = [person for person in people if person.person in named]
    return Route(tuple(sealed_to), tuple(dormant), tuple(shut_out))


def asked_about(line: Sequence[InLine], named: frozenset[UUID]) -> tuple[InLine, ...]:
    """Whom the form asks about: the manager and the deputies; and once these all are named, whoever would be next.

    So everybody beyond the deputies is shown by name before sending.
    """
    people = [person for person in once(line) if person.certified or person.place in (Place.MANAGER, Place.DEPUTY)]
    near = [person for person in people if person.place in (Place.MANAGER, Place.DEPUTY)]
    far = [person for person in people if person not in near]
    shown = list(near)
    reading = [person for person in near if person.certified and person.person not in named]
    while far and not reading:
        following = far.pop(0)
        shown.append(following)
        reading = [] if following.person in named else [following]
    return tuple(shown)


def welcome(by_law: Admission, group: ReporterGroup, chosen: bool | None) -> Welcome:
    """How a channel receives a group, where its laws say this of it and the organisation chose so, or nothing yet.

    Ground: T19; R-000.36, R-000.38; law.md B1 to B4. What a law leaves open, a reporter may decide as well: whoever the
    organisation would rather send elsewhere is told where, and may go on.
    """
    if by_law is Admission.MUST:
        return Welcome.LET_IN
    if by_law is Admission.ELSEWHERE:
        return Welcome.ELSEWHERE
    is_let_in = group not in NOT_LET_IN_UNASKED if chosen is None else chosen
    return Welcome.LET_IN if is_let_in else Welcome.MAY_GO_ON


def is_open_to_all(kind: DisclosureKind | None) -> bool:
    """Whether anybody may come with this: a question about the policy is no report (R-001.41)."""
    return kind is DisclosureKind.QUESTION


CONCERN_OTHERS = frozenset({Subject.LOCAL_GOVERNMENT_STAFF, Subject.PARTICIPANT, Subject.OTHER})
"""About whom it is when another organisation is concerned (R-000.61: reports about them are passed on there; T20)."""


def has_readers(line: Sequence[InLine]) -> bool:
    """Whether the manager and a deputy, two people, hold certified keys (security.md, opening a channel)."""
    return _two_read([person for person in once(line) if person.certified])


def is_open(line: Sequence[InLine]) -> bool:
    """Whether a channel may be open: the manager and one deputy, two people, hold certified keys and read a test.

    Ground: house rule (security.md, opening a channel).
    """
    return _two_read([person for person in once(line) if person.certified and person.tested])


def _two_read(people: Sequence[InLine]) -> bool:
    return any(person.place is Place.MANAGER for person in people) and any(
        person.place is Place.DEPUTY for person in people
    )


def counts(read_on: date, *, on: date) -> bool:
    """Whether a test that was read on a day still counts on another; one from the future does not."""
    return read_on <= on <= read_on + TEST_LASTS


def is_asked_for_again(read_on: date, *, on: date) -> bool:
    """Whether the next test is to be asked for: from 30 days before this one counts no longer."""
    return on >= read_on + TEST_LASTS - TEST_REMINDED_BEFORE


def came_in_time(came_on: date, *, on: date) -> bool:
    """Whether a report that is typed on a day may have come on another: not after it, and not over a year before.

    House rule: a day further back is a slip of the keyboard, and its terms would be over before anybody read it.
    """
    return came_on <= on <= came_on + CAME_AT_MOST_AGO


def goes_round(start: UUID, fallback: UUID, named: Mapping[UUID, UUID]) -> bool:
    """Whether an organisation would come back to itself by way of whoever each one names to take over. House rule."""
    step: UUID | None = fallback
    seen: set[UUID] = set()
    while step is not None and step not in seen:
        if step == start:
            return True
        seen.add(step)
        step = named.get(step)
    return False


def is_web_address(given: str) -> bool:
    """Whether an address leads to a web page: a stored one could also be a script, or lead nowhere. House rule."""
    try:
        parts = urlsplit(given)
        _a_number_from_0_to_65535 = parts.port
    except ValueError:
        return False
    is_whole = given.isprintable() and " " not in given and "." in (parts.hostname or "").strip(".")
    return is_whole and given.startswith(("https://", "http://"))


def once(line: Sequence[InLine]) -> list[InLine]:
    """Everybody at the first place where they stand: one person has one key. House rule."""
    seen: dict[UUID, InLine] = {}
    for person in line:
        seen.setdefault(person.person, person)
    return list(seen.values())
