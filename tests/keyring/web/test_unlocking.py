"""A form sent after the vault closed asks for the passphrase, keeps every word, and goes on; signed out, too."""

import html
import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from deontos.keyring.actions.vaults import store_vault
from deontos.keyring.models import VaultSession
from deontos.keyring.web import cookie
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from deontos.vault.keys import new_user_keys
from deontos.vault.passphrases import new_recovery_code
from tests.factories.administration import desk_client, sign_in
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, organisation, person, town

pytestmark = [
    pytest.mark.row("1.12"),
    pytest.mark.django_db,
    pytest.mark.urls("tests.keyring.web.addresses"),
]

PASSPHRASE = "lantaarn boomgaard fluweel kano weide spiegel haven"
NASTY = 'Zij zei: "é" & <b>niets</b>\r\n\r\n\u202eomgekeerd ' + "€" * 50
TYPED = {"text": NASTY, "tick": ["b", "a"]}


@pytest.fixture
def mira() -> Person:
    """Somebody with a real vault, closed."""
    someone = person(organisation(), "Mira Halewijn", Language.ENGLISH)
    store_vault(someone, new_user_keys(), PASSPHRASE, new_recovery_code(), at=NOW)
    return someone


def fields_of(page: str) -> list[tuple[str, str]]:
    """The hidden fields of the form in the middle of a page, as a browser would send them."""
    main = page.split("<main", 1)[1]
    form = main.split("<form", 1)[1].split("</form>", 1)[0]
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form)
    return [(name, html.unescape(value)) for name, value in found]


def test_a_form_with_an_open_vault_goes_through(client: Client) -> None:
    house = keyed()
    browser = desk_client(house, house.town.manager)
    answered = browser.post("/desk/sealed/", TYPED)
    assert answered.json() == {"by": str(house.town.manager.id), "text": [NASTY], "tick": ["b", "a"]}


def test_a_form_with_a_closed_vault_keeps_every_word_and_goes_on_once_unlocked(client: Client, mira: Person) -> None:
    sign_in(client, mira)
    asked = client.post("/desk/sealed/?page=2", {**TYPED, "csrfmiddlewaretoken": "old"})
    kept = [each for each in fields_of(asked.content.decode()) if each[0] != "csrfmiddlewaretoken"]
    assert (asked.status_code, kept) == (200, [("text", NASTY), ("tick", "b"), ("tick", "a")])
    assert '<form method="post" class="stack-large" action="/desk/sealed/?page=2">' in asked.content.decode()
    assert not VaultSession.objects.exists()

    wrong = client.post("/desk/sealed/?page=2", {**TYPED, "vault_passphrase": "een twee drie"})
    page = wrong.content.decode()
    assert [each for each in fields_of(page) if each[0] != "csrfmiddlewaretoken"] == kept
    assert "This passphrase does not open your vault." in page
    assert "een twee drie" not in page

    done = client.post("/desk/sealed/?page=2", {**TYPED, "vault_passphrase": PASSPHRASE})
    assert done.json() == {"by": str(mira.id), "text": [NASTY], "tick": ["b", "a"]}
    assert client.get("/desk/sealed/").json() == {"open": True}


def test_an_empty_passphrase_is_asked_again_and_nothing_is_lost(client: Client, mira: Person) -> None:
    sign_in(client, mira)
    page = client.post("/desk/sealed/", {**TYPED, "vault_passphrase": ""}).content.decode()
    assert "Type the seven words of your passphrase." in page
    assert ("text", NASTY) in fields_of(page)


def test_a_view_may_name_what_is_kept(client: Client, mira: Person) -> None:
    sign_in(client, mira)
    page = client.post("/desk/chosen/", {"text": NASTY, "other": "gone"}).content.decode()
    kept = [each for each in fields_of(page) if each[0] != "csrfmiddlewaretoken"]
    assert kept == [("text", NASTY), ("tick", "b"), ("tick", "a")]


def test_somebody_without_a_vault_is_told_and_keeps_the_text(client: Client) -> None:
    sign_in(client, person(organisation(), "Tom Schelfhout", Language.ENGLISH))
    page = client.post("/desk/sealed/", {**TYPED, "vault_passphrase": PASSPHRASE}).content.decode()
    assert "You do not have a vault yet." in page
    assert ("text", NASTY) in fields_of(page)


