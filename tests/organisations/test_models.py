"""What the database itself refuses about people and offices, on both databases."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from deontos.organisations.models import Absence, Capacity, Deputy, Office, Organisation, Person, Unit
from deontos.organisations.phrases import CAPACITIES, OFFICES, ORGANISATIONS
from deontos.organisations.vocabulary import HELD_BY_ONE, CapacityKind, OfficeKind, OrganisationKind
from tests.factories.organisations import STARTED, TODAY, Town, office, organisation, person, town, unit

pytestmark = [pytest.mark.row("1.5"), pytest.mark.django_db]

BEFORE = STARTED - timedelta(days=1)


@pytest.fixture
def lindewater() -> Town:
    return town()


@pytest.mark.row("R-002.04")
def test_every_kind_has_words() -> None:
    assert set(ORGANISATIONS) == set(OrganisationKind)
    assert set(OFFICES) == set(OfficeKind)
    assert set(CAPACITIES) == set(CapacityKind)


@pytest.mark.parametrize("kind", sorted(HELD_BY_ONE))
def test_an_office_of_one_is_held_by_one_at_a_time(kind: OfficeKind) -> None:
    home = organisation()
    first = office(home, kind, person(home, "Mira Halewijn"))
    second = person(home, "Tom Schelfhout")
    with pytest.raises(IntegrityError), transaction.atomic():
        office(home, kind, second)
    first.ended_on = TODAY
    first.save()
    office(home, kind, second)
    office(organisation("Bergstroom"), kind, second)


def test_other_offices_are_held_by_several_but_never_twice_by_one(lindewater: Town) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        office(lindewater.organisation, OfficeKind.STEWARD, lindewater.stewards[0])
    office(lindewater.organisation, OfficeKind.STEWARD, lindewater.colleague)


ENDED_TOO_EARLY: list[Callable[[Town, date], object]] = [
    lambda house, last: office(house.organisation, OfficeKind.AUDITOR, house.colleague, ended_on=last),
    lambda house, last: Deputy.objects.create(
        office=house.manager_office, person=house.colleague, position=9, started_on=STARTED, ended_on=last
    ),
    lambda house, last: Absence.objects.create(
        person=house.colleague, recorded_by=house.colleague, started_on=STARTED, ended_on=last
    ),
    lambda house, last: Capacity.objects.create(
        person=house.colleague, organisation=house.organisation, kind="staff", started_on=STARTED, ended_on=last
    ),
]


@pytest.mark.parametrize("make", ENDED_TOO_EARLY)
def test_nothing_ends_before_it_starts(make: Callable[[Town, date], object], lindewater: Town) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make(lindewater, BEFORE)
    make(lindewater, STARTED)


def test_two_deputies_never_share_a_place_in_the_order_and_none_stands_at_zero(lindewater: Town) -> None:
    for position in (1, 0):
        with pytest.raises(IntegrityError), transaction.atomic():
            Deputy.objects.create(
                office=lindewater.manager_office, person=lindewater.officer, position=position, started_on=STARTED
            )


def test_an_address_stands_once_in_an_organisation_and_again_in_another(lindewater: Town) -> None:
    taken = lindewater.colleague.email
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(organisation=lindewater.organisation, given_name="A", family_name="B", email=taken)
    elsewhere = organisation("Bergstroom")
    Person.objects.create(organisation=elsewhere, given_name="A", family_name="B", email=taken)


def test_a_unit_never_stands_above_itself(lindewater: Town) -> None:
    made = unit(lindewater.organisation, "Stadhuis")
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(pk=made.pk).update(above=made.pk)


def test_an_organisation_and_a_holder_are_not_taken_from_under_an_office(lindewater: Town) -> None:
    for row in (lindewater.organisation, lindewater.manager):
        with pytest.raises(IntegrityError):
            type(row).objects.filter(pk=row.pk).delete()
    assert Office.objects.filter(pk=lindewater.manager_office.pk).exists()
    assert Organisation.objects.filter(pk=lindewater.organisation.pk).exists()


def test_a_name_is_said_as_people_say_it_and_has_two_initials() -> None:
    someone = person(organisation(), "Élodie van der Østen")
    assert (someone.name, someone.initials) == ("Élodie van der Østen", "ÉV")
