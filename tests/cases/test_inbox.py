"""The inbox: terms and states for those with a key, numbers only with an open vault, never a word of the content."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from deontos.cases.queries import InboxCounts
from deontos.cases.vocabulary import CaseState, CaseVerb
from deontos.cases.web import inbox
from deontos.organisations.models import Person
from tests.factories.administration import desk_client, sign_in
from tests.factories.cases import case_in, told
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import TODAY

pytestmark = [pytest.mark.row("1.13"), pytest.mark.usefixtures("today")]

ADDRESS = "/desk/cases/"
OPEN_VAULT_QUERIES = 13
CLOSED_VAULT_QUERIES = 11


def test_the_address_is_the_one_that_is_promised() -> None:
    assert reverse("case_list") == ADDRESS


def signed_in(person: Person) -> Client:
    """A browser in which somebody is signed in, with a closed vault."""
    client = Client()
    sign_in(client, person)
    return client


def rows(client: Client, query: str = "") -> list[inbox.Row]:
    """The rows of a page."""
    response = client.get(ADDRESS + query)
    assert response.status_code == 200
    found: list[inbox.Row] = response.context["rows"]
    return found


def test_a_handler_sees_number_state_term_and_news(house: KeyedTown) -> None:
    new = told(house, on=TODAY - timedelta(days=5))
    asked = case_in(house, CaseState.ASKED, on=TODAY - timedelta(days=3)).heard()
    client = desk_client(house, house.town.manager)
    assert [(row.id, row.number, row.has_news) for row in rows(client)] == [
        (new.id, "", True),
        (asked.id, asked.file.number, True),
    ]
    terms = [(str(row.next.name), row.next.left, row.next.ground, row.next.tone) for row in rows(client) if row.next]
    assert terms == [
        ("Acknowledgement", "2 days left", "Law: within 7 days", "attention"),
        ("Feedback", "89 days left", "Law: within 3 months", "plain"),
    ]
    page = client.get(ADDRESS).content.decode()
    assert "<bdi>Lindewater</bdi>" not in page
    assert "Not opened yet" in page
    assert str(asked.file.number) in page


def test_while_the_vault_is_closed_no_number_is_on_the_page(house: KeyedTown) -> None:
    case = case_in(house, CaseState.ASKED)
    client = signed_in(house.town.manager)
    assert [row.number for row in rows(client)] == [""]
    page = client.get(ADDRESS).content.decode()
    assert str(case.file.number) not in page
    assert "Case of 24\N{NO-BREAK SPACE}November" in page


@pytest.mark.parametrize("opens_vault", [True, False])
def test_no_word_of_the_content_is_in_a_list(house: KeyedTown, opens_vault: bool) -> None:
    case = told(house, what="kanarievogel").opened().moved(CaseVerb.ACKNOWLEDGE, text="roodborstje").heard("pimpelmees")
    client = desk_client(house, case.handler) if opens_vault else signed_in(case.handler)
    for query in ("", "?state=closed"):
        page = client.get(ADDRESS + query).content.decode()
        assert [word for word in ("kanarievogel", "roodborstje", "pimpelmees") if word in page] == []


@pytest.mark.row("R-000.69", "1.13")
def test_nobody_sees_a_case_of_another_or_a_count_of_it(house: KeyedTown) -> None:
    told(house, house.town.manager)
    town = house.town
    for person in (town.manager, town.officer, town.director):
        assert rows(signed_in(person)) == []
        assert signed_in(person).get(ADDRESS).context["counts"] == InboxCounts(0, 0)
    for person in (*town.stewards, town.administrator, town.colleague):
        client = signed_in(person)
        missing = client.get("/desk/there-is-no-such-page/")
        answer = client.get(ADDRESS)
        assert (answer.status_code, answer.content) == (404, missing.content)


def test_a_stranger_is_shown_the_way_in(db: None) -> None:
    answer = Client().get(ADDRESS)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/sign-in/?next=%2Fdesk%2Fcases%2F")


def test_closed_cases_stand_apart(house: KeyedTown) -> None:
    here, closed = told(house), case_in(house, CaseState.CLOSED)
    client = desk_client(house, house.town.manager)
    assert [row.id for row in rows(client)] == [here.id]
    assert [row.id for row in rows(client, "?state=closed")] == [closed.id]
    assert [row.id for row in rows(client, "?state=anything")] == [here.id]


def test_long_lists_come_page_by_page(house: KeyedTown) -> None:
    cases = [told(house, on=TODAY - timedelta(days=days)) for days in range(inbox.PAGE_SIZE, -1, -1)]
    client = desk_client(house, house.town.manager)
    pages = {page: [row.id for row in rows(client, f"?page={page}")] for page in ("1", "2", "3", "x", "-1")}
    first, last = [case.id for case in cases[:-1]], [cases[-1].id]
    assert pages == {"1": first, "2": last, "3": last, "x": first, "-1": last}


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_asks_the_same_of_the_database_for_one_row_and_for_three(
    house: KeyedTown, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _case in range(number):
        told(house)
    client = desk_client(house, house.town.manager)
    with django_assert_num_queries(OPEN_VAULT_QUERIES):
        assert len(rows(client)) == number
    client = signed_in(house.town.manager)
    with django_assert_num_queries(CLOSED_VAULT_QUERIES):
        assert len(rows(client)) == number


def test_an_empty_inbox_says_what_will_stand_there(house: KeyedTown) -> None:
    client = desk_client(house, house.town.manager)
    assert "No open cases" in client.get(ADDRESS).content.decode()
    assert "No closed cases" in client.get(ADDRESS + "?state=closed").content.decode()


def test_the_organisation_is_named_to_whoever_works_for_several(house: KeyedTown, hazelaar: KeyedTown) -> None:
    told(house)
    told(hazelaar)
    answer = desk_client(house, house.town.manager).get(ADDRESS)
    assert sorted(row.organisation for row in answer.context["rows"]) == ["Hazelaar", "Lindewater"]
    assert "<bdi>Hazelaar</bdi>" in answer.content.decode()
