"""Choosing who may report at a channel, and writing down where others go."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.audit.actions import record
from deontos.kernel.clock import civil_date
from deontos.speakup.actions.settings import ChannelRefused
from deontos.speakup.admitting import Admissions, admissions_at
from deontos.speakup.models import Channel, ChannelGroup
from deontos.speakup.rules import is_web_address
from deontos.speakup.vocabulary import ChannelCode, ReporterGroup


@dataclass(frozen=True, slots=True)
class ComplaintsService:
    """The ordinary complaints service of an organisation, for whoever has no tie to the work."""

    complaints_name: str
    complaints_telephone: str
    complaints_address: str


def choose_groups(
    channel: Channel, let_in: frozenset[ReporterGroup], elsewhere: ComplaintsService, *, by: Actor, at: datetime
) -> bool:
    """Let these groups in, of those that the law leaves to the organisation; the answer is whether anything changed.

    Refuses: NotAllowed, NOT_TO_CHOOSE, NOT_A_WEB_ADDRESS. Records: channel.groups_chosen with who is let in and who is
    told to go elsewhere, and channel.settings_saved with the names of what changed of the complaints service.
    """
    demand(by, Permission.SPEAKUP_CHANNEL_SET_UP, channel.organisation_id)
    if elsewhere.complaints_address and not is_web_address(elsewhere.complaints_address):
        raise ChannelRefused(ChannelCode.NOT_A_WEB_ADDRESS, field="complaints_address")
    with transaction.atomic():
        locked = (
            Channel.objects.select_for_update(of=("self",), no_key=True)
            .select_related("organisation")
            .get(pk=channel.pk)
        )
        admissions = admissions_at(locked, on=civil_date(at))
        if not let_in <= set(admissions.to_choose):
            raise ChannelRefused(ChannelCode.NOT_TO_CHOOSE, field="let_in")
        is_chosen = _choose(locked, admissions, let_in, by=by, at=at)
        return _write_down(locked, elsewhere, by=by, at=at) or is_chosen


def _choose(
    channel: Channel, admissions: Admissions, let_in: frozenset[ReporterGroup], *, by: Actor, at: datetime
) -> bool:
    wanted = {group: group in let_in for group in admissions.to_choose}
    if {group: admissions.chosen.get(group) for group in wanted} == wanted:
        return False
    for group, is_let_in in wanted.items():
        ChannelGroup.objects.update_or_create(channel=channel, group=group, defaults={"is_let_in": is_let_in})
    details = {"let_in": sorted(let_in), "elsewhere": sorted(set(wanted) - let_in)}
    house = channel.organisation_id
    record(house, "channel.groups_chosen", by=by.person, about=channel.id, at=at, details=details)
    return True


def _write_down(channel: Channel, elsewhere: ComplaintsService, *, by: Actor, at: datetime) -> bool:
    values = asdict(elsewhere)
    changed = [name for name, value in values.items() if getattr(channel, name) != value]
    for name in changed:
        setattr(channel, name, values[name])
    if changed:
        channel.save(update_fields=changed)
        house, details = channel.organisation_id, {"changed": changed}
        record(house, "channel.settings_saved", by=by.person, about=channel.id, at=at, details=details)
    return bool(changed)
