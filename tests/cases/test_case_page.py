"""The case page: with a closed vault terms and steps only; with an open one what was confided, and who reads it."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from deontos.cases.models import CaseFile
from deontos.cases.vocabulary import CaseState, CaseVerb
from deontos.cases.web.opened import Message, talk
from deontos.correspondence.models import Item
from deontos.correspondence.vocabulary import ItemKind
from deontos.keyring.models import Envelope
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from deontos.speakup.vocabulary import IdentityChoice
from tests.cases.snapshots import everything
from tests.factories.administration import desk_client, sign_in
from tests.factories.cases import WHAT, ToldCase, case_in, told
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import TODAY, absent

pytestmark = [pytest.mark.row("1.13"), pytest.mark.usefixtures("today")]

OPEN_QUERIES, CLOSED_QUERIES = 26, 12


def address(case: ToldCase) -> str:
    """The page of a case."""
    return f"/desk/cases/{case.id}/"


def page(client: Client, case: ToldCase, query: str = "") -> str:
    """The page as text, without tags and without breaks."""
    response = client.get(address(case) + query)
    assert response.status_code == 200
    return plain(response.content.decode())


def plain(html: str) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).replace("&#x27;", "'")


def signed_in(person: Person) -> Client:
    """A browser in which somebody is signed in, with a closed vault."""
    client = Client()
    sign_in(client, person)
    return client


def test_the_addresses_are_those_that_are_promised(db: None) -> None:
    case = uuid4()
    names = {name: reverse(name, args=(case,)) for name in ("case_detail", "case_open", "case_write")}
    start = f"/desk/cases/{case}/"
    assert names == {"case_detail": start, "case_open": f"{start}open/", "case_write": f"{start}write/"}


@pytest.mark.row("1.12")
@pytest.mark.parametrize("state", CaseState)
def test_with_a_closed_vault_there_are_terms_and_no_content(house: KeyedTown, state: CaseState) -> None:
    case = case_in(house, state).heard("pimpelmees")
    text = page(signed_in(case.handler), case)
    hidden = (WHAT, "Dank u.", "pimpelmees", str(case.file.number), "Reporter")
    assert [word for word in hidden if word in text] == []
    assert "Law: within 7 days. Received on 24 November, plus 7 days: at the latest on 1 December 2026." in text
    assert "Open my vault" in text
    assert "<textarea" not in signed_in(case.handler).get(address(case)).content.decode()


def test_looking_at_a_case_changes_nothing(house: KeyedTown) -> None:
    case = told(house)
    client = desk_client(house, case.handler)
    page(client, case)
    before = everything()
    text = page(client, case)
    assert everything() == before
    assert WHAT not in text
    assert "Open this case" in text


def test_each_reader_opens_it_before_reading_so_that_reading_is_on_record(house: KeyedTown) -> None:
    absent(house.town.manager, house.town.director)
    case = told(house).opened(by=house.town.manager)
    deputy = desk_client(house, house.town.deputy)
    answer = deputy.get(address(case))
    assert "Open this case" in answer.content.decode()
    assert WHAT not in answer.content.decode()
    assert [name for name in ("confided", "talk", "people", "to_decide") if name in answer.context] == []
    assert f"Case {case.file.number}" in page(deputy, case)
    deputy.post(f"{address(case)}open/")
    assert WHAT in page(deputy, case)


def test_opening_it_once_shows_what_was_confided_and_its_number(house: KeyedTown) -> None:
    case = told(house)
    client = desk_client(house, case.handler)
    answer = client.post(f"{address(case)}open/")
    assert (answer.status_code, answer["Location"]) == (302, address(case))
    text = page(client, case)
    assert WHAT in text
    assert f"Case {case.file.number}" in text
    assert "Open this case" not in text


def test_with_a_closed_vault_opening_asks_for_the_passphrase_first(house: KeyedTown) -> None:
    case = told(house)
    answer = signed_in(case.handler).post(f"{address(case)}open/")
    assert answer.status_code == 200
    assert 'name="vault_passphrase"' in answer.content.decode()
    assert case.file.number is None


@pytest.mark.row("R-000.69")
def test_for_everybody_else_the_page_does_not_exist(
    house: KeyedTown, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    case, town = case_in(house, CaseState.ACKNOWLEDGED), house.town
    house.give_keys(town.administrator)
    before = everything()
    for person in (town.deputy, town.officer, town.director, town.administrator, *town.stewards):
        client = desk_client(house, person)
        nowhere = client.get("/desk/there-is-no-such-page/").content
        for end in ("", "open/", "write/"):
            for somewhere in (address(case), f"/desk/cases/{uuid4()}/"):
                answer = client.post(somewhere + end, {"verb": "answer", "text": "x"}) if end else client.get(somewhere)
                assert (answer.status_code, answer.content) == (404, nowhere)
    counts, rows = everything()
    assert rows == before[1]
    assert counts["cases.CaseStep"] == before[0]["cases.CaseStep"]


@pytest.mark.row("R-000.71")
def test_a_handler_who_is_named_as_involved_finds_no_such_page(house: KeyedTown) -> None:
    case = told(house, house.town.manager)
    client = desk_client(house, house.town.manager)
    there, nowhere = client.get(address(case)), client.get(f"/desk/cases/{uuid4()}/")
    assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content) == (404, nowhere.content)


def test_a_stranger_is_shown_the_way_in(house: KeyedTown) -> None:
    case = told(house)
    answer = Client().get(address(case))
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/sign-in/?next=%2Fdesk%2Fcases%2F{case.id}%2F")


@pytest.mark.parametrize(("end", "methods"), [("", "GET, HEAD"), ("open/", "POST"), ("write/", "POST")])
def test_other_methods_are_refused(house: KeyedTown, end: str, methods: str) -> None:
    case = told(house)
    client = desk_client(house, case.handler)
    answer = client.get(address(case) + end) if end else client.post(address(case))
    assert (answer.status_code, answer["Allow"]) == (405, methods)


@pytest.mark.parametrize("language", Language)
def test_what_was_confided_stands_there_in_the_language_of_the_reporter(house: KeyedTown, language: Language) -> None:
    asked = {"nl": "Wat is er gebeurd?", "fr": "Que s’est-il passé", "en": "What happened?", "es": "¿Qué ocurrió?"}
    case = told(house, language=language).opened()
    html = desk_client(house, case.handler).get(address(case)).content.decode()
    found = re.search(rf'<div lang="{language}">(.*?)</dl>', html, re.S)
    assert found
    assert asked[language] in plain(found[1])
    assert WHAT in plain(found[1])
    assert f'<option value="{language}" selected>' in html


@pytest.mark.parametrize(
    ("choice", "tag", "shows"),
    [
        (IdentityChoice.ANONYMOUS, "Reporter anonymous", False),
        (IdentityChoice.CONFIDENCE, "Name locked", False),
        (IdentityChoice.CONSENT, "Name released to you", True),
    ],
)
def test_a_name_is_shown_only_where_it_was_released(
    house: KeyedTown, choice: IdentityChoice, tag: str, shows: bool
) -> None:
    case = told(house, choice=choice).opened()
    text = page(desk_client(house, case.handler), case)
    assert tag in text
    assert ("Robin Voorbeeld" in text, "0400 00 00 00" in text) == (shows, shows)


@pytest.mark.row("R-000.70")
def test_everybody_with_a_key_is_named_with_office_day_and_ground(house: KeyedTown) -> None:
    case = told(house).opened()
    client = desk_client(house, case.handler)
    people = [(p.name, p.role, p.kind, str(p.ground)) for p in client.get(address(case)).context["people"]]
    since = "24\N{NO-BREAK SPACE}November"
    assert people == [
        ("Mira Halewijn", f"Complaints manager, reads since {since}", "reader", "by office"),
        (
            "Joris Waterman",
            f"Deputy complaints manager, key since {since}. It sleeps until a deputy has to stand in.",
            "reader",
            "",
        ),
        ("The reporter", "Left no name. Sees this list too.", "reporter", ""),
    ]
    assert "Sealed, 2 readers" in page(client, case)


def test_who_was_named_as_involved_is_shown_as_shut_out(house: KeyedTown) -> None:
    case = told(house, house.town.manager).opened()
    people = desk_client(house, house.town.deputy).get(address(case)).context["people"]
    assert [(p.name, p.kind) for p in people] == [
        ("Joris Waterman", "reader"),
        ("The reporter", "reporter"),
        ("Mira Halewijn", "shut_out"),
    ]


def test_a_message_that_was_changed_is_shown_as_not_authentic(house: KeyedTown) -> None:
    case = case_in(house, CaseState.ASKED).heard("Juli.")
    client = desk_client(house, case.handler)
    assert "not authentic" not in page(client, case)
    Item.objects.filter(kind=ItemKind.MESSAGE, author=None).update(signature=bytes(66))
    assert "This message is not authentic." in page(client, case)


def test_what_was_confided_and_changed_since_is_not_shown_as_confided(house: KeyedTown) -> None:
    case = told(house).opened()
    Item.objects.filter(kind=ItemKind.CONFIDED).update(signature=bytes(66))
    text = page(desk_client(house, case.handler), case)
    assert "What stands here is not authentic." in text
    assert WHAT not in text


def test_a_name_that_was_changed_is_not_shown_as_the_reporters(house: KeyedTown) -> None:
    case = told(house, choice=IdentityChoice.CONSENT).opened()
    Item.objects.filter(kind=ItemKind.IDENTITY).update(signature=bytes(66))
    text = page(desk_client(house, case.handler), case)
    assert "Robin Voorbeeld" not in text
    assert WHAT in text


def test_a_key_that_does_not_fit_is_said_and_nothing_breaks(house: KeyedTown) -> None:
    case = told(house).opened()
    Envelope.objects.filter(certificate__person=case.handler).update(sealed=bytes(100))
    assert "Your key does not open this case" in page(desk_client(house, case.handler), case)


def test_new_messages_are_marked_until_they_were_seen(house: KeyedTown) -> None:
    case = case_in(house, CaseState.ASKED).heard("Juli.").heard("En augustus.")
    client = desk_client(house, case.handler)
    shown = client.get(address(case)).context["talk"]
    assert [(message.from_reporter, message.own, message.new) for message in shown.messages] == [
        (False, True, False),
        (False, True, False),
        (True, False, True),
        (True, False, True),
    ]
    client.post(f"{address(case)}open/")
    assert not any(message.new for message in client.get(address(case)).context["talk"].messages)
    assert not CaseFile.objects.get(pk=case.id).has_news


def test_a_long_conversation_comes_in_stretches(house: KeyedTown) -> None:
    case = case_in(house, CaseState.ACKNOWLEDGED)
    for number in range(4):
        case.heard(f"Bericht {number}.")
    shown: list[list[str]] = []
    before = None
    for _stretch in range(3):
        stretch = talk(case.file, house.reader(case.handler), before=before, most=2)
        shown.append([message.text for message in stretch.messages if isinstance(message, Message)])
        before = stretch.earlier
    assert shown == [["Bericht 2.", "Bericht 3."], ["Bericht 0.", "Bericht 1."], ["Dank u."]]
    assert before == 0


@pytest.mark.parametrize(
    ("query", "texts"),
    [("", ["Dank u.", "Juli."]), ("?before=3", ["Dank u."]), ("?before=0", []), ("?before=-1", ["Dank u.", "Juli."])],
)
def test_earlier_messages_have_an_address(house: KeyedTown, query: str, texts: list[str]) -> None:
    case = case_in(house, CaseState.ACKNOWLEDGED).heard("Juli.")
    shown = desk_client(house, case.handler).get(address(case) + query).context["talk"]
    assert [message.text for message in shown.messages] == texts


@pytest.mark.parametrize("number", [1, 3])
def test_a_page_asks_the_same_of_the_database_for_one_message_and_for_three(
    house: KeyedTown, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    case = told(house, choice=IdentityChoice.CONFIDENCE).opened().moved(CaseVerb.ACKNOWLEDGE)
    for _message in range(number):
        case.heard(f"Bericht {_message}.")
    client = desk_client(house, case.handler)
    with django_assert_num_queries(OPEN_QUERIES):
        client.get(address(case))
    client = signed_in(case.handler)
    with django_assert_num_queries(CLOSED_QUERIES):
        client.get(address(case))


@pytest.mark.parametrize(
    ("state", "days_ago", "sentence"),
    [
        (CaseState.RECEIVED, 7, "Confirm receipt to the reporter, at the latest on 24 November 2026."),
        (CaseState.RECEIVED, 8, "Receipt had to be confirmed by 23 November 2026. Do it now."),
        (CaseState.ACKNOWLEDGED, 2, "Give the reporter a first answer, at the latest on 6 December 2026."),
        (CaseState.ASKED, 2, "Tell the reporter what was done, at the latest on 22 February 2027."),
        (CaseState.CLOSED, 2, "Closed on 22 November 2026. You can still write to the reporter."),
    ],
)
def test_one_sentence_says_where_things_stand(house: KeyedTown, state: CaseState, days_ago: int, sentence: str) -> None:
    case = case_in(house, state, on=TODAY - timedelta(days=days_ago))
    assert sentence in page(signed_in(case.handler), case)


def test_steps_stand_in_a_line_and_what_was_missed_is_said(house: KeyedTown) -> None:
    case = told(house, on=TODAY - timedelta(days=16)).opened().moved(CaseVerb.ACKNOWLEDGE).heard().heard("En juli.")
    line = desk_client(house, case.handler).get(address(case)).context["line"]
    space = "\N{NO-BREAK SPACE}"
    assert [(str(stage.name), stage.state, stage.when.replace(space, " ")) for stage in line.stages] == [
        ("Received", "done", "8 November"),
        ("Receipt confirmed", "done", "24 November"),
        ("The reporter wrote", "done", "2 times, last on 24 November"),
        ("Waits for your first answer", "now", ""),
        ("Give a first answer", "later", "late since 22 November 2026"),
        ("Give feedback", "later", "at the latest on 15 February 2027"),
    ]
