"""The rows of the keyring. Private keys stand here only sealed to a reader."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

import deontos.keyring.recovery_models  # noqa: F401 -- where Django looks for the rows of this room
from deontos.audit.models import Entry
from deontos.keyring.vocabulary import AlarmKind, Ground, Purpose, ResetCause, SlotKind, WakeReason
from deontos.organisations.models import Organisation, Person
from deontos.organisations.vocabulary import OfficeKind

OFFICES = [(kind.value, kind.value) for kind in OfficeKind]
GROUNDS = [(ground.value, ground.value) for ground in Ground]
PURPOSES = [(purpose.value, purpose.value) for purpose in Purpose]
ALARMS = [(kind.value, kind.value) for kind in AlarmKind]
RESETS = [(cause.value, cause.value) for cause in ResetCause]
SLOTS = [(slot.value, slot.value) for slot in SlotKind]
REASONS = [(reason.value, reason.value) for reason in WakeReason]


class Vault(models.Model):
    """The two public keys of a person; the private ones lie in the unlock slots. One at a time is the person's own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="vaults")
    sealing_public = models.BinaryField(max_length=32)
    verifying_public = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar = {
        "id": "nothing",
        "person": "personal",
        "sealing_public": "nothing",
        "verifying_public": "nothing",
        "made_at": "personal",
        "ended_at": "personal",
        "entry": "nothing",
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at__isnull=True), name="vault_current_once")
        ]


class UnlockSlot(models.Model):
    """One way into a vault: the user's keys, wrapped under what only the user knows and the install secrets."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vault = models.ForeignKey(Vault, on_delete=models.CASCADE, related_name="slots")
    kind = models.CharField(max_length=20, choices=SLOTS)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField()

    PRIVACY: ClassVar = {
        "id": "nothing",
        "vault": "personal",
        "kind": "nothing",
        "wrapped": "sealed",
        "made_at": "personal",
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["vault", "kind"], name="unlock_slot_once")]


class VaultSession(models.Model):
    """An open vault: the user's keys sealed under a key that lives only in the browser's cookie."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    row_key = models.BinaryField(max_length=32, unique=True)
    vault = models.ForeignKey(Vault, on_delete=models.CASCADE, related_name="sessions")
    sealed = models.BinaryField()
    opened_at = models.DateTimeField()
    used_at = models.DateTimeField()

    PRIVACY: ClassVar = {
        "id": "nothing",
        "row_key": "nothing",
        "vault": "personal",
        "sealed": "sealed",
        "opened_at": "personal",
        "used_at": "personal",
    }


class VaultProposal(models.Model):
    """A passphrase that was shown and not yet confirmed, sealed under a key that lives only in the browser's cookie."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    row_key = models.BinaryField(max_length=32, unique=True)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    made_at = models.DateTimeField()

    PRIVACY: ClassVar = {
        "id": "nothing",
        "row_key": "nothing",
        "person": "personal",
        "sealed": "sealed",
        "made_at": "personal",
    }


class ReaderCertificate(models.Model):
    """Two stewards' word that these keys are this person's, in this office, from a day until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="certificates")
    office = models.CharField(max_length=40, choices=OFFICES)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")
    sealing_public = models.BinaryField(max_length=32)
    verifying_public = models.BinaryField(max_length=32)
    valid_from = models.DateField()
    valid_until = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar = {
        "id": "nothing",
        "organisation": "personal",
        "office": "personal",
        "person": "personal",
        "sealing_public": "nothing",
        "verifying_public": "nothing",
        "valid_from": "personal",
        "valid_until": "personal",
        "ended_on": "personal",
        "entry": "nothing",
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="certificate_until_after_from", condition=Q(valid_until__gte=models.F("valid_from"))
            )
        ]


class CertificateSignature(models.Model):
    """One steward's signature under a certificate, made after comparing the fingerprint with the person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    certificate = models.ForeignKey(ReaderCertificate, on_delete=models.CASCADE, related_name="signatures")
    steward = models.ForeignKey(ReaderCertificate, on_delete=models.PROTECT, related_name="signed")
    signature = models.BinaryField(max_length=66)
    signed_at = models.DateTimeField()

    PRIVACY: ClassVar = {
        "id": "nothing",
        "certificate": "nothing",
        "steward": "personal",
        "signature": "nothing",
        "signed_at": "personal",
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["certificate", "steward"], name="certificate_signed_once_by_steward")
        ]


class KeyReset(models.Model):
    """A moment from which a person's keys are no longer taken for that person's, until stewards looked again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="key_resets")
    cause = models.CharField(max_length=20, choices=RESETS)
    happened_at = models.DateTimeField()

    PRIVACY: ClassVar = {"id": "nothing", "person": "personal", "cause": "personal", "happened_at": "personal"}

    class Meta:
        ordering = ("happened_at", "id")


class KeyAlarm(models.Model):
    """Something about keys that cannot be right: what and about which row, until a steward wrote why it is settled."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=ALARMS)
    subject_id = models.UUIDField()
    found_at = models.DateTimeField()
    told_on = models.DateField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    PRIVACY: ClassVar = {
        "id": "nothing",
        "organisation": "nothing",
        "kind": "nothing",
        "subject_id": "nothing",
        "found_at": "nothing",
        "told_on": "nothing",
        "settled_at": "personal",
        "settled_by": "personal",
        "reason": "personal",
    }

    class Meta:
        ordering = ("-found_at", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "subject_id"],
                condition=Q(settled_at__isnull=True),
                name="alarm_open_once",
            ),
            models.CheckConstraint(
                name="alarm_settled_by_somebody",
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
        ]


class ReceiptHolder(models.Model):
    """The public keys that a receipt stands for, and the audit row under which it was accepted with them.

    Nothing here leads to the receipt or to a person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealing_public = models.BinaryField(max_length=32)
    verifying_public = models.BinaryField(max_length=32)
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar = {
        "id": "nothing",
        "sealing_public": "nothing",
        "verifying_public": "nothing",
        "entry": "nothing",
    }


