"""The case file of a disclosure, its clocks and its steps. What a reporter sets off carries a civil date only."""

import uuid
from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from deontos.cases.vocabulary import (
    Audience,
    CaseState,
    CaseVerb,
    ClockName,
    DossierKind,
    Profile,
    WithholdingGround,
)
from deontos.keyring.models import ItemKey, Pair, ReaderCertificate
from deontos.organisations.models import Organisation, Person
from deontos.speakup.models import Disclosure


def _one_of(values: type[StrEnum]) -> list[tuple[str, str]]:
    return [(value.value, value.value) for value in values]


class CaseFile(models.Model):
    """What is handled: one disclosure, its dossier, where it stands. The number is given when it is first opened."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    disclosure = models.OneToOneField(Disclosure, on_delete=models.PROTECT, related_name="case")
    dossier_pair = models.OneToOneField(Pair, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=12, null=True)  # noqa: DJ001 empty texts would all be the same number
    state = models.CharField(max_length=20, choices=_one_of(CaseState), default=CaseState.RECEIVED)
    received_on = models.DateField()
    acknowledged_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    has_news = models.BooleanField(default=True)

    PRIVACY: ClassVar = {
        "id": "nothing",
        "organisation": "nothing",
        "disclosure": "nothing",
        "dossier_pair": "nothing",
        "number": "nothing",
        "state": "nothing",
        "received_on": "nothing",
        "acknowledged_on": "nothing",
        "closed_on": "nothing",
        "has_news": "nothing",
    }

    class Meta:
        ordering = ("received_on", "id")
        indexes: ClassVar = [models.Index(fields=["organisation", "state", "received_on"], name="case_by_state")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="case_number_once"),
            models.CheckConstraint(
                name="case_closed_has_day",
                condition=Q(state=CaseState.CLOSED, closed_on__isnull=False)
                | (~Q(state=CaseState.CLOSED) & Q(closed_on__isnull=True)),
            ),
        ]


class CaseClock(models.Model):
    """One term of a case: whose it is, when it began, its last day, and when it was met."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="clocks")
    name = models.CharField(max_length=20, choices=_one_of(ClockName))
    profile = models.CharField(max_length=20, choices=_one_of(Profile))
    starts_on = models.DateField()
    due_on = models.DateField()
    met_on = models.DateField(null=True)

    PRIVACY: ClassVar = {
        "id": "nothing",
        "case": "nothing",
        "name": "nothing",
        "profile": "nothing",
        "starts_on": "nothing",
        "due_on": "nothing",
        "met_on": "nothing",
    }

    class Meta:
        ordering = ("due_on", "id")
        indexes: ClassVar = [models.Index(fields=["met_on", "due_on"], name="clock_by_last_day")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "name"], name="clock_once"),
            models.CheckConstraint(name="clock_due_after_start", condition=Q(due_on__gte=F("starts_on"))),
        ]


class CaseStep(models.Model):
    """One step that was taken in a case, told to the reporter; by whom, where it was not the reporter.

    `concerns` is who reads from now on or no longer, and `because` says why, where a step changes who reads.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveIntegerField()
    verb = models.CharField(max_length=20, choices=_one_of(CaseVerb))
    taken_on = models.DateField()
    taken_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    concerns = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=20, blank=True)

    PRIVACY: ClassVar = {
        "id": "nothing",
        "case": "nothing",
        "position": "nothing",
        "verb": "nothing",
        "taken_on": "nothing",
        "taken_by": "personal",
        "concerns": "personal",
        "because": "nothing",
    }

    class Meta:
        ordering = ("case", "position")
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "position"], name="step_position_once")]


class DossierItem(models.Model):
    """A note or a piece of evidence that the reporter never sees, sealed under the dossier's pair or to its author."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="dossier_items")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=_one_of(DossierKind))
    audience = models.CharField(max_length=20, choices=_one_of(Audience))
    item_key = models.OneToOneField(ItemKey, on_delete=models.PROTECT, related_name="+")
    ciphertext = models.BinaryField()
    signature = models.BinaryField(max_length=66)
    author = models.ForeignKey(ReaderCertificate, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    PRIVACY: ClassVar = {
        "id": "nothing",
        "case": "nothing",
        "position": "nothing",
        "kind": "nothing",
        "audience": "nothing",
        "item_key": "nothing",
        "ciphertext": "sealed",
        "signature": "nothing",
        "author": "personal",
        "written_at": "personal",
    }

    class Meta:
        ordering = ("case", "position")
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "position"], name="dossier_position_once")]


class Withholding(models.Model):
    """That a reporter is not told yet that a law demands the name: who asked, on which ground, until which day.

    `reason` is the item of the dossier that says why; `told_by` is nobody where the day of review went by.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="withholdings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    opened_on = models.DateField(null=True)
    ground = models.CharField(max_length=20, choices=_one_of(WithholdingGround))
    reason = models.ForeignKey(DossierItem, on_delete=models.PROTECT, related_name="+")
    until_on = models.DateField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    told_on = models.DateField(null=True)
    told_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar = {
        "id": "nothing",
        "case": "nothing",
        "person": "personal",
        "asked_on": "nothing",
        "opened_on": "nothing",
        "ground": "nothing",
        "reason": "nothing",
        "until_on": "nothing",
        "decided_by": "personal",
        "told_on": "nothing",
        "told_by": "personal",
    }

    class Meta:
        ordering = ("asked_on", "id")
        indexes: ClassVar = [models.Index(fields=["told_on", "until_on"], name="withholding_by_review")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "person"], condition=Q(told_on__isnull=True), name="withholding_once_by_person"
            ),
            models.CheckConstraint(name="withholding_until_after", condition=Q(until_on__gt=F("asked_on"))),
            models.CheckConstraint(
                name="withholding_told_by_on_a_day", condition=Q(told_by__isnull=True) | Q(told_on__isnull=False)
            ),
        ]
