"""Opening whatever can be opened, with no regard for what rows say about who may."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any
from uuid import UUID

from deontos.correspondence.frames import unframed
from deontos.correspondence.models import Item
from deontos.keyring.models import Envelope, Pair
from deontos.keyring.sealing import ItemPlace
from deontos.keyring.secrets import install_secrets
from deontos.vault import opening
from deontos.vault.contexts import EnvelopeContext
from deontos.vault.failures import VaultFailure
from deontos.vault.keys import KeyPair, UserKeys


def contexts(envelope: Envelope, readers: Iterable[UUID]) -> Iterator[EnvelopeContext]:
    """Every context under which an envelope could have been made for one of these readers."""
    assert envelope.epoch is not None
    for reader in readers:
        yield EnvelopeContext(envelope.epoch.pair_id, envelope.epoch.number, reader, envelope.epoch.pair.purpose)


def opened_pairs(keys: UserKeys, readers: Iterable[UUID], *, with_server: bool = False) -> dict[UUID, KeyPair]:
    """Every pair whose key these keys open, trying every envelope there is; with the server's secrets as well."""
    known, found = list(readers), {}
    for envelope in Envelope.objects.select_related("epoch__pair"):
        for context in contexts(envelope, known):
            blobs = [bytes(envelope.sealed)]
            if with_server:
                with suppress(VaultFailure):
                    blobs.append(opening.wake_dormant(blobs[0], install_secrets().pepper_absence, context))
            for blob in blobs:
                try:
                    private = opening.open_envelope(blob, keys.sealing, context)
                except VaultFailure:
                    continue
                found[context.pair_or_item] = KeyPair.from_private(private)
    return found


def purposes(pairs: Iterable[UUID]) -> set[str]:
    """What pairs are for."""
    return set(Pair.objects.filter(pk__in=list(pairs)).values_list("purpose", flat=True))


def opened_items(pairs: dict[UUID, KeyPair]) -> dict[str, dict[str, Any]]:
    """The content of every item that these pairs open, by its kind."""
    found = {}
    for item in Item.objects.select_related("conversation", "item_key__epoch"):
        place = ItemPlace(item.conversation.organisation_id, item.conversation_id, item.kind, item.id)
        context = place.context(item.item_key.epoch)
        for pair in pairs.values():
            try:
                key = opening.unwrap_item_key(bytes(item.item_key.wrapped or b""), pair, context)
                found[item.kind] = unframed(opening.open_item(bytes(item.ciphertext), key, context)).content
            except VaultFailure:
                continue
    return found
