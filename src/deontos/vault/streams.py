"""Sealing what is too large to hold: chunks of 64 KiB by secretstream, padded in whole chunks, with a final tag.

A blob is the frame, a header of 24 bytes and chunks of 65,553 bytes. Each chunk decrypts to 65,536 bytes: the number of
content bytes in four (big endian), those bytes, zeros. The attachment's place is associated data of every chunk.
"""

import hashlib
from collections.abc import Iterator
from typing import BinaryIO

from nacl import bindings

from deontos.vault.contexts import ItemContext
from deontos.vault.framing import Algorithm, frame
from deontos.vault.keys import checked
from deontos.vault.padding import padded_chunks

CHUNK_SIZE = 64 * 1024
"""Plaintext bytes of a chunk, its length and zeros included."""

LENGTH_SIZE = 4
"""Bytes that say how many content bytes a chunk holds."""

CONTENT_SIZE = CHUNK_SIZE - LENGTH_SIZE
"""Content bytes that one chunk can hold."""

SEALED_CHUNK_SIZE = CHUNK_SIZE + bindings.crypto_secretstream_xchacha20poly1305_ABYTES
"""Bytes of a chunk in the blob."""

FINAL = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
MESSAGE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE


class StreamSealer:
    """Seals an attachment while it comes in. Write out what `begin`, each `push` and `finish` return, in that order.

    The key (32 bytes) is used for this one stream; ValueError for another length.
    """

    def __init__(self, key: bytes, context: ItemContext) -> None:
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        self._header = bindings.crypto_secretstream_xchacha20poly1305_init_push(self._state, checked(key))
        self._associated = context.associated(Algorithm.SECRETSTREAM)
        self._waiting = bytearray()
        self._chunks = 0
        self._hash = hashlib.sha256()

    @property
    def ciphertext_digest(self) -> bytes:
        """The SHA-256 of everything returned so far: once finished, what the author signs."""
        return self._hash.digest()

    def begin(self) -> bytes:
        """The first bytes of the blob."""
        return self._counted(frame(Algorithm.SECRETSTREAM, self._header))

    def push(self, content: bytes) -> bytes:
        """Take in content of any length and return the chunks that are full, perhaps none."""
        self._waiting += content
        sealed = []
        while len(self._waiting) > CONTENT_SIZE:
            sealed.append(self._chunk(bytes(self._waiting[:CONTENT_SIZE]), MESSAGE))
            del self._waiting[:CONTENT_SIZE]
        return b"".join(sealed)

    def finish(self) -> bytes:
        """The last content, padding chunks up to the next size of Padmé, and the final tag."""
        target = padded_chunks(self._chunks + 1)
        contents = [bytes(self._waiting)] + [b""] * (target - self._chunks - 1)
        last = contents.pop()
        return b"".join([self._chunk(content, MESSAGE) for content in contents] + [self._chunk(last, FINAL)])

    def _chunk(self, content: bytes, tag: int) -> bytes:
        plaintext = (len(content).to_bytes(LENGTH_SIZE, "big") + content).ljust(CHUNK_SIZE, b"\0")
        self._chunks += 1
        return self._counted(
            bindings.crypto_secretstream_xchacha20poly1305_push(self._state, plaintext, self._associated, tag)
        )

    def _counted(self, sealed: bytes) -> bytes:
        self._hash.update(sealed)
        return sealed


def seal_stream(source: BinaryIO, key: bytes, context: ItemContext) -> Iterator[bytes]:
    """The blob of a file-like, in pieces; the source is read 64 KiB at a time."""
    sealer = StreamSealer(key, context)
    yield sealer.begin()
    while content := source.read(CONTENT_SIZE):
        yield sealer.push(content)
    yield sealer.finish()


def stream_digest(source: BinaryIO) -> bytes:
    """The SHA-256 of a blob as it is stored, read 64 KiB at a time; what `ciphertext_digest` was when it was made."""
    hashed = hashlib.sha256()
    while sealed := source.read(CHUNK_SIZE):
        hashed.update(sealed)
    return hashed.digest()
