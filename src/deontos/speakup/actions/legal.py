"""Choosing which laws apply to a channel and from when, and setting what it promises itself."""

from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.audit.actions import record
from deontos.kernel.clock import civil_date
from deontos.kernel.refusals import Refusal
from deontos.speakup.binding import OwnPromise, ends_within, longest_promise
from deontos.speakup.legal import laws_of, promise_of
from deontos.speakup.models import Channel, ChannelProfile
from deontos.speakup.profiles import shipped
from deontos.speakup.vocabulary import ProfileName, TermsCode


class TermsRefused(Refusal):
    """Nothing was changed; the parameter `field` says where the answer has to change."""


def add_profile(channel: Channel, profile: ProfileName, *, from_on: date, by: Actor, at: datetime) -> ChannelProfile:
    """Let a law apply to what a channel receives from a day on. What came before keeps its terms.

    Refuses: NotAllowed, BEGINS_IN_PAST, NOT_IN_FORCE, APPLIES_ALREADY. Records: channel.profile_added.
    """
    demand(by, Permission.SPEAKUP_CHANNEL_SET_UP, channel.organisation_id)
    if from_on < civil_date(at):
        raise TermsRefused(TermsCode.BEGINS_IN_PAST, field="from_on")
    if shipped(profile).version_on(from_on) is None:
        raise TermsRefused(TermsCode.NOT_IN_FORCE, field="from_on")
    with transaction.atomic():
        Channel.objects.select_for_update(no_key=True).get(pk=channel.pk)
        rows = ChannelProfile.objects.filter(channel=channel, profile=profile)
        if rows.filter(until_on__isnull=True).exists() or rows.filter(until_on__gte=from_on).exists():
            raise TermsRefused(TermsCode.APPLIES_ALREADY, field="profile")
        made = ChannelProfile.objects.create(channel=channel, profile=profile, from_on=from_on, chosen_by_id=by.person)
        _record(made, "channel.profile_added", by=by, at=at, day=from_on)
    return made


def end_profile(row: ChannelProfile, *, last_day: date, by: Actor, at: datetime) -> None:
    """Let a law apply no longer after a day; where no other applies then, the Directive does.

    Refuses: NotAllowed, ENDS_IN_PAST, ENDS_BEFORE_IT_BEGINS. Records: channel.profile_ended.
    """
    demand(by, Permission.SPEAKUP_CHANNEL_SET_UP, row.channel.organisation_id)
    if last_day < civil_date(at):
        raise TermsRefused(TermsCode.ENDS_IN_PAST, field="last_day")
    with transaction.atomic():
        locked = ChannelProfile.objects.select_for_update(no_key=True).get(pk=row.pk)
        if last_day < locked.from_on:
            raise TermsRefused(TermsCode.ENDS_BEFORE_IT_BEGINS, field="last_day")
        if locked.until_on is not None and locked.until_on < civil_date(at):
            raise TermsRefused(TermsCode.ENDS_IN_PAST, field="last_day")
        locked.until_on = last_day
        locked.save(update_fields=["until_on"])
        _record(row, "channel.profile_ended", by=by, at=at, day=last_day)


def take_profile_back(row: ChannelProfile, *, by: Actor, at: datetime) -> None:
    """Take back that a law will apply, before its first day.

    Refuses: NotAllowed, BEGINS_IN_PAST. Records: channel.profile_taken_back.
    """
    demand(by, Permission.SPEAKUP_CHANNEL_SET_UP, row.channel.organisation_id)
    with transaction.atomic():
        locked = ChannelProfile.objects.select_for_update(no_key=True).get(pk=row.pk)
        if locked.from_on <= civil_date(at):
            raise TermsRefused(TermsCode.BEGINS_IN_PAST, field="last_day")
        _record(row, "channel.profile_taken_back", by=by, at=at, day=locked.from_on)
        locked.delete()


def set_promise(channel: Channel, promise: OwnPromise, *, by: Actor, at: datetime) -> list[str]:
    """Set what a channel promises itself for what it receives from now on; the answer is what changed.

    Refuses: NotAllowed, PROMISE_TOO_LONG where it would end after what a law demands. Records: channel.promise_set.
    """
    demand(by, Permission.SPEAKUP_CHANNEL_SET_UP, channel.organisation_id)
    with transaction.atomic():
        locked = Channel.objects.select_for_update(no_key=True).get(pk=channel.pk)
        longest = longest_promise(laws_of(channel, on=civil_date(at)), on=civil_date(at))
        if not ends_within(promise, longest):
            raise TermsRefused(TermsCode.PROMISE_TOO_LONG, field="react_within_days", longest=longest)
        stood, values = asdict(promise_of(locked)), asdict(promise)
        changed = [name for name, value in values.items() if stood[name] != value]
        for name in changed:
            setattr(locked, name, values[name])
        if changed:
            locked.save(update_fields=changed)
            house = channel.organisation_id
            record(house, "channel.promise_set", by=by.person, about=channel.id, at=at, details=values)
    return changed


def _record(row: ChannelProfile, fact: str, *, by: Actor, at: datetime, day: date) -> None:
    details = {"profile": row.profile, "day": day}
    record(row.channel.organisation_id, fact, by=by.person, about=row.channel_id, at=at, details=details)
