"""Attachments: sealed while they come in, opened chunk by chunk; what is missing, moved or added is noticed."""

import hashlib
import io
from collections.abc import Iterator
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl import bindings

from deontos.vault.contexts import ItemContext
from deontos.vault.failures import Malformed, NotAuthentic, VaultFailure
from deontos.vault.framing import Algorithm, frame
from deontos.vault.opening import open_stream
from deontos.vault.streams import CONTENT_SIZE, FINAL, MESSAGE, SEALED_CHUNK_SIZE, StreamSealer, seal_stream

pytestmark = pytest.mark.row("1.4")

PLACE = ItemContext(UUID(int=1), UUID(int=2), UUID(int=3), "attachment", 1)
KEY = b"k" * 32
HEADER = 26


def sealed(content: bytes) -> bytes:
    return b"".join(seal_stream(io.BytesIO(content), KEY, PLACE))


def opened(blob: bytes, key: bytes = KEY, place: ItemContext = PLACE) -> bytes:
    return b"".join(open_stream(io.BytesIO(blob), key, place))


class Dripping(io.RawIOBase):
    """A file-like that gives a few bytes at a time, as a network does."""

    def __init__(self, content: bytes, most: int) -> None:
        self._source = io.BytesIO(content)
        self._most = most

    def read(self, size: int = -1) -> bytes:
        return self._source.read(self._most if size < 0 else min(size, self._most))


@pytest.mark.parametrize(
    ("size", "chunks"),
    [
        (0, 1),
        (1, 1),
        (CONTENT_SIZE - 1, 1),
        (CONTENT_SIZE, 1),
        (CONTENT_SIZE + 1, 2),
        (2 * CONTENT_SIZE, 2),
        (8 * CONTENT_SIZE + 1, 10),
        (16 * CONTENT_SIZE + 1, 18),
    ],
)
def test_content_comes_back_and_its_size_is_blurred(size: int, chunks: int) -> None:
    content = hashlib.shake_128(b"content").digest(size)
    blob = sealed(content)
    assert (len(blob), opened(blob)) == (HEADER + chunks * SEALED_CHUNK_SIZE, content)


@settings(max_examples=15)
@given(st.lists(st.integers(0, 100_000), max_size=4), st.integers(1000, 70_000))
def test_it_may_come_in_and_go_out_in_any_pieces(sizes: list[int], most: int) -> None:
    sealer = StreamSealer(KEY, PLACE)
    pieces = [hashlib.shake_128(b"piece").digest(size) for size in sizes]
    blob = b"".join([sealer.begin(), *(sealer.push(piece) for piece in pieces), sealer.finish()])
    assert b"".join(open_stream(Dripping(blob, most), KEY, PLACE)) == b"".join(pieces)  # type: ignore[arg-type]
    assert sealer.ciphertext_digest == hashlib.sha256(blob).digest()


def test_no_chunk_waits_longer_than_it_must() -> None:
    sealer = StreamSealer(KEY, PLACE)
    sealer.begin()
    assert [len(sealer.push(bytes(size))) for size in (CONTENT_SIZE, 1, CONTENT_SIZE - 1, 2 * CONTENT_SIZE)] == [
        *(0, SEALED_CHUNK_SIZE, 0, 2 * SEALED_CHUNK_SIZE),
    ]


def test_two_streams_of_the_same_content_show_no_likeness() -> None:
    one, other = sealed(b"text"), sealed(b"text")
    assert [place for place in range(2, 200) if one[place : place + 8] == other[place : place + 8]] == []


THREE_CHUNKS = sealed(bytes(2 * CONTENT_SIZE + 10))
CUTS = [HEADER + chunk * SEALED_CHUNK_SIZE for chunk in range(4)]


@pytest.mark.parametrize("end", [0, 1, HEADER - 1, *CUTS[:3], CUTS[0] + 1, CUTS[1] - 1, CUTS[1] + 1, CUTS[3] - 1])
def test_a_stream_that_ends_early_is_noticed(end: int) -> None:
    with pytest.raises(NotAuthentic, match="ends before its final chunk"):
        opened(THREE_CHUNKS[:end])


@pytest.mark.parametrize("order", [(1, 0, 2), (0, 2, 1), (0, 0, 1, 2), (0, 2), (2,), (1, 2), (2, 1, 0)])
def test_chunks_out_of_order_are_noticed(order: tuple[int, ...]) -> None:
    chunks = [THREE_CHUNKS[CUTS[number] : CUTS[number + 1]] for number in order]
    with pytest.raises(NotAuthentic, match="not of this stream, or not at this place"):
        opened(THREE_CHUNKS[:HEADER] + b"".join(chunks))


def test_chunks_of_another_stream_are_noticed() -> None:
    other = sealed(bytes(2 * CONTENT_SIZE + 10))
    with pytest.raises(NotAuthentic):
        opened(THREE_CHUNKS[: CUTS[2]] + other[CUTS[2] :])


@pytest.mark.parametrize("more", [b"\0", THREE_CHUNKS[CUTS[2] :], THREE_CHUNKS])
def test_what_follows_the_end_is_noticed(more: bytes) -> None:
    with pytest.raises(Malformed, match="something follows"):
        opened(THREE_CHUNKS + more)


@pytest.mark.parametrize("place", [2, 25, HEADER, HEADER + 1, HEADER + 5, CUTS[1] - 1, CUTS[2] + 100, CUTS[3] - 1])
def test_a_flipped_byte_is_noticed(place: int) -> None:
    with pytest.raises(NotAuthentic):
        opened(THREE_CHUNKS[:place] + bytes((THREE_CHUNKS[place] ^ 128,)) + THREE_CHUNKS[place + 1 :])


@settings(max_examples=50)
@given(st.binary(max_size=100))
def test_any_bytes_are_malformed_or_not_authentic(body: bytes) -> None:
    for blob in (body, frame(Algorithm.SECRETSTREAM, body), THREE_CHUNKS[:HEADER] + body.ljust(SEALED_CHUNK_SIZE)):
        with pytest.raises(VaultFailure):
            opened(blob)


def crafted(chunks: list[tuple[bytes, int]]) -> Iterator[bytes]:
    """A stream under the right key and place by an author who does not keep to the format."""
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    header = bindings.crypto_secretstream_xchacha20poly1305_init_push(state, KEY)
    yield frame(Algorithm.SECRETSTREAM, header)
    for plaintext, tag in chunks:
        associated = PLACE.associated(Algorithm.SECRETSTREAM)
        padded = plaintext.ljust(CONTENT_SIZE + 4, b"\0")
        yield bindings.crypto_secretstream_xchacha20poly1305_push(state, padded, associated, tag)


@pytest.mark.parametrize(
    "chunks",
    [
        [((CONTENT_SIZE + 1).to_bytes(4, "big"), FINAL)],
        [(b"\xff\xff\xff\xff", FINAL)],
        [(b"", bindings.crypto_secretstream_xchacha20poly1305_TAG_REKEY), (b"", FINAL)],
        [(b"", bindings.crypto_secretstream_xchacha20poly1305_TAG_PUSH), (b"", FINAL)],
    ],
)
def test_an_author_who_does_not_keep_to_the_format(chunks: list[tuple[bytes, int]]) -> None:
    with pytest.raises(Malformed, match="does not say truly"):
        opened(b"".join(crafted(chunks)))


def test_the_crafted_stream_would_be_right_otherwise() -> None:
    assert opened(b"".join(crafted([(b"\0\0\0\1a", MESSAGE), (b"\0\0\0\1b", FINAL)]))) == b"ab"
