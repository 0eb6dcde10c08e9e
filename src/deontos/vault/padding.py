"""Padding to a few sizes, so that the length of a ciphertext says little about the length of a text.

House rule: texts fill buckets of 512 bytes, 1 KiB, 2 KiB and so on, each twice the one before; streams are counted in
whole chunks, in the sizes of Padmé (Nikitin and others, 2019), which adds at most 12 %.
"""

from nacl import bindings
from nacl.exceptions import CryptoError

from deontos.vault.failures import Malformed

SMALLEST_BUCKET = 512
"""Bytes that even an empty text takes."""


def bucket(size: int) -> int:
    """The bytes that a text of `size` bytes takes once padded: the first bucket that also holds the mark of its end."""
    filled = SMALLEST_BUCKET
    while filled <= size:
        filled *= 2
    return filled


def pad(plaintext: bytes) -> bytes:
    """The plaintext, a byte 0x80 and zeros up to its bucket (ISO/IEC 7816-4, libsodium's sodium_pad)."""
    return bindings.sodium_pad(plaintext, bucket(len(plaintext)))


def unpad(padded: bytes) -> bytes:
    """The plaintext again; raises Malformed where the size is no bucket or the mark is missing."""
    if not padded or bucket(len(padded) - 1) != len(padded):
        raise Malformed("the padded size is none of the buckets")
    try:
        return bindings.sodium_unpad(padded, len(padded))
    except CryptoError:
        raise Malformed("the padding has no mark") from None


def padded_chunks(chunks: int) -> int:
    """The number of chunks that a stream of so many takes once padded, after Padmé; at least one."""
    if chunks < 2:
        return 1
    exponent = chunks.bit_length() - 1
    coarse = exponent - exponent.bit_length()
    mask = (1 << max(coarse, 0)) - 1
    return (chunks + mask) & ~mask
