"""The browsers in which people are signed in, those that are known, and how often somebody tried."""

import uuid
from typing import ClassVar

from django.db import models

from deontos.administration.models.accounts import Account


class SignIn(models.Model):
    """One browser at the desk, found by a digest of its cookie; an account's once both steps are done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session_key = models.CharField(max_length=40, unique=True)
    session_data = models.TextField()
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="sign_ins")
    begun_at = models.DateTimeField()
    used_at = models.DateTimeField()
    valid_until = models.DateTimeField(db_index=True)
    browser = models.CharField(max_length=20, blank=True)
    system = models.CharField(max_length=20, blank=True)

    PRIVACY: ClassVar = {
        "id": "nothing",
        "session_key": "nothing",
        "session_data": "personal",
        "account": "personal",
        "begun_at": "personal",
        "used_at": "personal",
        "valid_until": "personal",
        "browser": "personal",
        "system": "personal",
    }


class KnownDevice(models.Model):
    """A browser in which somebody once signed in with both steps; only a digest of its cookie stands here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="known_devices")
    digest = models.BinaryField(max_length=32)
    used_on = models.DateField(db_index=True)

    PRIVACY: ClassVar = {"id": "nothing", "account": "personal", "digest": "nothing", "used_on": "personal"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "digest"], name="device_known_once_to_account")
        ]


class AttemptCount(models.Model):
    """How often something was tried since a moment. Whose account and which device stand in a keyed digest only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.BinaryField(max_length=32, unique=True)
    attempts = models.PositiveIntegerField()
    begun_at = models.DateTimeField(db_index=True)

    PRIVACY: ClassVar = {"id": "nothing", "digest": "nothing", "attempts": "nothing", "begun_at": "nothing"}
