"""Publishing what an organisation says in its own words; what stood there before is kept."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.audit.actions import record
from deontos.kernel.clock import civil_date
from deontos.organisations.vocabulary import Language
from deontos.speakup.actions.settings import ChannelRefused
from deontos.speakup.models import Channel, ChannelText
from deontos.speakup.queries import published_texts
from deontos.speakup.rules import LONGEST_PUBLISHED
from deontos.speakup.vocabulary import ChannelCode, TextPlace


def publish_texts(
    channel: Channel, language: Language, texts: Mapping[TextPlace, str], *, by: Actor, at: datetime
) -> list[TextPlace]:
    """Publish these words; the answer is where they differ from what stood there. Empty ones bring the shipped text.

    Refuses: NotAllowed, TEXT_TOO_LONG. Records: channel.text_published, for each place.
    """
    demand(by, Permission.SPEAKUP_CHANNEL_SET_UP, channel.organisation_id)
    for place, text in texts.items():
        if len(text) > LONGEST_PUBLISHED:
            raise ChannelRefused(
                ChannelCode.TEXT_TOO_LONG, field=place.value, length=len(text), longest=LONGEST_PUBLISHED
            )
    with transaction.atomic():
        Channel.objects.select_for_update(no_key=True).get(pk=channel.pk)
        stood = published_texts(channel, language)
        changed = [place for place, text in texts.items() if text != stood.get(place, "")]
        for place in changed:
            _publish(channel, language, place, texts[place], by=by, at=at)
    return changed


def _publish(
    channel: Channel, language: Language, place: TextPlace, text: str, *, by: Actor, at: datetime
) -> ChannelText:
    known = ChannelText.objects.filter(channel=channel, language=language, place=place)
    last = known.aggregate(last=Max("version"))["last"] or 0
    made: ChannelText = known.create(
        channel=channel,
        language=language,
        place=place,
        text=text,
        version=last + 1,
        published_on=civil_date(at),
        published_by_id=by.person,
    )
    details = {"place": place, "language": language}
    record(channel.organisation_id, "channel.text_published", by=by.person, about=made.id, at=at, details=details)
    return made
