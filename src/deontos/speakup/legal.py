"""Which profiles a channel stands under, what it promises itself, and the terms that follow from both."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from deontos.speakup.binding import ClockTerm, OwnPromise, bound_terms, laws_or_default
from deontos.speakup.models import Channel, ChannelProfile
from deontos.speakup.profiles import Authority, Version, shipped
from deontos.speakup.vocabulary import Admission, DisclosureKind, ProfileName, ReporterGroup


def chosen_on(day: date) -> Q:
    """The condition "applies on this day" for the rows of a channel; the last day counts."""
    return Q(from_on__lte=day) & (Q(until_on__isnull=True) | Q(until_on__gte=day))


def chosen_profiles(channel: Channel) -> QuerySet[ChannelProfile]:
    """What was chosen for a channel, ever, the latest first."""
    return ChannelProfile.objects.filter(channel=channel).select_related("chosen_by").order_by("-from_on", "profile")


def laws_of(channel: Channel, *, on: date) -> tuple[ProfileName, ...]:
    """The laws under which a channel stands on a day; never none. One query."""
    rows = ChannelProfile.objects.filter(chosen_on(on), channel=channel).values_list("profile", flat=True)
    return laws_or_default(map(ProfileName, rows), on=on)


def promise_of(channel: Channel) -> OwnPromise:
    """What a channel promises itself today."""
    return OwnPromise(**{name: getattr(channel, name) for name in OwnPromise.names()})


def terms_for(channel: Channel, kind: DisclosureKind, *, on: date) -> tuple[ClockTerm, ...]:
    """Every term that binds a disclosure which comes in on a day. One query."""
    return bound_terms(laws_of(channel, on=on), promise_of(channel), kind, on=on)


def versions_of(channel: Channel, *, on: date) -> dict[ProfileName, Version]:
    """What each law of a channel says on a day. One query."""
    found = {law: shipped(law).version_on(on) for law in laws_of(channel, on=on)}
    return {law: version for law, version in found.items() if version}


def admissions_in(versions: Iterable[Version]) -> dict[ReporterGroup, Admission]:
    """What laws say of each group that may want to report: the most welcoming of them counts.

    MUST: it has to be let in. MAY: the organisation chooses. ELSEWHERE: the law sends it to somebody else (T19).
    """
    order, laws = list(Admission), list(versions)
    said = {group: [law.reporters[group] for law in laws if group in law.reporters] for group in ReporterGroup}
    return {group: min(words, key=order.index, default=Admission.MAY) for group, words in said.items()}


def admissions_of(channel: Channel, *, on: date) -> dict[ReporterGroup, Admission]:
    """What the laws of a channel say of each group. One query."""
    return admissions_in(versions_of(channel, on=on).values())


def authorities_in(versions: Iterable[Version], kind: str) -> tuple[Authority, ...]:
    """Who stands outside, in these laws, for an organisation of this kind."""
    return tuple(each for version in versions for each in version.authorities if kind in each.kinds)


def authorities_of(channel: Channel, *, on: date) -> tuple[Authority, ...]:
    """Who stands outside, for an organisation of this kind, in the laws of a channel. One query."""
    return authorities_in(versions_of(channel, on=on).values(), channel.organisation.kind)
