"""The desk's home: what is late, due this week and later, for whoever is signed in; and the whole agenda."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from deontos.access.gate import Actor
from deontos.cases.vocabulary import CaseState
from deontos.kernel.urgency import Urgency
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language, OfficeKind
from deontos.sites.desk.agenda import Agenda, Everything, Source
from deontos.sites.desk.views import PAGE_SIZE
from deontos.ui.agenda import AgendaRow
from tests.factories.administration import desk_client, sign_in
from tests.factories.cases import case_in, told
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, actor, office

pytestmark = [pytest.mark.row("1.14"), pytest.mark.usefixtures("today")]

HOME, WHOLE = "/desk/", "/desk/agenda/"
HOME_QUERIES, WHOLE_QUERIES = 21, 15
SPACE = "\N{NO-BREAK SPACE}"


@pytest.fixture
def today() -> Iterator[None]:
    """The moment at which the clock of these tests stands still."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def house(db: None) -> KeyedTown:
    """Lindewater, with keys. Its people read English, so that sentences are those of the sources."""
    made = keyed(on=date(2026, 1, 15))
    Person.objects.update(language=Language.ENGLISH)
    return made


def signed_in(person: Person) -> Client:
    """A browser in which somebody is signed in, with a closed vault."""
    client = Client()
    sign_in(client, person)
    return client


def home(client: Client) -> Any:
    """What the home page shows."""
    answer = client.get(HOME)
    assert answer.status_code == 200
    return answer.context["home"]


def shown(client: Client) -> dict[str, tuple[int, list[tuple[str, str, str]]]]:
    """Each group with its count, and title, time left and tone of its rows."""
    return {
        str(group.title): (group.count, [(str(row.title), row.left, row.tone) for row in group.rows])
        for group in home(client).groups
    }


def test_the_addresses_are_those_that_are_promised() -> None:
    assert (reverse("desk_home"), reverse("desk_agenda")) == (HOME, WHOLE)


def test_what_runs_stands_in_its_group_with_one_sentence_above(house: KeyedTown) -> None:
    told(house, on=TODAY - timedelta(days=8))
    case_in(house, CaseState.IN_HANDLING, on=TODAY - timedelta(days=60))
    client = desk_client(house, house.town.manager)
    assert shown(client) == {
        "Late": (1, [("Confirm receipt", "1 day late", "danger")]),
        "This week": (1, [("Give a first answer", "6 days left", "plain")]),
        "Later": (
            2,
            [("Give feedback", "31 days left", "plain"), ("Give feedback", "91 days left", "plain")],
        ),
    }
    assert home(client).sentence == "Hello Mira. 1 thing is late. 1 thing is due this week."
    assert "Tuesday 24 November 2026" in client.get(HOME).content.decode().replace(SPACE, " ")


def test_rows_name_the_case_only_while_the_vault_is_open(house: KeyedTown) -> None:
    number = told(house, on=TODAY - timedelta(days=8)).opened().file.number
    told(house, on=TODAY - timedelta(days=8))
    with_vault = desk_client(house, house.town.manager)
    why = sorted(row.why.replace(SPACE, " ") for row in home(with_vault).groups[0].rows)
    assert why == [
        f"Case {number}, report of 16 November. Law: within 7 days.",
        "Report of 16 November, not opened yet. Law: within 7 days.",
    ]
    without = signed_in(house.town.manager)
    why = [row.why.replace(SPACE, " ") for row in home(without).groups[0].rows]
    assert why == ["Report of 16 November. Open your vault first. Law: within 7 days."] * 2
    for address in (HOME, WHOLE):
        assert str(number) not in without.get(address).content.decode()


@pytest.mark.row("R-000.69")
def test_nobody_else_sees_that_something_is_due(house: KeyedTown) -> None:
    told(house, house.town.manager, on=TODAY - timedelta(days=8))
    town = house.town
    others = (town.manager, town.officer, town.director, town.administrator, town.colleague, *town.stewards)
    for person in others:
        client = signed_in(person)
        assert (shown(client), client.get(WHOLE).context["page"].paginator.count) == ({}, 0)
        assert "count--danger" not in client.get(HOME).content.decode()
    assert shown(signed_in(town.deputy)) != {}


def test_a_person_without_duties_sees_a_calm_page(house: KeyedTown) -> None:
    client = signed_in(house.town.colleague)
    page = client.get(HOME).content.decode()
    assert home(client).sentence == "Hello Tom. Nothing is due this week."
    assert "Nothing falls due" in page
    assert "vault/make" not in page
    assert "Nothing falls due" in client.get(WHOLE).content.decode()


