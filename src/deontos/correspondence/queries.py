"""Finding drafts and conversations by a receipt, and reading the items that a reader may open."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from deontos.correspondence.daily_notices import stop_digest
from deontos.correspondence.files.facts import FileFacts
from deontos.correspondence.frames import unframed
from deontos.correspondence.models import (
    Blob,
    Conversation,
    DailyNotice,
    Draft,
    IdentityConsent,
    IdentityRequest,
    Item,
)
from deontos.correspondence.vocabulary import ItemKind
from deontos.keyring.authenticity import is_accepted, is_issued
from deontos.keyring.readers import NoEnvelope, UnlockedReader
from deontos.keyring.sealing import ItemPlace, is_by
from deontos.keyring.secrets import install_secrets
from deontos.vault.failures import VaultFailure
from deontos.vault.receipts import Receipt


@dataclass(frozen=True, slots=True)
class OpenedItem:
    """An item as its reader sees it. `content` is empty where it could not be opened.

    `authentic`: its author, whom this house knows, wrote exactly this, on this day and at this place. `file` is what is
    known of an attachment.
    """

    id: UUID
    kind: ItemKind
    position: int
    written_on: date
    author_name: str
    from_reporter: bool
    author_person: UUID | None
    authentic: bool
    content: dict[str, Any] = field(repr=False)
    file: FileFacts | None = None


def locators(receipt: Receipt) -> list[bytes]:
    """Where a receipt's rows may be found: one place a version of the secret."""
    pepper = install_secrets().pepper_locator
    return [receipt.locator_at(pepper, version) for version in sorted(pepper.values)]


def conversation_of(receipt: Receipt, organisation: UUID) -> Conversation | None:
    """The conversation that a receipt opens in an organisation. One query."""
    return (
        Conversation.objects.filter(locator__in=locators(receipt), organisation_id=organisation)
        .select_related("holder", "pair")
        .first()
    )


def conversation_held_by(holder: UUID, organisation: UUID) -> Conversation | None:
    """The conversation of an open mailbox. One query."""
    return (
        Conversation.objects.filter(holder_id=holder, organisation_id=organisation)
        .select_related("holder__entry", "pair", "identity_pair")
        .first()
    )


def draft_of(receipt: Receipt, organisation: UUID) -> Draft | None:
    """The draft that a receipt opens in an organisation. One query."""
    return Draft.objects.filter(locator__in=locators(receipt), organisation_id=organisation).first()


def lock_draft(receipt: Receipt, organisation: UUID) -> Draft | None:
    """The same, which nobody else changes until the transaction ends; nor does a file come to wait with it."""
    drafts = Draft.objects.select_for_update(no_key=True).filter(
        locator__in=locators(receipt), organisation_id=organisation
    )
    return drafts.first()


def items_of(conversation: Conversation | UUID) -> QuerySet[Item]:
    """The items of a conversation in their order, with what opening needs, in one query."""
    return (
        Item.objects.filter(conversation=conversation)
        .select_related(
            "conversation__holder__entry", "item_key__epoch__pair", "author__person", "author__entry", "blob"
        )
        .order_by("position")
    )


def unheld_blobs() -> QuerySet[Blob]:
    """The files that no row of any room holds: still coming in, never taken in, or let go of."""
    holders = [relation.name for relation in Blob._meta.related_objects]
    return Blob.objects.filter(**{f"{holder}__isnull": True for holder in holders})


def consents_of(conversation: Conversation) -> QuerySet[IdentityConsent]:
    """Who may know the reporter's name now, and for what. One query."""
    rows = IdentityConsent.objects.filter(conversation=conversation, ended_on__isnull=True)
    return rows.select_related("person").order_by("given_on", "person__family_name", "purpose")


def open_requests_of(conversation: Conversation) -> QuerySet[IdentityRequest]:
    """What was asked about the name and not answered, the oldest first. One query."""
    rows = IdentityRequest.objects.filter(conversation=conversation, answered_on__isnull=True)
    return rows.select_related("conversation").order_by("message__position")


