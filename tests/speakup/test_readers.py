"""What settings say about readers before somebody leaves, and before a report can be sealed to them."""

from datetime import date, timedelta

import pytest

from deontos.administration.consequences import CONSEQUENCES
from deontos.administration.readiness import READINESS
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import OfficeKind
from deontos.speakup.models import Channel, TestReading
from deontos.speakup.queries import line_of
from deontos.speakup.readers import closing_with
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import TODAY, office, person

pytestmark = [pytest.mark.row("2.13"), pytest.mark.usefixtures("today")]

MANAGER = OfficeKind.COMPLAINTS_MANAGER


def told(someone: Person) -> int:
    """How many sentences of other rooms the page of a leaver shows."""
    return len(CONSEQUENCES.of_leaving(someone, TODAY).told)


def test_the_page_of_a_leaver_says_when_the_reporting_point_closes(house: KeyedTown, channel: Channel) -> None:
    assert line_of(channel, on=TODAY).is_open
    assert [told(each) for each in (house.town.manager, house.town.deputy)] == [1, 1]
    assert [told(each) for each in (house.town.officer, house.town.colleague)] == [0, 0]


def test_it_says_nothing_while_another_deputy_reads(house: KeyedTown, second: Person, channel: Channel) -> None:
    assert [told(each) for each in (house.town.manager, house.town.deputy, second)] == [1, 0, 0]


def test_it_says_nothing_of_a_point_that_is_closed_or_closes_before(house: KeyedTown, channel: Channel) -> None:
    for late in (TODAY + timedelta(days=4_000), date.max - timedelta(days=1), date.max, date.min):
        assert list(closing_with(house.town.manager, late)) == []
    TestReading.objects.all().delete()
    assert told(house.town.manager) == 0


def test_a_reader_needs_a_test_until_it_is_read(house: KeyedTown, channel: Channel) -> None:
    home, newcomer = house.town.organisation, person(house.town.organisation, "Nele Verbruggen")
    people = [house.town.manager, newcomer]
    needs = READINESS.needs(home, MANAGER, people, on=TODAY)
    assert [need.is_met for need in needs[house.town.manager.id]] == [True, True, True]
    assert [need.is_met for need in needs[newcomer.id]] == [False, False, False]
    TestReading.objects.all().delete()
    needs = READINESS.needs(home, MANAGER, people, on=TODAY)
    assert [need.is_met for need in needs[house.town.manager.id]] == [True, True, False]


def test_an_office_that_reads_no_reporting_point_needs_no_test(house: KeyedTown, channel: Channel) -> None:
    steward = office(house.town.organisation, OfficeKind.STEWARD, house.town.colleague)
    needs = READINESS.needs(house.town.organisation, OfficeKind.STEWARD, [steward.holder], on=TODAY)
    assert [need.is_met for need in needs[steward.holder_id]] == [False, False]
