"""The rows with which keys come back or go on: secrets split among stewards, ceremonies, and the keys of before."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from deontos.keyring.vocabulary import CeremonyEnd, SharedFor
from deontos.organisations.models import Organisation, Person

USES = [(use.value, use.value) for use in SharedFor]
ENDS = [(end.value, end.value) for end in CeremonyEnd]


class FormerKeys(models.Model):
    """A person's keys of before, sealed to the vault that came after, until everything is sealed to that one.

    `reached`: the last envelope that was looked at, so that whoever was interrupted goes on from there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vault = models.ForeignKey("keyring.Vault", on_delete=models.CASCADE, related_name="former_keys")
    former = models.ForeignKey("keyring.Vault", on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    reached = models.UUIDField(null=True)
    kept_from = models.DateTimeField()

    PRIVACY: ClassVar = {
        "id": "nothing",
        "vault": "personal",
        "former": "personal",
        "sealed": "sealed",
        "reached": "nothing",
        "kept_from": "personal",
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["vault", "former"], name="former_keys_once")]


class SharedSecret(models.Model):
    """A secret that was split among the stewards of an organisation: of a vault's slot, or the key of an identity."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    use = models.CharField(max_length=20, choices=USES)
    vault = models.OneToOneField("keyring.Vault", null=True, on_delete=models.CASCADE, related_name="shared_secret")
    pair = models.OneToOneField("keyring.Pair", null=True, on_delete=models.CASCADE, related_name="shared_secret")
    made_on = models.DateField()

    PRIVACY: ClassVar = {
        "id": "nothing",
        "organisation": "nothing",
        "use": "nothing",
        "vault": "personal",
        "pair": "nothing",
        "made_on": "nothing",
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="shared_secret_of_vault_or_pair",
                condition=Q(use=SharedFor.RECOVERY, vault__isnull=False, pair__isnull=True)
                | Q(use=SharedFor.CUSTODY, vault__isnull=True, pair__isnull=False),
            )
        ]

    @property
    def kept(self) -> uuid.UUID:
        """The id of what it opens: of the vault, or of the pair."""
        kept: uuid.UUID | None = self.vault_id or self.pair_id
        assert kept is not None
        return kept


class Share(models.Model):
    """One steward's share of a secret, sealed to the key that a certificate certifies.

    `resealed_to`: the steward's later vault to whose key that steward sealed it anew.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    secret = models.ForeignKey(SharedSecret, on_delete=models.CASCADE, related_name="shares")
    certificate = models.ForeignKey("keyring.ReaderCertificate", on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    resealed_to = models.ForeignKey("keyring.Vault", null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar = {
        "id": "nothing",
        "secret": "nothing",
        "certificate": "personal",
        "sealed": "sealed",
        "resealed_to": "personal",
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["secret", "certificate"], name="share_once_a_steward")]


class Ceremony(models.Model):
    """Two stewards' way to bring one secret back to one person: who asked for it, why, and how it ended.

    What they hand on is sealed to `vault`. `former` is the vault that is to be opened; none where an identity is.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    vault = models.ForeignKey("keyring.Vault", on_delete=models.PROTECT, related_name="+")
    former = models.ForeignKey("keyring.Vault", null=True, on_delete=models.PROTECT, related_name="+")
    secret = models.ForeignKey(SharedSecret, null=True, on_delete=models.SET_NULL, related_name="ceremonies")
    reason = models.TextField(max_length=500)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True, choices=ENDS)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar = {
        "id": "nothing",
        "organisation": "nothing",
        "person": "personal",
        "vault": "personal",
        "former": "personal",
        "secret": "nothing",
        "reason": "personal",
        "begun_at": "personal",
        "ended_at": "personal",
        "outcome": "nothing",
        "ended_by": "personal",
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ended_at__isnull=True, former__isnull=False),
                name="ceremony_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["secret"], condition=Q(ended_at__isnull=True), name="ceremony_once_for_secret"
            ),
            models.CheckConstraint(
                name="ceremony_ended_with_outcome",
                condition=Q(ended_at__isnull=True, outcome="", ended_by__isnull=True)
                | (Q(ended_at__isnull=False) & ~Q(outcome="")),
            ),
        ]


class Contribution(models.Model):
    """A steward's share, sealed to the vault that a ceremony names, and signed by that steward."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ceremony = models.ForeignKey(Ceremony, on_delete=models.CASCADE, related_name="contributions")
    steward = models.ForeignKey("keyring.ReaderCertificate", on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    signature = models.BinaryField(max_length=66)
    given_at = models.DateTimeField()

    PRIVACY: ClassVar = {
        "id": "nothing",
        "ceremony": "personal",
        "steward": "personal",
        "sealed": "sealed",
        "signature": "nothing",
        "given_at": "personal",
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ceremony", "steward"], name="contribution_once_a_steward")
        ]


class RecoveryStop(models.Model):
    """An organisation's decision to do without recovery: a steward asks, another confirms, until somebody lifts it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(max_length=500)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    PRIVACY: ClassVar = {
        "id": "nothing",
        "organisation": "nothing",
        "reason": "personal",
        "asked_by": "personal",
        "asked_at": "personal",
        "confirmed_by": "personal",
        "confirmed_at": "personal",
        "lifted_by": "personal",
        "lifted_at": "personal",
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(lifted_at__isnull=True), name="recovery_stop_one_at_a_time"
            ),
            models.CheckConstraint(
                name="recovery_stop_confirmed_pair",
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="recovery_stop_lifted_pair",
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="recovery_stop_by_two",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("asked_by")),
            ),
        ]