def daily_notice_of(conversation: Conversation) -> DailyNotice | None:
    """Whether the reporter gets an e-mail each day, and since when; where to nobody can read here. One query."""
    return DailyNotice.objects.filter(conversation=conversation).first()


def daily_notices_with_link(token: str) -> QuerySet[DailyNotice]:
    """The wish whose e-mails end by this link, or none."""
    return DailyNotice.objects.filter(stop_digest=stop_digest(token))


def due_notices(*, on: date) -> QuerySet[DailyNotice]:
    """Who gets the e-mail of a day and has not got it: who asked for it before that day.

    What left more than a day later, by a clock that ran ahead, was not the e-mail of this day.
    """
    not_yet = Q(sent_on__isnull=True) | Q(sent_on__lt=on) | Q(sent_on__gt=on + timedelta(days=1))
    return DailyNotice.objects.filter(not_yet, begun_on__lt=on).order_by("id")


def opened(items: Iterable[Item], reader: UnlockedReader) -> list[OpenedItem]:
    """The items that this reader holds a key for, opened and their authorship verified; others are left out.

    An item whose key was moved to a pair of something else is not left out: it is shown as not authentic.
    """
    answer = []
    for item in items:
        try:
            answer.append(_opened(item, reader))
        except NoEnvelope:
            if not _is_of_its_conversation(item):
                answer.append(_shown(item, {}, authentic=False))
    return answer


def place_of(item: Item) -> ItemPlace:
    """Where an item stands, as its ciphertext is bound."""
    return ItemPlace(item.conversation.organisation_id, item.conversation_id, item.kind, item.id)


def _opened(item: Item, reader: UnlockedReader) -> OpenedItem:
    context, ciphertext = place_of(item).context(item.item_key.epoch), bytes(item.ciphertext)
    try:
        framed = unframed(reader.open_item(item.item_key, ciphertext, context))
    except VaultFailure:
        return _shown(item, {}, authentic=False)
    verifying = _author_key(item, reader)
    is_signed = verifying is not None and is_by(verifying, bytes(item.signature), context, ciphertext)
    is_in_place = (framed.position, framed.written_on) == (item.position, item.written_on)
    file = _file_of(item, framed.content)
    has_its_file = (file.blob if file else None) == item.blob_id
    return _shown(item, framed.content, authentic=is_signed and is_in_place and has_its_file, file=file)


def _file_of(item: Item, content: dict[str, Any]) -> FileFacts | None:
    if item.kind != ItemKind.ATTACHMENT:
        return None
    try:
        return FileFacts.read(content)
    except (KeyError, TypeError, ValueError):
        return None


def _author_key(item: Item, reader: UnlockedReader) -> bytes | None:
    """The key that the author signs with, when this house knows it; a reporter knows the own one."""
    author, holder = item.author, item.conversation.holder
    if author is not None:
        is_ours = author.organisation_id == item.conversation.organisation_id and is_issued(author)
        return bytes(author.verifying_public) if is_ours else None
    is_own = reader.holder is None or reader.keys.signing.public == bytes(holder.verifying_public)
    is_theirs = is_accepted(holder, thread=item.conversation_id)
    return bytes(holder.verifying_public) if is_own and is_theirs else None


def _is_of_its_conversation(item: Item) -> bool:
    conversation = item.conversation
    epoch = item.item_key.epoch
    return epoch is not None and epoch.pair_id in (conversation.pair_id, conversation.identity_pair_id)


def _shown(item: Item, content: dict[str, Any], *, authentic: bool, file: FileFacts | None = None) -> OpenedItem:
    return OpenedItem(
        id=item.id,
        kind=ItemKind(item.kind),
        position=item.position,
        written_on=item.written_on,
        author_name=item.author.person.name if item.author else "",
        from_reporter=item.author is None,
        author_person=item.author.person_id if item.author else None,
        authentic=authentic,
        content=content,
        file=file,
    )
