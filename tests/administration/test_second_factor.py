"""Whoever has no second factor yet sets one up first, and reaches nothing else before."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from pytest_django.fixtures import Settings

from deontos.access.vocabulary import Entrant
from deontos.administration.models import Account, SignIn
from deontos.administration.web.second_factor import DONE, opened_secret, sealed_secret
from deontos.audit.models import Entry
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from deontos.sites.desk.sessions import SessionStore
from deontos.sites.routes import routes
from deontos.vault.failures import VaultFailure
from tests.factories.administration import PASSWORD, SECRET, account, code, sign_in
from tests.factories.organisations import NOW, organisation, person

pytestmark = [pytest.mark.row("1.12"), pytest.mark.django_db]

SET_UP, PICTURE, AGAIN = "/desk/second-factor/set-up/", "/desk/second-factor/picture/", "/desk/password/"
CODES = "/desk/sign-in/recovery-codes/"


@pytest.fixture(autouse=True)
def _start(settings: Settings) -> Iterator[None]:
    """No slow hash, and a clock that stands still."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def mira() -> Person:
    """Somebody with a password and no second factor."""
    someone = person(organisation(), "Mira Halewijn", Language.ENGLISH)
    account(someone, password=PASSWORD, secret=None)
    return someone


@pytest.fixture
def half(client: Client, mira: Person) -> Client:
    """A browser in which Mira gave her password."""
    client.post("/desk/sign-in/", {"login": mira.email, "password": PASSWORD})
    return client


def secret_on(page: str) -> str:
    """The key on the page, which stands there in groups of four."""
    groups: str
    [groups] = re.findall(r'<span class="num" translate="no">([A-Z2-7 ]+)</span>', page)
    assert [len(group) for group in groups.split()] == [4] * 8
    return groups.replace(" ", "")


def sessions() -> str:
    """All that stands in the sessions' table, decoded."""
    return " ".join(str(SessionStore().decode(row.session_data)) for row in SignIn.objects.all())


CLOSED_TO_HALF = [route for route in routes() if route.requires or route.open_to == Entrant.SIGNED_IN.value]


@pytest.mark.parametrize("route", CLOSED_TO_HALF, ids=lambda route: route.pattern)
def test_a_password_alone_leads_to_the_second_factor_from_every_page(route: object, half: Client) -> None:
    pattern, methods = route.pattern, route.methods  # type: ignore[attr-defined]
    address = re.sub(r"<uuid:\w+>", "00000000-0000-4000-8000-000000000000", pattern)
    address = re.sub(r"<(?:slug|str|int):\w+>", "1", address)
    for method in methods:
        answered = half.generic(method, address)
        assert (answered.status_code, answered.headers["Location"]) == (302, SET_UP)


def test_there_are_pages_that_a_password_alone_does_not_open() -> None:
    assert {"/desk/vault/", "/desk/language/"} <= {route.pattern for route in CLOSED_TO_HALF}


def test_signing_in_again_with_half_a_sign_in_goes_round_in_no_circle(half: Client) -> None:
    home = half.get("/desk/sign-in/")
    assert home.headers["Location"] == "/desk/"
    assert half.get("/desk/").headers["Location"] == SET_UP
    assert half.get(SET_UP).status_code == 200


def test_the_secret_stays_the_same_while_the_page_is_loaded_again(half: Client) -> None:
    first, second = (half.get(SET_UP).content.decode() for _ in range(2))
    failed = half.post(SET_UP, {"code": "000000"}).content.decode()
    assert secret_on(first) == secret_on(second) == secret_on(failed)
    assert "This code does not count." in failed


def test_every_session_gets_a_secret_of_its_own(half: Client, mira: Person) -> None:
    other = Client()
    other.post("/desk/sign-in/", {"login": mira.email, "password": PASSWORD})
    assert secret_on(half.get(SET_UP).content.decode()) != secret_on(other.get(SET_UP).content.decode())


def test_the_picture_is_an_image_of_our_own_without_style_or_script(half: Client) -> None:
    page = half.get(SET_UP)
    assert f'<img src="{PICTURE}"' in page.content.decode()
    assert not re.search(r"data:|<style|style=|<svg[^>]*viewBox", page.content.decode().replace("data-", ""))
    picture = half.get(PICTURE)
    assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/svg+xml")
    assert "default-src 'none'" in picture.headers["Content-Security-Policy"]
    assert picture.headers["Cache-Control"] == "no-store"
    assert not re.search(rb"style|script|href|data:", picture.content)
    assert picture.content == half.get(PICTURE).content


def test_nobody_else_sees_the_picture(half: Client, mira: Person) -> None:
    half.get(SET_UP)
    stranger, colleague = Client(), Client()
    sign_in(colleague, person(mira.organisation, "Tom Schelfhout"))
    assert stranger.get(PICTURE).headers["Location"].startswith("/desk/sign-in/")
    assert colleague.get(PICTURE).status_code == 404