@pytest.mark.row("1.12")
def test_whoever_works_with_keys_and_has_no_vault_is_led_to_make_one(house: KeyedTown) -> None:
    town = house.town
    for person in (town.manager, town.stewards[0]):
        assert not home(signed_in(person)).needs_vault
        assert "You do not have a vault yet" not in signed_in(person).get(HOME).content.decode()
    office(town.organisation, OfficeKind.STEWARD, town.colleague)
    assert home(signed_in(town.colleague)).needs_vault
    assert f'href="{reverse("vault")}"' in signed_in(town.colleague).get(HOME).content.decode()
    assert "You do not have a vault yet" in signed_in(town.colleague).get(HOME).content.decode()


def test_a_stranger_is_shown_the_way_in(db: None) -> None:
    for address in (HOME, WHOLE):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/desk/sign-in/?next=")
        assert Client().post(address).status_code == 302


def test_the_home_page_shows_the_first_of_each_group_and_leads_to_the_rest(house: KeyedTown) -> None:
    for days in range(6):
        told(house, on=TODAY - timedelta(days=20 + days))
    client = desk_client(house, house.town.manager)
    groups = {group.id: (group.count, len(group.rows)) for group in home(client).groups}
    assert groups == {"agenda-over": (12, 5), "agenda-later": (6, 5)}
    assert f'href="{WHOLE}"' in client.get(HOME).content.decode()
    rows = client.get(WHOLE).context["page"].object_list
    assert len(rows) == 18
    assert [row.on for row in rows] == sorted(row.on for row in rows)


def test_the_whole_agenda_comes_page_by_page(house: KeyedTown) -> None:
    for days in range(9):
        told(house, on=TODAY - timedelta(days=days))
    client = desk_client(house, house.town.manager)
    first, second = (client.get(f"{WHOLE}?page={page}").context["page"].object_list for page in ("1", "2"))
    assert (len(first), len(second)) == (PAGE_SIZE, 27 - PAGE_SIZE)
    days_due = [row.on for row in (*first, *second)]
    assert days_due == sorted(days_due)
    assert len({(row.href, str(row.title)) for row in (*first, *second)}) == 27


@pytest.mark.parametrize("number", [1, 3])
def test_both_pages_ask_the_same_of_the_database_for_one_case_and_for_three(
    house: KeyedTown, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _case in range(number):
        told(house, on=TODAY - timedelta(days=8))
    client = desk_client(house, house.town.manager)
    with django_assert_num_queries(HOME_QUERIES):
        client.get(HOME)
    with django_assert_num_queries(WHOLE_QUERIES):
        client.get(WHOLE)


def test_the_side_navigation_counts_late_things_in_red_and_open_cases_in_grey(house: KeyedTown) -> None:
    told(house, on=TODAY - timedelta(days=8))
    told(house)
    page = signed_in(house.town.manager).get(HOME).content.decode()
    counts = re.findall(r'<span class="count( count--danger)?">(\d+)', page)
    assert counts == [(" count--danger", "1"), ("", "2")]


def row(days: int, title: str) -> AgendaRow:
    """Something that falls due so many days from today."""
    return AgendaRow(TODAY + timedelta(days=days), title, "/x/", "Room", "clock", "left", "Open")


def test_things_of_several_rooms_stand_in_one_order(house: KeyedTown) -> None:
    things = {"a": [row(1, "a1"), row(5, "a5")], "b": [row(2, "b2"), row(9, "b9")]}
    agenda, asked = Agenda(), list[int]()

    def source(room: str) -> Source:
        def rows(actor: Actor, days: tuple[date, date], *, on: date, most: int, is_locked: bool) -> list[AgendaRow]:
            asked.append(most)
            return [each for each in things[room] if days[0] <= each.on <= days[1]][:most]

        return Source(lambda actor, *, on: {**dict.fromkeys(Urgency, 0), Urgency.THIS_WEEK: len(things[room])}, rows)

    for room in things:
        agenda.add(source(room))
    somebody = actor(house.town.manager)
    assert agenda.counts(somebody, on=TODAY)[Urgency.THIS_WEEK] == 4
    whole = Everything(4, lambda most: agenda.rows(somebody, (date.min, date.max), on=TODAY, most=most, is_locked=True))
    assert [str(each.title) for each in whole[0:3]] == ["a1", "b2", "a5"]
    assert [str(each.title) for each in whole[3:4]] == ["b9"]
    assert str(whole[1].title) == "b2"
    assert max(asked) == 4
