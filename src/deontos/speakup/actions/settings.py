"""The settings of a channel, and who takes over when nobody here may read a report."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.audit.actions import record
from deontos.kernel.clock import civil_date
from deontos.kernel.refusals import Refusal
from deontos.organisations.models import Organisation
from deontos.speakup.models import Channel
from deontos.speakup.queries import line_of
from deontos.speakup.rules import goes_round, is_web_address
from deontos.speakup.vocabulary import ChannelCode


class ChannelRefused(Refusal):
    """Nothing was saved; the parameter `field` says where the answer has to change."""


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """All that an organisation says about its channel at once."""

    telephone: str
    telephone_from_hour: int
    telephone_until_hour: int
    emergency_telephone: str
    letter_address: str
    mail_address: str
    conversation_within_days: int
    authority_name: str
    authority_telephone: str
    authority_address: str
    accessibility_mail_address: str
    enforcement_name: str
    enforcement_address: str
    exit_address: str
    fallback: Organisation | None

    def values(self) -> dict[str, Any]:
        """By the name of the column."""
        return {name: getattr(self, name) for name in self.__slots__}


def save_settings(house: Organisation, settings: ChannelSettings, *, by: Actor, at: datetime) -> Channel:
    """Save the settings of a channel; the first time, this makes the channel. A new fallback has to agree first.

    Refuses: NotAllowed, NOT_A_WEB_ADDRESS, NOT_A_NEUTRAL_ADDRESS, HOURS_REVERSED, FALLBACK_IS_ITSELF,
    FALLBACK_GOES_ROUND, FALLBACK_NOT_OPEN.
    Records: channel.settings_saved with the names of what changed.
    """
    demand(by, Permission.SPEAKUP_CHANNEL_SET_UP, house.id)
    _check(settings)
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=house.pk)
        channel = Channel.objects.filter(organisation=house).first() or Channel(organisation=house)
        _check_fallback(channel, settings.fallback, at=at)
        changed = [name for name, value in settings.values().items() if getattr(channel, name) != value]
        for name in changed:
            setattr(channel, name, settings.values()[name])
        if "fallback" in changed:
            channel.fallback_agreed_on = None
        channel.save()
        details = {"changed": changed}
        record(house.id, "channel.settings_saved", by=by.person, about=channel.id, at=at, details=details)
    return channel


def switch_custody(channel: Channel, *, keeps: bool, by: Actor, at: datetime) -> None:
    """Have stewards keep the names that reporters leave from now on, or no longer. What they keep already stays.

    Refuses: NotAllowed. Records: channel.custody_switched, where it was otherwise.
    """
    demand(by, Permission.SPEAKUP_CUSTODY_SWITCH, channel.organisation_id)
    with transaction.atomic():
        locked = Channel.objects.select_for_update(no_key=True).get(pk=channel.pk)
        if locked.has_custody == keeps:
            return
        locked.has_custody = keeps
        locked.save(update_fields=["has_custody"])
        record(
            locked.organisation_id,
            "channel.custody_switched",
            by=by.person,
            about=channel.id,
            at=at,
            details={"on": keeps},
        )


def agree_to_take_over(channel: Channel, *, agrees: bool, by: Actor, at: datetime) -> None:
    """Say for the organisation that a channel names whether it takes over when nobody there may read; or no longer.

    Refuses: NotAllowed. Records: channel.fallback_agreed or channel.fallback_declined, in both organisations.
    """
    demand(by, Permission.SPEAKUP_CHANNEL_SET_UP, _fallback_of(channel).id)
    with transaction.atomic():
        locked = Channel.objects.select_for_update(no_key=True).get(pk=channel.pk)
        if locked.fallback_id != channel.fallback_id:
            return  # meanwhile another one was chosen
        locked.fallback_agreed_on = civil_date(at) if agrees else None
        if not agrees:
            locked.fallback = None
        locked.save(update_fields=["fallback", "fallback_agreed_on"])
        fact = "channel.fallback_agreed" if agrees else "channel.fallback_declined"
        for organisation in (channel.organisation_id, _fallback_of(channel).id):
            record(organisation, fact, by=by.person, about=channel.id, at=at)


def _fallback_of(channel: Channel) -> Organisation:
    """The organisation that a channel names; its own where it names none, so that nobody else may answer for it."""
    return channel.fallback or channel.organisation


def _check(settings: ChannelSettings) -> None:
    for field in ("authority_address", "enforcement_address"):
        if getattr(settings, field) and not is_web_address(getattr(settings, field)):
            raise ChannelRefused(ChannelCode.NOT_A_WEB_ADDRESS, field=field)
    if not (is_web_address(settings.exit_address) and settings.exit_address.startswith("https://")):
        raise ChannelRefused(ChannelCode.NOT_A_NEUTRAL_ADDRESS, field="exit_address")
    if settings.telephone_until_hour <= settings.telephone_from_hour:
        raise ChannelRefused(ChannelCode.HOURS_REVERSED, field="telephone_until_hour")


def _check_fallback(channel: Channel, fallback: Organisation | None, *, at: datetime) -> None:
    if fallback is None or fallback.id == channel.fallback_id:
        return
    if fallback.id == channel.organisation_id:
        raise ChannelRefused(ChannelCode.FALLBACK_IS_ITSELF, field="fallback")
    named = dict(Channel.objects.filter(fallback__isnull=False).values_list("organisation_id", "fallback_id"))
    if goes_round(channel.organisation_id, fallback.id, named):
        raise ChannelRefused(ChannelCode.FALLBACK_GOES_ROUND, field="fallback")
    other = Channel.objects.filter(organisation=fallback).first()
    if other is None or not line_of(other, on=civil_date(at)).is_open:
        raise ChannelRefused(ChannelCode.FALLBACK_NOT_OPEN, field="fallback")
