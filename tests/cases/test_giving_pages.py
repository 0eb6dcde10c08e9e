"""The desk's pages for handing a case over, writing in its dossier and asking for the name."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from deontos.cases.models import DossierItem
from deontos.cases.vocabulary import CaseVerb
from deontos.correspondence.models import IdentityRequest, Item
from deontos.keyring.models import Envelope
from tests.cases.snapshots import everything
from tests.cases.test_case_page import plain, signed_in
from tests.factories.administration import desk_client
from tests.factories.cases import ToldCase, told
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import absent

pytestmark = pytest.mark.usefixtures("today")

DOSSIER_QUERIES = 31


@pytest.fixture
def case(house: KeyedTown) -> ToldCase:
    return told(house).opened().moved(CaseVerb.ACKNOWLEDGE)


@pytest.fixture
def desk(house: KeyedTown) -> Client:
    """The manager at the desk, with an open vault."""
    return desk_client(house, house.town.manager)


def at(case: ToldCase, page: str) -> str:
    return f"/desk/cases/{case.id}/{page}"


def hidden(html: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    return found.group(1) if found else ""


@pytest.mark.row("2.5", "R-000.71")
def test_handing_over_shows_who_reads_next_and_does_it(case: ToldCase, desk: Client, house: KeyedTown) -> None:
    shown = desk.get(at(case, "hand-over/")).content.decode()
    assert "Joris Waterman" in shown
    fields = {name: hidden(shown, name) for name in ("shown", "seen")}
    answer = desk.post(at(case, "hand-over/"), {"reason": "unable", "text": "Een collega.", "language": "nl", **fields})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/cases/")
    assert desk.get(at(case, "")).status_code == 404
    assert desk.get(at(case, "hand-over/")).status_code == 404
    readers = Envelope.objects.filter(epoch__pair=case.file.disclosure.conversation.pair, certificate__isnull=False)
    assert [each.certificate.person for each in readers if each.certificate] == [house.town.deputy]


@pytest.mark.row("2.5")
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose why"),
        ({"reason": "nonsense"}, "Choose one of the answers"),
        ({"reason": "unable", "shown": "nonsense"}, "Who would read it next has changed"),
        ({"reason": "unable", "seen": "9"}, "Something happened in this case while you were writing"),
    ],
)
def test_what_is_wrong_is_said_and_the_text_stays(
    case: ToldCase, desk: Client, fields: dict[str, str], sentence: str
) -> None:
    shown = desk.get(at(case, "hand-over/")).content.decode()
    before = everything()
    sent = {"text": "Mijn woorden.", "language": "nl", "shown": hidden(shown, "shown"), **fields}
    answer = desk.post(at(case, "hand-over/"), sent)
    assert answer.status_code == 200
    assert sentence in plain(answer.content.decode())
    assert "Mijn woorden." in answer.content.decode()
    assert everything() == before


@pytest.mark.row("2.11")
def test_long_after_the_password_it_is_asked_again_and_the_form_goes_on(case: ToldCase, house: KeyedTown) -> None:
    desk = desk_client(house, house.town.manager)
    session = desk.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0}]
    session.save()
    before = everything()
    answer = desk.post(at(case, "hand-over/"), {"reason": "unable", "text": "Mijn woorden."})
    assert "Mijn woorden." in answer.content.decode()
    assert everything() == before


@pytest.mark.row("2.1")
def test_the_dossier_keeps_what_is_written_down(case: ToldCase, desk: Client) -> None:
    answer = desk.post(at(case, "dossier/write/"), {"text": "Bonnen.\r\nJuli.", "kind": "evidence", "audience": "mine"})
    assert (answer.status_code, answer.headers["Location"]) == (302, at(case, "dossier/"))
    shown = plain(desk.get(at(case, "dossier/")).content.decode())
    assert "Mira Halewijn, Evidence, only you" in shown
    assert "Bonnen." in shown


@pytest.mark.row("2.1")
def test_a_colleague_reads_the_common_note_only(house: KeyedTown) -> None:
    absent(house.town.manager, house.town.administrator)
    case = told(house).opened().opened(by=house.town.deputy)
    desk = desk_client(house, house.town.manager)
    for audience in ("mine", "dossier"):
        desk.post(at(case, "dossier/write/"), {"text": f"Voor {audience}.", "kind": "note", "audience": audience})
    shown = plain(desk_client(house, house.town.deputy).get(at(case, "dossier/")).content.decode())
    assert ("Voor dossier." in shown, "Voor mine." in shown) == (True, False)


@pytest.mark.row("2.1")
def test_with_a_closed_vault_no_word_is_shown_and_the_text_is_kept(case: ToldCase, desk: Client) -> None:
    desk.post(at(case, "dossier/write/"), {"text": "Bonnen.", "kind": "note", "audience": "dossier"})
    closed = signed_in(case.handler)
    assert "Bonnen." not in closed.get(at(case, "dossier/")).content.decode()
    answer = closed.post(at(case, "dossier/write/"), {"text": "Nog bonnen.", "kind": "note", "audience": "dossier"})
    assert "Nog bonnen." in answer.content.decode()
    assert DossierItem.objects.count() == 1


@pytest.mark.row("2.1")
def test_as_many_queries_with_three_notes_as_with_one(
    case: ToldCase, desk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(3):
        for audience in ("mine", "dossier"):
            desk.post(at(case, "dossier/write/"), {"text": "Bonnen.", "kind": "note", "audience": audience})
        with django_assert_num_queries(DOSSIER_QUERIES):
            desk.get(at(case, "dossier/"))


@pytest.mark.row("2.9")
def test_asking_for_the_name_writes_to_the_reporter_and_gives_nothing(case: ToldCase, desk: Client) -> None:
    assert desk.get(at(case, "name/")).status_code == 200
    before = Item.objects.count()
    answer = desk.post(at(case, "name/"), {"purpose": "contact", "text": "Mag ik u bellen?", "language": "nl"})
    assert (answer.status_code, answer.headers["Location"]) == (302, at(case, ""))
    assert Item.objects.count() == before + 1
    assert IdentityRequest.objects.get().purpose == "contact"


@pytest.mark.parametrize("page", ["hand-over/", "dossier/", "name/"])
def test_nobody_else_finds_these_pages(case: ToldCase, house: KeyedTown, hazelaar: KeyedTown, page: str) -> None:
    for person in (house.town.deputy, house.town.colleague, house.town.administrator, hazelaar.town.deputy):
        assert signed_in(person).get(at(case, page)).status_code == 404
        assert signed_in(person).post(at(case, page)).status_code in (404, 405)
