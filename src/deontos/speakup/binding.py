"""Which terms bind a disclosure that comes in on a day: those of the laws that apply, and the own promise. Pure.

Ground: T1 (several terms side by side, the strictest governs, no law is loosened), R-000.65, T17.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date

from deontos.kernel.deadlines import Term, Unit
from deontos.speakup.profiles import ClockRule, shipped
from deontos.speakup.vocabulary import ClockName, DisclosureKind, ExemptionReason, ProfileName, StartsAt

WHERE_NONE_IS_CHOSEN = ProfileName.EU_DIRECTIVE
"""The law that applies on a day for which nobody chose one: there is always one (T1)."""

WORKING_DAYS_A_WEEK, WEEK, HOLIDAYS = 5, 7, 6
"""So many weeks with so many days more: within these the working days of a promise surely fall, holidays and all."""

SHORTEST_MONTH = 28
"""Days. Whoever promises less than this per month of a law never ends after it."""


@dataclass(frozen=True, slots=True)
class ClockTerm:
    """What one profile sets for one clock of one disclosure; it stays so, whatever is set later.

    `longer` is by how many of its unit it may be put off once, `pause_at_most` for how many days it may stand still.
    """

    clock: ClockName
    profile: ProfileName
    term: Term
    starts_at: StartsAt
    longer: int = 0
    pause_at_most: int = 0

    @property
    def put_off(self) -> Term:
        """By how much it is put off. Raises ValueError where it cannot be."""
        return Term(**{self.term.unit: self.longer})


@dataclass(frozen=True, slots=True)
class OwnPromise:
    """The numbers that a channel sets for itself, with those that are shipped."""

    react_within_days: int = 14
    reply_within_working_days: int = 5
    put_off_by_days: int = 0
    pause_at_most_days: int = 0

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The names of the numbers."""
        return tuple(field.name for field in fields(cls))


SHIPPED_PROMISE = OwnPromise()


def laws_or_default(chosen: Iterable[ProfileName], *, on: date) -> tuple[ProfileName, ...]:
    """The laws that apply on a day, in the order of the list of laws: those chosen and in force, else the Directive."""
    in_force = {name for name in chosen if shipped(name).is_law and shipped(name).version_on(on)}
    return tuple(name for name in ProfileName if name in in_force) or (WHERE_NONE_IS_CHOSEN,)


def bound_terms(
    laws: Sequence[ProfileName], promise: OwnPromise, kind: DisclosureKind, *, on: date
) -> tuple[ClockTerm, ...]:
    """Every term that binds a disclosure of a kind that comes in on a day; laws first, then the own promise (T1)."""
    by_law = [(law, rule) for law in laws for rule in rules_of(law, kind, on=on)]
    bound = [
        ClockTerm(rule.clock, law, rule.term, rule.starts_at, rule.longer, rule.pause_at_most) for law, rule in by_law
    ]
    own = [_promised(rule, promise) for rule in rules_of(ProfileName.POLICY, kind, on=on)]
    return (*bound, *own)


def rules_of(profile: ProfileName, kind: DisclosureKind, *, on: date) -> list[ClockRule]:
    """What a profile sets for a kind of disclosure on a day; the first version on a day before it."""
    version = shipped(profile).version_on(on) or shipped(profile).versions[0]
    return [rule for rule in version.clocks if kind in rule.kinds]


def longest_promise(laws: Iterable[ProfileName], *, on: date) -> int:
    """After how many days an own promise may end at most, so that it never ends after what a law demands (T1).

    A month of a law counts 28 days here (house rule): so the promise is the shorter one in every year.
    """
    rules = [rule for law in laws for rule in rules_of(law, DisclosureKind.SUSPICION, on=on)]
    ends = [rule.term for rule in rules if rule.clock is ClockName.FEEDBACK]
    return min(term.count * (SHORTEST_MONTH if term.unit is Unit.MONTHS else 1) for term in ends)


def ends_within(promise: OwnPromise, longest: int) -> bool:
    """Whether every own promise, put off and paused as far as it may be, still ends within so many days (T1)."""
    weeks = -(-promise.reply_within_working_days // WORKING_DAYS_A_WEEK)
    reply = weeks * WEEK + HOLIDAYS
    return max(promise.react_within_days + promise.put_off_by_days, reply) + promise.pause_at_most_days <= longest


def exemptions_known(laws: Iterable[ProfileName], *, on: date) -> frozenset[ExemptionReason]:
    """For which reasons receipt need not be confirmed on a day: those that every one of these laws knows (T1)."""
    versions = [shipped(law).version_on(on) for law in laws]
    known = [{each.reason for each in version.exemptions} if version else set() for version in versions]
    return frozenset(ExemptionReason).intersection(*known) if known else frozenset()


def _promised(rule: ClockRule, promise: OwnPromise) -> ClockTerm:
    count = getattr(promise, rule.setting) if rule.setting else rule.term.count
    is_answer = rule.clock is ClockName.FIRST_ANSWER
    return ClockTerm(
        rule.clock,
        ProfileName.POLICY,
        Term(**{rule.term.unit: count}),
        rule.starts_at,
        promise.put_off_by_days if is_answer and rule.term.unit is Unit.DAYS else 0,
        promise.pause_at_most_days if is_answer else 0,
    )
