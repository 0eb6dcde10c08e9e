"""Finding drafts and conversations by a receipt, and reading the items that a reader may open."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from deontos.correspondence.models import Conversation, Draft, Item
from deontos.correspondence.vocabulary import ItemKind
from deontos.keyring.readers import NoEnvelope, UnlockedReader
from deontos.keyring.sealing import ItemPlace, is_by
from deontos.keyring.secrets import install_secrets
from deontos.vault.failures import VaultFailure
from deontos.vault.receipts import Receipt


@dataclass(frozen=True, slots=True)
class OpenedItem:
    """An item as its reader sees it. `content` is empty where it could not be opened or is not authentic."""

    id: UUID
    kind: ItemKind
    position: int
    written_on: date
    author_name: str
    from_reporter: bool
    author_person: UUID | None
    authentic: bool
    content: dict[str, Any]


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
        .select_related("holder", "pair", "identity_pair")
        .first()
    )


def draft_of(receipt: Receipt, organisation: UUID) -> Draft | None:
    """The draft that a receipt opens in an organisation. One query."""
    return Draft.objects.filter(locator__in=locators(receipt), organisation_id=organisation).first()


def items_of(conversation: Conversation | UUID) -> QuerySet[Item]:
    """The items of a conversation in their order, with what opening needs, in one query."""
    return (
        Item.objects.filter(conversation=conversation)
        .select_related("conversation__holder", "item_key__epoch__pair", "author__person")
        .order_by("position")
    )


def opened(items: Iterable[Item], reader: UnlockedReader) -> list[OpenedItem]:
    """The items that this reader holds a key for, opened and their authorship verified; others are left out."""
    answer = []
    for item in items:
        try:
            answer.append(_opened(item, reader))
        except NoEnvelope:
            continue
    return answer


def place_of(item: Item) -> ItemPlace:
    """Where an item stands, as its ciphertext is bound."""
    return ItemPlace(item.conversation.organisation_id, item.conversation_id, item.kind, item.id)


def _opened(item: Item, reader: UnlockedReader) -> OpenedItem:
    context = place_of(item).context(item.item_key.epoch)
    ciphertext = bytes(item.ciphertext)
    verifying = item.author.verifying_public if item.author else item.conversation.holder.verifying_public
    authentic = is_by(bytes(verifying), bytes(item.signature), context, ciphertext)
    content: dict[str, Any] = {}
    try:
        content = json.loads(reader.open_item(item.item_key, ciphertext, context))
    except VaultFailure:
        authentic = False
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
    )
