"""A flood at the reporting point, as its handlers see it: in the inbox for a while, and at the cases of that day."""

from datetime import timedelta

import pytest
from django.test import Client

from deontos.organisations.models import Person
from deontos.speakup.actions.flooding import note_flood
from tests.factories.administration import desk_client, sign_in
from tests.factories.cases import told
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import TODAY, town

pytestmark = [pytest.mark.row("4.7"), pytest.mark.usefixtures("today")]

INBOX = "/desk/cases/"
AT_THE_CASE = "This came in on a day with unusually many reports"


def signed_in(person: Person) -> Client:
    """A browser in which somebody is signed in, with a closed vault."""
    client = Client()
    sign_in(client, person)
    return client


def floods(client: Client) -> list[tuple[str, object]]:
    """The floods of which the inbox speaks."""
    answer = client.get(INBOX)
    assert answer.status_code == 200
    shown = [(each.organisation.slug, each.flooded_on) for each in answer.context["floods"]]
    assert answer.content.decode().count("Unusually many reports on") == len(shown)
    return shown


def test_without_a_flood_nothing_is_said(house: KeyedTown) -> None:
    case = told(house)
    client = desk_client(house, house.town.manager)
    assert floods(client) == []
    assert AT_THE_CASE not in client.get(f"{INBOX}{case.id}/").content.decode()


def test_who_reads_cases_of_that_channel_sees_the_day_and_nobody_else_does(house: KeyedTown) -> None:
    told(house)
    other = keyed(town("Zilverbeek"))
    told(other)
    note_flood("lindewater", on=TODAY)
    here = house.town
    for someone in (here.manager, here.deputy, here.officer, here.director):
        assert floods(signed_in(someone)) == [("lindewater", TODAY)]
    assert floods(signed_in(other.town.manager)) == []
    for someone in (here.administrator, here.colleague):
        assert signed_in(someone).get(INBOX).status_code == 404
    assert Client().get(INBOX).status_code == 302


def test_after_a_fortnight_the_inbox_is_silent(house: KeyedTown) -> None:
    told(house)
    for days in (-1, 0, 3, 14, 15):
        note_flood("lindewater", on=TODAY - timedelta(days=days))
    days_shown = [TODAY - timedelta(days=days) for days in (0, 3, 14)]
    assert floods(signed_in(house.town.manager)) == [("lindewater", day) for day in days_shown]


@pytest.mark.parametrize("opens_vault", [True, False])
def test_a_case_says_that_it_came_in_during_one(house: KeyedTown, opens_vault: bool) -> None:
    before, during = told(house, on=TODAY - timedelta(days=1)), told(house)
    other = keyed(town("Zilverbeek"))
    note_flood("lindewater", on=TODAY)
    note_flood("zilverbeek", on=TODAY - timedelta(days=1))
    client = desk_client(house, house.town.manager) if opens_vault else signed_in(house.town.manager)
    pages = [client.get(f"{INBOX}{case.id}/").content.decode() for case in (before, during)]
    assert [AT_THE_CASE in each for each in pages] == [False, True]
    assert other.town.organisation.name not in "".join(pages)
