"""Filters that people keep: for themselves alone, by a name of their own, a limited number, one that comes first."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from deontos.access.gate import NotAllowed
from deontos.administration.actions.leaving import leave
from deontos.administration.actions.offices import end_office
from deontos.cases import jobs
from deontos.cases.actions import filters
from deontos.cases.filter_models import SavedFilter
from deontos.organisations.models import Person
from tests.cases.test_at_once import at_once
from tests.factories.administration import desk_client, sign_in
from tests.factories.cases import told
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import NOW, TODAY, actor

pytestmark = [pytest.mark.row("3.17"), pytest.mark.usefixtures("today")]

LIST, FILTERS = "/desk/cases/", "/desk/cases/filters/"
LATE = "state=open&due=late"
QUERIES = 7


@pytest.fixture
def manager(house: KeyedTown) -> Client:
    """The manager, signed in."""
    client = Client()
    sign_in(client, house.town.manager)
    return client


def keep(client: Client, name: str = "Te laat", address: str = LATE, **more: str) -> SavedFilter:
    """Keep a filter as the page does."""
    answer = client.post(FILTERS, {"go": "keep", "name": name, "address": address, **more})
    assert answer.status_code == 302
    return SavedFilter.objects.get(name=name)


def kept() -> list[tuple[str, str, bool]]:
    """Every filter that is kept."""
    return list(SavedFilter.objects.order_by("name").values_list("name", "address", "is_first"))


def refused(client: Client, **sent: str) -> list[str]:
    """What the page says of a filter that is not kept."""
    answer = client.post(FILTERS, {"go": "keep", **sent})
    assert answer.status_code == 200
    return [message for errors in answer.context["keeping"].errors.values() for message in errors]


def test_a_filter_is_kept_renamed_shown_and_removed(manager: Client) -> None:
    row = keep(manager)
    assert kept() == [("Te laat", LATE, False)]
    page = manager.get(LIST + "?state=open").content.decode()
    assert "<bdi>Te laat</bdi></a>" in page
    assert 'href="?state=open&amp;due=late"' in page
    assert "All open cases</bdi> · <bdi>Late</bdi>" in manager.get(FILTERS).content.decode()
    manager.post(f"{FILTERS}{row.id}/", {"go": "rename", "name": "Over tijd"})
    assert kept() == [("Over tijd", LATE, False)]
    manager.post(f"{FILTERS}{row.id}/", {"go": "remove"})
    assert kept() == []
    assert "You keep no filter yet" in manager.get(FILTERS).content.decode()


def test_the_list_opens_on_the_one_that_comes_first(manager: Client) -> None:
    keep(manager, is_first="on")
    other = keep(manager, "Vragen", "state=any&unread=yes")
    answer = manager.get(LIST)
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}?{LATE}")
    assert manager.get(LIST + "?state=open").status_code == 200
    manager.post(f"{FILTERS}{other.id}/", {"go": "first"})
    assert manager.get(LIST)["Location"] == f"{LIST}?state=any&unread=yes"
    assert [is_first for _name, _address, is_first in kept()] == [False, True]
    manager.post(FILTERS, {"go": "none"})
    assert manager.get(LIST).status_code == 200
    assert [is_first for _name, _address, is_first in kept()] == [False, False]


def test_a_new_first_one_takes_the_place_of_the_other(manager: Client) -> None:
    keep(manager, is_first="on")
    keep(manager, "Vragen", "state=any", is_first="on")
    assert kept() == [("Te laat", LATE, False), ("Vragen", "state=any", True)]


def test_what_was_searched_for_is_not_kept(manager: Client) -> None:
    keep(manager, "Gezocht", "state=any&search=november&page=3&other=Jansen")
    assert kept() == [("Gezocht", "state=any", False)]


def test_a_filter_that_asks_nothing_shows_the_open_cases(manager: Client) -> None:
    keep(manager, "Alles", "")
    assert kept() == [("Alles", "state=open", False)]


def test_no_name_the_same_name_and_a_filter_that_nobody_can_choose_get_a_sentence(manager: Client) -> None:
    keep(manager)
    assert refused(manager, name="", address=LATE) == ["Type a name for this filter."]
    assert refused(manager, name="Te laat", address="state=any") == [
        "You have a filter of this name. Choose another name."
    ]
    assert refused(manager, name="x" * 61, address=LATE) == ["This is too long. Make it shorter."]
    for address in ("state=nowhere", "received_from=99/99/2026", "organisation=lindewater", "due=%00"):
        assert refused(manager, name="Anders", address=address) == [
            "This filter cannot be kept. Choose it in the list of cases once more."
        ]
    assert kept() == [("Te laat", LATE, False)]
    page = manager.post(FILTERS, {"go": "keep", "name": "Te laat", "address": "state=any"}).content.decode()
    assert 'name="address" value="state=any"' in page


def test_a_name_that_is_taken_is_refused_when_renaming_and_stays_in_the_field(manager: Client) -> None:
    keep(manager)
    other = keep(manager, "Vragen", "state=any")
    page = manager.post(f"{FILTERS}{other.id}/", {"go": "rename", "name": "Te laat"}).content.decode()
    assert "You have a filter of this name" in page
    assert page.count('value="Te laat"') == 2
    assert kept() == [("Te laat", LATE, False), ("Vragen", "state=any", False)]


def test_there_are_no_more_than_twenty(manager: Client, house: KeyedTown) -> None:
    SavedFilter.objects.bulk_create(
        SavedFilter(person=house.town.manager, name=f"Filter {place}", address=LATE) for place in range(19)
    )
    keep(manager, "De twintigste")
    assert refused(manager, name="Te veel", address="state=closed") == ["You keep 20 filters. Remove one first."]
    assert len(kept()) == filters.MOST == 20


@pytest.mark.parametrize("gone", ["left", "holds the office no longer"])
def test_they_go_in_the_night_after_somebody_reads_no_cases_any_more(
    house: KeyedTown, manager: Client, gone: str
) -> None:
    keep(manager, "Dossiers van Jan")
    SavedFilter.objects.create(person=house.town.deputy, name="Van Joris", address=LATE)
    by = actor(house.town.administrator)
    if gone == "left":
        leave(house.town.manager, last_day=TODAY, by=by, at=NOW)
    else:
        end_office(house.town.manager_office, last_day=TODAY, by=by, at=NOW)
    jobs.clear_away_drafts.call()
    assert len(kept()) == 2
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        jobs.clear_away_drafts.call()
    assert kept() == [("Van Joris", LATE, False)]


def test_nobody_sees_or_changes_anothers(house: KeyedTown, hazelaar: KeyedTown, manager: Client) -> None:
    row = keep(manager, is_first="on")
    for person in (house.town.deputy, house.town.officer, hazelaar.town.deputy):
        client = desk_client(house, person) if person.id in house.keys else Client()
        if person.id not in house.keys:
            sign_in(client, person)
        assert client.get(LIST).context["kept"] == []
        assert client.get(FILTERS).context["rows"] == []
        for go in ("remove", "first", "rename"):
            assert client.post(f"{FILTERS}{row.id}/", {"go": go, "name": "Mijn"}).status_code == 404
    assert kept() == [("Te laat", LATE, True)]


def test_who_reads_no_cases_keeps_no_filters(house: KeyedTown) -> None:
    for person in (house.town.administrator, house.town.colleague, *house.town.stewards):
        client = Client()
        sign_in(client, person)
        assert client.get(FILTERS).status_code == 404
        assert client.post(FILTERS, {"go": "keep", "name": "Mijn", "address": LATE}).status_code == 404
        with pytest.raises(NotAllowed):
            filters.keep("Mijn", LATE, by=actor(person, on=TODAY))
    assert kept() == []


def test_filters_go_with_the_person(manager: Client, house: KeyedTown) -> None:
    stranger = Person.objects.create(
        organisation=house.town.organisation, given_name="Jo", family_name="Weg", email="jo@weg.example"
    )
    SavedFilter.objects.create(person=stranger, name="Weg", address=LATE)
    stranger.delete()
    assert kept() == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_for_one_and_for_three(
    manager: Client, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for place in range(number):
        keep(manager, f"Filter {place}")
    manager.get(FILTERS)
    with django_assert_num_queries(QUERIES):
        assert len(manager.get(FILTERS).context["rows"]) == number


def test_an_organisation_that_is_no_longer_ones_own_gets_a_sentence(
    house: KeyedTown, hazelaar: KeyedTown, manager: Client
) -> None:
    told(house)
    there = hazelaar.town.organisation
    keep(manager, "Hazelaar", f"organisation={there.id}")
    hazelaar.town.manager_office.delete()
    page = manager.get(f"{LIST}?organisation={there.id}")
    assert page.context["form"].errors["organisation"] == [
        "Choose an organisation from the list. This filter is left out."
    ]
    assert "Hazelaar</option>" not in page.content.decode()
    assert manager.get(FILTERS).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_keep_one_name_and_one_first(house: KeyedTown) -> None:
    by = actor(house.town.manager, on=TODAY)
    answers = at_once(
        lambda: filters.keep("Te laat", LATE, is_first=True, by=by),
        lambda: filters.keep("Te laat", "state=any", is_first=True, by=by),
    )
    assert sum(answer is None for answer in answers) == 1
    assert len(kept()) == 1
    at_once(
        lambda: filters.keep("Een", LATE, is_first=True, by=by),
        lambda: filters.keep("Twee", LATE, is_first=True, by=by),
    )
    assert sum(is_first for _name, _address, is_first in kept()) == 1
