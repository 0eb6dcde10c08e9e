"""An unlocked reader, a person's or a receipt's: opens what its envelopes allow and signs what it writes.

This is the only place in the house that opens anything. The private keys stay inside.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO
from uuid import UUID

from django.db.models import Q, QuerySet

from deontos.kernel.refusals import Refusal
from deontos.keyring.authenticity import is_given, is_opened, is_opened_by_duty, newest_number
from deontos.keyring.models import Envelope, Epoch, ItemKey, Pair, ReaderCertificate, ReceiptHolder
from deontos.keyring.vocabulary import ITEM, OF_ITEM, KeyringCode
from deontos.vault import opening
from deontos.vault.contexts import EnvelopeContext, ItemContext
from deontos.vault.failures import VaultFailure
from deontos.vault.keys import KeyPair, SigningPair, UserKeys
from deontos.vault.signatures import Message, sign


class NoEnvelope(Refusal):
    """This reader holds no key for this."""


class KeyNotAuthentic(Refusal):
    """The key that something would be sealed to is not the one that was made for it."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: a certificate's or a receipt's signing key."""

    pair: SigningPair = field(repr=False)
    certificate: ReaderCertificate | None = None
    holder: ReceiptHolder | None = None

    @property
    def author(self) -> UUID:
        """The id under which the signature stands: the certificate's or the holder's."""
        author = self.certificate or self.holder
        if author is None:
            raise ValueError("a signer is a certificate or a receipt")
        return author.id

    def sign(self, message: Message) -> bytes:
        """The signature of a message."""
        return sign(self.pair, *message)


