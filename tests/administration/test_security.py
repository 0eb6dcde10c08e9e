"""Everybody sees and ends their own sign-ins and changes their own password, and nobody else's."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from deontos.administration.models import Account, SignIn
from deontos.administration.vocabulary import BrowserKind, SystemKind
from deontos.administration.web.browsers import kinds_of, words_for
from deontos.audit.models import Entry
from deontos.notices.models import Letter
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from tests.factories.administration import PASSWORD, account, sign_in
from tests.factories.organisations import NOW, organisation, person

pytestmark = [pytest.mark.row("2.11"), pytest.mark.django_db]

LIST, CHANGE, PAGE = "/desk/security/sign-ins/", "/desk/security/password/", "/desk/security/"
NEW = "heron-window-copper-lake"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def clock_at(settings: Settings) -> Iterator[time_machine.Traveller]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with time_machine.travel(NOW + timedelta(minutes=7), tick=False) as traveller:
        yield traveller


@pytest.fixture
def mira(client: Client) -> Person:
    someone = person(organisation(), "Mira Halewijn", Language.ENGLISH)
    account(someone, password=PASSWORD)
    sign_in(client, someone)
    return someone


def elsewhere(someone: Person) -> Client:
    """Another browser of the same person."""
    other = Client()
    sign_in(other, someone)
    return other


def row_of(browser: Client) -> SignIn:
    """The sign-in of this browser."""
    session = browser.session
    session.load()
    row: SignIn = session.row  # type: ignore[attr-defined]
    return row


def is_signed_in(client: Client) -> bool:
    return client.get("/desk/").status_code == 200


def test_the_list_shows_ones_own_sign_ins_and_nobody_elses(client: Client, mira: Person) -> None:
    elsewhere(mira)
    tom = elsewhere(person(mira.organisation, "Tom Schelfhout"))
    SignIn.objects.filter(account=mira.account).update(browser="firefox", system="linux")
    page = client.get(LIST).content.decode()
    assert page.count("Firefox on Linux</th>") == 2
    assert page.count("<time") == 0
    assert page.replace("\xa0", " ").count("24 November 2026, 10:30") == 4
    foreign = SignIn.objects.exclude(account=mira.account).get()
    assert str(foreign.id) not in page
    assert client.post(f"{LIST}{foreign.id}/end/").status_code == 404
    assert is_signed_in(tom)


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_with_one_and_with_three(
    more: int, client: Client, mira: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(more):
        elsewhere(mira)
    with django_assert_num_queries(6):
        page = client.get(LIST).content.decode()
    assert page.count('scope="row"') == more + 1


def test_one_other_browser_or_all_are_signed_out(client: Client, mira: Person) -> None:
    first, second, third = (elsewhere(mira) for _ in range(3))
    which = row_of(first).id
    assert client.post(f"{LIST}{which}/end/").headers["Location"] == LIST
    assert [is_signed_in(each) for each in (client, first, second, third)] == [True, False, True, True]
    assert client.post(f"{LIST}{which}/end/").status_code == 404
    client.post(f"{LIST}end/")
    assert [is_signed_in(each) for each in (client, second, third)] == [True, False, False]
    ended = Entry.objects.filter(fact="account.sign_ins_ended").order_by("number")
    assert [entry.details for entry in ended] == ['{"count":1}', '{"count":2}']
    client.post(f"{LIST}end/")
    assert ended.count() == 2


def test_this_browser_is_signed_out_by_its_own_button_only(client: Client, mira: Person) -> None:
    assert client.post(f"{LIST}{row_of(client).id}/end/").status_code == 404
    assert client.post(f"{LIST}{uuid4()}/end/").status_code == 404
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) CriOS/120 Safari/604.1", "Chrome on iPhone, iPad"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/17 Safari/605.1", "Safari on Mac"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Firefox/1", "Firefox"),
        ("<script>alert(1)</script>", "Another browser"),
        ("", "Another browser"),
    ],
)
def test_a_browser_is_named_as_its_owner_knows_it(agent: str, words: str) -> None:
    assert words_for(*kinds_of(agent)) == words


def test_words_are_found_for_rows_that_hold_none() -> None:
    assert words_for("", "") == words_for("gone", "gone") == words_for(BrowserKind.OTHER, SystemKind.MAC)


def change(client: Client, password: str = PASSWORD, new: str = NEW, again: str = NEW) -> tuple[int, str]:
    answer = client.post(CHANGE, {"password": password, "new_password": new, "new_password_again": again})
    return answer.status_code, answer.headers.get("Location", "") or answer.content.decode()


def test_a_changed_password_counts_at_once_and_ends_the_other_sign_ins(client: Client, mira: Person) -> None:
    other, before = elsewhere(mira), client.cookies["__Host-desk"].value
    assert change(client) == (302, PAGE)
    assert "Your password is changed." in client.get(PAGE).content.decode()
    changed = Account.objects.get(person=mira)
    assert [changed.check_password(each) for each in (PASSWORD, NEW)] == [False, True]
    assert [is_signed_in(each) for each in (client, other)] == [True, False]
    assert client.cookies["__Host-desk"].value != before
    assert Letter.objects.values_list("recipient", "template").get() == (mira.id, "password_changed")
    assert list(Entry.objects.values_list("fact", "actor_id")) == [("account.password_changed", mira.id)]


@pytest.mark.parametrize(
    ("password", "new", "again", "words"),
    [
        ("guess", NEW, NEW, "This is not your password."),
        ("", NEW, NEW, "Type your present password."),
        (PASSWORD, "short", "short", "at least twelve signs"),
        (PASSWORD, NEW, "heron-window-copper", "The two are not the same."),
        (PASSWORD, "Mira.Halewijn@lindewater.example", "Mira.Halewijn@lindewater.example", "everybody knows it"),
        (PASSWORD, "qwertyuiop123", "qwertyuiop123", "This password is guessed too soon"),
    ],
)
def test_a_password_that_is_not_taken_says_why(
    password: str, new: str, again: str, words: str, client: Client, mira: Person
) -> None:
    Account.objects.update(email="mira.halewijn@lindewater.example")
    status, page = change(client, password, new, again)
    assert (status, words in page, Letter.objects.count()) == (200, True, 0)
    assert [typed for typed in (PASSWORD, NEW, "heron-window-copper") if typed in page] == []
    assert Account.objects.get(person=mira).check_password(PASSWORD)


def test_guesses_at_the_present_password_are_counted(client: Client, mira: Person) -> None:
    pages = [change(client, "guess")[1] for _ in range(21)]
    assert ["There were many attempts" in page for page in (pages[19], pages[20])] == [False, True]


def test_the_page_has_a_card_for_everything(client: Client, mira: Person) -> None:
    page = client.get(PAGE).content.decode()
    assert [card for card in ("password", "second-factor", "sign-ins") if f'id="security-{card}"' not in page] == []
    assert "You are signed in in 1 browser." in page
    assert f'<a href="{PAGE}">Sign-in and security</a>' in page


def test_a_stranger_is_shown_the_way(client: Client) -> None:
    for address in (PAGE, CHANGE, LIST):
        assert client.get(address).headers["Location"].startswith("/desk/sign-in/?next=")
