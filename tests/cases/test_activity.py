"""What a day brought: acts at the desk with their hour, reporters' by the date alone, and only of ones own cases."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from deontos.audit.models import Entry
from deontos.cases.actions.dossier import Jotting, write_in_dossier
from deontos.cases.vocabulary import Audience, CaseState, CaseVerb, DossierKind
from deontos.cases.web.activity import PAGE_SIZE, Happened
from deontos.kernel.clock import CIVIL_ZONE
from deontos.organisations.models import Person
from tests.factories.administration import desk_client, sign_in
from tests.factories.cases import ToldCase, case_in, morning, told
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import TODAY, absent, actor

pytestmark = [pytest.mark.row("3.17"), pytest.mark.usefixtures("today")]

ADDRESS = "/desk/cases/today/"
QUERIES = 14
YESTERDAY = TODAY - timedelta(days=1)
Shown = tuple[str, str, str]


def shown(client: Client, query: str = "") -> list[Shown]:
    """What, by whom and at what time, row by row."""
    answer = client.get(ADDRESS + query)
    assert answer.status_code == 200
    return [_told(each) for each in answer.context["rows"]]


def _told(each: Happened) -> Shown:
    who = "reporter" if each.by_reporter else "me" if each.own else each.who
    at = each.at.astimezone(ZoneInfo(CIVIL_ZONE)).strftime("%H:%M") if each.at else ""
    return ", ".join(str(words) for words in each.words), who, at


@pytest.fixture
def shared(house: KeyedTown) -> ToldCase:
    """A case that manager and deputy both read."""
    absent(house.town.manager, house.town.director)
    return told(house)


def jot(case: ToldCase, by: Person, audience: Audience) -> None:
    """Let somebody write a note."""
    note = Jotting("Bonnen nakijken.", DossierKind.NOTE, audience)
    write_in_dossier(case.file, note, by=actor(by), reader=case.house.reader(by), at=morning(TODAY))


def test_own_acts_and_those_of_colleagues_have_their_hour_and_a_reporters_have_none(
    house: KeyedTown, shared: ToldCase
) -> None:
    deputy = house.town.deputy
    shared.opened().opened(by=deputy).moved(CaseVerb.ACKNOWLEDGE, by=deputy).heard()
    client = desk_client(house, house.town.manager)
    assert shown(client) == [
        ("Something was confided, The reporter wrote", "reporter", ""),
        ("Confirmed receipt", deputy.name, "09:00"),
        ("Opened the case", deputy.name, "09:00"),
        ("Opened the case", "me", "09:00"),
    ]
    page = client.get(ADDRESS).content.decode()
    assert page.count("<time datetime=") == page.count('T09:00:00+01:00"') == 3
    assert page.count("This day") == 1


@pytest.mark.row("R-000.70")
def test_no_moment_of_a_reporter_is_anywhere_on_the_page(house: KeyedTown) -> None:
    """Whatever hour it is when a reporter writes, the page is the same."""
    pages = []
    for hour in (7, 19):
        with time_machine.travel(datetime(2026, 11, 24, hour, 17, tzinfo=ZoneInfo(CIVIL_ZONE)), tick=False):
            case = told(house).heard()
        rows = desk_client(house, house.town.manager).get(ADDRESS).context["rows"]
        pages.append([(row.words, row.at) for row in rows if row.row.id == case.id])
    assert pages[0] == pages[1]
    assert {at for page in pages for _words, at in page} == {None}


def test_another_day_and_its_neighbours(house: KeyedTown) -> None:
    told(house, on=YESTERDAY).opened(on=YESTERDAY).moved(CaseVerb.ACKNOWLEDGE)
    client = desk_client(house, house.town.manager)
    assert [words for words, _who, _at in shown(client)] == ["Confirmed receipt"]
    assert [words for words, _who, _at in shown(client, f"?day={YESTERDAY}")] == [
        "Something was confided",
        "Opened the case",
    ]
    assert f'href="?day={TODAY}"' in client.get(f"{ADDRESS}?day={YESTERDAY}").content.decode()
    assert shown(client, "?day=2026-01-02") == []
    assert "Nothing happened in your cases on this day" in client.get(f"{ADDRESS}?day=2026-01-02").content.decode()


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("31/02/2026", "Type a day that exists, such as 24/11/2026. Today is shown."),
        ("x", "Type a day that exists, such as 24/11/2026. Today is shown."),
        ("2026-11-25", "This day is still to come. Today is shown."),
        ("1000-01-01", "Type a year between 1950 and 2100."),
    ],
)
def test_a_wrong_day_gets_a_sentence_and_today(house: KeyedTown, day: str, sentence: str) -> None:
    told(house)
    client = desk_client(house, house.town.manager)
    answer = client.get(f"{ADDRESS}?day={day}")
    assert sentence in answer.content.decode()
    assert [_told(each)[0] for each in answer.context["rows"]] == ["Something was confided"]


@pytest.mark.parametrize(("audience", "seen"), [(Audience.DOSSIER, 1), (Audience.MINE, 0)])
def test_a_private_note_is_told_to_its_author_alone(
    house: KeyedTown, shared: ToldCase, audience: Audience, seen: int
) -> None:
    shared.opened()
    jot(shared, house.town.manager, audience)
    notes = {
        person: [words for words, _who, _at in shown(desk_client(house, person))].count("Wrote in the dossier")
        for person in (house.town.manager, house.town.deputy)
    }
    assert notes == {house.town.manager: 1, house.town.deputy: seen}


@pytest.mark.row("R-000.69")
def test_nobody_sees_what_happened_in_a_case_of_another(house: KeyedTown, hazelaar: KeyedTown) -> None:
    told(house).opened()
    told(hazelaar).opened()
    for person in (house.town.deputy, house.town.officer, house.town.director):
        assert shown(desk_client(house, person)) == []
    deputy = Client()
    sign_in(deputy, hazelaar.town.deputy)
    assert shown(deputy) == []
    for person in (house.town.administrator, house.town.colleague, *house.town.stewards):
        client = Client()
        sign_in(client, person)
        assert client.get(ADDRESS).status_code == 404
    assert Client().get(ADDRESS)["Location"].startswith("/desk/sign-in/")


def test_while_the_vault_is_closed_no_number_is_shown(house: KeyedTown) -> None:
    case = told(house).opened()
    client = Client()
    sign_in(client, house.town.manager)
    assert str(case.file.number) not in client.get(ADDRESS).content.decode()
    assert str(case.file.number) in desk_client(house, house.town.manager).get(ADDRESS).content.decode()


def test_a_line_of_the_log_that_was_changed_is_said_to_be(house: KeyedTown) -> None:
    told(house).opened()
    Entry.objects.filter(fact="case.opened").update(actor_id=house.town.director.id)
    rows = shown(desk_client(house, house.town.manager))
    assert rows[-1][0] == "This line of the log does not hold. Tell whoever runs the installation."


def test_long_days_come_page_by_page(house: KeyedTown) -> None:
    cases = [told(house) for _case in range(PAGE_SIZE + 1)]
    for case in cases[:2]:
        case.opened()
    client = desk_client(house, house.town.manager)
    pages = [client.get(f"{ADDRESS}?page={page}").context["rows"] for page in (1, 2)]
    assert [len(page) for page in pages] == [PAGE_SIZE, 3]
    assert {each.row.id for page in pages for each in page} == {case.id for case in cases}
    assert [each.by_reporter for each in pages[1]] == [True, False, False]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_for_one_and_for_three(
    house: KeyedTown, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _case in range(number):
        case_in(house, CaseState.ACKNOWLEDGED)
    client = desk_client(house, house.town.manager)
    with django_assert_num_queries(QUERIES):
        assert len(client.get(ADDRESS).context["rows"]) == 3 * number
