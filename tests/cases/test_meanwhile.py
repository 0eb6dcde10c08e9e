"""Two at once: whoever is second reads what the other did, keeps every word that was typed, and decides again."""

from typing import Any

import pytest
from django.test import Client

from deontos.cases.actions.dossier import Jotting, write_in_dossier
from deontos.cases.models import DossierItem
from deontos.cases.vocabulary import Audience, CaseVerb, DossierKind
from deontos.organisations.models import Person
from deontos.speakup.vocabulary import ProfileName
from tests.factories.administration import desk_client
from tests.factories.cases import ToldCase, told
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import NOW, absent, actor

pytestmark = [pytest.mark.row("3.17"), pytest.mark.usefixtures("today")]

MINE = "Van mij."
BOX = "While you were writing"


@pytest.fixture
def shared(house: KeyedTown) -> ToldCase:
    """A case that manager and deputy read both, and that was confirmed."""
    absent(house.town.manager, house.town.director)
    return told(house).opened().opened(by=house.town.deputy).moved(CaseVerb.ACKNOWLEDGE, by=house.town.manager)


@pytest.fixture
def client(shared: ToldCase) -> Client:
    """The manager, who is second."""
    return desk_client(shared.house, shared.house.town.manager)


def at(case: ToldCase, part: str) -> str:
    """An address of a case."""
    return f"/desk/cases/{case.id}/{part}"


def box(answer: Any) -> list[tuple[str, str, str]]:
    """The steps that the page says happened meanwhile."""
    return [
        (str(each.name), each.who, each.day.replace("\N{NO-BREAK SPACE}", " "))
        for each in answer.context["meanwhile"].steps
    ]


def texts(answer: Any) -> list[str]:
    """The messages that it shows with them."""
    return [message.text for message in answer.context["meanwhile"].messages]


def note(case: ToldCase, by: Person, text: str, audience: Audience = Audience.DOSSIER) -> DossierItem:
    """Somebody writes in the dossier."""
    jotting = Jotting(text, DossierKind.NOTE, audience)
    return write_in_dossier(case.file, jotting, by=actor(by), reader=case.house.reader(by), at=NOW)


def test_the_second_reads_who_did_what_and_what_was_written(shared: ToldCase, client: Client) -> None:
    read = client.get(at(shared, "")).context["talk"].last
    shared.moved(CaseVerb.ASK, by=shared.house.town.deputy, text="Van Joris.").heard("Van de melder.")
    typed = {"verb": "close", "language": "nl", "text": MINE, "seen": "1", "read": str(read), "go": "send"}
    answer = client.post(at(shared, "write/"), typed)
    assert box(answer) == [
        ("A question was asked", "Joris Waterman", "24 November"),
        ("The reporter wrote", "", "24 November"),
    ]
    assert texts(answer) == ["Van Joris.", "Van de melder."]
    assert (BOX in answer.content.decode(), answer.context["form"]["text"].value()) == (True, MINE)
    again = {**typed, "seen": str(answer.context["form"]["seen"].value()), "read": str(answer.context["talk"].last)}
    assert client.post(at(shared, "write/"), again).status_code == 302


def test_nothing_is_said_where_nothing_happened(shared: ToldCase, client: Client) -> None:
    assert BOX not in client.get(at(shared, "")).content.decode()
    answer = client.post(at(shared, "write/"), {"verb": "", "text": MINE, "seen": "1", "read": "2", "go": "send"})
    assert (answer.status_code, BOX in answer.content.decode()) == (200, False)


@pytest.mark.parametrize("read", ["", "x", "-1", "9" * 99])
def test_an_odd_number_of_the_last_message_shows_the_steps_alone(shared: ToldCase, client: Client, read: str) -> None:
    shared.moved(CaseVerb.ASK, by=shared.house.town.deputy)
    typed = {"verb": "ask", "language": "nl", "text": MINE, "seen": "1", "read": read, "go": "send"}
    answer = client.post(at(shared, "write/"), typed)
    assert (len(box(answer)), texts(answer)) == (1, [])


