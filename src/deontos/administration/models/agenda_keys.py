"""The keys with which calendar programs ask for somebody's agenda."""

import uuid
from typing import ClassVar

from django.db import models

from deontos.organisations.models import Person


class AgendaKey(models.Model):
    """The key with which a calendar program may ask for somebody's days. Here stands a digest of it, and nothing more.

    It opens nothing else and signs nobody in. `asked_on` is the last day on which it was used.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="agenda_key")
    digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    asked_on = models.DateField(null=True)

    PRIVACY: ClassVar = {
        "id": "nothing",
        "person": "personal",
        "digest": "nothing",
        "made_at": "personal",
        "asked_on": "personal",
    }
