"""Making pairs and sealing: a fresh pair is in memory only until its envelopes are made; each item has its own key."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from deontos.keyring.models import Envelope, Epoch, ItemKey, Pair, ReaderCertificate, ReceiptHolder
from deontos.keyring.readers import Signer
from deontos.keyring.secrets import install_secrets
from deontos.keyring.vocabulary import ITEM, OF_ITEM, Ground, Purpose
from deontos.vault.contexts import EnvelopeContext, ItemContext
from deontos.vault.keys import KeyPair, new_pair
from deontos.vault.sealing import new_item_key, seal_dormant, seal_envelope, seal_item, wrap_item_key
from deontos.vault.signatures import Message, envelope_message, item_message, verify


@dataclass(frozen=True, slots=True)
class OpenPair:
    """A pair whose private half is at hand: just made, or opened by a reader."""

    epoch: Epoch
    keys: KeyPair = field(repr=False)


@dataclass(frozen=True, slots=True)
class SealedItem:
    """What was sealed: the key's row, the ciphertext, and the author's signature over both its place and itself."""

    item_key: ItemKey
    ciphertext: bytes
    signature: bytes


def make_pair(organisation: UUID, purpose: Purpose, *, on: date) -> OpenPair:
    """A new pair in its first epoch. The caller gives envelopes and lets the private half go."""
    return make_pairs(organisation, (purpose,), on=on)[0]


def make_pairs(organisation: UUID, purposes: Iterable[Purpose], *, on: date) -> list[OpenPair]:
    """The same for several purposes at once."""
    made = [(new_pair(), Pair(organisation_id=organisation, purpose=purpose)) for purpose in purposes]
    opened = [OpenPair(Epoch(pair=pair, number=1, public_key=keys.public, opened_on=on), keys) for keys, pair in made]
    Pair.objects.bulk_create(pair for _keys, pair in made)
    Epoch.objects.bulk_create(each.epoch for each in opened)
    return opened


def seal(epoch: Epoch, plaintext: bytes, *, place: "ItemPlace", by: Signer, key: bytes | None = None) -> SealedItem:
    """Seal an item under a fresh key, wrapped to the epoch, signed by its author.

    `key` is the one under which the item's file was sealed already, at this same place; never one of another item.
    """
    context = place.context(epoch)
    key = key or new_item_key()
    ciphertext = seal_item(plaintext, key, context)
    item_key = ItemKey.objects.create(epoch=epoch, wrapped=wrap_item_key(key, bytes(epoch.public_key), context))
    return SealedItem(item_key, ciphertext, by.sign(item_message(context, ciphertext)))


def seal_for_oneself(
    plaintext: bytes,
    certificate: ReaderCertificate,
    *,
    place: "ItemPlace",
    by: Signer,
    on: date,
    key: bytes | None = None,
) -> SealedItem:
    """Seal an item under a key that its author alone holds, in an envelope; it is wrapped to no pair. See `seal`."""
    context = place.context(None)
    key = key or new_item_key()
    ciphertext = seal_item(plaintext, key, context)
    item_key = ItemKey.objects.create()
    give_item(item_key, key, certificate, by=by, on=on, ground=Ground.OWN)
    return SealedItem(item_key, ciphertext, by.sign(item_message(context, ciphertext)))


@dataclass(frozen=True, slots=True)
class ItemPlace:
    """Where an item stands: the organisation where it began, its conversation or dossier, its own id, its kind."""

    organisation: UUID
    thread: UUID
    kind: str
    item: UUID = field(default_factory=uuid4)

    def context(self, epoch: Epoch | None) -> ItemContext:
        """The place as the vault binds it; without an epoch where the key is wrapped to no pair."""
        return ItemContext(self.organisation, self.thread, self.item, self.kind, epoch.number if epoch else OF_ITEM)


def is_by(verifying_public: bytes, signature: bytes, context: ItemContext, ciphertext: bytes) -> bool:
    """Whether an item was written by the holder of a verifying key and not changed since."""
    return verify(verifying_public, signature, *item_message(context, ciphertext))


def give_to_receipt(opened: OpenPair, holder: ReceiptHolder, *, by: Signer, on: date, ground: Ground) -> Envelope:
    """An envelope of a pair for whoever holds the receipt."""
    return give([for_receipt(opened, holder, by=by, on=on, ground=ground)])[0]


def for_receipt(opened: OpenPair, holder: ReceiptHolder, *, by: Signer, on: date, ground: Ground) -> Envelope:
    """The same, to be given with others: see `give`."""
    context = EnvelopeContext(opened.epoch.pair_id, opened.epoch.number, holder.id, opened.epoch.pair.purpose)
    sealed = seal_envelope(opened.keys.private, bytes(holder.sealing_public), context)
    envelope = Envelope(
        epoch=opened.epoch, pair_id=opened.epoch.pair_id, holder=holder, sealed=sealed, given_on=on, ground=ground
    )
    return _signed(envelope, context, by)


def give_to_person(
    opened: OpenPair,
    certificate: ReaderCertificate,
    *,
    by: Signer,
    on: date,
    ground: Ground,
    dormant: bool = False,
    until: date | None = None,
) -> Envelope:
    """An envelope of a pair for a certified reader; the caller has verified the certificate for this day.

    A dormant one is encrypted once more, so that neither its reader nor the server opens it alone; the signature is
    over the inner envelope and outlives the waking.
    """
    return give([for_person(opened, certificate, by=by, on=on, ground=ground, dormant=dormant, until=until)])[0]


def for_person(
    opened: OpenPair,
    certificate: ReaderCertificate,
    *,
    by: Signer,
    on: date,
    ground: Ground,
    dormant: bool = False,
    until: date | None = None,
) -> Envelope:
    """The same, to be given with others: see `give`."""
    context = EnvelopeContext(
        opened.epoch.pair_id, opened.epoch.number, certificate.person_id, opened.epoch.pair.purpose
    )
    sealed = seal_envelope(opened.keys.private, bytes(certificate.sealing_public), context)
    envelope = Envelope(
        epoch=opened.epoch,
        pair_id=opened.epoch.pair_id,
        certificate=certificate,
        sealed=sealed,
        given_on=on,
        ground=ground,
        dormant=dormant,
        until=until,
    )
    return _signed(envelope, context, by)


def give_item(
    item_key: ItemKey,
    key: bytes,
    certificate: ReaderCertificate,
    *,
    by: Signer,
    on: date,
    ground: Ground,
    until: date | None = None,
) -> Envelope:
    """An envelope of one item's key for a certified reader, who can open nothing else with it.

    The caller has verified the certificate for this day.
    """
    context = EnvelopeContext(item_key.id, OF_ITEM, certificate.person_id, ITEM)
    sealed = seal_envelope(key, bytes(certificate.sealing_public), context)
    envelope = Envelope(
        item_key=item_key, certificate=certificate, sealed=sealed, given_on=on, ground=ground, until=until
    )
    return give([_signed(envelope, context, by)])[0]


def give(envelopes: Iterable[Envelope]) -> list[Envelope]:
    """Give several envelopes at once; one statement. Whoever made them let go of nothing before they stand."""
    return Envelope.objects.bulk_create(envelopes)


def _signed(envelope: Envelope, context: EnvelopeContext, by: Signer) -> Envelope:
    envelope.given_by, envelope.given_by_holder = by.certificate, by.holder
    envelope.signature = by.sign(_message(envelope, context, by.author))
    if envelope.dormant:
        envelope.sealed = seal_dormant(bytes(envelope.sealed), install_secrets().pepper_absence, context)
    return envelope


def _message(envelope: Envelope, context: EnvelopeContext, author: UUID) -> Message:
    return envelope_message(
        context, bytes(envelope.sealed), granted_by=author, ground=envelope.ground, until=envelope.until
    )
