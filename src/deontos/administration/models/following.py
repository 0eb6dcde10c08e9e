"""That a member lets its association follow its set-up."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from deontos.organisations.models import Organisation, Person


class Following(models.Model):
    """A member's own wish, from a day until it was taken back: its association sees how far its set-up is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="followed_by")
    association = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="follows")
    asked_on = models.DateField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar = {
        "id": "nothing",
        "member": "nothing",
        "association": "nothing",
        "asked_on": "nothing",
        "asked_by": "personal",
        "ended_on": "nothing",
        "ended_by": "personal",
    }

    class Meta:
        ordering = ("asked_on", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member", "association"], condition=Q(ended_on__isnull=True), name="followed_once"
            ),
            models.CheckConstraint(name="not_followed_by_itself", condition=~Q(member=F("association"))),
            models.CheckConstraint(
                name="following_ended_by_somebody",
                condition=Q(ended_on__isnull=True, ended_by__isnull=True)
                | Q(ended_on__isnull=False, ended_by__isnull=False),
            ),
        ]
