"""The reporter and the handler see with which key each reader reads, and that a key was replaced since."""

import re

import pytest

from deontos.cases.actions.opening import open_case
from deontos.cases.models import CaseFile
from deontos.keyring.actions.resets import note_reset
from deontos.keyring.vocabulary import ResetCause
from deontos.organisations.models import Person
from deontos.vault.fingerprints import fingerprint_words
from deontos.vault.passphrases import word_list
from tests.factories.administration import desk_client
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import NOW, actor
from tests.factories.speakup import Reporter, page

pytestmark = pytest.mark.row("2.2")


def words_on(shown: str) -> list[tuple[str, list[str]]]:
    """The language and the words of each key on a page."""
    lists = re.findall(r'<ol class="key-words" translate="no" lang="(..)">(.*?)</ol>', shown)
    return [(language, re.findall(r"<li>([a-z]+)</li>", listed)) for language, listed in lists]


def words_of(house: KeyedTown, person: Person, language: str) -> list[str]:
    keys = house.keys[person.id]
    return list(fingerprint_words(keys.sealing.public, keys.signing.public, word_list(language)))


@pytest.mark.parametrize("language", ["nl", "fr", "en", "es"])
def test_the_mailbox_shows_the_words_of_the_readers_key_in_its_language(
    language: str, reporter: Reporter, house: KeyedTown
) -> None:
    reporter.language = language
    shown = page(reporter.read(reporter.confide()))
    assert words_on(shown) == [(language, words_of(house, house.town.manager, language))]


@pytest.mark.row("2.7")
def test_the_mailbox_says_on_which_day_a_readers_key_was_replaced(reporter: Reporter, house: KeyedTown) -> None:
    receipt = reporter.confide()
    note_reset(house.town.deputy, ResetCause.NEW_VAULT, by=None, at=NOW)
    assert "was replaced on" not in page(reporter.read(receipt))
    note_reset(house.town.manager, ResetCause.LOGIN_RESET, by=None, at=NOW)
    shown = re.sub(r"<[^>]+>", "", page(reporter.read(receipt))).replace("\N{NO-BREAK SPACE}", " ")
    assert f"The sign-in or the vault of {house.town.manager.name} was replaced on 24 November 2026." in shown
    assert words_on(page(reporter.read(receipt))) == [("en", words_of(house, house.town.manager, "en"))]


def test_the_handler_sees_the_same_words(reporter: Reporter, house: KeyedTown) -> None:
    reporter.confide()
    case, manager = CaseFile.objects.get(), house.town.manager
    open_case(case, by=actor(manager), at=NOW)
    note_reset(manager, ResetCause.NEW_VAULT, by=None, at=NOW)
    shown = desk_client(house, manager).get(f"/desk/cases/{case.id}/").content.decode()
    assert words_on(shown) == [("nl", words_of(house, manager, "nl"))]
    assert f"<bdi>{manager.name}</bdi>" in shown
