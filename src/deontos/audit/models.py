"""The rows of the two chains and their heads. Rows are added, never changed."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from deontos.audit.vocabulary import ChainKind
from deontos.organisations.models import Organisation

KINDS = [(kind.value, kind.value) for kind in ChainKind]


class ChainHead(models.Model):
    """The last number and digest of one chain of one organisation; locked while a row is added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    chain = models.CharField(max_length=10, choices=KINDS)
    number = models.PositiveBigIntegerField(default=0)
    digest = models.BinaryField(max_length=32, default=bytes(32))
    seal = models.BinaryField(max_length=32, default=bytes(32))
    key_version = models.PositiveSmallIntegerField(default=0)

    PRIVACY: ClassVar = {
        "id": "nothing",
        "organisation": "nothing",
        "chain": "nothing",
        "number": "nothing",
        "digest": "nothing",
        "seal": "nothing",
        "key_version": "nothing",
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "chain"], name="chain_head_once"),
        ]


class Entry(models.Model):
    """One thing that was done: which fact, by whom, about what; chained to the row before it and sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    chain = models.CharField(max_length=10, choices=KINDS)
    number = models.PositiveBigIntegerField()
    fact = models.CharField(max_length=80)
    actor_id = models.UUIDField(null=True)
    subject_id = models.UUIDField(null=True)
    details = models.TextField(default="{}")
    at = models.DateTimeField(null=True)
    on = models.DateField(null=True)
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)
    seal = models.BinaryField(max_length=32)
    key_version = models.PositiveSmallIntegerField()

    PRIVACY: ClassVar = {
        "id": "nothing",
        "organisation": "nothing",
        "chain": "nothing",
        "number": "nothing",
        "fact": "nothing",
        "actor_id": "personal",
        "subject_id": "nothing",
        "details": "nothing",
        "at": "personal",
        "on": "nothing",
        "previous": "nothing",
        "digest": "nothing",
        "seal": "nothing",
        "key_version": "nothing",
    }

    class Meta:
        ordering = ("organisation", "chain", "number")
        indexes: ClassVar = [models.Index(fields=["subject_id"], name="entry_by_subject")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "chain", "number"], name="entry_number_once"),
            models.CheckConstraint(
                name="entry_desk_has_moment_reporters_has_day",
                condition=Q(chain=ChainKind.DESK, at__isnull=False, on__isnull=True)
                | Q(chain=ChainKind.REPORTERS, at__isnull=True, on__isnull=False),
            ),
        ]
