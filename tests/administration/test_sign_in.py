"""Signing in takes an address, a password and a code; nothing on the way tells who has an account."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from deontos.administration.jobs import forget_sessions
from deontos.administration.models import Account, SignIn
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from tests.access.test_returning import HOSTILE
from tests.administration.counting import CountingHasher
from tests.factories.administration import PASSWORD, account, code, sign_in
from tests.factories.organisations import NOW, organisation, person

pytestmark = [pytest.mark.row("1.12"), pytest.mark.django_db]

SIGN_IN, CODE = "/desk/sign-in/", "/desk/second-factor/"


@pytest.fixture(autouse=True)
def _no_slow_hash(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def mira() -> Person:
    someone = person(organisation(), "Mira Halewijn", Language.ENGLISH)
    account(someone, password=PASSWORD)
    return someone


def first_step(client: Client, email: str, password: str = PASSWORD, **more: str) -> str:
    """Send address and password; where one is sent, or what the page says."""
    answered = client.post(SIGN_IN, {"login": email, "password": password, **more})
    return answered.headers.get("Location", "") or answered.content.decode()


def is_signed_in(client: Client) -> bool:
    return client.get("/desk/vault/").status_code == 200


def test_password_and_code_sign_in_and_lead_to_where_one_wanted_to_go(client: Client, mira: Person) -> None:
    wanted = client.get("/desk/vault/?next=/desk/")
    address = wanted.headers["Location"]
    assert address == "/desk/sign-in/?next=%2Fdesk%2Fvault%2F%3Fnext%3D%2Fdesk%2F"
    assert 'name="next" value="/desk/vault/?next=/desk/"' in client.get(address).content.decode()
    assert first_step(client, mira.email, next="/desk/vault/?next=/desk/") == CODE
    assert not is_signed_in(client)
    done = client.post(CODE, {"code": code()})
    assert done.headers["Location"] == "/desk/vault/?next=/desk/"
    assert is_signed_in(client)


def test_the_address_is_taken_in_any_case_and_the_code_with_spaces(client: Client, mira: Person) -> None:
    assert first_step(client, f" {mira.email.upper()} ") == CODE
    digits = code()
    assert client.post(CODE, {"code": f" {digits[:3]} {digits[3:]} "}).headers["Location"] == "/desk/"


@pytest.mark.parametrize("address", HOSTILE)
def test_signing_in_never_leads_to_another_site(address: str, client: Client, mira: Person) -> None:
    sign_in(client, mira)
    assert client.get(SIGN_IN, {"next": address}).headers["Location"] == "/desk/"


@time_machine.travel(NOW, tick=False)
def test_the_cookies_of_the_desk_are_the_hosts_own(client: Client, mira: Person) -> None:
    client.get(SIGN_IN)
    first_step(client, mira.email)
    client.post(CODE, {"code": code()})
    attributes = ("secure", "httponly", "samesite", "path", "domain", "max-age", "expires")
    morsels = {name: [morsel[each] for each in attributes] for name, morsel in client.cookies.items()}
    assert morsels == {
        "__Host-desk-csrf": [True, True, "Strict", "/", "", "", ""],
        "__Host-desk": [True, True, "Lax", "/", "", "", ""],
        "__Host-desk-device": [True, True, "Strict", "/", "", 31_536_000, "Wed, 24 Nov 2027 09:30:00 GMT"],
    }


def test_the_session_gets_another_key_when_somebody_signs_in(client: Client, mira: Person) -> None:
    first_step(client, mira.email)
    before = client.cookies["__Host-desk"].value
    client.post(CODE, {"code": code()})
    assert client.cookies["__Host-desk"].value != before


def wrong_password(mira: Person) -> tuple[str, str]:
    return mira.email, "something-else-entirely"


def unknown_address(_mira: Person) -> tuple[str, str]:
    return "nobody@lindewater.example", PASSWORD


def switched_off(mira: Person) -> tuple[str, str]:
    Account.objects.filter(person=mira).update(is_active=False)
    return mira.email, PASSWORD


def without_password(mira: Person) -> tuple[str, str]:
    made = Account.objects.get(person=mira)
    made.set_unusable_password()
    made.save()
    return mira.email, PASSWORD


STRANGERS = [wrong_password, unknown_address, switched_off, without_password]


@pytest.mark.parametrize("who", STRANGERS)
def test_whatever_is_wrong_the_answer_and_the_work_are_the_same(
    who: object, client: Client, mira: Person, settings: Settings
) -> None:
    settings.PASSWORD_HASHERS = ["tests.administration.counting.CountingHasher"]
    mira.account.set_password(PASSWORD)
    mira.account.save()
    email, password = who(mira)  # type: ignore[operator]
    CountingHasher.worked = 0
    answered = client.post(SIGN_IN, {"login": email, "password": password})
    page = answered.content.decode()
    assert (answered.status_code, CountingHasher.worked) == (200, 1)
    assert page.count("This address and this password do not go together. Type both again.") == 1
    assert "<title>Error: Sign in" in page
    assert password not in page
    assert not is_signed_in(client)


def test_an_address_is_asked_in_plain_words(client: Client) -> None:
    page = client.post(SIGN_IN, {"login": "mira", "password": ""}).content.decode()
    assert "Type the whole address, such as name@example.org." in page
    assert "Type your password." in page


@pytest.mark.parametrize("wrong", ["000000", "", "abcdef", "12345", "1" * 20, "１２３４５６"])
def test_another_code_signs_nobody_in(wrong: str, client: Client, mira: Person) -> None:
    first_step(client, mira.email)
    if wrong == code():
        pytest.skip("one in a million")
    assert client.post(CODE, {"code": wrong}).status_code == 200
    assert not is_signed_in(client)


def test_a_code_without_a_password_before_it_signs_nobody_in(client: Client, mira: Person) -> None:
    assert client.post(CODE, {"code": code()}).headers["Location"] == SIGN_IN
    assert not is_signed_in(client)


def test_another_form_than_the_codes_breaks_nothing(client: Client, mira: Person) -> None:
    first_step(client, mira.email)
    page = client.post(CODE, {"credential": "{}"}).content.decode()
    assert "Type the six digits that your app shows now." in page


@pytest.mark.parametrize(("later", "counts"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_the_codes_beside_the_present_one_count_too(later: int, client: Client, mira: Person, *, counts: bool) -> None:
    first_step(client, mira.email)
    client.post(CODE, {"code": code(later=later)})
    assert is_signed_in(client) is counts


def test_a_code_counts_once_whichever_process_took_it(client: Client, mira: Person) -> None:
    used, other = code(), Client()
    first_step(client, mira.email)
    client.post(CODE, {"code": used})
    first_step(other, mira.email)
    page = other.post(CODE, {"code": used}).content.decode()
    assert "This code does not count." in page
    other.post(CODE, {"code": code(later=-1)})
    assert not is_signed_in(other)
    other.post(CODE, {"code": code(later=1)})
    assert is_signed_in(other)


def test_the_page_for_the_code_speaks_the_persons_language(client: Client, mira: Person) -> None:
    Person.objects.update(language=Language.DUTCH)
    first_step(client, mira.email)
    assert (
        client.get(CODE, headers={"accept-language": "es"})
        .content.decode()
        .startswith('<!doctype html>\n<html lang="nl"')
    )


def test_a_stranger_chooses_a_language_and_keeps_the_way_back(client: Client) -> None:
    page = client.get("/desk/sign-in/?next=/desk/vault/", headers={"accept-language": "fr"}).content.decode()
    assert '<html lang="fr"' in page
    assert 'href="?next=%2Fdesk%2Fvault%2F&amp;language=es" lang="es"' in page
    assert '<html lang="es"' in client.get("/desk/sign-in/?language=es").content.decode()
    assert '<html lang="en"' in client.get("/desk/sign-in/?language=tlh").content.decode()


def test_somebody_else_can_start_after_the_first_step(client: Client, mira: Person) -> None:
    first_step(client, mira.email)
    assert client.get(SIGN_IN).headers["Location"] == CODE
    assert client.post("/desk/sign-out/").headers["Location"] == SIGN_IN
    assert client.get(SIGN_IN).status_code == 200


def test_signing_out_takes_a_form_and_ends_the_session(client: Client, mira: Person) -> None:
    sign_in(client, mira)
    assert client.get("/desk/sign-out/").status_code == 405
    assert is_signed_in(client)
    client.post("/desk/sign-out/")
    assert not is_signed_in(client)


def test_sign_ins_whose_time_is_over_are_forgotten(client: Client, mira: Person) -> None:
    sign_in(client, mira)
    ends = SignIn.objects.get().valid_until
    forget_sessions(at=ends - timedelta(seconds=1))
    assert is_signed_in(client)
    forget_sessions(at=ends)
    assert not is_signed_in(client)


def test_an_account_that_is_switched_off_is_out_at_once(client: Client, mira: Person) -> None:
    sign_in(client, mira)
    Account.objects.filter(person=mira).update(is_active=False)
    assert not is_signed_in(client)


@pytest.mark.parametrize("address", ["signup/", "password/reset/", "email/", "inactive/", "2fa/", "login/code/"])
def test_no_other_page_of_the_library_is_there(address: str, client: Client) -> None:
    for prefix in ("/desk/", "/desk/accounts/", "/accounts/", "/"):
        assert client.get(prefix + address).status_code == 404
