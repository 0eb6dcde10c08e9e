"""The questionnaires that organisations make for themselves; shipped ones are files (`shelf`)."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from deontos.organisations.models import Organisation, Person


class Questionnaire(models.Model):
    """A structured form that an organisation made for itself; what it asks is said by its versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="questionnaires")
    begun_on = models.DateField()
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    retired_on = models.DateField(null=True)
    retired_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar = {
        "id": "nothing",
        "organisation": "nothing",
        "begun_on": "nothing",
        "begun_by": "personal",
        "retired_on": "nothing",
        "retired_by": "personal",
    }

    class Meta:
        ordering = ("begun_on", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="questionnaire_retired_by_somebody",
                condition=Q(retired_on__isnull=True, retired_by__isnull=True)
                | Q(retired_on__isnull=False, retired_by__isnull=False),
            )
        ]


class QuestionnaireVersion(models.Model):
    """What a questionnaire asks since the day on which this was published; before that, the draft of it.

    A published version never changes: no action writes to one, and the audit chain holds its digest.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    published_on = models.DateField(null=True)
    published_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar = {
        "id": "nothing",
        "questionnaire": "nothing",
        "number": "nothing",
        "definition": "nothing",
        "published_on": "nothing",
        "published_by": "personal",
    }

    class Meta:
        ordering = ("questionnaire", "-number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="questionnaire_version_once"),
            models.UniqueConstraint(
                fields=["questionnaire"], condition=Q(published_on__isnull=True), name="one_draft_of_questionnaire"
            ),
            models.CheckConstraint(
                name="questionnaire_published_by_somebody",
                condition=Q(published_on__isnull=True, published_by__isnull=True)
                | Q(published_on__isnull=False, published_by__isnull=False),
            ),
        ]
