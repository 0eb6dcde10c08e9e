"""The agenda for a calendar program: whose days they are, what does not stand in them, and what a wrong key gets."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from deontos.administration.actions.accounts import reset_second_factor, send_reset, switch_off
from deontos.administration.actions.leaving import leave
from deontos.administration.models import Account, AgendaKey
from deontos.administration.vocabulary import IdentityCheck
from deontos.audit.models import Entry
from deontos.notices.vocabulary import LetterTemplate
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from tests.administration.test_links import choose, letters, path_in, pressed, proof_on
from tests.factories.administration import sign_in
from tests.factories.cases import told
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, actor, town

pytestmark = [pytest.mark.row("3.16"), pytest.mark.django_db]

PAGE, FEED = "/desk/agenda/calendar/", "/desk/agenda.ics"
ADDRESS = re.compile(r"http://localhost:\d+(/desk/agenda\.ics\?key=[A-Za-z0-9_-]{43})<")
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock_at() -> Iterator[time_machine.Traveller]:
    """The moment at which the clock of these tests stands still."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def house() -> KeyedTown:
    """Lindewater, with keys; its people read English."""
    made = keyed(on=date(2026, 1, 15))
    Person.objects.update(language=Language.ENGLISH)
    return made


def at_desk(person: Person) -> Client:
    client = Client()
    sign_in(client, person)
    return client


def address_of(person: Person) -> str:
    """The path of a new address for somebody's agenda."""
    shown = at_desk(person).post(PAGE, {"go": "make"}).content.decode()
    [address] = ADDRESS.findall(shown)
    return str(address)


def days_in(answer: Any) -> list[str]:
    return re.findall(r"DTSTART;VALUE=DATE:(\d+)", answer.content.decode())


def test_it_holds_the_days_and_nothing_of_the_cases(house: KeyedTown) -> None:
    cases = [told(house).opened(), told(house, on=TODAY - 2 * DAY).opened()]
    answer = Client().get(address_of(house.town.manager))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert days_in(answer) == ["20261129", "20261201", "20261206", "20261208", "20270228", "20270301"]
    text = answer.content.decode()
    assert set(re.findall(r"SUMMARY:(.*)\r\n", text)) == {"Something falls due in Deontos"}
    hidden = [*(str(case.id) for case in cases), *(str(case.file.number) for case in cases)]
    words = ("Confirm", "answer", "feedback", "Halewijn", "Lindewater", "case", "Report")
    assert [each for each in (*hidden, *words) if each in text.replace("\r\n ", "")] == []


def test_much_on_one_day_is_one_event(house: KeyedTown) -> None:
    for _number in range(3):
        told(house)
    answer = Client().get(address_of(house.town.manager))
    assert days_in(answer) == ["20261201", "20261208", "20270301"]


def test_everybody_has_their_own_days_only(house: KeyedTown) -> None:
    told(house)
    other = keyed(town("Hazelaar"))
    for person in (house.town.deputy, house.town.administrator, house.town.colleague, other.town.manager):
        assert days_in(Client().get(address_of(person))) == []


def test_it_needs_no_sign_in_and_leaves_no_cookie(house: KeyedTown) -> None:
    client = Client()
    assert client.get(address_of(house.town.manager)).status_code == 200
    assert not client.cookies
    assert client.get(PAGE).status_code == 302


