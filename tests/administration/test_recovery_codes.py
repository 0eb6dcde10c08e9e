"""Ten recovery codes: shown once, each counts once, whoever comes first; none opens a vault or stands in clear."""

import re
import threading
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from deontos.administration.actions.recovery_codes import make_recovery_codes, use_recovery_code
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.models import Account
from deontos.administration.queries import codes_left
from deontos.administration.vocabulary import AdministrationCode
from deontos.audit.models import Entry
from deontos.notices.models import Letter
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from tests.factories.administration import PASSWORD, account, code, open_vault, sign_in
from tests.factories.keyring import keyed
from tests.factories.organisations import NOW, organisation, person

pytestmark = [pytest.mark.row("2.11"), pytest.mark.django_db]

CODES, USE, SECOND, SIGN_IN = (
    "/desk/sign-in/recovery-codes/",
    "/desk/second-factor/recovery/",
    "/desk/second-factor/",
    "/desk/sign-in/",
)
SHOWN = re.compile(r"<li>(\d{4} \d{4} \d{4})</li>")
WRONG = "This recovery code does not count, or was used before."
TOO_MANY = "There were many attempts in a short time."


@pytest.fixture(autouse=True)
def _start(settings: Settings) -> Iterator[None]:
    """No slow hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def mira() -> Person:
    someone = person(organisation(), "Mira Halewijn", Language.ENGLISH)
    account(someone, password=PASSWORD)
    return someone


def made(mira: Person) -> list[str]:
    return make_recovery_codes(Account.objects.get(person=mira), at=NOW)


def give_password(client: Client, mira: Person) -> None:
    answered = client.post(SIGN_IN, {"login": mira.email, "password": PASSWORD})
    assert answered.headers["Location"] == SECOND


def is_signed_in(client: Client) -> bool:
    return client.get("/desk/vault/").status_code == 200


def everything_kept() -> str:
    return " ".join(str(row) for row in Authenticator.objects.values_list("data", flat=True))


def test_ten_codes_are_shown_once_and_kept_sealed(client: Client, mira: Person) -> None:
    sign_in(client, mira)
    assert SHOWN.findall(client.get(CODES).content.decode()) == []
    shown = SHOWN.findall(client.post(CODES).content.decode())
    assert (len(shown), len(set(shown))) == (10, 10)
    page = client.get(CODES).content.decode()
    assert SHOWN.findall(page) == []
    assert "10 codes still count" in page
    for each in shown:
        assert each.replace(" ", "") not in everything_kept()
    [kept] = Authenticator.objects.filter(type=Authenticator.Type.RECOVERY_CODES)
    assert set(kept.data) == {"seed", "used_mask"}
    assert kept.data["seed"].startswith("1.")
    assert list(Entry.objects.filter(fact="account.recovery_codes_made").values_list("actor_id", "details")) == [
        (mira.id, '{"left":10}')
    ]
    assert list(Letter.objects.values_list("template", "recipient")) == [("recovery_codes_made", mira.id)]


def test_a_code_stands_in_for_the_second_step_and_is_told(client: Client, mira: Person) -> None:
    first, *_rest = made(mira)
    give_password(client, mira)
    assert USE in client.get(SECOND).content.decode()
    typed = f" {first[:4]} {first[4:8]}-{first[8:]} "
    assert client.post(USE, {"code": typed}).headers["Location"] == "/desk/"
    assert is_signed_in(client)
    assert codes_left(Account.objects.get()) == 9
    [entry] = Entry.objects.filter(fact="account.recovery_code_used")
    assert (entry.actor_id, entry.details) == (mira.id, '{"left":9}')
    assert Letter.objects.filter(template="recovery_code_used", recipient=mira).count() == 1


def test_a_code_counts_once(client: Client, mira: Person) -> None:
    first, second, *_rest = made(mira)
    give_password(client, mira)
    client.post(USE, {"code": first})
    other = Client()
    give_password(other, mira)
    assert WRONG in other.post(USE, {"code": first}).content.decode()
    assert not is_signed_in(other)
    assert other.post(USE, {"code": second}).headers["Location"] == "/desk/"


def test_new_codes_take_the_place_of_the_old(client: Client, mira: Person) -> None:
    old = made(mira)
    new = made(mira)
    give_password(client, mira)
    assert WRONG in client.post(USE, {"code": old[0]}).content.decode()
    assert client.post(USE, {"code": new[0]}).headers["Location"] == "/desk/"


def test_a_code_of_somebody_else_is_none(client: Client, mira: Person) -> None:
    tom = person(mira.organisation, "Tom Schelfhout")
    account(tom)
    theirs = make_recovery_codes(Account.objects.get(person=tom), at=NOW)
    made(mira)
    give_password(client, mira)
    assert WRONG in client.post(USE, {"code": theirs[0]}).content.decode()
    assert codes_left(Account.objects.get(person=tom)) == 10


@pytest.mark.parametrize("typed", ["", "000000000000", "x", "\u0661" * 12, "1" * 60, "\x00", "<script>"])
def test_what_is_no_code_gets_a_sentence(typed: str, client: Client, mira: Person) -> None:
    made(mira)
    give_password(client, mira)
    page = client.post(USE, {"code": typed})
    assert (page.status_code, 'aria-invalid="true"' in page.content.decode()) == (200, True)
    assert not is_signed_in(client)


def test_the_page_for_codes_of_the_app_burns_no_recovery_code(client: Client, mira: Person) -> None:
    first, *_rest = made(mira)
    give_password(client, mira)
    assert "This code does not count." in client.post(SECOND, {"code": first}).content.decode()
    assert WRONG in client.post(USE, {"code": code()}).content.decode()
    assert codes_left(Account.objects.get()) == 10
    assert client.post(SECOND, {"code": code()}).headers["Location"] == "/desk/"


def test_guessing_is_slowed_as_at_a_code(client: Client, mira: Person) -> None:
    made(mira)
    give_password(client, mira)
    pages = [client.post(USE, {"code": f"{number:012d}"}).content.decode() for number in range(12)]
    assert (WRONG in pages[0], TOO_MANY in pages[-1]) == (True, True)


def test_nobody_comes_there_without_a_password(client: Client, mira: Person) -> None:
    first, *_rest = made(mira)
    for answered in (client.get(USE), client.post(USE, {"code": first})):
        assert answered.headers["Location"] == SIGN_IN
    assert codes_left(Account.objects.get()) == 10


def test_without_a_second_step_there_are_no_codes(client: Client, mira: Person) -> None:
    Authenticator.objects.all().delete()
    with pytest.raises(AdministrationRefused) as refused:
        made(mira)
    assert refused.value.code is AdministrationCode.NO_SECOND_FACTOR
    sign_in(client, mira)
    assert "You have no second step yet." in client.post(CODES).content.decode()


def test_a_recovery_code_opens_no_vault(client: Client) -> None:
    house = keyed()
    manager = house.town.manager
    codes = make_recovery_codes(account(manager, password=PASSWORD), at=NOW)
    open_vault(client, house, manager)
    give_password(client, manager)
    assert client.post(USE, {"code": codes[0]}).headers["Location"] == "/desk/"
    assert client.cookies["__Host-vault"].value == ""
    page = client.post("/desk/vault/", {"vault_passphrase": codes[1]}).content.decode()
    assert 'name="vault_passphrase"' in page


@pytest.mark.django_db(transaction=True)
def test_of_two_who_come_with_one_code_at_once_one_gets_in(mira: Person) -> None:
    first, *_rest = made(mira)
    mine, came, barrier = Account.objects.get(), [], threading.Barrier(2)

    def come() -> None:
        barrier.wait()
        try:
            came.append(use_recovery_code(mine, first, at=NOW) is not None)
        finally:
            connection.close()

    visitors = [threading.Thread(target=come) for _each in range(2)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert (sorted(came), codes_left(mine)) == ([False, True], 9)
