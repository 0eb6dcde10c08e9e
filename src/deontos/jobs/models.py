"""What the timetable remembers."""

import uuid
from typing import ClassVar

from django.db import models


class Period(models.Model):
    """One period of one entry of the timetable that was dealt with; no scheduler puts it in the queue again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.CharField(max_length=80)
    due_at = models.DateTimeField()

    PRIVACY: ClassVar = {"id": "nothing", "entry": "nothing", "due_at": "nothing"}

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["entry", "due_at"], name="period_of_entry_once")]
