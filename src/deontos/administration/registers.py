"""What the pages of settings list: only rows of organisations in which the actor has the permission, found by words."""

from datetime import date
from functools import reduce
from operator import and_
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from deontos.access.gate import Actor
from deontos.access.permissions import Permission
from deontos.organisations.models import Absence, Capacity, Deputy, Office, Organisation, Person, Unit
from deontos.organisations.queries import on_day
from deontos.organisations.vocabulary import OfficeKind

LONGEST_SEARCH = 100
"""Characters; nobody's name is longer, and each word costs a comparison."""


def organisations_kept_by(actor: Actor, permission: Permission) -> QuerySet[Organisation]:
    """The organisations in which somebody has a permission."""
    return Organisation.objects.filter(pk__in=actor.organisations_with(permission))


def people_kept_by(actor: Actor, permission: Permission) -> QuerySet[Person]:
    """The people of those organisations."""
    return Person.objects.filter(organisation__in=actor.organisations_with(permission)).select_related("organisation")


def units_kept_by(actor: Actor, permission: Permission) -> QuerySet[Unit]:
    """The units of those organisations."""
    rows = Unit.objects.filter(organisation__in=actor.organisations_with(permission))
    return rows.select_related("organisation", "above", "head")


def offices_kept_by(actor: Actor, permission: Permission) -> QuerySet[Office]:
    """The offices of those organisations, past and coming ones too."""
    rows = Office.objects.filter(organisation__in=actor.organisations_with(permission))
    return rows.select_related("organisation", "holder")


def deputies_kept_by(actor: Actor, permission: Permission) -> QuerySet[Deputy]:
    """Who takes the place of these offices."""
    rows = Deputy.objects.filter(office__organisation__in=actor.organisations_with(permission))
    return rows.select_related("office__organisation", "office__holder", "person")


def capacities_kept_by(actor: Actor, permission: Permission) -> QuerySet[Capacity]:
    """In which quality people belong to those organisations."""
    rows = Capacity.objects.filter(organisation__in=actor.organisations_with(permission))
    return rows.select_related("person__organisation", "unit")


def absences_of_or_kept_by(actor: Actor) -> QuerySet[Absence]:
    """Somebody's own absences, and those of people for whom this person may record them."""
    homes = actor.organisations_with(Permission.ORGANISATIONS_ABSENCE_RECORD)
    rows = Absence.objects.filter(Q(person=actor.person) | Q(person__organisation__in=homes))
    return rows.select_related("person__organisation", "recorded_by")


def found_by_words(rows: QuerySet[Person], words: str) -> QuerySet[Person]:
    """The people of whom every word stands in a name or in the address; all of them without a word."""
    conditions = [_in_name(word) for word in words.split()]
    return rows.filter(reduce(and_, conditions)) if conditions else rows


def people_on_duty(organisation: UUID, *, on: date) -> QuerySet[Person]:
    """The people of an organisation who have not left by a day."""
    return Person.objects.filter(Q(left_on__isnull=True) | Q(left_on__gte=on), organisation=organisation)


def offices_in(organisation: UUID, when: str, *, on: date) -> QuerySet[Office]:
    """The offices of an organisation that are held on a day, come after it ("coming"), or are over ("past")."""
    rows = Office.objects.filter(organisation=organisation).select_related("holder")
    standing = Count("deputies", filter=Q(deputies__ended_on__isnull=True) | Q(deputies__ended_on__gte=on))
    if when == "coming":
        return rows.filter(started_on__gt=on).order_by("started_on", "kind", "id")
    if when == "past":
        return rows.filter(ended_on__lt=on).order_by("-ended_on", "kind", "id")
    return rows.filter(on_day(on)).annotate(standing=standing).order_by("kind", "started_on", "id")


def vacant_offices(organisation: UUID, *, on: date) -> list[OfficeKind]:
    """The kinds of office that nobody holds on a day."""
    held = set(Office.objects.filter(on_day(on), organisation=organisation).values_list("kind", flat=True))
    return [kind for kind in OfficeKind if kind not in held]


def former_office(organisation: UUID, kind: OfficeKind) -> Office | None:
    """The office of a kind that ended last, whose deputies a successor may take over."""
    rows = Office.objects.filter(organisation=organisation, kind=kind, ended_on__isnull=False)
    return rows.select_related("holder").order_by("-ended_on", "id").first()


def absences_in(organisation: UUID, when: str, *, on: date) -> QuerySet[Absence]:
    """The absences of an organisation's people: on a day, after it ("coming"), or over ("past")."""
    rows = Absence.objects.filter(person__organisation=organisation).select_related("person", "recorded_by")
    if when == "coming":
        return rows.filter(started_on__gt=on).order_by("started_on", "id")
    if when == "past":
        return rows.filter(ended_on__lt=on).order_by("-ended_on", "id")
    return rows.filter(on_day(on)).order_by(F("ended_on").asc(nulls_last=True), "id")


def _in_name(word: str) -> Q:
    return Q(given_name__icontains=word) | Q(family_name__icontains=word) | Q(email__icontains=word)