def test_a_program_that_has_it_already_is_told_so_until_something_changes(house: KeyedTown) -> None:
    told(house)
    address, client = address_of(house.town.manager), Client()
    first = client.get(address)
    same = client.get(address, headers={"if-none-match": first.headers["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert client.head(address).status_code == 200
    told(house, on=TODAY - DAY)
    changed = client.get(address, headers={"if-none-match": first.headers["ETag"]})
    assert (changed.status_code, len(days_in(changed))) == (200, 6)


def test_it_says_the_same_on_another_day(house: KeyedTown, clock_at: time_machine.Traveller) -> None:
    told(house)
    address = address_of(house.town.manager)
    first = Client().get(address).content
    clock_at.shift(DAY)
    assert Client().get(address).content == first


@pytest.mark.parametrize("key", ["", "A" * 43, "nonsense", "\x00", "é" * 43, "A" * 10_000])
def test_a_wrong_key_is_an_address_that_does_not_exist(house: KeyedTown, key: str) -> None:
    address_of(house.town.manager)
    wrong, missing = Client().get(FEED, {"key": key}), Client().get("/desk/nergens/")
    assert (wrong.status_code, wrong.content) == (404, missing.content)
    assert Client().post(FEED, {"key": key}).status_code in (403, 405)


def test_a_new_key_takes_the_place_of_the_one_before_and_an_ended_one_opens_nothing(house: KeyedTown) -> None:
    person = house.town.manager
    first, second = address_of(person), address_of(person)
    assert [Client().get(address).status_code for address in (first, second)] == [404, 200]
    assert at_desk(person).post(PAGE, {"go": "end"}).status_code == 302
    assert Client().get(second).status_code == 404
    assert at_desk(person).post(PAGE, {"go": "end"}).status_code == 302
    facts = Entry.objects.filter(fact__startswith="agenda.").order_by("number").values_list("fact", "actor_id")
    assert list(facts) == [(f"agenda.key_{what}", person.id) for what in ("made", "made", "ended")]


def test_the_table_holds_no_key(house: KeyedTown) -> None:
    key = address_of(house.town.manager).partition("key=")[2]
    row = AgendaKey.objects.values().get()
    assert key not in str({**row, "digest": bytes(row["digest"])})
    assert len(bytes(row["digest"])) == 32


@pytest.mark.parametrize("gone", ["left", "switched off"])
def test_whoever_is_gone_has_no_agenda(house: KeyedTown, gone: str) -> None:
    address = address_of(house.town.manager)
    if gone == "left":
        Person.objects.filter(pk=house.town.manager.pk).update(left_on=TODAY - DAY)
    else:
        Account.objects.filter(person=house.town.manager).update(is_active=False)
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("act", ["leave", "switch_off"])
def test_the_key_ends_with_the_sign_in_and_comes_back_with_no_invitation(house: KeyedTown, act: str) -> None:
    person, by = house.town.deputy, actor(house.town.administrator)
    address = address_of(person)
    if act == "leave":
        leave(person, last_day=TODAY - DAY, by=by, at=NOW)
    else:
        switch_off(Account.objects.get(person=person), by=by, at=NOW)
    Account.objects.filter(person=person).update(is_active=True)
    Person.objects.filter(pk=person.pk).update(left_on=None)
    assert Client().get(address).status_code == 404
    assert not AgendaKey.objects.exists()


@pytest.mark.parametrize("lost", ["password", "second step", "second step, the link followed"])
def test_a_reset_ends_the_key_as_something_was_lost(house: KeyedTown, lost: str) -> None:
    person, by = house.town.deputy, actor(house.town.administrator)
    address, other = address_of(person), address_of(house.town.manager)
    made = Account.objects.get(person=person)
    if lost == "password":
        send_reset(made.id, at=NOW)
        assert Client().get(address).status_code == 200
        path = path_in(letters(LetterTemplate.PASSWORD_RESET)[0])
        assert choose(path, proof_on(pressed(path)))[0] == 302
    else:
        reset_second_factor(made, checked=IdentityCheck.STAFF_CARD, by=by, at=NOW)
    if lost == "second step, the link followed":
        address = address_of(person)
        pressed(path_in(letters(LetterTemplate.SECOND_FACTOR_RESET)[0]))
    assert [Client().get(each).status_code for each in (address, other)] == [404, 200]
    assert AgendaKey.objects.get().person == house.town.manager


def test_a_program_that_asks_without_end_is_told_to_wait_and_nobody_else_is(
    house: KeyedTown, clock_at: time_machine.Traveller
) -> None:
    address, other = address_of(house.town.manager), address_of(house.town.deputy)
    answers = [Client().get(address).status_code for _number in range(61)]
    assert answers == [*[200] * 60, 429]
    assert Client().get(address).headers["Retry-After"] == "900"
    assert Client().get(other).status_code == 200
    clock_at.shift(timedelta(minutes=15))
    assert Client().get(address).status_code == 200


def test_guesses_slow_down_guesses_only(house: KeyedTown) -> None:
    address = address_of(house.town.manager)
    guesses = [Client().get(FEED, {"key": f"guess {number}"}).status_code for number in range(61)]
    assert guesses == [*[404] * 60, 429]
    assert Client().get(address).status_code == 200


def test_the_page_says_when_it_was_asked_and_never_the_address_again(house: KeyedTown) -> None:
    person = house.town.manager
    assert "Make an address" in at_desk(person).get(PAGE).content.decode()
    address = address_of(person)
    assert "No calendar program has asked yet." in at_desk(person).get(PAGE).content.decode()
    Client().get(address)
    shown = at_desk(person).get(PAGE).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "A calendar program last asked on 24 November 2026." in shown
    assert "agenda.ics" not in shown