def test_whoever_comes_back_to_a_kept_text_reads_what_happened_since(shared: ToldCase, client: Client) -> None:
    client.post(at(shared, "write/"), {"verb": "ask", "language": "nl", "text": MINE, "seen": "1", "go": "keep"})
    shared.moved(CaseVerb.ANSWER, by=shared.house.town.deputy)
    answer = client.get(at(shared, ""))
    assert "Since you kept this text" in answer.content.decode()
    assert box(answer) == [("Answered", "Joris Waterman", "24 November")]
    assert answer.context["form"]["seen"].value() == 2


def test_a_second_window_of_ones_own_is_called_so(shared: ToldCase, client: Client) -> None:
    typed = {"verb": "ask", "language": "nl", "text": MINE, "seen": "1", "go": "send"}
    assert client.post(at(shared, "write/"), typed).status_code == 302
    assert box(client.post(at(shared, "write/"), typed)) == [
        ("A question was asked", "you, in another window", "24 November")
    ]


def test_a_note_that_somebody_else_wrote_is_read_before_the_own_one(shared: ToldCase, client: Client) -> None:
    assert client.get(at(shared, "dossier/")).context["form"]["seen"].value() == 0
    note(shared, shared.house.town.deputy, "Van Joris.")
    typed = {"text": MINE, "kind": "evidence", "audience": "mine", "seen": "0"}
    answer = client.post(at(shared, "dossier/write/"), typed)
    form, html = answer.context["form"], answer.content.decode()
    assert "Something happened in this case while you were writing." in html
    assert ("Van Joris." in html, "New</span>" in html.replace("\n", "").replace("  ", "")) == (True, True)
    assert [form[name].value() for name in ("text", "kind", "audience")] == [MINE, "evidence", "mine"]
    assert client.post(at(shared, "dossier/write/"), {**typed, "seen": str(form["seen"].value())}).status_code == 302
    assert DossierItem.objects.count() == 2


def test_a_private_note_of_somebody_else_is_no_news_and_is_not_betrayed(shared: ToldCase, client: Client) -> None:
    note(shared, shared.house.town.deputy, "Geheim.", Audience.MINE)
    typed = {"text": MINE, "kind": "note", "audience": "mine", "seen": "0"}
    assert client.get(at(shared, "dossier/")).context["form"]["seen"].value() == 0
    assert client.post(at(shared, "dossier/write/"), typed).status_code == 302


def test_asking_for_the_name_looks_first_and_keeps_the_words(shared: ToldCase, client: Client) -> None:
    assert client.get(at(shared, "name/")).context["form"]["seen"].value() == 1
    shared.moved(CaseVerb.ASK, by=shared.house.town.deputy)
    typed = {"purpose": "contact", "text": MINE, "language": "nl", "seen": "1"}
    answer = client.post(at(shared, "name/"), typed)
    assert (box(answer)[0][0], answer.context["form"]["text"].value()) == ("A question was asked", MINE)
    again = {**typed, "seen": str(answer.context["form"]["seen"].value())}
    assert client.post(at(shared, "name/"), again).status_code == 302


def test_moving_a_term_looks_first_and_can_be_sent_once_more(shared: ToldCase, client: Client) -> None:
    shared.file.clocks.get(name="first_answer").terms.filter(profile=ProfileName.POLICY).update(longer=7)
    shared.heard("Nog iets.")
    typed = {"clock": "first_answer", "reason": "takes_longer", "text": MINE, "language": "nl", "seen": "1"}
    answer = client.post(at(shared, "terms/put-off/"), typed)
    assert (box(answer), answer.context["form"]["text"].value()) == ([("The reporter wrote", "", "24 November")], MINE)
    again = {**typed, "seen": str(answer.context["form"]["seen"].value())}
    assert client.post(at(shared, "terms/put-off/"), again).status_code == 302


def test_handing_over_says_what_happened(shared: ToldCase, client: Client) -> None:
    page = client.get(at(shared, "hand-over/"))
    shown, seen = page.context["shown"], page.context["seen"]
    shared.heard("Nog iets.")
    typed = {"reason": "unable", "shown": shown, "seen": seen, "text": MINE, "language": "nl"}
    answer = client.post(at(shared, "hand-over/"), typed)
    assert (box(answer), answer.context["form"]["text"].value()) == ([("The reporter wrote", "", "24 November")], MINE)
