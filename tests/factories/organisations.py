"""Invented towns and the people in them: the handler, who stands in, a colleague without office, a stranger."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.text import slugify

from deontos.access.gate import Actor, actor_of
from deontos.organisations.models import Absence, Capacity, Deputy, Office, Organisation, Person, Unit
from deontos.organisations.vocabulary import CapacityKind, Language, OfficeKind, OrganisationKind
from tests.factories.tape import taped

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
STARTED = date(2024, 1, 1)


@dataclass(frozen=True)
class Town:
    """A municipality with everybody in place. `colleague` works there without an office."""

    organisation: Organisation
    manager: Person
    deputy: Person
    officer: Person
    director: Person
    administrator: Person
    stewards: tuple[Person, Person, Person]
    colleague: Person
    manager_office: Office


def organisation(name: str = "Lindewater", kind: OrganisationKind = OrganisationKind.MUNICIPALITY) -> Organisation:
    """An organisation under this name."""
    return Organisation.objects.create(slug=slugify(name), name=name, kind=kind)


def person(home: Organisation, name: str, language: Language = Language.DUTCH) -> Person:
    """Somebody of this organisation; the first word of the name is the given name."""
    given, _, family = name.partition(" ")
    email = f"{slugify(name)}@{home.slug}.example"
    return Person.objects.create(
        organisation=home, given_name=given, family_name=family, email=email, language=language
    )


def office(
    home: Organisation, kind: OfficeKind, holder: Person, *, started_on: date = STARTED, ended_on: date | None = None
) -> Office:
    """An office held since long before today, unless said otherwise."""
    return Office.objects.create(organisation=home, kind=kind, holder=holder, started_on=started_on, ended_on=ended_on)


def deputy(held: Office, person: Person, position: int = 1) -> Deputy:
    """Somebody who takes an office's place."""
    return Deputy.objects.create(office=held, person=person, position=position, started_on=STARTED)


def unit(home: Organisation, name: str, *, head: Person | None = None, above: Unit | None = None) -> Unit:
    """A unit with its head, under another one."""
    return Unit.objects.create(organisation=home, name=name, head=head, above=above)


def works_in(person: Person, place: Unit, *, started_on: date = STARTED) -> Capacity:
    """Put somebody to work in a unit."""
    return Capacity.objects.create(
        person=person,
        organisation_id=place.organisation_id,
        kind=CapacityKind.STAFF,
        unit=place,
        started_on=started_on,
    )


def absent(person: Person, recorded_by: Person, *, on: date = TODAY) -> Absence:
    """An absence of this one day."""
    return Absence.objects.create(person=person, started_on=on, ended_on=on, recorded_by=recorded_by)


def town(name: str = "Lindewater") -> Town:
    """A municipality with a complaints manager, one deputy, officer, director, administrator and three stewards."""
    return taped(("town", name), lambda: _town(name))


def _town(name: str) -> Town:
    home = organisation(name)
    manager, officer, director, administrator = (
        person(home, each) for each in ("Mira Halewijn", "Jolien Lindeboom", "Bernard Elsbos", "Ilse Vlierput")
    )
    stewards = (person(home, "Noor Veldbron"), person(home, "Pieter Zandhoek"), person(home, "Roza Kleiput"))
    held = office(home, OfficeKind.COMPLAINTS_MANAGER, manager)
    office(home, OfficeKind.INTEGRITY_OFFICER, officer)
    office(home, OfficeKind.GENERAL_DIRECTOR, director)
    office(home, OfficeKind.ADMINISTRATOR, administrator)
    for steward in stewards:
        office(home, OfficeKind.STEWARD, steward)
    second = person(home, "Joris Waterman")
    deputy(held, second)
    return Town(
        organisation=home,
        manager=manager,
        deputy=second,
        officer=officer,
        director=director,
        administrator=administrator,
        stewards=stewards,
        colleague=person(home, "Tom Schelfhout"),
        manager_office=held,
    )


def actor(person: Person, *, on: date = TODAY) -> Actor:
    """The person as somebody who acts on this day."""
    return actor_of(person.id, on=on)
