"""The sections of settings, as the overview of an organisation lists them; rooms above add theirs in the wiring."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deontos.access.gate import Actor
from deontos.access.permissions import Permission
from deontos.administration.registers import absences_in, offices_in, people_on_duty
from deontos.organisations.models import Organisation, Unit

Words = str | Promise
Count = Callable[[Organisation, date], int]


@dataclass(frozen=True)
class Section:
    """One section: its route takes the slug of the organisation; without the permission it does not exist."""

    title: Words
    text: Words
    route: str
    requires: Permission
    count: Count | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A section as one person sees it in one organisation."""

    title: Words
    text: Words
    href: str
    count: int | None


class Sections:
    """Every section, in order. The house has one; a test may have its own."""

    def __init__(self) -> None:
        self._sections: list[Section] = []

    def add(self, section: Section) -> None:
        """Put a section at the end. The same route again changes nothing."""
        if section.route not in {known.route for known in self._sections}:
            self._sections.append(section)

    def shown_to(self, actor: Actor, organisation: Organisation, *, on: date) -> list[Shown]:
        """What this person may open in this organisation."""
        return [
            Shown(
                section.title,
                section.text,
                reverse(section.route, args=(organisation.slug,)),
                section.count(organisation, on) if section.count else None,
            )
            for section in self._sections
            if actor.may(section.requires, organisation.id)
        ]


SECTIONS = Sections()
SECTIONS.add(
    Section(
        _("Offices and deputies"),
        _("Who holds which office, with which mandate, and who stands in."),
        "office_list",
        Permission.ORGANISATIONS_OFFICES_READ,
        lambda organisation, on: offices_in(organisation.id, "now", on=on).count(),
    )
)
SECTIONS.add(
    Section(
        _("Absences"),
        _("Who is away, and who recorded it."),
        "absence_list",
        Permission.ORGANISATIONS_ABSENCE_RECORD,
        lambda organisation, on: absences_in(organisation.id, "now", on=on).count(),
    )
)
SECTIONS.add(
    Section(
        _("People"),
        _("Names, addresses, and in which quality somebody belongs to the organisation."),
        "person_list",
        Permission.ORGANISATIONS_PEOPLE_READ,
        lambda organisation, on: people_on_duty(organisation.id, on=on).count(),
    )
)
SECTIONS.add(
    Section(
        _("Units"),
        _("Departments, services and teams, and who heads them."),
        "unit_list",
        Permission.ORGANISATIONS_UNIT_CHANGE,
        lambda organisation, _on: Unit.objects.filter(organisation=organisation).count(),
    )
)
SECTIONS.add(
    Section(
        _("Organisation"),
        _("Name, kind, language, and the association you belong to."),
        "organisation_change",
        Permission.ORGANISATIONS_ORGANISATION_CHANGE,
    )
)
