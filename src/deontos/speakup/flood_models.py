"""The days on which a channel was flooded. A day and no more: the hour would date what came in during it."""

import uuid
from typing import ClassVar

from django.db import models

from deontos.organisations.models import Organisation


class FloodDay(models.Model):
    """That unusually much was begun or sent at the channel of an organisation on a day; and when it was told of that.

    It says nothing of anybody: not how much it was, nor from where.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="flood_days")
    flooded_on = models.DateField()
    told_on = models.DateField(null=True)

    REPORTER_SIDE = True
    PRIVACY: ClassVar = {
        "id": "nothing",
        "organisation": "nothing",
        "flooded_on": "nothing",
        "told_on": "nothing",
    }

    class Meta:
        ordering = ("-flooded_on", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "flooded_on"], name="flood_once_a_day")
        ]
