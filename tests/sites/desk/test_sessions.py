"""A copy of the table of sign-ins signs nobody in; signing out and a new sign-in leave nothing of the one before."""

import pytest
from django.test import Client

from deontos.administration.models import SignIn
from deontos.organisations.models import Person
from tests.factories.administration import PASSWORD, account, code, sign_in
from tests.factories.organisations import organisation, person

COOKIE = "__Host-desk"

pytestmark = [pytest.mark.row("1.12"), pytest.mark.django_db]


@pytest.fixture
def mira() -> Person:
    return person(organisation(), "Mira Halewijn")


def is_signed_in(cookie: str) -> bool:
    client = Client()
    client.cookies[COOKIE] = cookie
    return client.get("/desk/").status_code == 200


def test_the_table_of_sign_ins_holds_no_cookie(client: Client, mira: Person) -> None:
    sign_in(client, mira)
    cookie, row = client.cookies[COOKIE].value, SignIn.objects.get()
    assert is_signed_in(cookie)
    assert cookie not in row.session_key + row.session_data
    assert [is_signed_in(row.session_key), is_signed_in(row.session_data[:32]), is_signed_in("")] == [False] * 3


def test_signing_out_erases_the_row_and_the_cookie_is_worth_nothing(client: Client, mira: Person) -> None:
    sign_in(client, mira)
    cookie = client.cookies[COOKIE].value
    client.post("/desk/sign-out/")
    assert not is_signed_in(cookie)
    assert SignIn.objects.count() == 0


@pytest.mark.parametrize("is_given", [True, False])
def test_a_cookie_that_somebody_planted_is_not_the_one_that_is_signed_in(mira: Person, *, is_given: bool) -> None:
    """Neither one that was never given here, nor one that was given to somebody who began to sign in."""
    account(mira, password=PASSWORD)
    planted, browser = _given() if is_given else "a" * 32, Client()
    browser.cookies[COOKIE] = planted
    browser.post("/desk/sign-in/", {"login": mira.email, "password": PASSWORD})
    assert browser.post("/desk/second-factor/", {"code": code()}).headers["Location"] == "/desk/"
    known = browser.cookies[COOKIE].value
    assert (is_signed_in(known), is_signed_in(planted)) == (True, False)


def _given() -> str:
    browser = Client()
    browser.get("/desk/sign-in/")
    session = browser.session
    session["somebody"] = "was here"
    session.save()
    return str(session.session_key)


@pytest.mark.parametrize("enforces", [True, False])
def test_a_password_that_came_too_late_is_not_written_into_the_page(mira: Person, *, enforces: bool) -> None:
    """Neither where the proof that a form was ours is missing, nor where somebody was signed out meanwhile."""
    browser = Client(enforce_csrf_checks=enforces, headers={"origin": "http://testserver"})
    secrets = {"password": PASSWORD, "vault_passphrase": "lantaarn boomgaard fluweel", "code": "123456"}
    answer = browser.post("/desk/vault/", {**secrets, "text": "een lang bericht"})
    page = answer.content.decode()
    assert (answer.status_code, "een lang bericht" in page) == (403, True)
    assert [name for name, value in secrets.items() if value in page] == []
