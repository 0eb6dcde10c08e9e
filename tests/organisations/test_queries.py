"""Who holds what on a day: first and last day count, deputies come in their order, other towns stay out of it."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from deontos.organisations.models import Absence, Capacity, Deputy, Unit
from deontos.organisations.queries import (
    absent_people,
    deputies_of,
    deputyships_of,
    holder_of,
    offices_held,
    offices_of,
    place_of,
)
from deontos.organisations.rules import Place
from deontos.organisations.vocabulary import OfficeKind
from tests.factories.organisations import (
    STARTED,
    TODAY,
    Town,
    absent,
    deputy,
    office,
    organisation,
    person,
    town,
    unit,
    works_in,
)

pytestmark = [pytest.mark.row("1.5"), pytest.mark.django_db]

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def lindewater() -> Town:
    return town()


@pytest.mark.row("R-000.17")
def test_an_office_is_held_from_its_first_to_its_last_day() -> None:
    home = organisation()
    held = office(home, OfficeKind.AUDITOR, person(home, "Rik Toets"), started_on=YESTERDAY, ended_on=TODAY)
    days = [YESTERDAY - timedelta(days=1), YESTERDAY, TODAY, TOMORROW]
    assert [list(offices_held(home, on=day)) for day in days] == [[], [held], [held], []]
    assert [list(offices_of(held.holder_id, on=day)) for day in days] == [[], [held], [held], []]


def test_offices_of_another_town_are_not_among_them(lindewater: Town) -> None:
    other = town("Bergstroom")
    assert list(offices_held(other.organisation, on=TODAY).filter(kind=OfficeKind.COMPLAINTS_MANAGER)) == [
        other.manager_office
    ]
    assert list(offices_of(other.manager.id, on=TODAY)) == [other.manager_office]


def test_the_holder_is_whoever_holds_it_today_and_the_longest_of_several(lindewater: Town) -> None:
    home = lindewater.organisation
    assert holder_of(home, OfficeKind.COMPLAINTS_MANAGER, on=TODAY) == lindewater.manager_office
    assert holder_of(home, OfficeKind.AUDITOR, on=TODAY) is None
    later = office(home, OfficeKind.AUDITOR, lindewater.officer, started_on=YESTERDAY)
    longest = office(home, OfficeKind.AUDITOR, lindewater.colleague, started_on=STARTED)
    assert holder_of(home, OfficeKind.AUDITOR, on=TODAY) == longest != later


@pytest.mark.row("R-000.16")
def test_deputies_come_in_their_order_and_only_those_of_the_day(lindewater: Town) -> None:
    held = lindewater.manager_office
    third, second = deputy(held, lindewater.officer, 3), deputy(held, lindewater.director, 2)
    Deputy.objects.create(office=held, person=lindewater.colleague, position=4, started_on=TOMORROW)
    Deputy.objects.create(office=held, person=lindewater.colleague, position=1, started_on=STARTED, ended_on=YESTERDAY)
    assert [each.person for each in deputies_of(held, on=TODAY)] == [lindewater.deputy, second.person, third.person]


def test_a_deputyship_counts_until_somebody_else_holds_the_office(lindewater: Town) -> None:
    assert [each.office for each in deputyships_of(lindewater.deputy.id, on=TODAY)] == [lindewater.manager_office]
    held = lindewater.manager_office
    held.ended_on = YESTERDAY
    held.save()
    assert [each.office for each in deputyships_of(lindewater.deputy.id, on=TODAY)] == [held]
    office(lindewater.organisation, OfficeKind.COMPLAINTS_MANAGER, lindewater.colleague, started_on=TODAY)
    assert list(deputyships_of(lindewater.deputy.id, on=TODAY)) == []


@pytest.mark.row("R-000.71")
def test_who_is_away_today_is_asked_of_these_people_only(lindewater: Town) -> None:
    absent(lindewater.manager, lindewater.administrator)
    absent(lindewater.director, lindewater.administrator)
    absent(lindewater.deputy, lindewater.deputy, on=YESTERDAY)
    Absence.objects.create(person=lindewater.officer, started_on=STARTED, recorded_by=lindewater.administrator)
    people = [each.id for each in (lindewater.manager, lindewater.deputy, lindewater.officer)]
    assert absent_people(people, on=TODAY) == {lindewater.manager.id, lindewater.officer.id}


def hierarchy(house: Town) -> tuple[Unit, Unit, Unit]:
    """The town hall, a department in it, a team in that; director and officer head the upper two."""
    hall = unit(house.organisation, "Stadhuis", head=house.director)
    department = unit(house.organisation, "Interne zaken", head=house.officer, above=hall)
    return hall, department, unit(house.organisation, "Loket", above=department)


def test_a_place_names_the_heads_of_the_unit_and_of_all_above(lindewater: Town) -> None:
    _hall, department, team = hierarchy(lindewater)
    works_in(lindewater.colleague, team)
    works_in(lindewater.officer, department)
    home, colleague, officer = lindewater.organisation.id, lindewater.colleague.id, lindewater.officer.id
    heads = (lindewater.officer.id, lindewater.director.id)
    assert place_of(colleague, home, on=TODAY) == Place(colleague, team.id, heads)
    assert place_of(officer, home, on=TODAY) == Place(officer, department.id, (lindewater.director.id,))


def test_who_works_in_no_unit_has_a_place_without_line(lindewater: Town) -> None:
    home = lindewater.organisation
    Capacity.objects.create(person=lindewater.colleague, organisation=home, kind="staff", started_on=STARTED)
    assert place_of(lindewater.colleague.id, home.id, on=TODAY) == Place(lindewater.colleague.id, None)


def test_a_capacity_elsewhere_or_on_another_day_gives_no_place(lindewater: Town) -> None:
    other = town("Bergstroom")
    works_in(lindewater.colleague, unit(other.organisation, "Elders"))
    works_in(lindewater.colleague, unit(lindewater.organisation, "Later"), started_on=TOMORROW)
    assert place_of(lindewater.colleague.id, lindewater.organisation.id, on=TODAY).unit is None


def test_units_that_stand_above_one_another_in_a_circle_end_the_walk(lindewater: Town) -> None:
    hall, _department, team = hierarchy(lindewater)
    hall.above = team
    hall.save()
    works_in(lindewater.colleague, team)
    heads = place_of(lindewater.colleague.id, lindewater.organisation.id, on=date(2026, 6, 1)).heads_above
    assert heads == (lindewater.officer.id, lindewater.director.id)


@pytest.mark.parametrize("depth", [1, 3])
def test_a_place_takes_two_queries_however_deep(
    depth: int, lindewater: Town, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    above = None
    for level in range(depth):
        above = unit(lindewater.organisation, f"Eenheid {level}", head=lindewater.director, above=above)
    assert above is not None
    works_in(lindewater.colleague, above)
    with django_assert_num_queries(2):
        assert place_of(lindewater.colleague.id, lindewater.organisation.id, on=TODAY).unit == above.id
