"""Receipt confirmed for several cases: each by itself, in its reporter's language, once, and by who may."""

from collections.abc import Sequence

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from deontos.audit.models import Entry
from deontos.cases.models import CaseStep
from deontos.cases.openings import made_for, opening_named, openings_for_several
from deontos.cases.vocabulary import CaseState, CaseVerb
from deontos.cases.web import acknowledging
from deontos.correspondence.models import Item
from deontos.correspondence.queries import items_of, opened
from deontos.correspondence.vocabulary import ItemKind
from deontos.organisations.vocabulary import Language
from deontos.speakup.vocabulary import DisclosureKind
from tests.cases.test_at_once import at_once
from tests.factories.administration import desk_client, sign_in
from tests.factories.cases import ToldCase, told
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import absent

pytestmark = [pytest.mark.row("3.17"), pytest.mark.usefixtures("today")]

ADDRESS = "/desk/cases/acknowledge/"
READ, ARRIVED = "received_and_read", "arrived"
QUERIES = 11


@pytest.fixture
def manager(house: KeyedTown) -> Client:
    """The manager with an open vault."""
    return desk_client(house, house.town.manager)


def send(
    client: Client, cases: Sequence[ToldCase], opening: str = READ, *, seen: int | None = None
) -> tuple[int, list[str]]:
    """Confirm receipt of these; the status, and the reasons for what was left out."""
    ticked = [f"{case.id}.{case.file.steps.count() if seen is None else seen}" for case in cases]
    answer = client.post(ADDRESS, {"go": "send", "opening": opening, "case": ticked})
    left_out = answer.context["left_out"] if answer.context else []
    return answer.status_code, [str(each.why) for each in left_out]


def said(case: ToldCase) -> list[tuple[str, str]]:
    """What the reporter reads: language and text."""
    items = items_of(case.file.disclosure.conversation).filter(kind=ItemKind.MESSAGE)
    return [(each.content["language"], each.content["text"]) for each in opened(items, case.reporter())]


def text(name: str, language: Language) -> str:
    """The words of an opening."""
    found = opening_named(name)
    assert found
    return found.text[language]


def test_each_reporter_reads_it_in_the_own_language_and_kind(house: KeyedTown, manager: Client) -> None:
    dutch = told(house, language=Language.DUTCH).opened()
    french = told(house, language=Language.FRENCH).opened()
    question = told(house, language=Language.SPANISH, kind=DisclosureKind.QUESTION).opened()
    answer = manager.get(ADDRESS, {"case": [str(each.id) for each in (dutch, french, question)]})
    assert answer.context["form"].initial == {"opening": READ}
    assert send(manager, [dutch, french, question]) == (302, [])
    assert said(dutch) == [("nl", text(READ, Language.DUTCH))]
    assert said(french) == [("fr", text(READ, Language.FRENCH))]
    assert said(question) == [("es", text("question_received", Language.SPANISH))]
    assert {case.file.state for case in (dutch, french, question)} == {CaseState.ACKNOWLEDGED}
    assert "Receipt of 3 cases is confirmed." in manager.get("/desk/cases/?state=open").content.decode()
    acts = Entry.objects.filter(fact="case.acknowledged").order_by("number")
    assert {entry.subject_id for entry in acts} == {dutch.id, french.id, question.id}


def test_nothing_is_sent_before_the_text_was_seen(house: KeyedTown, manager: Client) -> None:
    case = told(house).opened()
    before = Item.objects.count()
    page = manager.get(ADDRESS, {"case": str(case.id)}).content.decode()
    assert text(READ, Language.ENGLISH).split("\n")[0] in page
    assert text(READ, Language.SPANISH).split("\n")[0] in page
    assert manager.post(ADDRESS, {"case": f"{case.id}.0"}).status_code == 200
    assert manager.post(ADDRESS, {"case": f"{case.id}.0", "opening": "when_and_where"}).status_code == 200
    assert (Item.objects.count(), case.file.state) == (before, CaseState.RECEIVED)


def test_a_text_that_says_it_was_read_does_not_go_to_what_was_not(house: KeyedTown, manager: Client) -> None:
    read, unread = told(house).opened(), told(house)
    answer = manager.get(ADDRESS, {"case": [str(read.id), str(unread.id)]})
    assert answer.context["form"].initial == {"opening": ARRIVED}
    assert send(manager, [read, unread]) == (200, [str(acknowledging.UNREAD)])
    assert (read.file.state, unread.file.state) == (CaseState.ACKNOWLEDGED, CaseState.RECEIVED)
    assert send(manager, [unread], ARRIVED) == (302, [])
    assert said(unread) == [("nl", text(ARRIVED, Language.DUTCH))]
    assert unread.file.number is None
    shown = manager.get("/desk/cases/?unread=yes").context["rows"]
    assert [row.id for row in shown] == [unread.id]


