"""Unlock slots: a person's keys wrapped under what the person knows or keeps, together with PEPPER_KEK."""

import os
import secrets
import threading
from collections.abc import Callable
from uuid import UUID

from nacl import bindings

from deontos.vault.authenticated import decrypt, encrypt
from deontos.vault.digests import derived_key
from deontos.vault.failures import Malformed
from deontos.vault.framing import HEADER_SIZE, KEY_SIZE, VERSION, Algorithm, canonical, frame, unframe
from deontos.vault.keys import checked
from deontos.vault.passphrases import normalised
from deontos.vault.symbols import read_symbols
from deontos.vault.versioned import Versioned

PASSES = 3
"""Argon2id passes over the memory."""

MEMORY = 64 * 1024 * 1024
"""Bytes of memory of one Argon2id derivation."""

_SALT_SIZE = bindings.crypto_pwhash_SALTBYTES
_derivations = threading.BoundedSemaphore(os.cpu_count() or 1)


def make_slot(passphrase: str, user_keys: bytes, pepper_kek: Versioned, owner: UUID) -> bytes:
    """A person's keys (`UserKeys.to_bytes`) wrapped under a passphrase, whose typing is forgiven as `normalised` says.

    The body names the version of PEPPER_KEK, then a random salt of 16 bytes. Takes about 0.14 s and 64 MiB.
    """
    return _make(Algorithm.ARGON2ID_SLOT, lambda salt: _stretched(passphrase, salt), user_keys, pepper_kek, owner)


def open_slot(blob: bytes, passphrase: str, pepper_kek: Versioned, owner: UUID) -> bytes:
    """The inverse of `make_slot`; raises NotAuthentic for another passphrase or owner, Malformed for another shape."""
    return _open(Algorithm.ARGON2ID_SLOT, lambda salt: _stretched(passphrase, salt), blob, pepper_kek, owner)


def make_recovery_slot(code: str, user_keys: bytes, pepper_kek: Versioned, owner: UUID) -> bytes:
    """The same under a recovery code of `new_recovery_code`; 130 bits need no slow derivation. Raises Mistyped."""
    secret = read_symbols(code).encode("ascii")
    return _make(Algorithm.HKDF_SLOT, lambda _: secret, user_keys, pepper_kek, owner)


def open_recovery_slot(blob: bytes, code: str, pepper_kek: Versioned, owner: UUID) -> bytes:
    """The inverse of `make_recovery_slot`; raises Mistyped for a code that was never given, else as `open_slot`."""
    secret = read_symbols(code).encode("ascii")
    return _open(Algorithm.HKDF_SLOT, lambda _: secret, blob, pepper_kek, owner)


def slot_version(blob: bytes) -> int:
    """The version of PEPPER_KEK that a slot of either kind was made under; raises Malformed for what is too short."""
    if len(blob) <= HEADER_SIZE:
        raise Malformed("a slot names the version of its secret and a salt")
    return blob[HEADER_SIZE]


def make_shared_slot(secret: bytes, user_keys: bytes, pepper_kek: Versioned, owner: UUID) -> bytes:
    """The same under a secret of 32 random bytes that is then split among stewards and kept nowhere whole."""
    return _make(Algorithm.HKDF_SLOT, lambda _: checked(secret), user_keys, pepper_kek, owner)


def open_shared_slot(blob: bytes, secret: bytes, pepper_kek: Versioned, owner: UUID) -> bytes:
    """The inverse of `make_shared_slot`; raises ValueError unless the secret has 32 bytes, else as `open_slot`."""
    return _open(Algorithm.HKDF_SLOT, lambda _: checked(secret), blob, pepper_kek, owner)


def _make(
    algorithm: Algorithm, secret_at: Callable[[bytes], bytes], user_keys: bytes, pepper: Versioned, owner: UUID
) -> bytes:
    opening = bytes((pepper.current,)) + secrets.token_bytes(_SALT_SIZE)
    key = _wrapping_key(algorithm, secret_at(opening[1:]), pepper.current_value, opening, owner)
    return frame(algorithm, opening + encrypt(user_keys, key, _associated(algorithm, opening, owner)))


def _open(
    algorithm: Algorithm, secret_at: Callable[[bytes], bytes], blob: bytes, pepper: Versioned, owner: UUID
) -> bytes:
    body = unframe(blob, algorithm)
    if len(body) < 1 + _SALT_SIZE:
        raise Malformed("a slot names the version of its secret and a salt")
    opening, wrapped = body[: 1 + _SALT_SIZE], body[1 + _SALT_SIZE :]
    pepper_value = pepper.value(opening[0])
    key = _wrapping_key(algorithm, secret_at(opening[1:]), pepper_value, opening, owner)
    return decrypt(wrapped, key, _associated(algorithm, opening, owner))


def _wrapping_key(algorithm: Algorithm, secret: bytes, pepper: bytes, opening: bytes, owner: UUID) -> bytes:
    return derived_key(secret, "unlock slot", VERSION, algorithm, opening[1:], owner, salt=pepper)


def _associated(algorithm: Algorithm, opening: bytes, owner: UUID) -> bytes:
    return canonical("deontos unlock slot", VERSION, algorithm, opening, owner)


def _stretched(passphrase: str, salt: bytes) -> bytes:
    """Argon2id13 over the normalised passphrase; no more of these run at once in one process than it has cores."""
    with _derivations:
        return bindings.crypto_pwhash_alg(
            KEY_SIZE, normalised(passphrase).encode(), salt, PASSES, MEMORY, bindings.crypto_pwhash_ALG_ARGON2ID13
        )
