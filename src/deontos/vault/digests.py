"""Digests (SHA-256), keyed digests (HMAC-SHA-256) and derived keys (HKDF-SHA-256, RFC 5869) over canonical parts."""

import hashlib
import hmac

from deontos.vault.framing import Part, canonical

_HASH_SIZE = 32


def digest(*parts: Part) -> bytes:
    """SHA-256 (32 bytes) over the canonical encoding of the parts."""
    return hashlib.sha256(canonical(*parts)).digest()


def keyed_digest(key: bytes, *parts: Part) -> bytes:
    """HMAC-SHA-256 (32 bytes) under the key over the canonical encoding of the parts."""
    return hmac.digest(key, canonical(*parts), "sha256")


def constant_time_equal(left: bytes, right: bytes) -> bool:
    """Whether both are the same bytes, without telling by the time taken where they differ."""
    return hmac.compare_digest(left, right)


def derived_key(secret: bytes, *label: Part, salt: bytes = b"") -> bytes:
    """A key of 32 bytes for one purpose, drawn from a secret of at least 128 bits; the label names the purpose."""
    return hkdf(secret, salt=salt, info=canonical("deontos", *label), size=_HASH_SIZE)


def hkdf(secret: bytes, *, salt: bytes, info: bytes, size: int) -> bytes:
    """HKDF-SHA-256, extract and expand (RFC 5869); `size` in bytes, at most 8160, else ValueError."""
    if not 0 < size <= 255 * _HASH_SIZE:
        raise ValueError("HKDF gives between 1 and 8160 bytes")
    pseudorandom_key = hmac.digest(salt or bytes(_HASH_SIZE), secret, "sha256")
    block = output = b""
    for number in range(1, -(-size // _HASH_SIZE) + 1):
        block = hmac.digest(pseudorandom_key, block + info + bytes((number,)), "sha256")
        output += block
    return output[:size]


class FileDigest:
    """SHA-256 over the bare bytes of a file, piece by piece, as every other tool computes it; says nothing of a key."""

    def __init__(self) -> None:
        self._running = hashlib.sha256()

    def add(self, piece: bytes) -> None:
        """The next bytes."""
        self._running.update(piece)

    def in_hexadecimal(self) -> str:
        """The digest of what was added so far, as 64 signs."""
        return self._running.hexdigest()
