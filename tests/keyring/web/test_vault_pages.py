"""Making a vault, opening and closing it, page by page, without a script."""

import re

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from deontos.audit.models import Entry
from deontos.keyring.actions import vaults
from deontos.keyring.models import UnlockSlot, Vault, VaultProposal, VaultSession
from deontos.keyring.web import cookie
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language, OfficeKind
from deontos.vault.fingerprints import fingerprint_words
from deontos.vault.keys import new_user_keys
from deontos.vault.passphrases import new_recovery_code, word_list
from tests.access.test_returning import HOSTILE
from tests.factories.administration import desk_client, sign_in
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, organisation, person

pytestmark = [pytest.mark.row("1.12"), pytest.mark.django_db]

PASSPHRASE = "lantaarn boomgaard fluweel kano weide spiegel haven"


@pytest.fixture
def mira() -> Person:
    return person(organisation(), "Mira Halewijn", Language.ENGLISH)


@pytest.fixture
def desk(client: Client, mira: Person) -> Client:
    """A browser in which Mira is signed in."""
    sign_in(client, mira)
    return client


def words_on(page: str) -> list[str]:
    """The words of the passphrase, in the order of their numbers."""
    found = re.findall(r'<li value="(\d)">([a-z]+)</li>', page)
    assert [int(number) for number, _word in found] == [1, 2, 3, 4, 5, 6, 7]
    return [word for _number, word in found]


def asked_on(page: str) -> list[int]:
    """The numbers of the words that are asked back."""
    return [int(number) for number in re.findall(r"Word number (\d)", page)]


def shown(desk: Client) -> tuple[list[str], list[int]]:
    """Go as far as the two questions; the words, and the numbers asked."""
    assert desk.post("/desk/vault/make/").headers["Location"] == "/desk/vault/make/"
    words = words_on(desk.get("/desk/vault/make/").content.decode())
    return words, asked_on(desk.get("/desk/vault/make/words/").content.decode())


def test_from_no_vault_to_an_open_one(desk: Client, mira: Person) -> None:
    assert "You have no vault yet" in desk.get("/desk/vault/").content.decode()
    words, (first, second) = shown(desk)
    answers = {"first": words[first - 1], "second": words[second - 1]}
    made = desk.post("/desk/vault/make/words/", answers)
    [code] = re.findall(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}", made.content.decode())
    assert made.status_code == 200
    assert made.cookies[cookie.NAME].value == ""
    assert (Vault.objects.get().person, UnlockSlot.objects.count(), VaultProposal.objects.count()) == (mira, 2, 0)

    desk.post("/desk/vault/", {"vault_passphrase": code})
    assert "Your vault is open" in desk.get("/desk/vault/").content.decode()
    desk.post("/desk/vault/lock/")
    opened = desk.post("/desk/vault/", {"vault_passphrase": " ".join(words)})
    assert (opened.status_code, opened.headers["Location"]) == (302, "/desk/vault/")
    page = desk.get("/desk/vault/").content.decode()
    assert "Your vault is open" in page
    assert code not in page
    assert list(Entry.objects.order_by("number").values_list("fact", flat=True)) == [
        "vault.made",
        "vault.opened",
        "vault.closed",
        "vault.opened",
    ]


def test_the_words_stay_the_same_while_the_page_is_loaded_again_and_have_their_language(desk: Client) -> None:
    words, asked = shown(desk)
    page = desk.get("/desk/vault/make/").content.decode()
    assert words_on(page) == words
    assert asked_on(desk.get("/desk/vault/make/words/").content.decode()) == asked
    assert '<ol class="words" translate="no" lang="en">' in page


def test_wrong_words_are_asked_again_and_make_nothing(desk: Client) -> None:
    _words, asked = shown(desk)
    page = desk.post("/desk/vault/make/words/", {"first": "appel", "second": "peer"}).content.decode()
    assert "These are not the words we asked for." in page
    assert asked_on(page) == asked
    page = desk.post("/desk/vault/make/words/", {"first": "", "second": "peer"}).content.decode()
    assert page.count("Type this word from your paper.") == 2
    assert Vault.objects.count() == 0


