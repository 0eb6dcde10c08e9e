"""The sign-in of organisations themselves (OpenID Connect), and which account goes with whom they know."""

import uuid
from typing import ClassVar

from django.db import models

from deontos.administration.models.accounts import Account
from deontos.organisations.models import Organisation

LONGEST_ISSUER = 200
LONGEST_SUBJECT = 255
"""Characters, as OpenID Connect Core allows them."""


class SignInProvider(models.Model):
    """Whom Deontos believes when it says who somebody of one organisation is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    issuer = models.CharField(max_length=LONGEST_ISSUER)
    client_name = models.CharField(max_length=200)
    client_secret = models.TextField()
    is_enabled = models.BooleanField(default=False)
    asks_two_factors = models.BooleanField(default=False)

    PRIVACY: ClassVar = {
        "id": "nothing",
        "organisation": "nothing",
        "issuer": "nothing",
        "client_name": "nothing",
        "client_secret": "sealed",
        "is_enabled": "nothing",
        "asks_two_factors": "nothing",
    }

    class Meta:
        ordering = ("organisation__name",)

    def __str__(self) -> str:
        return self.issuer


class ProviderLink(models.Model):
    """The one account that goes with a subject of an issuer. No address, name or other word of the issuer is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="provider_links")
    issuer = models.CharField(max_length=LONGEST_ISSUER)
    subject = models.CharField(max_length=LONGEST_SUBJECT)
    linked_at = models.DateTimeField()

    PRIVACY: ClassVar = {
        "id": "nothing",
        "account": "personal",
        "issuer": "personal",
        "subject": "personal",
        "linked_at": "personal",
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="provider_link_subject_once"),
            models.UniqueConstraint(fields=["account", "issuer"], name="provider_link_issuer_once"),
        ]

    def __str__(self) -> str:
        return self.issuer
