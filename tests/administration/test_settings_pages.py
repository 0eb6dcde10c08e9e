"""The settings pages: what an administrator does there, what is refused with a sentence, and that a town is its own."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deontos.administration.models import Account, ProviderLink
from deontos.administration.vocabulary import LinkPurpose
from deontos.notices.models import Letter
from deontos.organisations.models import Absence, Capacity, Deputy, Office, Person, Unit
from deontos.organisations.queries import deputies_of
from deontos.organisations.vocabulary import Language, OfficeKind
from tests.factories.administration import account, sign_in
from tests.factories.organisations import NOW, TODAY, Town, absent, deputy, person, town, unit

pytestmark = [pytest.mark.row("2.13"), pytest.mark.django_db]

HOME = "/desk/settings/of/lindewater/"
BEFORE = TODAY - timedelta(days=3)


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def lindewater() -> Town:
    """A town whose administrator reads English."""
    made = town()
    Person.objects.filter(organisation=made.organisation).update(language=Language.ENGLISH)
    return made


@pytest.fixture
def desk(lindewater: Town) -> Client:
    """The administrator at the desk."""
    client = Client()
    sign_in(client, lindewater.administrator)
    return client


def day(name: str) -> dict[str, str]:
    """A form's day, filled with today."""
    return {name: TODAY.isoformat()}


def words(answer: Any) -> str:
    """The words of a page."""
    assert answer.status_code == 200
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode())))


def add(desk: Client, name: str = "Nele Verbruggen", **fields: str) -> Any:
    """Add somebody by the page."""
    given, _, family = name.partition(" ")
    values = {"given_name": given, "family_name": family, "email": f"{given}@lindewater.example".lower()}
    return desk.post(f"{HOME}people/add/", {**values, "language": "nl", **fields})


def test_somebody_is_added_and_gets_a_quality_an_office_and_an_invitation(desk: Client, lindewater: Town) -> None:
    assert add(desk).status_code == 302
    nele = Person.objects.get(given_name="Nele")
    here = f"/desk/settings/person/{nele.id}/"
    team = unit(lindewater.organisation, "Secretariaat")
    capacity = {"kind": "staff", "unit": str(team.id), "label": "jurist", **day("started_on")}
    assert desk.post(f"{here}capacity/", capacity).status_code == 302
    assert Capacity.objects.get(person=nele).unit == team
    assert desk.post(f"{here}invite/").status_code == 302
    assert Account.objects.get(person=nele).links.get().purpose == LinkPurpose.INVITATION
    assert [letter.recipient for letter in Letter.objects.all()] == [nele]
    appoint = {"kind": "integrity_adviser", "person": str(nele.id), "document": "besluit 2026/12", **day("started_on")}
    assert desk.post(f"{HOME}offices/appoint/", appoint).status_code == 302
    office = Office.objects.get(holder=nele)
    assert (office.kind, office.mandate_document) == (OfficeKind.INTEGRITY_ADVISER, "besluit 2026/12")
    assert "An invitation was sent" in words(desk.get(here))


def test_deputies_stand_in_an_order_that_buttons_change(desk: Client, lindewater: Town) -> None:
    office, second = lindewater.manager_office, lindewater.colleague
    named = {"person": str(second.id), **day("started_on")}
    assert desk.post(f"/desk/settings/office/{office.id}/deputies/add/", named).status_code == 302
    assert [each.person for each in deputies_of(office, on=TODAY)] == [lindewater.deputy, second]
    row = Deputy.objects.get(person=second)
    assert desk.post(f"/desk/settings/deputy/{row.id}/move/", {"go": "earlier"}).status_code == 302
    assert [each.person for each in deputies_of(office, on=TODAY)] == [second, lindewater.deputy]
    shown = words(desk.get(f"/desk/settings/office/{office.id}/"))
    assert shown.index("Tom Schelfhout") < shown.index("Joris Waterman")


@pytest.mark.row("2.4")
def test_an_absence_shows_who_recorded_it(desk: Client, lindewater: Town) -> None:
    away = {"person": str(lindewater.manager.id), "last_day": "", **day("started_on")}
    assert desk.post(f"{HOME}absences/record/", away).status_code == 302
    absence = Absence.objects.get()
    assert (absence.person, absence.recorded_by) == (lindewater.manager, lindewater.administrator)
    shown = words(desk.get(f"{HOME}absences/"))
    assert ("Mira Halewijn" in shown, "Ilse Vlierput" in shown) == (True, True)


def test_leaving_is_shown_first_and_done_only_then(desk: Client, lindewater: Town) -> None:
    here = f"/desk/settings/person/{lindewater.manager.id}/leave/"
    shown = words(desk.post(here, {"go": "show", "last_day": TODAY.isoformat()}))
    assert "Joris Waterman" in shown
    assert Person.objects.get(pk=lindewater.manager.id).left_on is None
    assert desk.post(here, {"go": "leave", "last_day": TODAY.isoformat()}).status_code == 302
    assert Person.objects.get(pk=lindewater.manager.id).left_on == TODAY
    assert Office.objects.get(pk=lindewater.manager_office.pk).ended_on == TODAY