def test_showing_the_words_writes_only_after_a_form(desk: Client) -> None:
    for address in ("/desk/vault/", "/desk/vault/make/", "/desk/vault/make/words/"):
        desk.get(address)
    assert VaultProposal.objects.count() == 0


@pytest.mark.parametrize("address", ["/desk/vault/make/", "/desk/vault/make/words/"])
def test_without_words_on_show_one_starts_at_the_beginning(address: str, desk: Client) -> None:
    for answered in (desk.get(address), desk.post("/desk/vault/make/words/", {"first": "a", "second": "b"})):
        assert (answered.status_code, answered.headers["Location"]) == (302, "/desk/vault/")


def test_the_words_on_show_are_shown_in_no_other_browser(desk: Client, mira: Person) -> None:
    shown(desk)
    other = Client()
    sign_in(other, mira)
    assert other.get("/desk/vault/make/").status_code == 302


def test_whoever_has_a_vault_makes_no_second_one(desk: Client, mira: Person) -> None:
    vaults.store_vault(mira, new_user_keys(), PASSPHRASE, new_recovery_code(), at=NOW)
    for answered in (desk.post("/desk/vault/make/"), desk.get("/desk/vault/make/")):
        assert (answered.status_code, answered.headers["Location"]) == (302, "/desk/vault/")
    assert (Vault.objects.count(), VaultProposal.objects.count()) == (1, 0)


@pytest.fixture
def vault(mira: Person) -> Vault:
    """Mira's vault, with a passphrase."""
    vaults.store_vault(mira, new_user_keys(), PASSPHRASE, new_recovery_code(), at=NOW)
    return Vault.objects.get(person=mira)


def test_the_cookie_is_the_hosts_own_hidden_from_scripts_and_gone_with_the_browser(desk: Client, vault: Vault) -> None:
    morsel = desk.post("/desk/vault/", {"vault_passphrase": PASSPHRASE}).cookies["__Host-vault"]
    attributes = ("secure", "httponly", "samesite", "path", "domain", "max-age", "expires")
    assert [morsel[name] for name in attributes] == [True, True, "Strict", "/", "", "", ""]
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", morsel.value)


def test_a_wrong_passphrase_is_said_at_the_field_and_never_shown_again(desk: Client, vault: Vault) -> None:
    page = desk.post("/desk/vault/", {"vault_passphrase": "appel peer", "next": "/desk/x/"}).content.decode()
    assert 'href="#id_vault_passphrase">This passphrase does not open your vault.' in page
    assert 'name="next" value="/desk/x/"' in page
    assert "appel peer" not in page
    assert VaultSession.objects.count() == 0


@pytest.mark.parametrize("typed", ["", "x" * 501])
def test_what_cannot_be_a_passphrase_costs_no_derivation(typed: str, desk: Client, vault: Vault) -> None:
    assert "aria-invalid" in desk.post("/desk/vault/", {"vault_passphrase": typed}).content.decode()
    assert not Entry.objects.filter(fact="vault.refused").exists()


def test_after_unlocking_one_goes_back_to_where_it_was_needed(desk: Client, vault: Vault) -> None:
    asked = desk.get("/desk/vault/?next=/desk/cases/7/%3Fpage%3D2").content.decode()
    assert 'name="next" value="/desk/cases/7/?page=2"' in asked
    opened = desk.post("/desk/vault/", {"vault_passphrase": PASSPHRASE, "next": "/desk/cases/7/?page=2"})
    assert opened.headers["Location"] == "/desk/cases/7/?page=2"