def test_before_the_page_was_shown_there_is_no_picture(half: Client) -> None:
    assert half.get(PICTURE).status_code == 404


def test_the_first_code_keeps_the_secret_and_signs_in(half: Client, mira: Person) -> None:
    secret = secret_on(half.get(SET_UP).content.decode())
    before = half.cookies["__Host-desk"].value
    assert secret not in sessions()
    done = half.post(SET_UP, {"code": code(secret=secret)})
    assert done.headers["Location"] == CODES
    assert half.get("/desk/vault/").status_code == 200
    assert half.cookies["__Host-desk"].value != before
    stored = Authenticator.objects.get(user__person=mira)
    assert secret not in str(stored.data)
    assert opened_secret(stored.data["secret"]) == secret
    assert list(Entry.objects.values_list("fact", "actor_id", "subject_id")) == [
        ("account.second_factor_set", mira.id, mira.account.pk)
    ]
    assert half.get(PICTURE).status_code == 404


def test_the_code_of_the_set_up_is_used_up(half: Client, mira: Person) -> None:
    secret = secret_on(half.get(SET_UP).content.decode())
    used = code(secret=secret)
    half.post(SET_UP, {"code": used})
    other = Client()
    other.post("/desk/sign-in/", {"login": mira.email, "password": PASSWORD})
    assert other.post("/desk/second-factor/", {"code": used}).status_code == 200
    assert other.post("/desk/second-factor/", {"code": code(later=1, secret=secret)}).status_code == 302


def test_half_a_sign_in_ends_where_somebody_else_set_the_second_factor(half: Client, mira: Person) -> None:
    data = {"secret": sealed_secret(SECRET)}
    half.get(SET_UP)
    Authenticator.objects.create(user=mira.account, type=Authenticator.Type.TOTP, data=data)
    assert half.get(PICTURE).status_code == 404
    assert half.get(SET_UP).headers["Location"] == "/desk/"
    assert half.get("/desk/").headers["Location"] == "/desk/sign-in/?next=%2Fdesk%2F"
    assert Authenticator.objects.count() == 1


def test_whoever_has_a_second_factor_sets_up_no_other(client: Client, mira: Person) -> None:
    sign_in(client, mira)
    Authenticator.objects.create(
        user=mira.account, type=Authenticator.Type.TOTP, data={"secret": sealed_secret(SECRET)}
    )
    for answered in (client.get(SET_UP), client.post(SET_UP, {"code": code()})):
        assert (answered.status_code, answered.headers["Location"]) == (302, "/desk/")


def test_a_password_given_long_ago_is_asked_again(half: Client) -> None:
    secret = secret_on(half.get(SET_UP).content.decode())
    with time_machine.travel(NOW + timedelta(minutes=6), tick=False):
        for answered in (half.get(SET_UP), half.post(SET_UP, {"code": code(secret=secret)})):
            assert answered.headers["Location"] == f"{AGAIN}?next={SET_UP}"
        assert (Authenticator.objects.count(), "csrf" in sessions(), "HTTP_COOKIE" in sessions()) == (0, False, False)
        wrong = half.post(f"{AGAIN}?next={SET_UP}", {"password": "guess"})
        assert "This is not your password. Type it again." in wrong.content.decode()
        right = half.post(AGAIN, {"password": PASSWORD, "next": SET_UP})
        assert right.headers["Location"] == SET_UP
        assert half.post(SET_UP, {"code": code(secret=secret)}).headers["Location"] == CODES


def test_the_page_for_the_password_is_there_for_half_and_whole_and_for_no_stranger(
    half: Client, mira: Person, client: Client
) -> None:
    whole, stranger = Client(), Client()
    sign_in(whole, person(mira.organisation, "Tom Schelfhout"))
    assert (half.get(AGAIN).status_code, whole.get(AGAIN).status_code) == (200, 200)
    assert stranger.get(AGAIN).headers["Location"].startswith("/desk/sign-in/")


def test_the_second_step_of_one_account_counts_for_no_other(client: Client, mira: Person) -> None:
    tom = account(person(mira.organisation, "Tom Schelfhout"))
    client.force_login(Account.objects.get(person=mira))
    session = client.session
    session[DONE] = str(tom.pk)
    session.save()
    assert client.get("/desk/vault/").headers["Location"] == SET_UP


def test_a_secret_sealed_elsewhere_or_changed_is_not_opened() -> None:
    sealed = sealed_secret(SECRET)
    assert SECRET not in sealed
    assert opened_secret(sealed) == SECRET
    with pytest.raises(VaultFailure):
        opened_secret(f"1.{'A' * 8}{sealed[10:]}")
    with pytest.raises(VaultFailure):
        opened_secret(sealed.replace("1.", "9.", 1))
