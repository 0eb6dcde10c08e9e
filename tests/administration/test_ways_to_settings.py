"""The ways to settings: from the checklist to the offices, and from one's own menu to one's own absences."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from tests.factories.administration import sign_in
from tests.factories.organisations import NOW, Town, town

pytestmark = [pytest.mark.django_db, pytest.mark.row("2.13")]

OFFICES = 'href="/desk/settings/of/lindewater/offices/"'
ENTRIES_ABOUT_OFFICES = 4


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def lindewater() -> Town:
    """A town that has not begun, whose people read English."""
    made = town()
    Person.objects.update(language=Language.ENGLISH)
    return made


def shown_to(someone: Person, address: str) -> str:
    """The page that somebody gets there."""
    desk = Client()
    sign_in(desk, someone)
    answer = desk.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("who", ["administrator", "officer"])
def test_entries_about_offices_lead_to_the_offices(lindewater: Town, who: str) -> None:
    someone: Person = getattr(lindewater, who)
    page = shown_to(someone, "/desk/settings/channel/setup/")
    assert page.count(OFFICES) == ENTRIES_ABOUT_OFFICES
    assert "Offices and deputies" in shown_to(someone, "/desk/settings/of/lindewater/offices/")


def test_everybody_finds_their_own_absences_in_their_own_menu(lindewater: Town) -> None:
    page = shown_to(lindewater.colleague, "/desk/")
    assert '<a href="/desk/settings/own-absences/">My absences</a>' in page
    assert "My absences" in shown_to(lindewater.colleague, "/desk/settings/own-absences/")
