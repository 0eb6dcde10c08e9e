"""Key pairs for sealing (X25519) and for signing (Ed25519), and the two that belong to one person."""

import secrets
from dataclasses import dataclass, field
from typing import Self

from nacl import bindings

from deontos.vault.failures import Malformed
from deontos.vault.framing import HEADER_SIZE, KEY_SIZE, Algorithm, frame, unframe

USER_KEYS_SIZE = HEADER_SIZE + 2 * KEY_SIZE
"""Bytes of one person's keys as a blob."""


def checked(key: bytes) -> bytes:
    """The same key when it has 32 bytes; raises ValueError otherwise, without showing it."""
    if len(key) != KEY_SIZE:
        raise ValueError(f"a key has {KEY_SIZE} bytes, not {len(key)}")
    return key


@dataclass(frozen=True, slots=True)
class KeyPair:
    """An X25519 pair: anybody may seal to the public half, the private half opens. 32 bytes each."""

    private: bytes = field(repr=False)
    public: bytes

    @classmethod
    def from_private(cls, private: bytes) -> Self:
        """The pair of a private half of 32 bytes; raises ValueError for another length."""
        return cls(private, bindings.crypto_scalarmult_base(checked(private)))


@dataclass(frozen=True, slots=True)
class SigningPair:
    """An Ed25519 pair: the private half is the seed of RFC 8032, the public half verifies. 32 bytes each."""

    private: bytes = field(repr=False)
    public: bytes

    @classmethod
    def from_private(cls, private: bytes) -> Self:
        """The pair of a seed of 32 bytes; raises ValueError for another length."""
        public, _ = bindings.crypto_sign_seed_keypair(checked(private))
        return cls(private, public)


@dataclass(frozen=True, slots=True)
class UserKeys:
    """What one person's vault holds: a pair to be sealed to and a pair to sign with."""

    sealing: KeyPair
    signing: SigningPair

    def to_bytes(self) -> bytes:
        """Both private halves as a blob of 66 bytes, to be wrapped at once in an unlock slot or a session."""
        return frame(Algorithm.X25519_AND_ED25519, self.sealing.private + self.signing.private)

    @classmethod
    def from_bytes(cls, blob: bytes) -> Self:
        """The inverse of `to_bytes`; raises Malformed for anything else."""
        body = unframe(blob, Algorithm.X25519_AND_ED25519)
        if len(body) != 2 * KEY_SIZE:
            raise Malformed("a person's keys have 64 bytes")
        return cls(KeyPair.from_private(body[:KEY_SIZE]), SigningPair.from_private(body[KEY_SIZE:]))


def several_from(blob: bytes) -> tuple[UserKeys, ...]:
    """The keys in several blobs of `UserKeys.to_bytes` one after another, at least one; raises Malformed else."""
    parts = [blob[start : start + USER_KEYS_SIZE] for start in range(0, max(len(blob), 1), USER_KEYS_SIZE)]
    return tuple(UserKeys.from_bytes(part) for part in parts)


def new_pair() -> KeyPair:
    """A fresh X25519 pair, for a conversation, a dossier, an identity or a person."""
    return KeyPair.from_private(secrets.token_bytes(KEY_SIZE))


def new_signing_pair() -> SigningPair:
    """A fresh Ed25519 pair."""
    return SigningPair.from_private(secrets.token_bytes(KEY_SIZE))


def new_user_keys() -> UserKeys:
    """Fresh keys for one person."""
    return UserKeys(new_pair(), new_signing_pair())