def test_twice_is_once(house: KeyedTown, manager: Client) -> None:
    cases = [told(house).opened() for _case in range(2)]
    assert send(manager, cases, seen=0) == (302, [])
    assert send(manager, cases, seen=0) == (200, [str(acknowledging.ALREADY)] * 2)
    assert send(manager, [cases[0], cases[0]]) == (200, [str(acknowledging.ALREADY)])
    assert [len(said(case)) for case in cases] == [1, 1]
    assert CaseStep.objects.filter(verb=CaseVerb.ACKNOWLEDGE).count() == 2


def test_what_a_reporter_wrote_meanwhile_has_to_be_read_first(house: KeyedTown, manager: Client) -> None:
    quiet, busy = told(house).opened(), told(house).opened()
    page = manager.get(ADDRESS, {"case": [str(quiet.id), str(busy.id)]}).content.decode()
    assert f'value="{busy.id}.0"' in page
    busy.heard("Nog iets.")
    assert send(manager, [quiet, busy], seen=0) == (200, [str(acknowledging.CHANGED)])
    assert (quiet.file.state, busy.file.state) == (CaseState.ACKNOWLEDGED, CaseState.RECEIVED)


def test_one_that_fails_does_not_keep_the_others_back(house: KeyedTown, manager: Client) -> None:
    cases = [told(house).opened() for _case in range(3)]
    broken = cases[1].file.disclosure.conversation
    Item.objects.filter(conversation=broken, kind=ItemKind.CONFIDED).update(ciphertext=b"\x01\x01" + bytes(80))
    assert send(manager, cases) == (200, [str(acknowledging.UNOPENED)])
    assert [case.file.state for case in cases] == [CaseState.ACKNOWLEDGED, CaseState.RECEIVED, CaseState.ACKNOWLEDGED]


@pytest.mark.row("R-000.69")
def test_what_is_not_ones_own_is_not_there_and_stays_as_it_is(house: KeyedTown, hazelaar: KeyedTown) -> None:
    ours, about_manager, theirs = told(house).opened(), told(house, house.town.manager), told(hazelaar).opened()
    deputy = desk_client(house, house.town.deputy)
    nowhere = "00000000-0000-4000-8000-000000000000"
    for asked in (str(ours.id), str(theirs.id), nowhere):
        page = deputy.get(ADDRESS, {"case": asked})
        assert (page.context["rows"], page.context["left_out"], page.context["gone"]) == ([], [], 1)
    answer = deputy.post(
        ADDRESS, {"go": "send", "opening": ARRIVED, "case": [f"{ours.id}.0", f"{theirs.id}.0", f"{nowhere}.0"]}
    )
    assert (answer.context["gone"], answer.context["confirmed"]) == (3, 0)
    assert "3 cases are not there for you, or not any more." in answer.content.decode()
    assert send(deputy, [about_manager], ARRIVED) == (302, [])
    assert (ours.file.state, theirs.file.state) == (CaseState.RECEIVED, CaseState.RECEIVED)


def test_without_a_key_or_an_office_there_is_no_such_page(house: KeyedTown) -> None:
    case = told(house).opened()
    town = house.town
    for person in (*town.stewards, town.administrator, town.colleague):
        client = Client()
        sign_in(client, person)
        assert client.get(ADDRESS).status_code == 404
        assert client.post(ADDRESS, {"go": "send", "opening": READ, "case": f"{case.id}.0"}).status_code == 404
    assert Client().get(ADDRESS)["Location"].startswith("/desk/sign-in/")
    assert case.file.state == CaseState.RECEIVED


def test_a_closed_vault_is_opened_first_and_nothing_ticked_is_lost(house: KeyedTown) -> None:
    case = told(house).opened()
    client = Client()
    sign_in(client, house.town.manager)
    answer = client.get(ADDRESS, {"case": str(case.id)})
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"/desk/vault/?next=%2Fdesk%2Fcases%2Facknowledge%2F%3Fcase%3D{case.id}",
    )
    page = client.post(ADDRESS, {"go": "send", "opening": READ, "case": f"{case.id}.0"}).content.decode()
    assert f'name="case" value="{case.id}.0"' in page
    assert f'name="opening" value="{READ}"' in page
    assert case.file.state == CaseState.RECEIVED


