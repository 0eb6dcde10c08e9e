"""Signatures over canonical messages, each in its own domain, so that what was said of one thing holds for no other.

The `…_message` functions give what `sign` and `verify` take after the key: `sign(pair, *item_message(context, blob))`.
"""

import hashlib
from datetime import UTC, date, datetime
from typing import TypeAlias
from uuid import UUID

from nacl import bindings
from nacl.exceptions import BadSignatureError

from deontos.vault.contexts import EnvelopeContext, ItemContext
from deontos.vault.failures import Malformed
from deontos.vault.framing import KEY_SIZE, VERSION, Algorithm, Part, canonical, frame, unframe
from deontos.vault.keys import SigningPair

Message: TypeAlias = tuple[str, *tuple[Part, ...]]

_SIGNATURE_SIZE = bindings.crypto_sign_BYTES


def sign(pair: SigningPair, domain: str, *parts: Part) -> bytes:
    """An Ed25519 signature as a blob of 66 bytes over the domain and the parts."""
    signed = bindings.crypto_sign(_signed_bytes(domain, parts), pair.private + pair.public)
    return frame(Algorithm.ED25519, signed[:_SIGNATURE_SIZE])


def verify(public: bytes, signature: bytes, domain: str, *parts: Part) -> bool:
    """Whether the holder of the key (public half, 32 bytes) signed exactly this; False for what is no signature."""
    try:
        body = unframe(signature, Algorithm.ED25519)
    except Malformed:
        return False
    if len(body) != _SIGNATURE_SIZE or len(public) != KEY_SIZE:
        return False
    try:
        bindings.crypto_sign_open(body + _signed_bytes(domain, parts), public)
    except BadSignatureError:
        return False
    return True


def item_message(context: ItemContext, ciphertext: bytes) -> Message:
    """What the author of an item signs: its place and its whole blob. A new epoch changes neither."""
    return sealed_item_message(context, hashlib.sha256(ciphertext).digest())


def sealed_item_message(context: ItemContext, ciphertext_digest: bytes) -> Message:
    """The same for a ciphertext of which only the SHA-256 is at hand, such as an attachment's stream."""
    return "item", context.organisation, context.thread, context.item, context.kind, ciphertext_digest


def envelope_message(
    context: EnvelopeContext, sealed: bytes, *, granted_by: UUID, ground: str, until: date | None
) -> Message:
    """What whoever grants an envelope signs. `sealed` is the inner envelope, so the signature outlives its waking."""
    thing = (context.pair_or_item, context.epoch, context.reader, context.purpose)
    return "envelope", *thing, hashlib.sha256(sealed).digest(), granted_by, ground, _moment(until)


def certificate_message(
    *,
    organisation: UUID,
    office: str,
    person: UUID,
    sealing_public: bytes,
    verifying_public: bytes,
    valid_from: date,
    valid_until: date | None,
) -> Message:
    """What a steward signs after comparing the keys with the person who is to read in an office."""
    keys = (sealing_public, verifying_public)
    return "reader certificate", organisation, office, person, *keys, _moment(valid_from), _moment(valid_until)


def contribution_message(
    *,
    ceremony: UUID,
    secret: UUID,
    steward: UUID,
    vault: UUID,
    sealing_public: bytes,
    verifying_public: bytes,
    sealed: bytes,
) -> Message:
    """What a steward signs who hands a share on: to which vault, over the keys whose words were compared."""
    goes_to = (vault, sealing_public, verifying_public)
    return "share handed on", ceremony, secret, steward, *goes_to, hashlib.sha256(sealed).digest()


def _signed_bytes(domain: str, parts: tuple[Part, ...]) -> bytes:
    return canonical("deontos signature", VERSION, Algorithm.ED25519, domain, *parts)


def _moment(moment: date | None) -> str:
    """A civil date as 2026-03-01, a moment in UTC to the microsecond, nothing as empty; ValueError without a zone."""
    if moment is None:
        return ""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    if moment.tzinfo is None:
        raise ValueError("a moment that is signed has a time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