@pytest.mark.row("2.7", "2.11")
def test_a_lost_second_step_is_reset_after_a_check_in_person(desk: Client, lindewater: Town) -> None:
    account(lindewater.manager)
    here = f"/desk/settings/person/{lindewater.manager.id}/second-step/"
    assert "Choose how you made sure" in words(desk.post(here, {}))
    assert desk.post(here, {"checked": "known_in_person"}).status_code == 302
    assert Account.objects.get(person=lindewater.manager).links.get().purpose == LinkPurpose.SECOND_FACTOR_RESET


@pytest.mark.row("2.11")
def test_a_sign_in_is_switched_off_after_a_page_that_says_what_it_does(desk: Client, lindewater: Town) -> None:
    account(lindewater.manager)
    here = f"/desk/settings/person/{lindewater.manager.id}/switch-off/"
    assert "signed out everywhere" in words(desk.get(here))
    assert Account.objects.get(person=lindewater.manager).is_active
    assert desk.post(here).status_code == 302
    assert not Account.objects.get(person=lindewater.manager).is_active
    assert desk.get(here).status_code == 302


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"given_name": ""}, "Type the given name."),
        ({"email": "nobody"}, "Type the whole address"),
        ({"email": "mira-halewijn@lindewater.example"}, "address"),
        ({"family_name": "x" * 300}, ""),
        ({"language": "tlh"}, "Choose one of the answers"),
        ({"given_name": "\0"}, ""),
    ],
)
def test_what_is_wrong_about_somebody_is_said_and_nothing_is_lost(
    desk: Client, lindewater: Town, fields: dict[str, str], sentence: str
) -> None:
    before = Person.objects.count()
    answer = add(desk, **fields)
    assert sentence in words(answer)
    assert 'class="errors"' in answer.content.decode()
    assert Person.objects.count() == before


def pages(lindewater: Town) -> list[str]:
    """Every list, and a page of each thing."""
    someone, office = lindewater.manager, lindewater.manager_office
    lists = [HOME, *(f"{HOME}{part}/" for part in ("organisation", "units", "people", "offices", "absences"))]
    return [*lists, f"/desk/settings/person/{someone.id}/", f"/desk/settings/office/{office.id}/"]


def test_another_towns_administrator_finds_none_of_it(lindewater: Town) -> None:
    other, stranger = town("Bergstroom"), Client()
    sign_in(stranger, other.administrator)
    nothing = stranger.get("/desk/settings/of/nergens/").content
    for page in pages(lindewater):
        answer = stranger.get(page)
        assert (page, answer.status_code, answer.content == nothing) == (page, 404, True)
    for act in (f"person/{lindewater.manager.id}/invite/", f"person/{lindewater.manager.id}/switch-off/"):
        assert stranger.post(f"/desk/settings/{act}").status_code == 404
    assert Account.objects.filter(person=lindewater.manager).count() == 0


def test_a_colleague_without_office_finds_none_of_it(lindewater: Town) -> None:
    client = Client()
    sign_in(client, lindewater.colleague)
    assert {client.get(page).status_code for page in pages(lindewater)} == {404}


@pytest.mark.parametrize("part", ["people", "offices", "units", "absences"])
def test_as_many_queries_for_three_more_rows_as_for_one(desk: Client, lindewater: Town, part: str) -> None:
    home, counts = lindewater.organisation, []
    for number in range(3):
        someone = person(home, f"Nummer {number}")
        deputy(lindewater.manager_office, someone, number + 2)
        unit(home, f"Dienst {number}", head=someone)
        absent(someone, lindewater.administrator)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(f"{HOME}{part}/").status_code == 200
        counts.append(len(queries))
    assert len(set(counts)) == 1
    assert Unit.objects.count() == 3


def test_whoever_is_here_for_the_last_day_is_marked_so() -> None:
    house = town()
    Person.objects.filter(pk=house.colleague.pk).update(left_on=TODAY)
    Person.objects.update(language="en")
    client = Client()
    sign_in(client, house.administrator)
    page = client.get("/desk/settings/of/lindewater/people/").content.decode()
    assert page.count("Last day:") == 1
    assert house.colleague.name in page[: page.index("Last day:")].rpartition("<tr>")[2]


def test_only_an_absence_that_goes_on_can_end_earlier(lindewater: Town, desk: Client) -> None:
    Absence.objects.create(
        person=lindewater.administrator, started_on=BEFORE, ended_on=BEFORE, recorded_by=lindewater.administrator
    )
    assert "Back earlier" not in words(desk.get("/desk/settings/own-absences/"))
    Absence.objects.update(ended_on=TODAY)
    assert "Back earlier" in words(desk.get("/desk/settings/own-absences/"))


def test_whoever_signs_in_by_way_of_the_organisation_can_be_helped_and_switched_off(
    lindewater: Town, desk: Client
) -> None:
    """No password is no sign that an invitation still waits."""
    made = account(lindewater.colleague)
    address = f"/desk/settings/person/{lindewater.colleague.id}/"
    assert "An invitation was sent." in words(desk.get(address))
    ProviderLink.objects.create(account=made, issuer="https://login.example.org", subject="1", linked_at=NOW)
    page = desk.get(address).content.decode()
    assert (f'href="{address}switch-off/"' in page, f'href="{address}second-step/"' in page) == (True, True)
    ProviderLink.objects.all().delete()
    Account.objects.filter(pk=made.pk).update(last_login=NOW)
    assert "This person can sign in." in words(desk.get(address))
