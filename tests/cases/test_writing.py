"""Taking a step by the page: nothing typed is lost, whatever happened meanwhile, and each refusal says what to do."""

from typing import Any

import pytest
from django.test import Client

from deontos.cases.models import CaseFile
from deontos.cases.openings import opening_named
from deontos.cases.vocabulary import CaseState, CaseVerb
from deontos.correspondence.queries import items_of, opened
from deontos.correspondence.vocabulary import LONGEST_TEXT, ItemKind
from deontos.keyring.actions.vaults import lock
from deontos.organisations.vocabulary import Language
from deontos.speakup.vocabulary import DisclosureKind
from tests.cases.snapshots import counts, everything
from tests.factories.administration import desk_client
from tests.factories.cases import ToldCase, case_in, told
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import NOW, absent

pytestmark = [pytest.mark.row("1.13"), pytest.mark.usefixtures("today")]

MINE = "Wij keken de nota’s na. <b>Niemand</b> weet dat u schreef."


def write(client: Client, case: ToldCase, **typed: Any) -> Any:
    """Send the panel as a browser would."""
    given = {"verb": "ask", "language": "nl", "opening": "", "text": MINE, "seen": "1", "go": "send"}
    return client.post(f"/desk/cases/{case.id}/write/", {**given, **typed})


def said(case: ToldCase) -> list[tuple[str, str]]:
    """What the handler wrote in a case, with its language."""
    items = opened(items_of(case.file.disclosure.conversation).filter(kind=ItemKind.MESSAGE), case.reporter())
    return [(item.content["text"], item.content["language"]) for item in items if not item.from_reporter]


def kept(answer: Any) -> str:
    """The text in the message box of a page."""
    return str(answer.context["form"]["text"].value())


@pytest.fixture
def case(house: KeyedTown) -> ToldCase:
    """A case that was confirmed."""
    return case_in(house, CaseState.ACKNOWLEDGED)


@pytest.fixture
def client(case: ToldCase) -> Client:
    """Its handler, with an open vault."""
    return desk_client(case.house, case.handler)


@pytest.mark.parametrize(
    ("verb", "state", "flash"),
    [
        ("ask", CaseState.ASKED, "Your question was sent. The reporter can read it now."),
        ("answer", CaseState.IN_HANDLING, "Your answer was sent. The reporter can read it now."),
        ("close", CaseState.CLOSED, "The case is closed. The reporter can read your feedback now."),
    ],
)
def test_a_step_is_taken_told_and_confirmed(
    case: ToldCase, client: Client, verb: str, state: CaseState, flash: str
) -> None:
    answer = write(client, case, verb=verb, language="fr")
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/cases/{case.id}/")
    assert case.file.state == state
    assert said(case) == [("Dank u.", "nl"), (MINE, "fr")]
    assert flash in client.get(answer["Location"]).content.decode()
    assert flash not in client.get(answer["Location"]).content.decode()


def test_a_new_case_has_a_text_ready_and_one_button(house: KeyedTown) -> None:
    case = told(house, kind=DisclosureKind.QUESTION, language=Language.SPANISH).opened()
    client = desk_client(house, case.handler)
    form = client.get(f"/desk/cases/{case.id}/").context["form"]
    ready = opening_named("question_received")
    assert ready is not None
    values = {name: form[name].value() for name in ("verb", "language", "text", "seen")}
    assert values == {"verb": "acknowledge", "language": "es", "text": ready.text[Language.SPANISH], "seen": 0}
    write(client, case, **values)
    assert (case.file.state, said(case)) == (CaseState.ACKNOWLEDGED, [(ready.text[Language.SPANISH], "es")])


def test_a_ready_text_is_put_in_front_and_nothing_is_sent(case: ToldCase, client: Client) -> None:
    ready = opening_named("what_we_did")
    assert ready is not None
    before = counts()
    answer = write(client, case, go="fill", opening="what_we_did", verb="ask", language="fr")
    assert answer.status_code == 200
    assert kept(answer) == f"{ready.text[Language.FRENCH]}\n\n{MINE}"
    assert answer.context["form"]["verb"].value() == "close"
    assert answer.context["form"].errors == {}
    assert counts() == before


