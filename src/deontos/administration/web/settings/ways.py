"""The links back that stand above pages of settings."""

from django.urls import reverse
from django.utils.translation import gettext as _

from deontos.administration.web.settings.labels import office_name
from deontos.organisations.models import Office, Organisation, Person, Unit
from deontos.ui.houses import Link


def to_units(organisation: Organisation) -> Link:
    """To the tree of units."""
    return Link(_("Units"), reverse("unit_list", args=(organisation.slug,)))


def to_unit(unit: Unit) -> Link:
    """To one unit."""
    return Link(unit.name, reverse("unit_detail", args=(unit.id,)))


def to_people(organisation: Organisation) -> Link:
    """To the list of people."""
    return Link(_("People"), reverse("person_list", args=(organisation.slug,)))


def to_person(person: Person) -> Link:
    """To one person."""
    return Link(person.name, reverse("person_detail", args=(person.id,)))


def to_offices(organisation: Organisation) -> Link:
    """To the list of offices."""
    return Link(_("Offices and deputies"), reverse("office_list", args=(organisation.slug,)))


def to_office(office: Office) -> Link:
    """To one office."""
    return Link(office_name(office.kind), reverse("office_detail", args=(office.id,)))


def to_absences(organisation: Organisation) -> Link:
    """To the list of absences."""
    return Link(_("Absences"), reverse("absence_list", args=(organisation.slug,)))
