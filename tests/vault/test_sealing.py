"""Sealing and opening: what goes in comes out for the right key and place, for other bytes nothing does."""

from collections.abc import Callable
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deontos.vault import opening, sealing, sessions
from deontos.vault.authenticated import seal_bound
from deontos.vault.contexts import EnvelopeContext, ItemContext
from deontos.vault.failures import Malformed, NotAuthentic, VaultFailure
from deontos.vault.framing import Algorithm, frame
from deontos.vault.keys import KeyPair, SigningPair, UserKeys, new_pair, new_signing_pair, new_user_keys
from deontos.vault.padding import bucket, pad, padded_chunks, unpad
from deontos.vault.versioned import Versioned

pytestmark = pytest.mark.row("1.4")

ITEM = ItemContext(UUID(int=1), UUID(int=2), UUID(int=3), "message", 1)
NEXT_EPOCH = ItemContext(UUID(int=1), UUID(int=2), UUID(int=3), "message", 2)
ENVELOPE = EnvelopeContext(UUID(int=4), 1, UUID(int=5), "conversation")
PEPPER = Versioned(1, {1: b"p" * 32})
KEY = b"k" * 32
PAIR = new_pair()
OPENERS: dict[str, tuple[Callable[[bytes], bytes], Algorithm]] = {
    "item": (lambda blob: opening.open_item(blob, KEY, ITEM), Algorithm.XCHACHA20_POLY1305),
    "item key": (lambda blob: opening.unwrap_item_key(blob, PAIR, ITEM), Algorithm.SEALED_BOX),
    "envelope": (lambda blob: opening.open_envelope(blob, PAIR, ENVELOPE), Algorithm.SEALED_BOX),
    "dormant": (lambda blob: opening.wake_dormant(blob, PEPPER, ENVELOPE), Algorithm.XCHACHA20_POLY1305),
    "deposit": (lambda blob: opening.open_with(PAIR, blob, b"draft"), Algorithm.SEALED_BOX),
    "session": (lambda blob: sessions.open_session(blob, KEY, "vault"), Algorithm.XCHACHA20_POLY1305),
}
SEALED = {
    "item": sealing.seal_item(b"text", KEY, ITEM),
    "item key": sealing.wrap_item_key(KEY, PAIR.public, ITEM),
    "envelope": sealing.seal_envelope(KEY, PAIR.public, ENVELOPE),
    "dormant": sealing.seal_dormant(b"sealed", PEPPER, ENVELOPE),
    "deposit": sealing.seal_to_public(b"text", PAIR.public, b"draft"),
    "session": sessions.seal_session(b"text", KEY, "vault"),
}


@settings(max_examples=50)
@given(st.binary(max_size=3000))
def test_texts_come_back(text: bytes) -> None:
    assert opening.open_item(sealing.seal_item(text, KEY, ITEM), KEY, ITEM) == text
    assert opening.open_with(PAIR, sealing.seal_to_public(text, PAIR.public, b"draft"), b"draft") == text
    assert sessions.open_session(sessions.seal_session(text, KEY, "vault", 1), KEY, "vault", 1) == text


def test_keys_come_back() -> None:
    reader = new_pair()
    key = sealing.new_item_key()
    assert opening.unwrap_item_key(sealing.wrap_item_key(key, PAIR.public, ITEM), PAIR, ITEM) == key
    sealed = sealing.seal_envelope(PAIR.private, reader.public, ENVELOPE)
    handed = KeyPair.from_private(opening.open_envelope(sealed, reader, ENVELOPE))
    assert handed == PAIR


@pytest.mark.row("1.4a")
def test_a_dormant_envelope_needs_the_installation_and_its_reader() -> None:
    reader = new_pair()
    sealed = sealing.seal_envelope(KEY, reader.public, ENVELOPE)
    dormant = sealing.seal_dormant(sealed, PEPPER, ENVELOPE)
    with pytest.raises(VaultFailure):
        opening.open_envelope(dormant, reader, ENVELOPE)
    woken = opening.wake_dormant(dormant, PEPPER, ENVELOPE)
    with pytest.raises(NotAuthentic):
        opening.open_envelope(woken, PAIR, ENVELOPE)
    assert opening.open_envelope(woken, reader, ENVELOPE) == KEY
    assert KEY not in dormant + woken


def test_a_new_epoch_wraps_the_key_again_and_leaves_the_item_alone() -> None:
    old, new = new_pair(), new_pair()
    item = sealing.seal_item(b"text", KEY, ITEM)
    wrapped = sealing.wrap_item_key(KEY, old.public, ITEM)
    again = sealing.wrap_item_key(opening.unwrap_item_key(wrapped, old, ITEM), new.public, NEXT_EPOCH)
    assert opening.open_item(item, opening.unwrap_item_key(again, new, NEXT_EPOCH), NEXT_EPOCH) == b"text"
    for blob, pair, context in ((wrapped, old, NEXT_EPOCH), (again, new, ITEM), (again, old, NEXT_EPOCH)):
        with pytest.raises(NotAuthentic):
            opening.unwrap_item_key(blob, pair, context)


