"""A stranger's guesses slow down strangers only: a known device has a count of its own, and every count forgets."""

import base64
from collections.abc import Iterator
from datetime import timedelta
from threading import Thread

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from deontos.administration.actions.attempts import forget_counts, give_back, take
from deontos.administration.models import AttemptCount, KnownDevice
from deontos.administration.vocabulary import AttemptKind
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from tests.factories.administration import PASSWORD, account, code
from tests.factories.organisations import NOW, organisation, person

pytestmark = [pytest.mark.row("2.11"), pytest.mark.django_db]

SIGN_IN, CODE, DEVICE = "/desk/sign-in/", "/desk/second-factor/", "__Host-desk-device"
MANY = "There were many attempts in a short time."


@pytest.fixture(autouse=True)
def clock_at(settings: Settings) -> Iterator[time_machine.Traveller]:
    """No slow hash, and a clock that stands still."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def mira() -> Person:
    someone = person(organisation(), "Mira Halewijn", Language.ENGLISH)
    account(someone, password=PASSWORD)
    return someone


def first_step(client: Client, email: str, password: str = PASSWORD) -> str:
    """Send address and password; where one is sent, or what the page says."""
    answered = client.post(SIGN_IN, {"login": email, "password": password})
    return answered.headers.get("Location", "") or answered.content.decode()


def guesses(email: str, times: int = 20) -> list[str]:
    """A stranger with a new browser for each guess."""
    return [first_step(Client(), email, "guess") for _ in range(times)]


@pytest.fixture
def at_work(mira: Person, clock_at: time_machine.Traveller) -> Client:
    """Mira's own browser: she signed in there once, and out again."""
    client = Client()
    first_step(client, mira.email)
    client.post(CODE, {"code": code()})
    client.post("/desk/sign-out/")
    clock_at.shift(timedelta(minutes=1))
    return client


def test_a_known_device_is_never_slowed_by_a_stranger(at_work: Client, mira: Person) -> None:
    pages = guesses(mira.email, 40)
    assert [MANY in page for page in (pages[19], pages[20], pages[39])] == [False, True, True]
    assert MANY in first_step(Client(), mira.email)
    assert first_step(at_work, mira.email) == CODE
    assert at_work.post(CODE, {"code": code()}).headers["Location"] == "/desk/"


def test_nobody_is_locked_out(mira: Person, clock_at: time_machine.Traveller) -> None:
    guesses(mira.email, 21)
    clock_at.shift(timedelta(minutes=4, seconds=59))
    assert MANY in first_step(Client(), mira.email)
    clock_at.shift(timedelta(seconds=1))
    assert first_step(Client(), mira.email) == CODE


def test_a_known_device_has_a_count_of_its_own(at_work: Client, mira: Person) -> None:
    pages = [first_step(at_work, mira.email, "guess") for _ in range(21)]
    assert [MANY in page for page in (pages[19], pages[20])] == [False, True]
    assert first_step(Client(), mira.email) == CODE


def test_a_device_of_one_account_is_a_strangers_to_another(at_work: Client, mira: Person) -> None:
    tom = person(mira.organisation, "Tom Schelfhout", Language.ENGLISH)
    account(tom, password=PASSWORD)
    guesses(tom.email)
    assert MANY in first_step(at_work, tom.email)


@pytest.mark.parametrize("forged", ["A" * 43, "", "x", "é" * 43, "A" * 4000])
def test_a_cookie_that_was_never_given_is_a_strangers(forged: str, mira: Person) -> None:
    guesses(mira.email)
    client = Client()
    client.cookies[DEVICE] = forged
    assert MANY in first_step(client, mira.email)


def test_a_device_is_known_only_after_both_steps(mira: Person) -> None:
    client = Client()
    first_step(client, mira.email)
    assert (DEVICE in client.cookies, KnownDevice.objects.count()) == (False, 0)
    client.post(CODE, {"code": code()})
    cookie = client.cookies[DEVICE].value
    assert len(base64.urlsafe_b64decode(f"{cookie}=")) == 32
    row = KnownDevice.objects.get()
    assert (row.account, row.used_on, cookie in str(bytes(row.digest))) == (mira.account, NOW.date(), False)


def test_a_browser_keeps_its_cookie_for_all_who_sign_in_there(at_work: Client, mira: Person) -> None:
    tom, before = person(mira.organisation, "Tom Schelfhout"), at_work.cookies[DEVICE].value
    account(tom, password=PASSWORD)
    first_step(at_work, tom.email)
    at_work.post(CODE, {"code": code()})
    assert at_work.cookies[DEVICE].value == before
    assert KnownDevice.objects.values("digest").distinct().count() == 1
    assert set(KnownDevice.objects.values_list("account", flat=True)) == {mira.account.pk, tom.account.pk}


def test_an_unknown_account_is_slowed_in_the_same_way_and_at_the_same_cost(mira: Person) -> None:
    pages = guesses("nobody@lindewater.example", 21)
    assert [MANY in page for page in (pages[19], pages[20])] == [False, True]
    costs = []
    for email in (mira.email, "somebody@lindewater.example"):
        client = Client()
        client.cookies[DEVICE] = "A" * 43
        client.get(SIGN_IN)
        with CaptureQueriesContext(connection) as queries:
            first_step(client, email, "guess")
        costs.append(len(queries))
    assert len(set(costs)) == 1


def test_guesses_at_one_account_leave_others_alone(mira: Person) -> None:
    tom = person(mira.organisation, "Tom Schelfhout")
    account(tom, password=PASSWORD)
    guesses(mira.email, 21)
    assert first_step(Client(), tom.email) == CODE


def test_what_was_right_is_no_attempt(mira: Person) -> None:
    guesses(mira.email, 19)
    for _ in range(3):
        assert first_step(Client(), mira.email) == CODE
    assert MANY not in guesses(mira.email, 1)[0]
    assert MANY in first_step(Client(), mira.email)


def test_codes_are_tried_ten_times_only(mira: Person, clock_at: time_machine.Traveller) -> None:
    client = Client()
    first_step(client, mira.email)
    pages = [client.post(CODE, {"code": "000000"}).content.decode() for _ in range(11)]
    assert [MANY in page for page in (pages[9], pages[10])] == [False, True]
    assert MANY in client.post(CODE, {"code": code()}).content.decode()
    clock_at.shift(timedelta(minutes=5))
    assert client.post(CODE, {"code": code()}).headers["Location"] == "/desk/"


def test_the_table_holds_no_address_and_forgets(mira: Person) -> None:
    guesses(mira.email, 1)
    count = AttemptCount.objects.get()
    assert (len(bytes(count.digest)), count.attempts, mira.email.encode() in bytes(count.digest)) == (32, 1, False)
    forget_counts(at=NOW + timedelta(minutes=59))
    assert AttemptCount.objects.count() == 1
    forget_counts(at=NOW + timedelta(hours=1))
    assert AttemptCount.objects.count() == 0


def test_giving_back_never_goes_below_nothing(mira: Person) -> None:
    key = take(AttemptKind.PASSWORD, mira.email, device="", at=NOW)
    assert key is not None
    give_back(key)
    give_back(key)
    assert AttemptCount.objects.get().attempts == 0


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_no_more_than_many_one_after_another() -> None:
    taken: list[bytes | None] = []

    def guess() -> None:
        try:
            taken.extend(take(AttemptKind.PASSWORD, "mira@lindewater.example", device="", at=NOW) for _ in range(8))
        finally:
            connection.close()

    threads = [Thread(target=guess) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(taken), len([key for key in taken if key])) == (32, 20)
