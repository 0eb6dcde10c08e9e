"""Sealing: items under fresh keys, their keys to pairs, pairs to readers. Nothing here can open what it has sealed."""

import secrets

from deontos.vault.authenticated import encrypt, seal_bound
from deontos.vault.contexts import EnvelopeContext, ItemContext, deposit_digest
from deontos.vault.digests import derived_key
from deontos.vault.framing import KEY_SIZE, Algorithm, frame
from deontos.vault.keys import checked
from deontos.vault.padding import pad
from deontos.vault.versioned import Versioned


def new_item_key() -> bytes:
    """A fresh key of 32 bytes for one message, field group or attachment; never used for a second one."""
    return secrets.token_bytes(KEY_SIZE)


def seal_item(plaintext: bytes, key: bytes, context: ItemContext) -> bytes:
    """The item padded to its bucket and encrypted under its own key; raises ValueError unless that has 32 bytes."""
    associated = context.associated(Algorithm.XCHACHA20_POLY1305)
    return frame(Algorithm.XCHACHA20_POLY1305, encrypt(pad(plaintext), key, associated))


def wrap_item_key(key: bytes, to_public: bytes, context: ItemContext) -> bytes:
    """The item's key sealed to the public half of a pair, bound to the item's place and to the epoch of that pair."""
    return frame(Algorithm.SEALED_BOX, seal_bound(checked(key), to_public, context.wrapping()))


def seal_envelope(secret: bytes, reader_public: bytes, context: EnvelopeContext) -> bytes:
    """A private key or an item key (32 bytes) sealed to one reader; raises ValueError for other lengths."""
    return frame(Algorithm.SEALED_BOX, seal_bound(checked(secret), reader_public, context.sealing()))


def seal_dormant(sealed_envelope: bytes, pepper_absence: Versioned, context: EnvelopeContext) -> bytes:
    """A sealed envelope encrypted once more, so that its reader cannot open it before the installation wakes it.

    The body names the version of PEPPER_ABSENCE in its first byte. Neither the reader nor the server opens it alone.
    """
    version = pepper_absence.current
    key = dormancy_key(pepper_absence.current_value)
    body = encrypt(sealed_envelope, key, context.dormancy(version))
    return frame(Algorithm.XCHACHA20_POLY1305, bytes((version,)) + body)


def seal_to_public(plaintext: bytes, public: bytes, context: bytes) -> bytes:
    """A text padded to its bucket and sealed to a public key: anybody can deposit it, only the pair opens it."""
    return frame(Algorithm.SEALED_BOX, seal_bound(pad(plaintext), public, deposit_digest(context)))


def dormancy_key(pepper: bytes) -> bytes:
    """The key (32 bytes) of the second layer of dormant envelopes, drawn from one value of PEPPER_ABSENCE."""
    return derived_key(pepper, "dormant envelope")
