"""The two bytes that every blob begins with, and the encoding of contexts in which no two of them look alike."""

from enum import IntEnum
from typing import TypeAlias
from uuid import UUID

from deontos.vault.failures import Malformed

Part: TypeAlias = bytes | str | int | UUID

VERSION = 1
"""The first byte of every blob. Another version means other formats throughout."""

HEADER_SIZE = 2
"""Bytes before the body: version and algorithm."""

KEY_SIZE = 32
"""Bytes of every symmetric key, private key, public key, seed and digest in the vault."""


class Algorithm(IntEnum):
    """The second byte of a blob: how its body was made. Numbers are never given out twice."""

    XCHACHA20_POLY1305 = 1
    """Nonce of 24 bytes, then XChaCha20-Poly1305-IETF."""
    SEALED_BOX = 2
    """crypto_box_seal: X25519 with an ephemeral key, XSalsa20-Poly1305."""
    SECRETSTREAM = 3
    """crypto_secretstream_xchacha20poly1305 in chunks of 64 KiB."""
    ARGON2ID_SLOT = 4
    """XChaCha20-Poly1305 under a key from Argon2id13 (64 MiB, 3 passes) and HKDF-SHA-256."""
    HKDF_SLOT = 5
    """XChaCha20-Poly1305 under a key from HKDF-SHA-256 over a code of 130 bits."""
    ED25519 = 6
    """A detached signature of 64 bytes."""
    X25519_AND_ED25519 = 7
    """The private halves of a person's two keys: scalar, then seed."""


def frame(algorithm: Algorithm, body: bytes) -> bytes:
    """The body with its version and algorithm byte in front."""
    return bytes((VERSION, algorithm)) + body


def unframe(blob: bytes, algorithm: Algorithm) -> bytes:
    """The body of a blob that this version made with this algorithm; raises Malformed for any other."""
    if len(blob) < HEADER_SIZE:
        raise Malformed("too short for a version and an algorithm")
    if blob[0] != VERSION:
        raise Malformed("made by a version that is not known here")
    if blob[1] != algorithm:
        raise Malformed("made with another algorithm than expected")
    return blob[HEADER_SIZE:]


def canonical(*parts: Part) -> bytes:
    """Encode parts so that two different lists never give the same bytes.

    Each part is one letter for its type (b, s, i, u), its length in four bytes (big endian) and its content: bytes as
    they are, text in UTF-8, whole numbers in eight bytes (big endian, signed), a UUID in sixteen. Raises TypeError for
    any other type (truth values too) and ValueError for a number out of range.
    """
    return b"".join(_encoded(part) for part in parts)


def _encoded(part: Part) -> bytes:
    letter, content = _content(part)
    return letter + len(content).to_bytes(4, "big") + content


def _content(part: Part) -> tuple[bytes, bytes]:
    match part:
        case bool():
            raise TypeError("a truth value has no canonical encoding")
        case bytes():
            return b"b", part
        case str():
            return b"s", part.encode()
        case int():
            return b"i", _eight_bytes(part)
        case UUID():
            return b"u", part.bytes
    raise TypeError(f"{type(part).__name__} has no canonical encoding")


def _eight_bytes(number: int) -> bytes:
    if not -(2**63) <= number < 2**63:
        raise ValueError("a whole number in a context has at most eight bytes")
    return number.to_bytes(8, "big", signed=True)
