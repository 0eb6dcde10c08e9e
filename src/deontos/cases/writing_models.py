"""What helps whoever writes: a text that is not sent yet, sealed to its writer, and an organisation's ready texts."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from deontos.cases.vocabulary import CaseVerb, Panel
from deontos.organisations.models import Organisation, Person
from deontos.speakup.vocabulary import DisclosureKind

PANELS = [(panel.value, panel.value) for panel in Panel]
VERBS = [(verb.value, verb.value) for verb in CaseVerb]
KINDS = [(kind.value, kind.value) for kind in DisclosureKind]


class WriterDraft(models.Model):
    """A text that somebody began in a case and has not sent, sealed to that person alone; one a panel.

    `mark` is that of the window in which it was kept last, so that one that shows an older text does not write over it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.CaseFile", on_delete=models.CASCADE, related_name="writer_drafts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    panel = models.CharField(max_length=20, choices=PANELS)
    mark = models.UUIDField(default=uuid.uuid4)
    sealed = models.BinaryField()
    signature = models.BinaryField(max_length=66)
    kept_on = models.DateField()

    PRIVACY: ClassVar = {
        "id": "nothing",
        "case": "nothing",
        "person": "personal",
        "panel": "nothing",
        "mark": "nothing",
        "sealed": "sealed",
        "signature": "nothing",
        "kept_on": "personal",
    }

    class Meta:
        ordering = ("case", "panel", "id")
        indexes: ClassVar = [models.Index(fields=["kept_on"], name="writer_draft_by_day")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "person", "panel"], name="writer_draft_once_a_panel")
        ]


class ReadyText(models.Model):
    """A ready beginning of a message, in an organisation's own words; `shipped` is the one in whose place it stands.

    `names` and `texts` are by language; it is offered in those in which it has both. A retired one is offered nowhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    shipped = models.CharField(max_length=40, blank=True)
    verb = models.CharField(max_length=20, choices=VERBS)
    kind = models.CharField(max_length=20, choices=KINDS, blank=True)
    names = models.JSONField()
    texts = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    changed_on = models.DateField()
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    retired_on = models.DateField(null=True)

    PRIVACY: ClassVar = {
        "id": "nothing",
        "organisation": "nothing",
        "shipped": "nothing",
        "verb": "nothing",
        "kind": "nothing",
        "names": "nothing",
        "texts": "nothing",
        "version": "nothing",
        "changed_on": "nothing",
        "changed_by": "personal",
        "retired_on": "nothing",
    }

    class Meta:
        ordering = ("organisation", "verb", "changed_on", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "shipped"], condition=~Q(shipped=""), name="ready_text_for_shipped_once"
            )
        ]
