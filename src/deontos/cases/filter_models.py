"""The rows in which people keep how they look at their inbox."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from deontos.organisations.models import Person

LONGEST_NAME = 60
LONGEST_ADDRESS = 400


class SavedFilter(models.Model):
    """A filter of the inbox under the name that a person gave it; one of them may be what the inbox opens on.

    `address` is the part of the page's address that asks for it, without anything that was searched for.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    address = models.CharField(max_length=LONGEST_ADDRESS)
    is_first = models.BooleanField(default=False)

    PRIVACY: ClassVar = {
        "id": "nothing",
        "person": "personal",
        "name": "personal",
        "address": "personal",
        "is_first": "personal",
    }

    class Meta:
        ordering = ("name", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "name"], name="filter_name_once"),
            models.UniqueConstraint(fields=["person"], condition=Q(is_first=True), name="filter_first_once"),
        ]
