"""Opening a conversation and writing in it: every item sealed under its own key and signed by its author."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from deontos.audit.actions import record_for_reporter
from deontos.correspondence.actions.erasing import erase_blobs
from deontos.correspondence.events import ReporterWrote
from deontos.correspondence.files.facts import SealedFile
from deontos.correspondence.frames import framed
from deontos.correspondence.models import Conversation, Item, WaitingFile
from deontos.correspondence.queries import items_of, opened
from deontos.correspondence.rules import checked_text
from deontos.correspondence.sittings import keys_of
from deontos.correspondence.vocabulary import ItemKind
from deontos.correspondence.written import written_several
from deontos.kernel.events import announce
from deontos.keyring.models import Epoch, ItemKey, Pair, ReceiptHolder
from deontos.keyring.readers import Signer, UnlockedReader
from deontos.keyring.sealing import ItemPlace, seal
from deontos.keyring.secrets import install_secrets
from deontos.organisations.vocabulary import Language
from deontos.vault.receipts import Receipt


def make_holder(receipt: Receipt, *, on: date) -> Signer:
    """Write down the public keys of a receipt; the answer signs as whoever holds it. Records nothing itself."""
    keys = keys_of(receipt)
    holder = ReceiptHolder.objects.create(sealing_public=keys.sealing.public, verifying_public=keys.signing.public)
    return UnlockedReader(keys, on, holder=holder.id).signer(holder=holder)


def open_conversation(
    organisation: UUID, receipt: Receipt, holder: ReceiptHolder, *, pair: Pair, identity_pair: Pair, on: date
) -> Conversation:
    """Write the conversation under the receipt's locator, with the id to which files of its draft were sealed already.

    A second one for the same receipt raises IntegrityError. Records nothing itself: the room that it belongs to does.
    """
    version, locator = receipt.locator(install_secrets().pepper_locator)
    return Conversation.objects.create(
        id=receipt.thread(),
        organisation_id=organisation,
        locator=locator,
        locator_version=version,
        holder=holder,
        pair=pair,
        identity_pair=identity_pair,
        opened_on=on,
    )


def erase_conversation(conversation: Conversation) -> None:
    """Erase a conversation with all that was sealed in it, its files, its keys and the receipt's public halves.

    Needs an open transaction. Records nothing itself: the room that it belongs to knows why.
    """
    pairs, holder = (conversation.pair_id, conversation.identity_pair_id), conversation.holder
    files = list(conversation.items.filter(blob__isnull=False).values_list("blob", flat=True))
    conversation.items.all().delete()
    erase_blobs(files)
    ItemKey.objects.filter(epoch__pair__in=pairs).delete()
    conversation.delete()
    Pair.objects.filter(pk__in=pairs).delete()
    holder.delete()


def add_item(
    conversation: Conversation,
    kind: ItemKind,
    content: Mapping[str, Any],
    *,
    epoch: Epoch,
    by: Signer,
    on: date,
    file: SealedFile | None = None,
) -> Item:
    """Seal and sign an item at the next position. Needs an open transaction; writers wait for one another.

    An attachment's item has the id and the key under which its file was sealed. Records nothing itself: the room that
    it belongs to does, with `written` in the details.
    """
    Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
    position = (conversation.items.aggregate(last=Max("position"))["last"] or 0) + 1
    place = ItemPlace(conversation.organisation_id, conversation.id, kind, file.item if file else uuid4())
    plain = framed(content, position=position, written_on=on)
    sealed = seal(epoch, plain, place=place, by=by, key=file.key if file else None)
    return Item.objects.create(
        id=place.item,
        conversation=conversation,
        position=position,
        kind=kind,
        item_key=sealed.item_key,
        ciphertext=sealed.ciphertext,
        signature=sealed.signature,
        author=by.certificate,
        written_on=on,
        blob_id=file.facts.blob if file else None,
    )


def attach(
    conversation: Conversation, files: Iterable[SealedFile], *, epoch: Epoch, by: Signer, on: date
) -> list[Item]:
    """Add an item for each file; what waited to be sent waits no longer. Needs an open transaction.

    Records nothing itself: the room that it belongs to does, with `written_several` in the details.
    """
    items = []
    for file in files:
        WaitingFile.objects.filter(blob=file.facts.blob).delete()
        content = file.facts.to_content()
        items.append(add_item(conversation, ItemKind.ATTACHMENT, content, epoch=epoch, by=by, on=on, file=file))
    return items


def write_message(
    conversation: Conversation, text: str, language: Language, reader: UnlockedReader, *, by: Signer, on: date
) -> Item:
    """Add a message of a certified reader to the conversation. Refuses: TEXT_EMPTY, TEXT_TOO_LONG, KEY_NOT_AUTHENTIC.

    Records nothing itself: what it meant is known to the caller's room, which records it with `written`.
    """
    content = {"text": checked_text(text), "language": language}
    epoch = reader.epoch_to_seal_to(conversation.pair, given_by=conversation.holder)
    return add_item(conversation, ItemKind.MESSAGE, content, epoch=epoch, by=by, on=on)


def write_files(
    conversation: Conversation, files: Sequence[SealedFile], reader: UnlockedReader, *, by: Signer, on: date
) -> list[Item]:
    """Add files of a certified reader to the conversation. Refuses: KEY_NOT_AUTHENTIC. Records nothing: see above."""
    if not files:
        return []
    epoch = reader.epoch_to_seal_to(conversation.pair, given_by=conversation.holder)
    return attach(conversation, files, epoch=epoch, by=by, on=on)


def answer_as_reporter(
    conversation: Conversation,
    text: str,
    language: Language,
    reader: UnlockedReader,
    *,
    on: date,
    files: Iterable[SealedFile] = (),
) -> Item:
    """Add a message of whoever holds the receipt, with files that wait; or files alone. The last item that was written.

    The same words twice in a row on one day are one message: a button was pressed twice, or a page was sent again. On
    another day they are asked anew.
    Refuses: TEXT_EMPTY, TEXT_TOO_LONG, KEY_NOT_AUTHENTIC. Records: conversation.reporter_wrote (reporters' chain).
    Announces: ReporterWrote.
    """
    with transaction.atomic():
        Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
        waiting = _still_waiting(files)
        words = checked_text(text) if text.strip() or not waiting else ""
        last = items_of(conversation).last()
        if not waiting and last is not None and _repeats(last, words, reader, on=on):
            return last
        signer = reader.signer(holder=conversation.holder)
        epoch = reader.epoch_to_seal_to(conversation.pair, given_by=conversation.holder)
        content = {"text": words, "language": language}
        items = [add_item(conversation, ItemKind.MESSAGE, content, epoch=epoch, by=signer, on=on)] if words else []
        items += attach(conversation, waiting, epoch=epoch, by=signer, on=on)
        home, details = conversation.organisation_id, written_several(items)
        record_for_reporter(home, "conversation.reporter_wrote", about=conversation.id, on=on, details=details)
        announce(ReporterWrote(conversation.id, conversation.organisation_id, on))
    return items[-1]


def _still_waiting(files: Iterable[SealedFile]) -> list[SealedFile]:
    """Those that were not sent or taken away a moment ago, from another window. From now on nobody else does either."""
    given = list(files)
    rows = WaitingFile.objects.filter(blob__in=[each.facts.blob for each in given]).order_by("pk")
    waiting = set(rows.select_for_update(no_key=True).values_list("blob", flat=True))
    return [each for each in given if each.facts.blob in waiting]


def _repeats(item: Item, text: str, reader: UnlockedReader, *, on: date) -> bool:
    """Whether the reporter wrote just this, and today: in three weeks the same question is another one."""
    if item.author is not None or item.written_on != on:
        return False
    return any(each.authentic and each.content.get("text") == text for each in opened([item], reader))