def test_after_unlocking_one_is_never_sent_to_another_site(desk: Client, vault: Vault) -> None:
    for address in HOSTILE:
        page = desk.get("/desk/vault/", {"next": address}).content.decode()
        assert 'name="next" value="/desk/vault/"' in page
    opened = desk.post("/desk/vault/?next=//evil.example/", {"vault_passphrase": PASSPHRASE, "next": "//evil.example"})
    assert opened.headers["Location"] == "/desk/vault/"


def test_closing_closes_everywhere_by_a_form_only(desk: Client, vault: Vault) -> None:
    desk.post("/desk/vault/", {"vault_passphrase": PASSPHRASE})
    assert desk.get("/desk/vault/lock/").status_code == 405
    closed = desk.post("/desk/vault/lock/")
    assert (closed.headers["Location"], closed.cookies[cookie.NAME].value) == ("/desk/vault/", "")
    assert VaultSession.objects.count() == 0
    assert "Your vault is closed" in desk.get("/desk/vault/").content.decode()


def test_signing_out_closes_the_vault(desk: Client, vault: Vault) -> None:
    desk.post("/desk/vault/", {"vault_passphrase": PASSPHRASE})
    out = desk.post("/desk/sign-out/")
    assert (out.headers["Location"], out.cookies[cookie.NAME].value) == ("/desk/sign-in/", "")
    assert VaultSession.objects.count() == 0


@pytest.fixture
def lindewater() -> KeyedTown:
    """A town whose people read English, so that a test can say what they read."""
    made = keyed()
    Person.objects.update(language=Language.ENGLISH)
    return made


@pytest.mark.row("1.4a")
@time_machine.travel(NOW, tick=False)
def test_the_page_says_whether_two_stewards_confirmed_the_key(lindewater: KeyedTown) -> None:
    house = lindewater.town
    lindewater.propose(house.colleague, OfficeKind.INTEGRITY_ADVISER)
    pages = {
        each: desk_client(lindewater, each).get("/desk/vault/").content.decode()
        for each in (house.manager, house.colleague)
    }
    assert "Two stewards confirmed your key." in pages[house.manager]
    assert "No key of yours is confirmed yet." in pages[house.colleague]


PAGES = [
    ("GET", "/desk/vault/"),
    ("GET", "/desk/vault/make/"),
    ("POST", "/desk/vault/make/"),
    ("GET", "/desk/vault/make/words/"),
    ("POST", "/desk/vault/lock/"),
]


@pytest.mark.parametrize(("method", "address"), PAGES)
def test_a_stranger_is_shown_the_way_to_signing_in(method: str, address: str, client: Client) -> None:
    answered = client.generic(method, address)
    assert answered.status_code == 302
    assert answered.headers["Location"].startswith("/desk/sign-in/")


def test_the_page_of_a_vault_takes_few_queries(
    lindewater: KeyedTown, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lindewater.propose(lindewater.town.colleague)
    browser = desk_client(lindewater, lindewater.town.colleague)
    with django_assert_num_queries(12):
        browser.get("/desk/vault/")


@pytest.mark.row("2.2")
def test_the_page_shows_the_words_of_the_opened_key_in_four_languages_whatever_the_row_says() -> None:
    house = keyed()
    manager, keys = house.town.manager, house.keys[house.town.manager.id]
    desk, other = desk_client(house, manager), new_user_keys()
    Vault.objects.filter(person=manager).update(
        sealing_public=other.sealing.public, verifying_public=other.signing.public
    )
    page = desk.get("/desk/vault/").content.decode()
    shown = re.findall(r'<ol class="key-words" translate="no" lang="(..)">(.*?)</ol>', page)
    assert [language for language, _list in shown] == ["nl", "fr", "en", "es"]
    for language, listed in shown:
        expected = fingerprint_words(keys.sealing.public, keys.signing.public, word_list(language))
        assert tuple(re.findall(r"<li>([a-z]+)</li>", listed)) == expected
    desk.post("/desk/vault/lock/")
    assert '<ol class="key-words' not in desk.get("/desk/vault/").content.decode()
