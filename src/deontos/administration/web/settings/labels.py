"""Rows of settings in words: offices, deputies, capacities, with their days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from deontos.access.gate import Actor
from deontos.access.permissions import Permission
from deontos.organisations.models import Capacity, Deputy, Office, Person
from deontos.organisations.phrases import CAPACITIES, OFFICES
from deontos.organisations.vocabulary import CapacityKind, OfficeKind
from deontos.ui.dates import long_day

SHOWN = 50
"""Of one person's offices, deputyships and capacities: nobody has more, and a page stays a page."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what, of whom, in which days, and where it leads."""

    id: UUID
    title: str
    text: str
    days: str
    is_over: bool = False


def sentence(words: str | Promise) -> str:
    """Words that begin a line, with a capital."""
    text = str(words)
    return text[:1].upper() + text[1:]


def days_of(started_on: date, ended_on: date | None) -> str:
    """From when until when."""
    if ended_on is None:
        return _("since %(day)s") % {"day": long_day(started_on)}
    return _("%(first)s to %(last)s") % {"first": long_day(started_on), "last": long_day(ended_on)}


def office_name(kind: str) -> str:
    """The name of an office, to begin a line with."""
    return sentence(OFFICES[OfficeKind(kind)])


def worked_by(person: Person) -> list[Line]:
    """In which qualities somebody belongs to the organisation, the latest first. One query."""
    rows = Capacity.objects.filter(person=person, organisation=person.organisation_id).select_related("unit")
    return [_capacity(each) for each in rows.order_by("-started_on", "id")[:SHOWN]]


def held_by(person: Person, actor: Actor, *, on: date) -> list[Line]:
    """The offices that somebody holds or held where the actor may see them, the latest first. One query."""
    homes = actor.organisations_with(Permission.ORGANISATIONS_OFFICES_READ)
    rows = Office.objects.filter(holder=person, organisation__in=homes).select_related("organisation")
    return [_office(each, on) for each in rows.order_by("-started_on", "id")[:SHOWN]]


def standing_in(person: Person, actor: Actor, *, on: date) -> list[Line]:
    """For whom somebody stands in today or later, where the actor may see it. One query."""
    homes = actor.organisations_with(Permission.ORGANISATIONS_OFFICES_READ)
    rows = Deputy.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=on),
        Q(office__ended_on__isnull=True) | Q(office__ended_on__gte=on),
        person=person,
        office__organisation__in=homes,
    ).select_related("office__holder")
    return [_deputy(each) for each in rows.order_by("started_on", "id")[:SHOWN]]


def named(people: Iterable[Person]) -> str:
    """Several names in a row."""
    return ", ".join(person.name for person in people)


def _capacity(row: Capacity) -> Line:
    text = " · ".join(filter(None, (row.label, row.unit.name if row.unit else "")))
    title = sentence(CAPACITIES[CapacityKind(row.kind)])
    return Line(row.id, title, text, days_of(row.started_on, row.ended_on), row.ended_on is not None)


def _office(row: Office, on: date) -> Line:
    over = row.ended_on is not None and row.ended_on < on
    return Line(row.id, office_name(row.kind), row.organisation.name, days_of(row.started_on, row.ended_on), over)


def _deputy(row: Deputy) -> Line:
    text = _("for %(name)s") % {"name": row.office.holder.name}
    return Line(row.office_id, office_name(row.office.kind), text, days_of(row.started_on, row.ended_on))
