"""Around every page of the desk: whose house it is, the vault's lock with the time left, the person's own menu."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from deontos.keyring.models import VaultSession
from deontos.organisations.models import Person
from tests.factories.administration import desk_client, sign_in
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW

pytestmark = [pytest.mark.row("1.12"), pytest.mark.django_db]


@pytest.fixture
def lindewater() -> KeyedTown:
    return keyed()


def page_of(browser: Client, address: str = "/desk/vault/") -> str:
    return browser.get(address).content.decode()


def test_the_house_is_that_of_the_person_with_its_theme(lindewater: KeyedTown, client: Client) -> None:
    home = lindewater.town.organisation
    home.name, home.theme = "Gemeente <Lindewater>", "voorbeeld"
    home.save()
    sign_in(client, lindewater.town.colleague)
    page = page_of(client)
    assert '<span class="org__name">Gemeente &lt;Lindewater&gt;</span>' in page
    assert 'data-theme="voorbeeld"' in page
    assert '<bdi class="me__name">Tom Schelfhout</bdi>' in page
    home.theme = "unknown"
    home.save()
    assert 'data-theme="lindewater"' in page_of(client)


def test_before_signing_in_there_are_no_names_no_vault_and_no_navigation(client: Client, db: None) -> None:
    page = client.get("/desk/sign-in/", headers={"accept-language": "en"}).content.decode()
    assert '<span class="org__name">Workplace</span>' in page
    assert [word for word in ("me__name", "Vault closed", 'id="menu"', "Sign out") if word in page] == []


def test_the_lock_counts_down_and_says_when_it_is_closed(lindewater: KeyedTown) -> None:
    with time_machine.travel(NOW, tick=False) as traveller:
        browser = desk_client(lindewater, lindewater.town.manager)
        page = page_of(browser)
        assert 'data-vault-seconds="600"' in page
        assert '<form class="vault vault--open" method="post" action="/desk/vault/lock/"' in page
        traveller.shift(timedelta(minutes=10))
        assert 'href="/desk/vault/?next=%2Fdesk%2Fvault%2F">' in page_of(browser)


def test_the_last_minute_of_eight_hours_is_said(lindewater: KeyedTown) -> None:
    with time_machine.travel(NOW, tick=False):
        browser = desk_client(lindewater, lindewater.town.manager)
        VaultSession.objects.update(opened_at=NOW - timedelta(hours=7, minutes=59))
        page = page_of(browser)
        assert 'class="vault vault--last_minute"' in page
        assert 'data-vault-seconds="60"' in page


def test_unlocking_leads_back_to_this_page_unless_it_came_by_a_form(lindewater: KeyedTown, client: Client) -> None:
    sign_in(client, lindewater.town.manager)
    assert 'href="/desk/vault/?next=%2Fdesk%2Fagenda%2F%3Fpage%3D1"' in page_of(client, "/desk/agenda/?page=1")
    sent = client.post("/desk/vault/", {"vault_passphrase": ""}).content.decode()
    assert 'class="vault vault--closed" href="/desk/vault/"' in sent


def test_the_language_is_chosen_by_a_form_and_one_stays_on_the_page(lindewater: KeyedTown, client: Client) -> None:
    tom = lindewater.town.colleague
    sign_in(client, tom)
    page = page_of(client, "/desk/vault/?a=1")
    assert '<form method="post" action="/desk/language/">' in page
    assert 'name="next" value="/desk/vault/?a=1"' in page
    chosen = client.post("/desk/language/", {"language": "fr", "next": "/desk/vault/?a=1"})
    assert chosen.headers["Location"] == "/desk/vault/?a=1"
    assert Person.objects.get(pk=tom.pk).language == "fr"
    assert '<html lang="fr"' in page_of(client)


@pytest.mark.parametrize("language", ["", "tlh", "nl-BE", "NL", "../fr"])
def test_a_language_that_we_do_not_speak_changes_nothing(language: str, lindewater: KeyedTown, client: Client) -> None:
    tom = lindewater.town.colleague
    sign_in(client, tom)
    sent = client.post("/desk/language/", {"language": language, "next": "https://evil.example/"})
    assert sent.headers["Location"] == "/desk/"
    assert Person.objects.get(pk=tom.pk).language == "nl"


def test_the_person_and_the_organisation_come_with_the_account(
    lindewater: KeyedTown, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sign_in(client, lindewater.town.colleague)
    with django_assert_num_queries(4):
        client.get("/desk/vault/lock/")