class Pair(models.Model):
    """Something that can be sealed to: a conversation, a dossier or an identity, through all its epochs.

    `left_on`: the day on which somebody who could read went; whoever reads it next gives it a new key.
    `custody_ended_on`: the day from which stewards can no longer open a name that they kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20, choices=PURPOSES)
    left_on = models.DateField(null=True)
    custody_ended_on = models.DateField(null=True)

    PRIVACY: ClassVar = {
        "id": "nothing",
        "organisation": "nothing",
        "purpose": "nothing",
        "left_on": "nothing",
        "custody_ended_on": "nothing",
    }


class Epoch(models.Model):
    """One period of a pair: its public key and the envelopes of that time; from the second on, its audit row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="epochs")
    number = models.PositiveSmallIntegerField()
    public_key = models.BinaryField(max_length=32)
    opened_on = models.DateField()
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar = {
        "id": "nothing",
        "pair": "nothing",
        "number": "nothing",
        "public_key": "nothing",
        "opened_on": "nothing",
        "entry": "nothing",
    }

    class Meta:
        ordering = ("pair", "number")
        constraints: ClassVar = [models.UniqueConstraint(fields=["pair", "number"], name="epoch_number_once")]


class ItemKey(models.Model):
    """The key of one sealed item, wrapped to an epoch of a pair; or to no pair, where only single envelopes hold it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    epoch = models.ForeignKey(Epoch, null=True, on_delete=models.PROTECT, related_name="item_keys")
    wrapped = models.BinaryField(null=True)

    PRIVACY: ClassVar = {"id": "nothing", "epoch": "nothing", "wrapped": "sealed"}

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="item_key_wrapped_to_epoch",
                condition=Q(epoch__isnull=False, wrapped__isnull=False) | Q(epoch__isnull=True, wrapped__isnull=True),
            )
        ]


class Envelope(models.Model):
    """One reader's key to a pair's epoch or to a single item: who gave it, why, until when, signed by the giver.

    `pair` is that of the epoch: it stands here too, so that a long list is counted at once (ADR 45).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    epoch = models.ForeignKey(Epoch, null=True, on_delete=models.CASCADE, related_name="envelopes")
    pair = models.ForeignKey(Pair, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    item_key = models.ForeignKey(ItemKey, null=True, on_delete=models.CASCADE, related_name="envelopes")
    certificate = models.ForeignKey(
        ReaderCertificate, null=True, on_delete=models.PROTECT, related_name="envelopes", db_index=False
    )
    holder = models.ForeignKey(ReceiptHolder, null=True, on_delete=models.CASCADE, related_name="envelopes")
    sealed = models.BinaryField()
    dormant = models.BooleanField(default=False)
    given_by = models.ForeignKey(ReaderCertificate, null=True, on_delete=models.PROTECT, related_name="gave")
    given_by_holder = models.ForeignKey(ReceiptHolder, null=True, on_delete=models.CASCADE, related_name="gave")
    resealed_to = models.ForeignKey(Vault, null=True, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=20, choices=GROUNDS)
    given_on = models.DateField()
    until = models.DateField(null=True)
    first_opened_on = models.DateField(null=True)
    woken_on = models.DateField(null=True)
    woken_because = models.CharField(max_length=20, choices=REASONS, blank=True)
    signature = models.BinaryField(max_length=66)

    PRIVACY: ClassVar = {
        "id": "nothing",
        "epoch": "nothing",
        "pair": "nothing",
        "item_key": "nothing",
        "certificate": "personal",
        "holder": "nothing",
        "sealed": "sealed",
        "dormant": "nothing",
        "given_by": "personal",
        "given_by_holder": "nothing",
        "resealed_to": "personal",
        "ground": "nothing",
        "given_on": "nothing",
        "until": "nothing",
        "first_opened_on": "nothing",
        "woken_on": "nothing",
        "woken_because": "nothing",
        "signature": "nothing",
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["certificate", "pair", "dormant", "until"], name="envelope_of_reader"),
            models.Index(fields=["pair"], name="envelope_of_pair", condition=Q(pair__isnull=False)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="envelope_woken_has_day_and_reason",
                condition=Q(woken_on__isnull=True, woken_because="")
                | (Q(woken_on__isnull=False, dormant=False) & ~Q(woken_because="")),
            ),
            models.CheckConstraint(
                name="envelope_of_epoch_or_item",
                condition=Q(epoch__isnull=False, pair__isnull=False, item_key__isnull=True)
                | Q(epoch__isnull=True, pair__isnull=True, item_key__isnull=False),
            ),
            models.CheckConstraint(
                name="envelope_for_person_or_receipt",
                condition=Q(certificate__isnull=False, holder__isnull=True)
                | Q(certificate__isnull=True, holder__isnull=False),
            ),
            models.CheckConstraint(
                name="envelope_from_person_or_receipt",
                condition=Q(given_by__isnull=False, given_by_holder__isnull=True)
                | Q(given_by__isnull=True, given_by_holder__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["epoch", "certificate"], condition=Q(epoch__isnull=False), name="envelope_once_for_reader"
            ),
            models.UniqueConstraint(
                fields=["epoch", "holder"], condition=Q(epoch__isnull=False), name="envelope_once_for_receipt"
            ),
            models.UniqueConstraint(
                fields=["item_key", "certificate"],
                condition=Q(item_key__isnull=False),
                name="envelope_of_item_once_for_reader",
            ),
        ]