@pytest.mark.parametrize("ticked", [[], ["x"], [""], ["'", "\x00"], ["1.2.3"]])
def test_nothing_ticked_and_nonsense_get_a_sentence(manager: Client, house: KeyedTown, ticked: list[str]) -> None:
    for answer in (
        manager.get(ADDRESS, {"case": ticked}),
        manager.post(ADDRESS, {"go": "send", "opening": READ, "case": ticked}),
    ):
        assert "No case is ticked" in answer.content.decode()


def test_a_strange_last_step_is_the_present_one(house: KeyedTown, manager: Client) -> None:
    cases = [told(house).opened() for _case in range(2)]
    ticked = [f"{cases[0].id}.x", f"{cases[1].id}.{'9' * 30}"]
    assert manager.post(ADDRESS, {"go": "send", "opening": READ, "case": ticked}).status_code == 302


def test_more_than_one_page_of_cases_is_not_taken_at_once(house: KeyedTown, manager: Client) -> None:
    cases = [told(house) for _case in range(acknowledging.MOST + 1)]
    page = manager.get(ADDRESS, {"case": [str(case.id) for case in cases]})
    assert len(page.context["rows"]) == acknowledging.MOST == 20
    ticked = [f"{case.id}.0" for case in cases]
    answer = manager.post(ADDRESS, {"go": "send", "opening": ARRIVED, "case": ticked})
    assert (answer.context["confirmed"], answer.context["left_out"]) == (20, [])
    for shown in (page, answer):
        assert "Twenty cases go at once." in shown.content.decode()
    assert [case.file.state for case in cases].count(CaseState.RECEIVED) == 1


def test_only_new_cases_can_be_ticked(house: KeyedTown, manager: Client) -> None:
    new, done = told(house).opened(), told(house).opened().moved(CaseVerb.ACKNOWLEDGE)
    page = manager.get("/desk/cases/").content.decode()
    assert page.count('name="case"') == 1
    assert f'name="case" value="{new.id}"' in page
    shown = manager.get(ADDRESS, {"case": [str(new.id), str(done.id)]})
    assert [row["id"] for row in shown.context["rows"]] == [new.id]
    assert [str(each.why) for each in shown.context["left_out"]] == [str(acknowledging.ALREADY)]


def test_two_handlers_confirm_each_case_once(house: KeyedTown) -> None:
    absent(house.town.manager, house.town.director)
    case = told(house).opened().opened(by=house.town.deputy)
    assert send(desk_client(house, house.town.manager), [case], seen=0) == (302, [])
    assert send(desk_client(house, house.town.deputy), [case], seen=0) == (200, [str(acknowledging.ALREADY)])
    assert len(said(case)) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_for_one_and_for_three(
    house: KeyedTown, manager: Client, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cases = [told(house) for _case in range(number)]
    with django_assert_num_queries(QUERIES):
        answer = manager.get(ADDRESS, {"case": [str(case.id) for case in cases]})
    assert len(answer.context["rows"]) == number


def test_the_texts_that_go_to_several_fit_any_kind() -> None:
    several = openings_for_several(CaseVerb.ACKNOWLEDGE)
    assert [(each.id, each.for_unread) for each in several] == [(READ, False), (ARRIVED, True)]
    read, arrived = several
    assert made_for(read, DisclosureKind.QUESTION).id == "question_received"
    assert made_for(read, DisclosureKind.COMPLAINT) is read
    assert made_for(arrived, DisclosureKind.QUESTION) is arrived


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_the_same_moment_each_is_confirmed_once(house: KeyedTown) -> None:
    cases = [told(house).opened() for _case in range(2)]
    first, second = desk_client(house, house.town.manager), Client()
    second.cookies = first.cookies
    sent = {"go": "send", "opening": READ, "case": [f"{case.id}.0" for case in cases]}
    statuses: list[int] = []
    at_once(
        lambda: statuses.append(first.post(ADDRESS, sent).status_code),
        lambda: statuses.append(second.post(ADDRESS, sent).status_code),
    )
    assert len(statuses) == 2
    assert [len(said(case)) for case in cases] == [1, 1]
    assert {case.file.state for case in cases} == {CaseState.ACKNOWLEDGED}
    assert CaseStep.objects.filter(verb=CaseVerb.ACKNOWLEDGE).count() == 2
