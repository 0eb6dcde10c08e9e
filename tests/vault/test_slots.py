"""Unlock slots, passphrases and recovery codes: the right words open, however typed; others do not."""

import os
import threading
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deontos.vault import slots
from deontos.vault.failures import Malformed, NotAuthentic, UnknownSecretVersion, VaultFailure
from deontos.vault.keys import UserKeys, new_user_keys
from deontos.vault.passphrases import (
    LANGUAGES,
    drawn_places,
    entropy_bits,
    generate_passphrase,
    new_recovery_code,
    normalised,
    word_list,
)
from deontos.vault.symbols import CheckFailed
from deontos.vault.versioned import Versioned

pytestmark = pytest.mark.row("1.4", "1.4a")

OLD = Versioned(1, {1: b"1" * 32})
NEW = Versioned(2, {1: b"1" * 32, 2: b"2" * 32})
OWNER, COLLEAGUE = UUID(int=1), UUID(int=2)
KEYS = new_user_keys()
CODE = new_recovery_code()
RECOVERY = slots.make_recovery_slot(CODE, KEYS.to_bytes(), NEW, OWNER)


def test_a_passphrase_opens_what_it_locked_also_after_a_new_pepper() -> None:
    slot = slots.make_slot("een twee drie", KEYS.to_bytes(), OLD, OWNER)
    assert UserKeys.from_bytes(slots.open_slot(slot, "Een  Twee-drie", NEW, OWNER)) == KEYS
    with pytest.raises(NotAuthentic):
        slots.open_slot(slot, "een twee vier", NEW, OWNER)


def test_the_derivation_costs_what_the_design_says() -> None:
    assert (slots.PASSES, slots.MEMORY) == (3, 67_108_864)


def test_no_more_derivations_at_once_than_cores() -> None:
    """With every permit taken, a further derivation waits until one is given back."""
    permits = 0
    while slots._derivations.acquire(blocking=False):
        permits += 1
    made: list[bytes] = []
    thread = threading.Thread(target=lambda: made.append(slots.make_slot("a b", b"keys", OLD, OWNER)))
    thread.start()
    try:
        thread.join(timeout=0.4)
        assert made == []
    finally:
        slots._derivations.release(permits)
        thread.join(timeout=10)
    assert (permits, len(made)) == (os.cpu_count(), 1)


def test_a_recovery_code_opens_however_it_is_typed() -> None:
    assert UserKeys.from_bytes(slots.open_recovery_slot(RECOVERY, CODE.lower().replace("-", " "), NEW, OWNER)) == KEYS


def test_a_recovery_code_is_refused_for_its_reason() -> None:
    with pytest.raises(NotAuthentic):
        slots.open_recovery_slot(RECOVERY, new_recovery_code(), NEW, OWNER)
    with pytest.raises(NotAuthentic):
        slots.open_recovery_slot(RECOVERY, CODE, NEW, COLLEAGUE)
    with pytest.raises(NotAuthentic):
        slots.open_recovery_slot(RECOVERY, CODE, Versioned(2, {2: b"x" * 32}), OWNER)
    with pytest.raises(UnknownSecretVersion):
        slots.open_recovery_slot(RECOVERY, CODE, OLD, OWNER)
    with pytest.raises(CheckFailed):
        slots.open_recovery_slot(RECOVERY, CODE[:-1] + ("0" if CODE[-1] != "0" else "1"), NEW, OWNER)


def test_a_passphrase_slot_is_no_recovery_slot() -> None:
    with pytest.raises(Malformed):
        slots.open_slot(RECOVERY, "een twee drie", NEW, OWNER)


@settings(max_examples=100)
@given(st.binary(max_size=150))
def test_any_bytes_are_malformed_or_not_authentic(body: bytes) -> None:
    for blob in (body, RECOVERY[:2] + body, RECOVERY[:19] + body):
        with pytest.raises(VaultFailure):
            slots.open_recovery_slot(blob, CODE, NEW, OWNER)


def test_every_flipped_bit_is_noticed() -> None:
    for place in range(len(RECOVERY)):
        changed = RECOVERY[:place] + bytes((RECOVERY[place] ^ (1 << place % 8),)) + RECOVERY[place + 1 :]
        with pytest.raises(VaultFailure):
            slots.open_recovery_slot(changed, CODE, NEW, OWNER)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("molen fiets", "molen fiets"),
        ("  Molen\n FIETS\t", "molen fiets"),
        ("molen-fiets", "molen fiets"),
        ("molen\N{EN DASH}fiets", "molen fiets"),
        ("molen\N{NO-BREAK SPACE}\N{NON-BREAKING HYPHEN}fiets", "molen fiets"),
        ("Élève ÂNE", "eleve ane"),
        ("e\N{COMBINING ACUTE ACCENT}le\N{COMBINING GRAVE ACCENT}ve", "eleve"),
        ("ñandú", "nandu"),
        ("ﬁets", "fiets"),
        ("\N{FULLWIDTH LATIN SMALL LETTER M}olen", "molen"),
        ("straße", "straße"),
        ("пароль й", "пароль и"),
        ("각 하", "각 하"),
        ("", ""),
    ],
)
def test_what_typing_forgives(typed: str, expected: str) -> None:
    assert normalised(typed) == expected


@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing(typed: str) -> None:
    assert normalised(normalised(typed)) == normalised(typed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_of_words(language: str) -> None:
    words = word_list(language)
    assert (len(words), list(words)) == (2048, sorted(set(words)))
    assert [word for word in words if not (word.isascii() and word.isalpha() and normalised(word) == word)] == []
    assert (min(map(len, words)) >= (4 if language == "nl" else 3), max(map(len, words)) <= 8) == (True, True)
    assert (entropy_bits(words, 1), entropy_bits(words, 7)) == (11, 77)


def test_a_language_without_a_list() -> None:
    with pytest.raises(ValueError, match="no list of words for de"):
        word_list("de")


def test_a_passphrase_draws_every_word_on_its_own() -> None:
    words = word_list("nl")
    drawn = iter([0, 2047, 0, 5, 6, 7, 8])
    assert generate_passphrase(words, 7, lambda size: next(drawn) if size == 2048 else -1).split() == [
        words[place] for place in (0, 2047, 0, 5, 6, 7, 8)
    ]
    assert len({generate_passphrase(words, 7) for _ in range(50)}) == 50


def test_places_to_ask_back_are_different_and_in_order() -> None:
    drawn = {drawn_places(3, 2) for _ in range(200)}
    assert drawn == {(1, 2), (1, 3), (2, 3)}


def test_a_list_with_doubles_has_fewer_bits() -> None:
    assert entropy_bits(["a", "a", "b", "b"], 3) == 3
