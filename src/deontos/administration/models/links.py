"""Links that count once, for whoever cannot sign in yet or any more."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from deontos.administration.models.accounts import Account
from deontos.organisations.models import Person


class SingleUseLink(models.Model):
    """A link that was sent to somebody. Its token stands nowhere but in that letter; here stands a digest of it.

    Whoever uses the link gets a page, and the page a proof of its own, so that the address is worth nothing any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=40)
    digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    valid_until = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)
    page_digest = models.BinaryField(max_length=32, null=True)

    PRIVACY: ClassVar = {
        "id": "nothing",
        "account": "personal",
        "purpose": "personal",
        "digest": "nothing",
        "made_at": "personal",
        "made_by": "personal",
        "valid_until": "personal",
        "used_at": "personal",
        "page_digest": "nothing",
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="link_page_only_when_used", condition=Q(page_digest__isnull=True) | Q(used_at__isnull=False)
            )
        ]
