"""Opening what `sealing` and `streams` sealed. Whatever the bytes, only Malformed and NotAuthentic are raised."""

from collections.abc import Iterator
from typing import BinaryIO

from nacl import bindings
from nacl.exceptions import CryptoError

from deontos.vault.authenticated import decrypt, open_bound
from deontos.vault.contexts import EnvelopeContext, ItemContext, deposit_digest
from deontos.vault.failures import Malformed, NotAuthentic
from deontos.vault.framing import HEADER_SIZE, KEY_SIZE, Algorithm, unframe
from deontos.vault.keys import KeyPair, checked
from deontos.vault.padding import unpad
from deontos.vault.sealing import dormancy_key
from deontos.vault.streams import CHUNK_SIZE, FINAL, LENGTH_SIZE, MESSAGE, SEALED_CHUNK_SIZE
from deontos.vault.versioned import Versioned


def open_item(blob: bytes, key: bytes, context: ItemContext) -> bytes:
    """The plaintext of an item; raises NotAuthentic for another key or place, Malformed for another shape."""
    body = unframe(blob, Algorithm.XCHACHA20_POLY1305)
    return unpad(decrypt(body, key, context.associated(Algorithm.XCHACHA20_POLY1305)))


def unwrap_item_key(blob: bytes, pair: KeyPair, context: ItemContext) -> bytes:
    """The item's key (32 bytes); raises NotAuthentic for another pair, place or epoch, Malformed for another shape."""
    return _key_from(open_bound(unframe(blob, Algorithm.SEALED_BOX), pair, context.wrapping()))


def open_envelope(blob: bytes, pair: KeyPair, context: EnvelopeContext) -> bytes:
    """The private key or item key (32 bytes) in an envelope; raises NotAuthentic for another reader or context."""
    return _key_from(open_bound(unframe(blob, Algorithm.SEALED_BOX), pair, context.sealing()))


def wake_dormant(blob: bytes, pepper_absence: Versioned, context: EnvelopeContext) -> bytes:
    """The sealed envelope within a dormant one, still sealed to its reader.

    Raises UnknownSecretVersion (a Malformed) where the version of PEPPER_ABSENCE that it names is not held.
    """
    body = unframe(blob, Algorithm.XCHACHA20_POLY1305)
    if not body:
        raise Malformed("a dormant envelope names the version of its secret")
    version = body[0]
    key = dormancy_key(pepper_absence.value(version))
    return decrypt(body[1:], key, context.dormancy(version))


def open_with(pair: KeyPair, blob: bytes, context: bytes) -> bytes:
    """The plaintext that somebody deposited with `seal_to_public`; raises NotAuthentic for another pair or context."""
    return unpad(open_bound(unframe(blob, Algorithm.SEALED_BOX), pair, deposit_digest(context)))


def open_stream(source: BinaryIO, key: bytes, context: ItemContext) -> Iterator[bytes]:
    """The content of a sealed stream, chunk by chunk, each authenticated before it is given.

    Raises NotAuthentic for another key or place and for chunks that were changed, moved, dropped or added. A missing
    end shows only after the chunks before it, so what was given out counts once the iterator has ended.
    """
    state = _begun(source, key)
    associated = context.associated(Algorithm.SECRETSTREAM)
    tag = MESSAGE
    while tag != FINAL:
        content, tag = _chunk(state, _exactly(source, SEALED_CHUNK_SIZE), associated)
        if content:
            yield content
    if source.read(1):
        raise Malformed("something follows the end of the stream")


def _begun(source: BinaryIO, key: bytes) -> bindings.crypto_secretstream_xchacha20poly1305_state:
    opening = _exactly(source, HEADER_SIZE + bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES)
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    header = unframe(opening, Algorithm.SECRETSTREAM)
    bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, header, checked(key))
    return state


def _chunk(
    state: bindings.crypto_secretstream_xchacha20poly1305_state, sealed: bytes, associated: bytes
) -> tuple[bytes, int]:
    try:
        plaintext, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, sealed, associated)
    except CryptoError:
        raise NotAuthentic("a chunk is not of this stream, or not at this place in it") from None
    size = int.from_bytes(plaintext[:LENGTH_SIZE], "big")
    if size > CHUNK_SIZE - LENGTH_SIZE or tag not in (MESSAGE, FINAL):
        raise Malformed("a chunk does not say truly what it holds")
    return plaintext[LENGTH_SIZE : LENGTH_SIZE + size], tag


def _exactly(source: BinaryIO, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size and (part := source.read(size - len(parts))):
        parts += part
    if len(parts) < size:
        raise NotAuthentic("the stream ends before its final chunk")
    return bytes(parts)


def _key_from(opened: bytes) -> bytes:
    if len(opened) != KEY_SIZE:
        raise Malformed(f"a sealed key has {KEY_SIZE} bytes")
    return opened
