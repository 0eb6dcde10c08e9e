"""The reporter decides anew whether it may be passed on to the organisation concerned, without the name."""

from datetime import date

from django.db import transaction

from deontos.audit.actions import record_for_reporter
from deontos.correspondence.actions.conversations import add_item
from deontos.correspondence.models import Conversation
from deontos.correspondence.queries import items_of, opened
from deontos.correspondence.vocabulary import ItemKind
from deontos.correspondence.written import written
from deontos.kernel.events import announce
from deontos.keyring.readers import UnlockedReader
from deontos.speakup.content import PassingOn
from deontos.speakup.events import PassingOnDecided


def decide_passing_on(conversation: Conversation, passing_on: PassingOn, reader: UnlockedReader, *, on: date) -> None:
    """Seal and sign what the reporter decides now, beside what was decided before. The same twice is once.

    Refuses: NoEnvelope, KEY_NOT_AUTHENTIC. Records: conversation.passing_on_decided (reporters' chain).
    Announces: PassingOnDecided.
    """
    with transaction.atomic():
        Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
        content = passing_on.sealed()
        last = items_of(conversation).filter(kind=ItemKind.PASSING_ON).last()
        if last is not None and any(
            each.authentic and each.from_reporter and each.content == content for each in opened([last], reader)
        ):
            return
        signer = reader.signer(holder=conversation.holder)
        epoch = reader.epoch_to_seal_to(conversation.pair, given_by=conversation.holder)
        item = add_item(conversation, ItemKind.PASSING_ON, content, epoch=epoch, by=signer, on=on)
        home, fact = conversation.organisation_id, "conversation.passing_on_decided"
        record_for_reporter(home, fact, about=conversation.id, on=on, details=written(item))
        announce(PassingOnDecided(conversation.id, home, on))
