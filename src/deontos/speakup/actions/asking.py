"""Choosing which questionnaire a channel asks about each kind of disclosure."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.audit.actions import record
from deontos.questionnaires.queries import newest_published
from deontos.questionnaires.shelf import versions
from deontos.speakup.actions.settings import ChannelRefused
from deontos.speakup.models import Channel, ChannelQuestionnaire
from deontos.speakup.queries import SHIPPED_FOR
from deontos.speakup.vocabulary import ChannelCode, DisclosureKind


def choose_questionnaires(
    channel: Channel, chosen: Mapping[DisclosureKind, str], *, by: Actor, at: datetime
) -> list[DisclosureKind]:
    """Choose by kind, with the name of a shipped questionnaire or the id of an own one; the answer is what changed.

    Drafts that were begun keep theirs. Refuses: NotAllowed, NOT_CHOOSABLE. Records: channel.questionnaire_chosen, for
    each kind that changed.
    """
    demand(by, Permission.SPEAKUP_CHANNEL_SET_UP, channel.organisation_id)
    own = {str(row.questionnaire_id): row.questionnaire_id for row in newest_published(channel.organisation_id)}
    for kind, name in chosen.items():
        if name not in versions() and name not in own:
            raise ChannelRefused(ChannelCode.NOT_CHOOSABLE, field=kind.value)
    with transaction.atomic():
        Channel.objects.select_for_update(no_key=True).get(pk=channel.pk)
        stood = chosen_by(channel)
        changed = [kind for kind, name in chosen.items() if name != stood[kind]]
        for kind in changed:
            _choose(channel, kind, own.get(chosen[kind]), chosen[kind])
            details = {"kind": kind, "questionnaire": chosen[kind]}
            fact = "channel.questionnaire_chosen"
            record(channel.organisation_id, fact, by=by.person, about=channel.id, at=at, details=details)
    return changed


def chosen_by(channel: Channel) -> dict[DisclosureKind, str]:
    """What a channel chose by kind, else what is shipped for it. One query. Records nothing."""
    rows = ChannelQuestionnaire.objects.filter(channel=channel)
    chosen = {DisclosureKind(row.kind): row.shipped or str(row.own_id) for row in rows}
    return {**SHIPPED_FOR, **chosen}


def _choose(channel: Channel, kind: DisclosureKind, own: UUID | None, name: str) -> None:
    values = {"shipped": "" if own else name, "own_id": own}
    ChannelQuestionnaire.objects.update_or_create(channel=channel, kind=kind, defaults=values)
