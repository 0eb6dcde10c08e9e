"""Fingerprint words stand for exactly two keys, at the same places in four languages, from lists that stay."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deontos.vault.fingerprints import fingerprint_places, fingerprint_words
from deontos.vault.passphrases import LANGUAGES, word_list

pytestmark = pytest.mark.row("2.2")

LISTS = {
    "en": "57c11b67d0e9681824cb0b13f71771e714ab48df8572ce30f58f064f8d41c44f",
    "es": "fe6293e1bd072c46c22377786abc224483d596d282b344607f2aeb6748069545",
    "fr": "c97f6f059681efbaad8cfa6da1ac90672e39ff74dc921577fa2e5ac5517a66d1",
    "nl": "8c182622da7f59706fe6dd0fa41cf3875e85d6f3d8259b39335421e754e66a82",
}
KEYS = st.binary(min_size=32, max_size=32)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_that_people_compared_words_of_does_not_change(language: str) -> None:
    text = "".join(f"{word}\n" for word in word_list(language))
    assert hashlib.sha256(text.encode()).hexdigest() == LISTS[language]


@given(KEYS, KEYS)
def test_eight_words_at_the_same_places_in_every_language(sealing: bytes, verifying: bytes) -> None:
    places = fingerprint_places(sealing, verifying)
    assert len(places) == 8
    for language in LANGUAGES:
        words = word_list(language)
        assert [words.index(word) for word in fingerprint_words(sealing, verifying, words)] == list(places)


@given(KEYS, KEYS, st.integers(0, 63), st.integers(0, 7))
def test_one_bit_of_either_key_gives_other_words(sealing: bytes, verifying: bytes, place: int, bit: int) -> None:
    both = bytearray(sealing + verifying)
    both[place] ^= 1 << bit
    assert fingerprint_places(bytes(both[:32]), bytes(both[32:])) != fingerprint_places(sealing, verifying)


def test_another_list_is_refused() -> None:
    with pytest.raises(ValueError, match="2,048"):
        fingerprint_words(bytes(32), bytes(32), word_list("en")[:-1])
