"""Somebody with SQL: offices, deputies, absences and read tests are named where they are not what the log says."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import models

from deontos.access.gate import Actor
from deontos.administration.actions.absences import end_absence, record_absence
from deontos.administration.actions.deputies import end_deputyship, move_deputy, name_deputy
from deontos.administration.actions.founding import Founded, found_organisation
from deontos.administration.actions.offices import appoint, end_office
from deontos.administration.actions.organisations import OrganisationDetails
from deontos.administration.actions.people import PersonDetails
from deontos.administration.vocabulary import Direction
from deontos.organisations.models import Absence, Deputy, Office, Person
from deontos.organisations.vocabulary import Language, OfficeKind, OrganisationKind
from tests.factories.organisations import NOW, STARTED, TODAY, actor, person, town
from tests.sites.tampering import Named, change, named

pytestmark = [pytest.mark.row("2.8"), pytest.mark.django_db, pytest.mark.usefixtures("blobs")]

DETAILS = OrganisationDetails("Hazelaar", OrganisationKind.MUNICIPALITY, Language.DUTCH)
ILSE = PersonDetails("Ilse", "Vlierput", "ilse@hazelaar.example", "", Language.DUTCH)
TOMORROW = TODAY + timedelta(days=1)


@dataclass
class Registers:
    """A town that was founded by the program: a manager with three deputies, of whom the last came later."""

    founded: Founded = field(default_factory=lambda: found_organisation("hazelaar", DETAILS, ILSE, at=NOW))
    people: list[Person] = field(default_factory=list)
    deputies: list[Deputy] = field(default_factory=list)

    def __post_init__(self) -> None:
        home = self.founded.organisation
        self.people = [person(home, name) for name in ("Tom Berk", "Mira Halewijn", "Joris Waterman", "Ada Elsbos")]
        self.office = appoint(
            home, OfficeKind.COMPLAINTS_MANAGER, self.people[0], started_on=TODAY, by=self.by, at=NOW
        ).office
        self.deputies = [self.named(each) for each in self.people[1:3]]
        move_deputy(self.deputies[1], Direction.EARLIER, by=self.by, at=NOW)
        self.deputies.append(self.named(self.people[3]))
        self.absence = record_absence(self.people[0], started_on=TODAY, ended_on=TOMORROW, by=self.by, at=NOW)

    @property
    def by(self) -> Actor:
        return actor(self.founded.administrator)

    def named(self, someone: Person) -> Deputy:
        return name_deputy(self.office, someone, started_on=TODAY, by=self.by, at=NOW).deputy


@pytest.fixture
def registers() -> Registers:
    return Registers()


def of_registers(table: str, fault: str, *rows: models.Model) -> Named:
    return {(f"organisations.{table}", str(row.pk), fault) for row in rows}


def office_of_somebody_else(registers: Registers) -> Named:
    change(registers.office, holder=registers.people[3])
    return of_registers("office", "changed", registers.office)


def office_of_another_kind(registers: Registers) -> Named:
    change(registers.office, kind=OfficeKind.STEWARD)
    return of_registers("office", "changed", registers.office)


def office_since_long_ago(registers: Registers) -> Named:
    change(registers.office, started_on=STARTED)
    return of_registers("office", "changed", registers.office)


def office_ended_by_hand(registers: Registers) -> Named:
    change(registers.office, ended_on=TODAY)
    return of_registers("office", "end_changed", registers.office)


def office_goes_on_after_its_end(registers: Registers) -> Named:
    end_office(registers.office, last_day=TODAY, by=registers.by, at=NOW)
    change(registers.office, ended_on=None)
    return of_registers("office", "end_changed", registers.office)


def office_removed(registers: Registers) -> Named:
    Office.objects.filter(pk=registers.office.pk).delete()
    return of_registers("office", "gone", registers.office)


def office_added(registers: Registers) -> Named:
    made = Office.objects.create(
        organisation=registers.founded.organisation,
        kind=OfficeKind.ADMINISTRATOR,
        holder=registers.people[1],
        started_on=TODAY,
    )
    return of_registers("office", "not_in_log", made)


def deputy_is_somebody_else(registers: Registers) -> Named:
    change(registers.deputies[2], person=registers.founded.administrator)
    return of_registers("deputy", "changed", registers.deputies[2])


def deputy_moved_to_the_front(registers: Registers) -> Named:
    """Behind the back of the one who stands in first: that one is moved out of the way."""
    first, second = registers.deputies[1], registers.deputies[0]
    change(first, position=9)
    change(second, position=1)
    return of_registers("deputy", "changed", first, second)


def deputy_ended_by_hand(registers: Registers) -> Named:
    change(registers.deputies[0], ended_on=TODAY)
    return of_registers("deputy", "end_changed", registers.deputies[0])


def deputy_removed(registers: Registers) -> Named:
    Deputy.objects.filter(pk=registers.deputies[2].pk).delete()
    return of_registers("deputy", "gone", registers.deputies[2])


def deputy_added(registers: Registers) -> Named:
    someone = registers.founded.administrator
    made = Deputy.objects.create(office=registers.office, person=someone, position=7, started_on=TODAY)
    return of_registers("deputy", "not_in_log", made)


def absence_added(registers: Registers) -> Named:
    someone = registers.people[1]
    made = Absence.objects.create(person=someone, started_on=TODAY, recorded_by=registers.founded.administrator)
    return of_registers("absence", "not_in_log", made)


def absence_of_somebody_else(registers: Registers) -> Named:
    change(registers.absence, person=registers.people[1])
    return of_registers("absence", "changed", registers.absence)


def absence_recorded_by_somebody_else(registers: Registers) -> Named:
    change(registers.absence, recorded_by=registers.people[1])
    return of_registers("absence", "changed", registers.absence)


def absence_prolonged(registers: Registers) -> Named:
    change(registers.absence, ended_on=None)
    return of_registers("absence", "end_changed", registers.absence)


def absence_removed(registers: Registers) -> Named:
    Absence.objects.filter(pk=registers.absence.pk).delete()
    return of_registers("absence", "gone", registers.absence)


ATTACKS: tuple[Callable[[Registers], Named], ...] = (
    office_of_somebody_else,
    office_of_another_kind,
    office_since_long_ago,
    office_ended_by_hand,
    office_goes_on_after_its_end,
    office_removed,
    office_added,
    deputy_is_somebody_else,
    deputy_moved_to_the_front,
    deputy_ended_by_hand,
    deputy_removed,
    deputy_added,
    absence_added,
    absence_of_somebody_else,
    absence_recorded_by_somebody_else,
    absence_prolonged,
    absence_removed,
)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_exactly_the_rows_that_were_touched_are_named(
    registers: Registers, attack: Callable[[Registers], Named]
) -> None:
    expected = attack(registers)
    assert named() == expected


def test_what_the_program_itself_does_is_no_tampering(registers: Registers) -> None:
    """Ending, ending again earlier, taking back what never began, coming back earlier."""
    home, by = registers.founded.organisation, registers.by
    move_deputy(registers.deputies[2], Direction.EARLIER, by=by, at=NOW)
    end_deputyship(registers.deputies[0], last_day=TODAY, by=by, at=NOW)
    end_absence(registers.absence, last_day=TODAY, by=by, at=NOW)
    coming = record_absence(registers.people[1], started_on=TOMORROW, ended_on=None, by=by, at=NOW)
    end_absence(coming, last_day=TODAY, by=by, at=NOW)
    end_office(registers.office, last_day=TODAY, by=by, at=NOW)
    later = appoint(
        home,
        OfficeKind.COMPLAINTS_MANAGER,
        registers.people[1],
        started_on=TOMORROW,
        by=by,
        at=NOW,
        takes_over=registers.office,
    ).office
    assert named() == set()
    end_office(later, last_day=TODAY, by=by, at=NOW)
    assert not Office.objects.filter(pk=later.pk).exists()
    assert named() == set()


def test_offices_of_before_the_log_are_not_missed_in_it() -> None:
    """A house that no founding in the log began: what was done to its offices since is judged, the rest is not."""
    made = town()
    assert named() == set()
    end_office(made.manager_office, last_day=TODAY, by=actor(made.administrator), at=NOW)
    assert named() == set()
    change(made.manager_office, ended_on=None)
    assert named() == of_registers("office", "end_changed", made.manager_office)
