"""Changing what opens a vault: another passphrase, of one's own only when it is hard to guess, and another code."""

from collections.abc import Callable

import pytest

from deontos.audit.models import Entry
from deontos.keyring.actions.passphrases import change_passphrase, choose_passphrase, renew_recovery_code
from deontos.keyring.actions.vaults import store_vault, unlocked_keys
from deontos.keyring.models import ReaderCertificate
from deontos.keyring.own_vault import VaultRefused
from deontos.keyring.readers import UnlockedReader
from deontos.keyring.rules import HARD_TO_GUESS, is_hard_to_guess
from deontos.keyring.vocabulary import KeyringCode
from deontos.notices.models import Letter
from deontos.organisations.models import Person
from deontos.vault.keys import new_user_keys
from deontos.vault.passphrases import generate_passphrase, new_recovery_code, word_list
from tests.factories.organisations import NOW, TODAY, town

pytestmark = [pytest.mark.row("2.6"), pytest.mark.django_db]

PRESENT = "wolk rivier lantaarn mosterd schaduw trommel kasteel"
HARD = "Vrijdag7 zwom q!lemniscaat onder Xylofoonbrug"


@pytest.fixture
def person() -> Person:
    return town().manager


@pytest.fixture
def code(person: Person) -> str:
    """The recovery code of a vault that the present passphrase opens."""
    return store_vault(person, new_user_keys(), PRESENT, new_recovery_code(), at=NOW)


@pytest.fixture
def reader(person: Person, code: str) -> UnlockedReader:
    """The person with an open vault."""
    return UnlockedReader(unlocked_keys(person, PRESENT, at=NOW), TODAY, person=person.id)


@pytest.mark.parametrize(
    "phrase",
    [
        "",
        "wachtwoord",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "Mira Halewijn Lindewater",
        "1234567890 1234567890",
        "wolk rivier",
    ],
)
def test_what_is_guessed_first_is_refused(person: Person, phrase: str) -> None:
    assert not is_hard_to_guess(phrase, known=(person.name, "Lindewater"))


@pytest.mark.parametrize("language", ["nl", "fr", "en", "es"])
def test_seven_drawn_words_and_a_long_one_of_ones_own_are_hard(language: str) -> None:
    assert is_hard_to_guess(generate_passphrase(word_list(language), 7))
    assert is_hard_to_guess(HARD)
    assert HARD_TO_GUESS == 70


def test_the_new_one_opens_and_the_former_does_not_and_the_keys_stay(person: Person, reader: UnlockedReader) -> None:
    certificates = ReaderCertificate.objects.count()
    choose_passphrase(person, reader, PRESENT, HARD, at=NOW)
    assert unlocked_keys(person, HARD, at=NOW) == reader.keys
    with pytest.raises(VaultRefused) as refused:
        unlocked_keys(person, PRESENT, at=NOW)
    assert refused.value.code is KeyringCode.WRONG_PASSPHRASE
    assert ReaderCertificate.objects.count() == certificates
    assert Entry.objects.filter(fact="vault.passphrase_changed", actor_id=person.id).count() == 1
    assert [letter.recipient for letter in Letter.objects.all()] == [person]


def test_a_drawn_one_takes_the_place_of_the_former(person: Person, reader: UnlockedReader) -> None:
    drawn = generate_passphrase(word_list("nl"), 7)
    change_passphrase(person, reader, drawn, at=NOW)
    assert unlocked_keys(person, drawn, at=NOW) == reader.keys


def test_a_new_recovery_code_ends_the_former(person: Person, code: str, reader: UnlockedReader) -> None:
    renewed = renew_recovery_code(person, reader, PRESENT, at=NOW)
    assert unlocked_keys(person, renewed, at=NOW) == reader.keys
    with pytest.raises(VaultRefused):
        unlocked_keys(person, code, at=NOW)


def with_a_wrong_one(person: Person, reader: UnlockedReader) -> None:
    choose_passphrase(person, reader, "niet de mijne", HARD, at=NOW)


def with_the_same_one(person: Person, reader: UnlockedReader) -> None:
    choose_passphrase(person, reader, PRESENT, PRESENT.upper(), at=NOW)


def with_an_easy_one(person: Person, reader: UnlockedReader) -> None:
    choose_passphrase(person, reader, PRESENT, "lindewater2026", at=NOW)


def with_other_keys(person: Person, reader: UnlockedReader) -> None:
    change_passphrase(person, UnlockedReader(new_user_keys(), TODAY, person=person.id), HARD, at=NOW)


@pytest.mark.parametrize(
    ("attempt", "code_of_refusal"),
    [
        (with_a_wrong_one, KeyringCode.WRONG_PASSPHRASE),
        (with_the_same_one, KeyringCode.SAME_PASSPHRASE),
        (with_an_easy_one, KeyringCode.TOO_EASY),
        (with_other_keys, KeyringCode.LOCKED),
    ],
)
def test_what_is_refused_leaves_the_former(
    person: Person,
    reader: UnlockedReader,
    attempt: Callable[[Person, UnlockedReader], None],
    code_of_refusal: KeyringCode,
) -> None:
    with pytest.raises(VaultRefused) as refused:
        attempt(person, reader)
    assert refused.value.code is code_of_refusal
    assert unlocked_keys(person, PRESENT, at=NOW) == reader.keys
