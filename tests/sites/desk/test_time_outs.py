"""A sign-in ends after half an hour without a page and after twelve hours; what was being typed then is not lost."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from deontos.administration.models import SignIn
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from tests.factories.administration import PASSWORD, account, code, sign_in
from tests.factories.organisations import NOW, organisation, person

pytestmark = [pytest.mark.row("2.11"), pytest.mark.django_db]

TEXT = "een lang bericht\nop twee regels"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock_at(settings: Settings) -> Iterator[time_machine.Traveller]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def mira(client: Client) -> Person:
    someone = person(organisation(), "Mira Halewijn", Language.ENGLISH)
    account(someone, password=PASSWORD)
    sign_in(client, someone)
    return someone


def is_signed_in(client: Client) -> bool:
    return client.get("/desk/").status_code == 200


def test_half_an_hour_without_a_page_ends_it(client: Client, mira: Person, clock_at: time_machine.Traveller) -> None:
    clock_at.shift(30 * MINUTE)
    assert is_signed_in(client)
    clock_at.shift(31 * MINUTE)
    assert not is_signed_in(client)


def test_twelve_hours_end_it_whatever_happens(client: Client, mira: Person, clock_at: time_machine.Traveller) -> None:
    for _ in range(12 * 4 - 1):
        clock_at.shift(15 * MINUTE)
        assert is_signed_in(client)
    clock_at.shift(15 * MINUTE)
    assert not is_signed_in(client)


def test_what_somebody_does_in_the_session_does_not_make_it_longer(
    client: Client, mira: Person, clock_at: time_machine.Traveller
) -> None:
    begun = SignIn.objects.get().begun_at
    for _ in range(4):
        clock_at.shift(20 * MINUTE)
        session = client.session
        session["something"] = "new"
        session.save()
    row = SignIn.objects.get()
    assert (row.begun_at, row.used_at, row.account) == (begun, NOW + 80 * MINUTE, mira.account)


def test_the_last_use_is_noted_to_the_minute_and_costs_nothing_in_between(
    client: Client, mira: Person, clock_at: time_machine.Traveller, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    clock_at.shift(timedelta(seconds=59))
    with django_assert_num_queries(4):
        client.get("/desk/vault/lock/")
    assert SignIn.objects.get().used_at == NOW
    clock_at.shift(timedelta(seconds=1))
    with django_assert_num_queries(5):
        client.get("/desk/vault/lock/")
    assert SignIn.objects.get().used_at == NOW + MINUTE


@pytest.mark.parametrize("away", [31 * MINUTE, timedelta(hours=13)])
def test_text_that_was_sent_too_late_is_kept_and_goes_on_after_signing_in(
    away: timedelta, mira: Person, clock_at: time_machine.Traveller
) -> None:
    """The whole way with the real check of forms: another tab signs in, which changes the token of this one."""
    browser = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})
    sign_in(browser, mira)
    token = token_on(browser.get("/desk/vault/").content.decode())
    clock_at.shift(away)
    late = browser.post("/desk/language/", {"csrfmiddlewaretoken": token, "text": TEXT, "language": "fr"})
    page = late.content.decode()
    assert (late.status_code, "You were signed out" in page, TEXT in page) == (403, True, True)
    assert 'action="/desk/language/"' in page
    sign_in_by_pages(browser, mira)
    again = browser.post("/desk/language/", {"csrfmiddlewaretoken": token_on(page), "text": TEXT, "language": "fr"})
    if again.status_code == 403:
        page = again.content.decode()
        assert TEXT in page
        again = browser.post("/desk/language/", {"csrfmiddlewaretoken": token_on(page), "text": TEXT, "language": "fr"})
    assert again.headers["Location"] == "/desk/"
    assert Person.objects.get(pk=mira.pk).language == "fr"


def token_on(page: str) -> str:
    """The proof of the first form on a page."""
    return str(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[0])


def sign_in_by_pages(browser: Client, someone: Person) -> None:
    token = token_on(browser.get("/desk/sign-in/").content.decode())
    words = {"login": someone.email, "password": PASSWORD, "csrfmiddlewaretoken": token}
    browser.post("/desk/sign-in/", words)
    token = token_on(browser.get("/desk/second-factor/").content.decode())
    browser.post("/desk/second-factor/", {"code": code(), "csrfmiddlewaretoken": token})


def test_half_a_sign_in_is_nobodys_yet(client: Client) -> None:
    someone = person(organisation(), "Mira Halewijn", Language.ENGLISH)
    account(someone, password=PASSWORD)
    client.post("/desk/sign-in/", {"login": someone.email, "password": PASSWORD})
    assert SignIn.objects.get().account is None
    client.post("/desk/second-factor/", {"code": code()}, headers={"user-agent": "Mozilla/5.0 (X11; Linux) Firefox/1"})
    row = SignIn.objects.get()
    assert (row.account, row.browser, row.system) == (someone.account, "firefox", "linux")