@dataclass
class UnlockedReader:
    """Somebody who has unlocked: a person with a vault, or whoever holds a receipt. `on` is today's civil date."""

    keys: UserKeys = field(repr=False)
    on: date
    person: UUID | None = None
    holder: UUID | None = None
    older: tuple[UserKeys, ...] = field(default=(), repr=False)
    _pairs: dict[UUID, KeyPair] = field(default_factory=dict, repr=False)
    _granted: dict[UUID, Envelope] = field(default_factory=dict, repr=False)

    def open_item(self, item_key: ItemKey, ciphertext: bytes, context: ItemContext) -> bytes:
        """The plaintext of an item. Raises NoEnvelope, or the vault's NotAuthentic or Malformed."""
        return opening.open_item(ciphertext, self._item_key(item_key, context), context)

    def open_stream(
        self, item_key: ItemKey, context: ItemContext, source: BinaryIO, sealed_at: ItemContext
    ) -> Iterator[bytes]:
        """The content of an item's file, each piece authenticated before it is given. Raises as `open_item`.

        `sealed_at` is the place at which it was sealed: before its conversation began, perhaps elsewhere.
        """
        return opening.open_stream(source, self._item_key(item_key, context), sealed_at)

    def look_up(self, item_keys: Iterable[UUID]) -> None:
        """Fetch this reader's envelopes of single items in one query, before many of them are opened."""
        for envelope in self._envelopes().filter(item_key__in=list(item_keys)):
            if envelope.item_key_id:
                self._granted[envelope.item_key_id] = envelope

    def has_item(self, item_key: UUID) -> bool:
        """Whether `look_up` found an envelope of this item."""
        return item_key in self._granted

    def item_key_of(self, item_key: ItemKey, context: ItemContext) -> bytes:
        """The key of an item, to be given to another reader or wrapped to a new epoch. Raises as `open_item`."""
        return self._item_key(item_key, context)

    def open_deposit(self, blob: bytes, context: bytes) -> bytes:
        """What was sealed to this reader's own public key, such as a draft."""
        return self._with_own_keys(lambda own: opening.open_with(own.sealing, blob, context))

    def private_in(self, envelope: Envelope, context: EnvelopeContext) -> bytes:
        """The private key or item key in an envelope of this reader's, for sealing it anew. Raises NoEnvelope."""
        return self._opened(envelope, context)

    def pair_of(self, epoch: Epoch) -> KeyPair:
        """The key pair of an epoch, by this reader's envelope. Raises NoEnvelope. Two queries an epoch at most."""
        if epoch.id not in self._pairs:
            envelope = self._envelope_of(epoch)
            context = EnvelopeContext(epoch.pair_id, epoch.number, self.identity, epoch.pair.purpose)
            self._pairs[epoch.id] = KeyPair.from_private(self._opened(envelope, context))
        return self._pairs[epoch.id]

    def epoch_to_seal_to(self, pair: Pair, *, given_by: ReceiptHolder) -> Epoch:
        """The newest epoch of a pair, once it is sure that its key came from this receipt, or from who had it before.

        An epoch that somebody put into the database would be read by whoever did; an old one that was put back, by
        whoever had to leave. Raises KeyNotAuthentic for both.
        """
        epoch = pair.epochs.select_related("pair", "entry").order_by("-number")[0]
        try:
            is_from_reporter = self._envelope_of(epoch).given_by_holder_id == given_by.id
            is_vouched_for = is_from_reporter or is_opened(epoch) or is_opened_by_duty(epoch)
            keys = self.pair_of(epoch)
        except NoEnvelope:
            raise KeyNotAuthentic(KeyringCode.KEY_NOT_AUTHENTIC) from None
        is_newest = epoch.number >= newest_number(pair.id)
        if not (is_vouched_for and is_newest and keys.public == bytes(epoch.public_key)):
            raise KeyNotAuthentic(KeyringCode.KEY_NOT_AUTHENTIC)
        return epoch

    def signer(self, *, certificate: ReaderCertificate | None = None, holder: ReceiptHolder | None = None) -> Signer:
        """This reader as the author of what it writes; the certificate or holder must carry its verifying key."""
        author = certificate or holder
        if author is None or bytes(author.verifying_public) != self.keys.signing.public:
            raise NoEnvelope(KeyringCode.NOT_CERTIFIED)
        return Signer(self.keys.signing, certificate, holder)

    @property
    def identity(self) -> UUID:
        """The id under which envelopes are made for this reader."""
        identity = self.person or self.holder
        if identity is None:
            raise ValueError("a reader is a person or a receipt")
        return identity

    def _envelopes(self) -> QuerySet[Envelope]:
        mine = Q(certificate__person_id=self.person) if self.person else Q(holder_id=self.holder)
        in_time = Q(until__isnull=True) | Q(until__gte=self.on)
        givers = ("given_by__entry", "given_by_holder__entry", "resealed_to__entry")
        return Envelope.objects.filter(mine, in_time, dormant=False).select_related(*givers).order_by("given_on", "id")

    def _envelope_of(self, epoch: Epoch) -> Envelope:
        envelope = self._envelopes().filter(epoch=epoch).first()
        if envelope is None:
            raise NoEnvelope(KeyringCode.NO_ENVELOPE)
        return envelope

    def _item_key(self, item_key: ItemKey, context: ItemContext) -> bytes:
        if item_key.epoch is None or item_key.wrapped is None:
            return self._granted_key(item_key)
        try:
            pair = self.pair_of(item_key.epoch)
        except NoEnvelope:
            return self._granted_key(item_key)
        return opening.unwrap_item_key(bytes(item_key.wrapped), pair, context)

    def _granted_key(self, item_key: ItemKey) -> bytes:
        envelope = self._granted.get(item_key.id) or self._envelopes().filter(item_key=item_key).first()
        if envelope is None:
            raise NoEnvelope(KeyringCode.NO_ENVELOPE)
        return self._opened(envelope, EnvelopeContext(item_key.id, OF_ITEM, self.identity, ITEM))

    def _opened(self, envelope: Envelope, context: EnvelopeContext) -> bytes:
        if not (is_given(envelope, context) and self._has_resealed(envelope)):
            raise NoEnvelope(KeyringCode.NO_ENVELOPE)
        try:
            return self._with_own_keys(lambda own: opening.open_envelope(bytes(envelope.sealed), own.sealing, context))
        except VaultFailure:
            raise NoEnvelope(KeyringCode.NO_ENVELOPE) from None

    def _has_resealed(self, envelope: Envelope) -> bool:
        """Whether an envelope was sealed anew by nobody but this reader: under a key that is at hand here."""
        vault = envelope.resealed_to
        return vault is None or bytes(vault.verifying_public) in {own.signing.public for own in self._own_keys()}

    def _own_keys(self) -> tuple[UserKeys, ...]:
        return self.keys, *self.older

    def _with_own_keys(self, opened: Callable[[UserKeys], bytes]) -> bytes:
        """What the present keys open, or else those of before. Raises a VaultFailure when none does."""
        *tried, last = self._own_keys()
        for own in tried:
            with suppress(VaultFailure):
                return opened(own)
        return opened(last)
