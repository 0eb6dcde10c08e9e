"""The inbox narrowed, sorted and searched by what stands in clear; all of it in the address, and nothing by force."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from deontos.cases.vocabulary import CaseState, CaseVerb
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from deontos.speakup.vocabulary import DisclosureKind
from tests.factories.administration import desk_client, sign_in
from tests.factories.cases import ToldCase, case_in, told
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import TODAY, absent

pytestmark = [pytest.mark.row("3.17"), pytest.mark.usefixtures("today")]

ADDRESS = "/desk/cases/"
FILTERED_QUERIES = 14
WEEK = timedelta(days=7)


@pytest.fixture
def cases(house: KeyedTown) -> dict[str, ToldCase]:
    """One case of each sort, for the manager."""
    return {
        "late": told(house, on=TODAY - WEEK - timedelta(days=2), kind=DisclosureKind.COMPLAINT),
        "soon": told(house, on=TODAY - timedelta(days=5), kind=DisclosureKind.QUESTION).opened(),
        "asked": case_in(house, CaseState.ASKED, on=TODAY - timedelta(days=3)),
        "news": case_in(house, CaseState.ASKED, on=TODAY - timedelta(days=1)).heard(),
        "closed": case_in(house, CaseState.CLOSED, on=TODAY - timedelta(days=30)),
    }


@pytest.fixture
def manager(house: KeyedTown) -> Client:
    """The manager with an open vault."""
    return desk_client(house, house.town.manager)


def names(client: Client, query: str, cases: dict[str, ToldCase]) -> list[str]:
    """Which of the cases a page shows, in its order."""
    answer = client.get(ADDRESS + query)
    assert answer.status_code == 200
    known = {case.id: name for name, case in cases.items()}
    return [known[row.id] for row in answer.context["rows"]]


def complaints(client: Client, query: str) -> dict[str, list[str]]:
    """What a page says is wrong, by field."""
    answer = client.get(ADDRESS + query)
    assert answer.status_code == 200
    return {name: list(errors) for name, errors in answer.context["form"].errors.items()}


FILTERS: tuple[tuple[str, list[str]], ...] = (
    ("", ["late", "soon", "asked", "news"]),
    ("?state=open", ["late", "soon", "asked", "news"]),
    ("?state=closed", ["closed"]),
    ("?state=any", ["late", "soon", "asked", "news", "closed"]),
    ("?state=asked", ["asked"]),
    ("?state=in_handling", ["news"]),
    ("?state=acknowledged", []),
    ("?due=late", ["late"]),
    ("?due=this_week", ["soon"]),
    ("?due=later", ["asked", "news"]),
    ("?state=closed&due=late", []),
    ("?unread=yes", ["late", "news"]),
    ("?kind=question", ["soon"]),
    ("?kind=complaint", ["late"]),
    ("?received_from=2026-11-21", ["asked", "news"]),
    ("?received_until=19/11/2026", ["late", "soon"]),
    ("?received_from=2026-11-19&received_until=2026-11-21", ["soon", "asked"]),
    ("?held=own", ["late", "soon", "asked", "news"]),
    ("?held=deputy", []),
    ("?office=complaints_manager&due=late&unread=yes&kind=complaint", ["late"]),
    ("?due=late&unread=&kind=&organisation=&search=&order=", ["late"]),
    ("?anything=else", ["late", "soon", "asked", "news"]),
)


def test_a_filter_shows_what_it_says(manager: Client, cases: dict[str, ToldCase]) -> None:
    assert [(query, names(manager, query, cases)) for query, _shown in FILTERS] == list(FILTERS)


ORDERS = (
    ("next", ["late", "soon", "asked", "news", "closed"]),
    ("-next", ["news", "asked", "soon", "late", "closed"]),
    ("received", ["closed", "late", "soon", "asked", "news"]),
    ("-received", ["news", "asked", "soon", "late", "closed"]),
    ("closed", ["closed", "late", "soon", "asked", "news"]),
    ("state", ["late", "soon", "asked", "news", "closed"]),
    ("-state", ["closed", "news", "asked", "late", "soon"]),
    ("organisation", ["closed", "late", "soon", "asked", "news"]),
)


def test_each_column_in_clear_sorts_both_ways(manager: Client, cases: dict[str, ToldCase]) -> None:
    assert [(order, names(manager, f"?state=any&order={order}", cases)) for order, _shown in ORDERS] == list(ORDERS)


def test_numbers_sort_and_cases_without_one_come_last(manager: Client, cases: dict[str, ToldCase]) -> None:
    numbered = sorted(("soon", "asked", "news", "closed"), key=lambda name: str(cases[name].file.number))
    assert names(manager, "?state=any&order=number", cases) == [*numbered, "late"]
    assert names(manager, "?state=any&order=-number", cases) == [*reversed(numbered), "late"]


def test_the_heads_of_columns_lead_to_the_other_order_and_keep_the_filter(
    manager: Client, cases: dict[str, ToldCase]
) -> None:
    columns = {str(each.name): each for each in manager.get(f"{ADDRESS}?due=late").context["columns"]}
    assert columns["Next term"].sorted == "ascending"
    assert columns["Next term"].address == "?due=late&order=-next"
    assert columns["Received"].sorted == ""
    assert names(manager, columns["Received"].address, cases) == ["late"]
    page = manager.get(f"{ADDRESS}?order=-received").content.decode()
    assert page.count("aria-sort=") == 1
    assert 'aria-sort="descending"><a class="sorts" href="?order=received"' in page


SEARCHES = (
    ("19/11/2026", ["soon"]),
    ("19 november", ["soon"]),
    ("26/11/2026", ["soon"]),
    ("waits for the reporter", ["asked"]),
    ("in handling", ["news"]),
)


def test_a_day_or_a_state_is_found(manager: Client, cases: dict[str, ToldCase]) -> None:
    assert [(typed, names(manager, f"?search={typed}", cases)) for typed, _shown in SEARCHES] == list(SEARCHES)


def test_a_case_is_found_by_a_part_of_its_number(manager: Client, cases: dict[str, ToldCase]) -> None:
    number = str(cases["asked"].file.number)
    for typed in (number, number.lower(), number.replace("-", " "), number[:3] + number[4:]):
        assert names(manager, f"?search={typed}", cases) == ["asked"]


def test_a_word_of_the_content_finds_nothing_and_a_sentence_says_why(house: KeyedTown, manager: Client) -> None:
    told(house, what="kanarievogel").opened().moved(CaseVerb.ACKNOWLEDGE, text="roodborstje").heard("pimpelmees")
    for word in ("kanarievogel", "roodborstje", "pimpelmees"):
        [sentence] = complaints(manager, f"?search={word}")["search"]
        assert "they are sealed" in sentence
    assert "Texts cannot be searched: they are sealed." in manager.get(ADDRESS).content.decode()


WRONG = (
    ("?state=nowhere", "state"),
    ("?due=yesterday", "due"),
    ("?unread=on", "unread"),
    ("?kind=gossip", "kind"),
    ("?organisation=lindewater", "organisation"),
    ("?organisation=00000000-0000-4000-8000-000000000000", "organisation"),
    ("?office=mayor", "office"),
    ("?office=general_director", "office"),
    ("?held=both", "held"),
    ("?order=beauty", "order"),
    ("?received_from=31/02/2026", "received_from"),
    ("?received_until=soon", "received_until"),
    ("?received_from=2026-11-02&received_until=2026-11-01", "received_until"),
    ("?received_from=99999-01-01", "received_from"),
    ("?received_from=0001-01-01", "received_from"),
    ("?search=" + "x" * 61, "search"),
    ("?search=%00", "search"),
    ("?state=%00", "state"),
)


def test_a_wrong_value_gets_a_sentence_and_the_rest_counts(manager: Client, cases: dict[str, ToldCase]) -> None:
    found = [
        (query, *complaints(manager, f"{query}&due=late" if "due" not in query else query)) for query, _field in WRONG
    ]
    assert found == list(WRONG)
    for query, _field in WRONG:
        assert names(manager, f"{query}&unread=yes&due=late" if "2026-11-02" not in query else "?due=late", cases) == [
            "late"
        ]


def test_a_page_that_is_not_there_gets_a_sentence(manager: Client, cases: dict[str, ToldCase]) -> None:
    for page in ("2", "x", "-1", "999999999999999999999999"):
        answer = manager.get(f"{ADDRESS}?page={page}")
        assert "There is no such page. This is the nearest one." in answer.content.decode()
        assert len(answer.context["rows"]) == 4
    assert "no such page" not in manager.get(f"{ADDRESS}?page=1").content.decode()


def test_an_empty_answer_offers_to_clear_the_filter(manager: Client, cases: dict[str, ToldCase]) -> None:
    page = manager.get(f"{ADDRESS}?state=acknowledged").content.decode()
    assert "No case fits this filter" in page
    assert 'href="?state=open"' in page
    assert "No case that you may see has “ZZZ-ZZZ”" in manager.get(f"{ADDRESS}?search=ZZZ-ZZZ").content.decode()


def test_while_the_vault_is_closed_neither_kind_nor_number_can_be_asked(
    house: KeyedTown, cases: dict[str, ToldCase]
) -> None:
    client = Client()
    sign_in(client, house.town.manager)
    every = ["late", "soon", "asked", "news"]
    number = str(cases["asked"].file.number)
    for query in ("?kind=question", f"?search={number}", "?order=-number"):
        assert names(client, query, cases) == every
        page = client.get(ADDRESS + query)
        assert "Your vault is closed. The kind and the case number are left out" in page.content.decode()
        assert page.context["form"].errors == {}
    shown = client.get(ADDRESS).content.decode()
    assert 'name="kind"' not in shown
    assert "order=number" not in shown
    assert 'name="case"' not in shown


def test_who_stands_in_tells_the_own_cases_from_the_others(house: KeyedTown) -> None:
    absent(house.town.manager, house.town.director)
    shared = {"shared": told(house)}
    deputy = desk_client(house, house.town.deputy)
    assert names(deputy, "?held=deputy", shared) == ["shared"]
    assert names(deputy, "?held=own", shared) == []
    assert names(desk_client(house, house.town.manager), "?held=own", shared) == ["shared"]


def test_what_a_colleague_read_is_still_unread_for_who_did_not(house: KeyedTown) -> None:
    absent(house.town.manager, house.town.director)
    shared = {"shared": told(house).opened()}
    deputy, manager = desk_client(house, house.town.deputy), desk_client(house, house.town.manager)
    assert names(manager, "?unread=yes", shared) == []
    assert names(deputy, "?unread=yes", shared) == ["shared"]
    assert "Not read by you" in deputy.get(ADDRESS).content.decode()


def test_who_works_for_several_towns_chooses_one(house: KeyedTown, hazelaar: KeyedTown) -> None:
    both = {"here": told(house), "there": told(hazelaar)}
    client = desk_client(house, house.town.manager)
    here, there = house.town.organisation.id, hazelaar.town.organisation.id
    assert names(client, f"?organisation={here}", both) == ["here"]
    assert names(client, f"?organisation={there}", both) == ["there"]
    assert "Hazelaar</option>" in client.get(ADDRESS).content.decode()


@pytest.mark.row("R-000.69")
def test_no_filter_shows_what_is_not_ones_own(house: KeyedTown, hazelaar: KeyedTown) -> None:
    """The director holds an office that reads cases, and no key: whatever is asked, there is nothing and no count."""
    case = told(house).opened()
    for person in (house.town.director, house.town.officer, house.town.deputy):
        client = desk_client(house, person)
        for query in ("?state=any", f"?search={case.file.number}&state=any", "?unread=yes", "?due=this_week"):
            answer = client.get(ADDRESS + query)
            assert (answer.status_code, answer.context["rows"], answer.context["page"].paginator.count) == (200, [], 0)


def test_a_filtered_page_is_counted_and_cut_in_the_database(house: KeyedTown, manager: Client) -> None:
    made = [told(house, on=TODAY - timedelta(days=days)).id for days in range(24, -1, -1)]
    answer = manager.get(f"{ADDRESS}?state=received&order=-received&page=2")
    assert [row.id for row in answer.context["rows"]] == made[4::-1]
    assert answer.context["page"].paginator.count == 25
    assert "?state=received&amp;order=-received&amp;page=1" in answer.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_a_filter_costs_one_count_more_however_many_rows(
    house: KeyedTown, manager: Client, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _case in range(number):
        told(house)
    with django_assert_num_queries(FILTERED_QUERIES):
        answer = manager.get(f"{ADDRESS}?state=received&unread=yes&held=own&search=new&order=-state")
    assert len(answer.context["rows"]) == number


@pytest.fixture
def _in_dutch(house: KeyedTown) -> None:
    """The manager reads Dutch."""
    Person.objects.filter(pk=house.town.manager.pk).update(language=Language.DUTCH)


@pytest.mark.usefixtures("_in_dutch")
def test_months_are_understood_in_the_language_of_the_page(manager: Client, cases: dict[str, ToldCase]) -> None:
    assert names(manager, "?search=19 november 2026", cases) == ["soon"]
    assert complaints(manager, "?search=19 noviembre 2026") != {}
