"""Who may report at a channel: what its laws say, what the organisation chose, and where others go. T19.

Nobody who reports has to say what they are; whoever does is told where to go before anything is written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from deontos.speakup.legal import admissions_in, authorities_in, versions_of
from deontos.speakup.models import Channel, ChannelGroup
from deontos.speakup.profiles import Authority
from deontos.speakup.rules import welcome
from deontos.speakup.vocabulary import Admission, ProfileName, ReporterGroup, Welcome


@dataclass(frozen=True, slots=True)
class Admissions:
    """What a channel says of each group on a day, under which laws, and who stands outside in these."""

    by_law: Mapping[ReporterGroup, Admission]
    chosen: Mapping[ReporterGroup, bool]
    laws: tuple[ProfileName, ...]
    authorities: tuple[Authority, ...]

    def of(self, group: ReporterGroup) -> Welcome:
        """How somebody of a group is received."""
        return welcome(self.by_law[group], group, self.chosen.get(group))

    def groups(self, *welcomes: Welcome) -> list[ReporterGroup]:
        """The groups that are received so, in their order."""
        return [group for group in ReporterGroup if self.of(group) in welcomes]

    @property
    def to_choose(self) -> list[ReporterGroup]:
        """The groups about which the organisation decides."""
        return [group for group in ReporterGroup if self.by_law[group] is Admission.MAY]


def admissions_at(channel: Channel, *, on: date) -> Admissions:
    """Who may report at a channel on a day. Two queries."""
    versions = versions_of(channel, on=on)
    return Admissions(
        admissions_in(versions.values()),
        chosen_groups(channel),
        tuple(versions),
        authorities_in(versions.values(), channel.organisation.kind),
    )


def chosen_groups(channel: Channel) -> dict[ReporterGroup, bool]:
    """What an organisation chose; nothing before it did. One query."""
    return {ReporterGroup(row.group): row.is_let_in for row in ChannelGroup.objects.filter(channel=channel)}
