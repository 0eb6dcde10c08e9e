"""Letting the association follow the set-up, and taking that back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.models import Following
from deontos.administration.vocabulary import AdministrationCode
from deontos.audit.actions import record
from deontos.kernel.clock import civil_date
from deontos.organisations.models import Organisation


def ask_to_follow(member: Organisation, *, by: Actor, at: datetime) -> Following:
    """Let the association that somebody's organisation is a member of see how far the set-up is. Twice is once.

    Refuses: NotAllowed, NO_ASSOCIATION. Records: set_up.following_asked.
    """
    demand(by, Permission.SPEAKUP_CHANNEL_SET_UP, member.id)
    with transaction.atomic():
        association = Organisation.objects.select_for_update(no_key=True).get(pk=member.pk).member_of_id
        if association is None:
            raise AdministrationRefused(AdministrationCode.NO_ASSOCIATION)
        held = Following.objects.filter(member=member, association=association, ended_on__isnull=True).first()
        if held:
            return held
        asked = Following.objects.create(
            member=member, association_id=association, asked_on=civil_date(at), asked_by_id=by.person
        )
        details = {"association": asked.association_id}
        record(member.id, "set_up.following_asked", by=by.person, about=asked.id, at=at, details=details)
    return asked


def stop_following(member: Organisation, *, by: Actor, at: datetime) -> None:
    """Take it back: from now on no association sees the set-up. Where none does, nothing changes.

    Refuses: NotAllowed. Records: set_up.following_ended, for each.
    """
    demand(by, Permission.SPEAKUP_CHANNEL_SET_UP, member.id)
    with transaction.atomic():
        close_following(member, by=by.person, at=at)


def close_following(member: Organisation, *, by: UUID, at: datetime) -> None:
    """Take it back as `stop_following` does, in an open transaction of a caller that demanded before.

    Records: set_up.following_ended, for each.
    """
    for asked in Following.objects.select_for_update(no_key=True).filter(member=member, ended_on__isnull=True):
        asked.ended_on, asked.ended_by_id = civil_date(at), by
        asked.save(update_fields=["ended_on", "ended_by"])
        details = {"association": asked.association_id}
        record(member.id, "set_up.following_ended", by=by, about=asked.id, at=at, details=details)