def test_sealing_twice_shows_no_likeness() -> None:
    seals: list[Callable[[], bytes]] = [
        lambda: sealing.seal_item(b"text", KEY, ITEM),
        lambda: sealing.wrap_item_key(KEY, PAIR.public, ITEM),
        lambda: sessions.seal_session(b"text", KEY),
    ]
    for seal in seals:
        one, other = seal(), seal()
        assert one[:2] == other[:2]
        assert not [place for place in range(2, len(one) - 8) if one[place : place + 8] == other[place : place + 8]]


@pytest.mark.parametrize("name", OPENERS)
def test_no_blob_opens_as_another_kind_of_blob(name: str) -> None:
    opener, _ = OPENERS[name]
    opener(SEALED[name])
    for other, blob in SEALED.items():
        if other != name:
            with pytest.raises(VaultFailure):
                opener(blob)


@pytest.mark.parametrize("name", OPENERS)
@settings(max_examples=150)
@given(st.data())
def test_any_bytes_are_malformed_or_not_authentic(name: str, data: st.DataObject) -> None:
    opener, algorithm = OPENERS[name]
    body = data.draw(st.binary(max_size=200))
    for blob in (body, bytes((1, algorithm)) + body, SEALED[name][: data.draw(st.integers(0, len(SEALED[name]) - 1))]):
        with pytest.raises((Malformed, NotAuthentic)):
            opener(blob)


@pytest.mark.parametrize("name", OPENERS)
def test_every_flipped_bit_is_noticed(name: str) -> None:
    opener, _ = OPENERS[name]
    blob = SEALED[name]
    for place in range(len(blob)):
        with pytest.raises((Malformed, NotAuthentic)):
            opener(blob[:place] + bytes((blob[place] ^ (1 << place % 8),)) + blob[place + 1 :])


def test_a_text_in_an_envelope_is_no_key() -> None:
    blob = frame(Algorithm.SEALED_BOX, seal_bound(b"text", PAIR.public, ENVELOPE.sealing()))
    with pytest.raises(Malformed):
        opening.open_envelope(blob, PAIR, ENVELOPE)


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_key_of_another_length_is_a_mistake_of_the_caller(size: int) -> None:
    wrong = bytes(size)
    for mistaken in (
        lambda: sealing.seal_item(b"text", wrong, ITEM),
        lambda: sealing.wrap_item_key(wrong, PAIR.public, ITEM),
        lambda: sealing.wrap_item_key(KEY, wrong, ITEM),
        lambda: sealing.seal_envelope(wrong, PAIR.public, ENVELOPE),
        lambda: KeyPair.from_private(wrong),
        lambda: SigningPair.from_private(wrong),
    ):
        with pytest.raises(ValueError, match=f"a key has 32 bytes, not {size}"):
            mistaken()


@pytest.mark.parametrize(
    ("size", "expected"),
    [(0, 512), (1, 512), (511, 512), (512, 1024), (1023, 1024), (1024, 2048), (200_000, 262_144), (800_000, 1_048_576)],
)
def test_buckets(size: int, expected: int) -> None:
    assert (bucket(size), len(pad(bytes(size)))) == (expected, expected)
    assert len(sealing.seal_item(bytes(size), KEY, ITEM)) == expected + 42


@settings(max_examples=50)
@given(st.binary(max_size=1500))
def test_padding_comes_off(text: bytes) -> None:
    assert unpad(pad(text)) == text
    assert unpad(pad(text + b"\x80\0\0")) == text + b"\x80\0\0"


def test_streams_are_counted_in_few_sizes() -> None:
    sizes = [padded_chunks(chunks) for chunks in range(2001)]
    assert [padded_chunks(chunks) for chunks in (0, 1, 2, 7, 8, 9, 10, 17, 100, 16_384)] == [
        *(1, 1, 2, 7, 8, 10, 10, 18, 104, 16_384),
    ]
    assert all(chunks <= size <= max(1, chunks * 1.12) for chunks, size in enumerate(sizes))
    assert (sizes == sorted(sizes), len(set(sizes))) == (True, 92)


def test_keys_of_a_person_come_back_and_are_not_shown() -> None:
    keys = new_user_keys()
    assert UserKeys.from_bytes(keys.to_bytes()) == keys
    shown = repr(keys) + repr(new_signing_pair())
    assert repr(keys.sealing.private) not in shown
    assert repr(keys.signing.private) not in shown


def test_a_session_is_found_by_what_does_not_open_it() -> None:
    key = sessions.new_session_key()
    row_key = sessions.session_row_key(key)
    assert (len(key), len(row_key), row_key == key) == (32, 32, False)
    blob = sessions.seal_session(b"text", key, "letterbox")
    for other in (row_key, sessions.new_session_key()):
        with pytest.raises(NotAuthentic):
            sessions.open_session(blob, other, "letterbox")
    with pytest.raises(NotAuthentic):
        sessions.open_session(blob, key, "vault")