def test_the_same_form_goes_on_after_the_sign_in_ended_too(mira: Person) -> None:
    """Signed out while typing: the page keeps the text, signing in happens elsewhere, and old proof is renewed."""
    browser = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})
    token = dict(fields_of(browser.get("/desk/sign-in/").content.decode()))["csrfmiddlewaretoken"]
    signed_out = browser.post("/desk/sealed/", {**TYPED, "csrfmiddlewaretoken": token})
    assert signed_out.status_code == 403
    fields = fields_of(signed_out.content.decode())
    assert ("text", NASTY) in fields

    sign_in(browser, mira)
    browser.cookies["__Host-desk-csrf"] = "x" * 32
    too_old = browser.post("/desk/sealed/", lists(fields))
    renewed = fields_of(too_old.content.decode())
    assert (too_old.status_code, ("text", NASTY) in renewed) == (403, True)

    asked = browser.post("/desk/sealed/", lists(renewed))
    again = fields_of(asked.content.decode())
    done = browser.post("/desk/sealed/", {**lists(again), "vault_passphrase": PASSPHRASE})
    assert done.json() == {"by": str(mira.id), "text": [NASTY], "tick": ["b", "a"]}


def lists(fields: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Fields as the test client sends them."""
    return {name: [value for other, value in fields if other == name] for name, _value in fields}


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_another_sites_text_is_never_given_a_new_proof(origin: str, mira: Person) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"origin": origin})
    sign_in(browser, mira)
    refused = browser.post("/desk/sealed/", TYPED)
    assert refused.status_code == 403
    assert "omgekeerd" not in refused.content.decode()


@pytest.fixture
def lindewater() -> KeyedTown:
    return keyed()


def is_open(browser: Client) -> bool:
    opened: bool = browser.get("/desk/sealed/").json()["open"]
    return opened


def test_every_page_keeps_the_vault_open_and_ten_idle_minutes_close_it(lindewater: KeyedTown) -> None:
    with time_machine.travel(NOW, tick=False) as traveller:
        browser = desk_client(lindewater, lindewater.town.manager)
        for _ in range(3):
            traveller.shift(timedelta(minutes=9))
            assert is_open(browser)
        traveller.shift(timedelta(minutes=10))
        assert not is_open(browser)


def test_eight_hours_close_it_whatever_is_done(lindewater: KeyedTown) -> None:
    with time_machine.travel(NOW, tick=False) as traveller:
        browser = desk_client(lindewater, lindewater.town.manager)
        for _ in range(8 * 12 - 1):
            traveller.shift(timedelta(minutes=5))
            browser.get("/desk/sealed/")
        assert is_open(browser)
        traveller.shift(timedelta(minutes=5))
        assert not is_open(browser)


def test_the_cookie_opens_nothing_for_anybody_else(lindewater: KeyedTown) -> None:
    browser = desk_client(lindewater, lindewater.town.manager)
    stolen = browser.cookies[cookie.NAME].value
    for someone in (lindewater.town.deputy, lindewater.town.colleague, town("Bergstroom").manager):
        other = Client()
        sign_in(other, someone)
        other.cookies[cookie.NAME] = stolen
        assert not is_open(other)


@pytest.mark.parametrize("value", ["", "x", "=" * 43, "é" * 43, "A" * 43, "A" * 44, "A" * 10_000, "../" * 14 + "A"])
def test_a_cookie_that_is_no_key_opens_nothing_and_breaks_nothing(value: str, lindewater: KeyedTown) -> None:
    browser = desk_client(lindewater, lindewater.town.manager)
    browser.cookies[cookie.NAME] = value
    assert not is_open(browser)


def test_a_cookie_without_anybody_signed_in_is_forgotten(lindewater: KeyedTown) -> None:
    browser = desk_client(lindewater, lindewater.town.manager)
    browser.cookies.pop("__Host-desk")
    answered = browser.get("/desk/sign-in/")
    assert (answered.cookies[cookie.NAME].value, answered.cookies[cookie.NAME]["max-age"]) == ("", 0)


@pytest.mark.parametrize(("is_opened", "queries"), [(False, 4), (True, 6)])
def test_a_page_of_the_desk_asks_little_for_the_vault(
    queries: int, lindewater: KeyedTown, django_assert_num_queries: DjangoAssertNumQueries, *, is_opened: bool
) -> None:
    browser = desk_client(lindewater, lindewater.town.manager)
    if not is_opened:
        browser.cookies.pop(cookie.NAME)
    with django_assert_num_queries(queries):
        assert is_open(browser) is is_opened