@pytest.mark.parametrize(
    "odd",
    [{"opening": ""}, {"opening": "received_and_read"}, {"opening": "../x"}, {"language": "xx"}, {"verb": "hear"}],
)
def test_filling_with_something_odd_keeps_the_text(case: ToldCase, client: Client, odd: dict[str, str]) -> None:
    answer = write(client, case, go="fill", **odd)
    assert (answer.status_code, kept(answer)) == (200, MINE)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"verb": ""}, "Choose what you do"),
        ({"verb": "acknowledge"}, "Choose what you do"),
        ({"verb": "hear"}, "Choose what you do"),
        ({"language": "xx"}, "Choose one of the answers"),
        ({"text": ""}, "Write your message"),
        ({"text": " \n "}, "Write your message."),
        ({"text": "x\x00"}, "Your text holds a sign that cannot be kept. Type it anew."),
        ({"text": "x" * (LONGEST_TEXT + 1)}, "This text is too long: 200001 characters, at most 200000."),
    ],
)
def test_what_cannot_be_sent_is_said_and_the_text_kept(
    case: ToldCase, client: Client, typed: dict[str, str], sentence: str
) -> None:
    before = everything()
    answer = write(client, case, **typed)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in html
    assert 'aria-invalid="true"' in html
    assert "<title>Error:" in html
    assert kept(answer) == typed.get("text", MINE)
    assert everything() == before


@pytest.mark.row("1.10")
def test_the_second_of_two_handlers_keeps_the_text_and_looks_first(house: KeyedTown) -> None:
    absent(house.town.manager, house.town.director)
    case = told(house).opened().opened(by=house.town.deputy)
    first, second = (desk_client(house, person) for person in (house.town.manager, house.town.deputy))
    assert write(first, case, verb="acknowledge", seen="0", text="Van Mira.").status_code == 302
    answer = write(second, case, verb="acknowledge", seen="0", text="Van Joris.")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Something happened in this case while you were writing." in html
    assert kept(answer) == "Van Joris."
    assert "Van Mira." in html
    assert said(case) == [("Van Mira.", "nl")]
    again = {"verb": "answer", "seen": str(answer.context["form"]["seen"].value()), "text": kept(answer)}
    assert write(second, case, **again).status_code == 302
    assert said(case) == [("Van Mira.", "nl"), ("Van Joris.", "nl")]


def test_the_same_button_twice_sends_once(case: ToldCase, client: Client) -> None:
    assert write(client, case).status_code == 302
    assert write(client, case).status_code == 200
    assert said(case) == [("Dank u.", "nl"), (MINE, "nl")]


def test_a_case_that_was_closed_meanwhile_offers_what_is_possible_now(case: ToldCase, client: Client) -> None:
    case.moved(CaseVerb.CLOSE, text="Klaar.")
    answer = write(client, case, verb="ask")
    assert (answer.status_code, kept(answer)) == (200, MINE)
    assert (answer.context["form"]["verb"].value(), answer.context["form"].only_verb) == ("answer", CaseVerb.ANSWER)
    write(client, case, verb="answer", seen="2")
    assert case.file.state == CaseState.CLOSED
    assert said(case)[-1] == (MINE, "nl")


@pytest.mark.row("1.12")
def test_a_vault_that_closed_while_typing_asks_for_the_passphrase_and_keeps_the_text(
    case: ToldCase, client: Client
) -> None:
    lock(case.handler.id, at=NOW)
    before = everything()
    answer = write(client, case)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="vault_passphrase"' in html
    assert f'action="/desk/cases/{case.id}/write/"' in html
    assert ("text", MINE) in answer.context["kept"]
    assert "&lt;b&gt;Niemand&lt;/b&gt;" in html
    assert everything() == before


@pytest.mark.row("1.12")
def test_somebody_who_was_signed_out_while_typing_keeps_the_text(case: ToldCase, client: Client) -> None:
    client.logout()
    answer = write(client, case)
    assert answer.status_code == 403
    assert "&lt;b&gt;Niemand&lt;/b&gt;" in answer.content.decode()
    assert said(case) == [("Dank u.", "nl")]


def test_a_form_that_does_not_prove_to_be_ours_writes_nothing(case: ToldCase, client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert write(strict, case).status_code == 403
    assert said(case) == [("Dank u.", "nl")]


def test_nobody_writes_in_a_case_that_they_have_not_opened(house: KeyedTown) -> None:
    case = told(house)
    answer = write(desk_client(house, case.handler), case, verb="acknowledge", seen="0")
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/cases/{case.id}/")
    assert CaseFile.objects.get(pk=case.id).state == CaseState.RECEIVED


@pytest.mark.parametrize("seen", ["", "abc", "-1", "9" * 400, "1.5"])
def test_an_odd_number_of_the_last_step_breaks_nothing(case: ToldCase, client: Client, seen: str) -> None:
    assert write(client, case, seen=seen).status_code in (200, 302)
    assert said(case) == [("Dank u.", "nl"), (MINE, "nl")] if seen == "" else [("Dank u.", "nl")]


def test_line_ends_are_those_of_no_system(case: ToldCase, client: Client) -> None:
    write(client, case, text="Een.\r\n\r\nTwee.\r\n")
    assert said(case)[-1] == ("Een.\n\nTwee.", "nl")
