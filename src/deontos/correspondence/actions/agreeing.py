"""A reporter corrects what somebody wrote down for them, and agrees with it: items that the receipt signs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from deontos.audit.actions import record_for_reporter
from deontos.correspondence.actions.conversations import add_item
from deontos.correspondence.agreement import ROWS, agreed_rows, agreement_in
from deontos.correspondence.events import ReporterWrote
from deontos.correspondence.models import Conversation, Item
from deontos.correspondence.queries import OpenedItem, items_of, opened
from deontos.correspondence.rules import MOST_CORRECTIONS, checked_text
from deontos.correspondence.vocabulary import CorrespondenceCode, ItemKind
from deontos.correspondence.written import written_several
from deontos.kernel.events import announce
from deontos.kernel.refusals import Refusal
from deontos.keyring.models import Epoch
from deontos.keyring.readers import Signer, UnlockedReader
from deontos.organisations.vocabulary import Language

CORRECTED, AGREED = "conversation.reporter_corrected", "conversation.reporter_agreed"


class CheckRefused(Refusal):
    """Nothing was corrected or agreed with."""


@dataclass(frozen=True, slots=True)
class Check:
    """What a reporter says of what was written down: what is not right, in which language, and whether that is all."""

    text: str = field(repr=False)
    language: Language
    agrees: bool


def check_as_reporter(conversation: Conversation, check: Check, reader: UnlockedReader, *, on: date) -> list[Item]:
    """Add a correction, an agreement, or both, in this order; what was written down itself never changes.

    The same correction twice in a row is one, and who agreed already agrees no second time: a button was pressed twice.
    Refuses: NOTHING_TO_CHECK, TEXT_EMPTY, TEXT_TOO_LONG, TOO_MANY_CORRECTIONS, KEY_NOT_AUTHENTIC.
    Records: conversation.reporter_corrected or conversation.reporter_agreed (reporters' chain).
    Announces: ReporterWrote.
    """
    with transaction.atomic():
        Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
        stored = list(items_of(conversation))
        found = opened(stored, reader)
        standing = agreement_in(stored, found)
        if standing is None or not _is_sound(found):
            raise CheckRefused(CorrespondenceCode.NOTHING_TO_CHECK)
        words = checked_text(check.text) if check.text.strip() or not check.agrees else ""
        corrects = bool(words) and words not in {str(item.content.get("text")) for item in standing.corrections[-1:]}
        if corrects and len(standing.corrections) >= MOST_CORRECTIONS:
            raise CheckRefused(CorrespondenceCode.TOO_MANY_CORRECTIONS, most=MOST_CORRECTIONS)
        agrees = check.agrees and (corrects or standing.agreed_on is None)
        if not corrects and not agrees:
            return []
        sealing = _Sealing(conversation, reader, on)
        items = [sealing.add(ItemKind.CORRECTION, {"text": words, "language": check.language})] if corrects else []
        if agrees:
            items.append(sealing.add(ItemKind.AGREEMENT, {ROWS: agreed_rows([*stored, *items])}))
        home, fact = conversation.organisation_id, AGREED if agrees else CORRECTED
        record_for_reporter(home, fact, about=conversation.id, on=on, details=written_several(items))
        announce(ReporterWrote(conversation.id, home, on))
    return items


def _is_sound(found: list[OpenedItem]) -> bool:
    return all(item.authentic for item in found if item.kind in (ItemKind.CONFIDED, ItemKind.IDENTITY))


class _Sealing:
    """What whoever holds the receipt adds to a conversation on a day."""

    def __init__(self, conversation: Conversation, reader: UnlockedReader, on: date) -> None:
        self.conversation, self.on = conversation, on
        self.by: Signer = reader.signer(holder=conversation.holder)
        self.epoch: Epoch = reader.epoch_to_seal_to(conversation.pair, given_by=conversation.holder)

    def add(self, kind: ItemKind, content: Mapping[str, Any]) -> Item:
        """One item, signed by the receipt."""
        return add_item(self.conversation, kind, content, epoch=self.epoch, by=self.by, on=self.on)
