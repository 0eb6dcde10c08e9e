"""The outbox: letters on their way, and the notices that wait for a window."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from deontos.organisations.models import Organisation, Person


class WindowedNotice(models.Model):
    """A notice that waits for the next window; it says whom to tell, and nothing of the hour it was written."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    template = models.CharField(max_length=40)
    message_id = models.CharField(max_length=320, unique=True)
    written_on = models.DateField()

    REPORTER_SIDE = True
    PRIVACY: ClassVar = {
        "id": "nothing",
        "organisation": "nothing",
        "recipient": "personal",
        "template": "nothing",
        "message_id": "nothing",
        "written_on": "nothing",
    }


class Letter(models.Model):
    """One letter to one person: a prompt one, or all windowed notices of that person in one. Unsent until `sent_on`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    address = models.EmailField(max_length=254, blank=True)
    template = models.CharField(max_length=40)
    message_id = models.CharField(max_length=320, unique=True)
    due_from = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)
    last_failure = models.CharField(max_length=80, blank=True)
    sent_on = models.DateField(null=True)
    sealed_details = models.TextField(blank=True, default="")

    PRIVACY: ClassVar = {
        "id": "nothing",
        "organisation": "nothing",
        "recipient": "personal",
        "address": "personal",
        "template": "nothing",
        "message_id": "nothing",
        "due_from": "personal",
        "failures": "nothing",
        "last_failure": "nothing",
        "sent_on": "personal",
        "sealed_details": "sealed",
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["failures", "due_from"], condition=Q(sent_on__isnull=True), name="letter_unsent")
        ]
