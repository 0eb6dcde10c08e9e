"""The nouns of the house: organisations, units, people, capacities, offices, deputies, absences."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from deontos.organisations.vocabulary import HELD_BY_ONE, CapacityKind, Language, OfficeKind, OrganisationKind

LANGUAGES = [(language.value, language.value) for language in Language]


def _one_of(kinds: type[OrganisationKind] | type[OfficeKind] | type[CapacityKind]) -> list[tuple[str, str]]:
    return [(kind.value, kind.value) for kind in kinds]


def _ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")))


class Organisation(models.Model):
    """A town, association or partner that has its own reporting point, people and offices."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, choices=_one_of(OrganisationKind))
    member_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="members")
    language = models.CharField(max_length=2, choices=LANGUAGES, default=Language.DUTCH)
    theme = models.CharField(max_length=40, default="lindewater")

    PRIVACY: ClassVar = {
        "id": "nothing",
        "slug": "nothing",
        "name": "nothing",
        "kind": "nothing",
        "member_of": "nothing",
        "language": "nothing",
        "theme": "nothing",
    }

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody who works in or with an organisation, by the name and address that colleagues use.

    `left_on` is the last day of whoever leaves or left; what such a person signed stays.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    given_name = models.CharField(max_length=120)
    family_name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254)
    telephone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default=Language.DUTCH)
    left_on = models.DateField(null=True, blank=True)

    PRIVACY: ClassVar = {
        "id": "nothing",
        "organisation": "personal",
        "given_name": "personal",
        "family_name": "personal",
        "email": "personal",
        "telephone": "personal",
        "language": "personal",
        "left_on": "personal",
    }

    class Meta:
        ordering = ("family_name", "given_name", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "email"], name="person_email_once_in_organisation")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name as people say it."""
        return f"{self.given_name} {self.family_name}"

    @property
    def initials(self) -> str:
        """First letters, for the round face beside a name."""
        return (self.given_name[:1] + self.family_name[:1]).upper()


class Unit(models.Model):
    """A department, service or team, under the unit above it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="units")
    above = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="below")
    name = models.CharField(max_length=200)
    head = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="heads")

    PRIVACY: ClassVar = {
        "id": "nothing",
        "organisation": "nothing",
        "above": "nothing",
        "name": "nothing",
        "head": "personal",
    }

    class Meta:
        ordering = ("name",)
        constraints: ClassVar = [models.CheckConstraint(name="unit_not_above_itself", condition=~Q(above=F("id")))]

    def __str__(self) -> str:
        return self.name


class Capacity(models.Model):
    """The quality in which a person belongs to an organisation for a time, with the words on the door."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="capacities")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="capacities")
    kind = models.CharField(max_length=40, choices=_one_of(CapacityKind))
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="capacities")
    label = models.CharField(max_length=200, blank=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    PRIVACY: ClassVar = {
        "id": "nothing",
        "person": "personal",
        "organisation": "personal",
        "kind": "personal",
        "unit": "personal",
        "label": "personal",
        "started_on": "personal",
        "ended_on": "personal",
    }

    class Meta:
        ordering = ("started_on", "id")
        constraints: ClassVar = [_ends_after_start("capacity_ends_after_start")]


class Office(models.Model):
    """An office that a person holds in an organisation from a day to a day, with the mandate that gives it time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="offices")
    kind = models.CharField(max_length=40, choices=_one_of(OfficeKind))
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="offices")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    mandate_document = models.CharField(max_length=300, blank=True)
    mandate_hours_a_week = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)

    PRIVACY: ClassVar = {
        "id": "nothing",
        "organisation": "personal",
        "kind": "personal",
        "holder": "personal",
        "started_on": "personal",
        "ended_on": "personal",
        "mandate_document": "nothing",
        "mandate_hours_a_week": "personal",
    }

    class Meta:
        ordering = ("kind", "started_on", "id")
        constraints: ClassVar = [
            _ends_after_start("office_ends_after_start"),
            models.UniqueConstraint(
                fields=["organisation", "kind"],
                condition=Q(ended_on__isnull=True, kind__in=sorted(HELD_BY_ONE)),
                name="office_of_one_held_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "kind", "holder"],
                condition=Q(ended_on__isnull=True),
                name="office_not_held_twice",
            ),
        ]


class Deputy(models.Model):
    """Somebody who takes an office's place, in an order: the first who can, does (R-000.16, R-000.71)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="deputies")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deputy_of")
    position = models.PositiveSmallIntegerField()
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    PRIVACY: ClassVar = {
        "id": "nothing",
        "office": "personal",
        "person": "personal",
        "position": "nothing",
        "started_on": "personal",
        "ended_on": "personal",
    }

    class Meta:
        ordering = ("position", "id")
        constraints: ClassVar = [
            _ends_after_start("deputy_ends_after_start"),
            models.CheckConstraint(name="deputy_position_from_one", condition=Q(position__gte=1)),
            models.UniqueConstraint(
                fields=["office", "position"], condition=Q(ended_on__isnull=True), name="deputy_position_once"
            ),
        ]


class Absence(models.Model):
    """Days on which a person is away, and who recorded it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="recorded_absences")

    PRIVACY: ClassVar = {
        "id": "nothing",
        "person": "personal",
        "started_on": "personal",
        "ended_on": "personal",
        "recorded_by": "personal",
    }

    class Meta:
        ordering = ("started_on", "id")
        constraints: ClassVar = [_ends_after_start("absence_ends_after_start")]
