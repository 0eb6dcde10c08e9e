"""Conversations and their sealed items; drafts and sittings of reporters. No row here carries a moment."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from deontos.correspondence.vocabulary import IdentityPurpose, ItemKind
from deontos.keyring.models import ItemKey, Pair, ReaderCertificate, ReceiptHolder
from deontos.organisations.models import Organisation, Person

KINDS = [(kind.value, kind.value) for kind in ItemKind]
PURPOSES = [(purpose.value, purpose.value) for purpose in IdentityPurpose]


class Conversation(models.Model):
    """What somebody confided under a receipt and what both sides wrote since; found by the receipt's locator."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    locator = models.BinaryField(max_length=32, unique=True)
    locator_version = models.PositiveSmallIntegerField()
    holder = models.OneToOneField(ReceiptHolder, on_delete=models.PROTECT, related_name="conversation")
    pair = models.OneToOneField(Pair, on_delete=models.PROTECT, related_name="+")
    identity_pair = models.OneToOneField(Pair, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()

    PRIVACY: ClassVar = {
        "id": "nothing",
        "organisation": "nothing",
        "locator": "nothing",
        "locator_version": "nothing",
        "holder": "nothing",
        "pair": "nothing",
        "identity_pair": "nothing",
        "opened_on": "nothing",
    }


class Blob(models.Model):
    """One sealed file in the store, by its random name; without size and digest as long as it is coming in.

    The row is there before the file, so that a file without a row belongs to nobody.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    size = models.PositiveBigIntegerField(null=True)
    digest = models.BinaryField(max_length=32, null=True)
    begun_on = models.DateField()

    PRIVACY: ClassVar = {
        "id": "nothing",
        "organisation": "nothing",
        "size": "nothing",
        "digest": "nothing",
        "begun_on": "nothing",
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="blob_whole_or_coming_in",
                condition=Q(size__isnull=True, digest__isnull=True) | Q(size__isnull=False, digest__isnull=False),
            )
        ]


class Item(models.Model):
    """One sealed thing in a conversation, signed by whoever wrote it: a certified reader, or the receipt."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=KINDS)
    item_key = models.OneToOneField(ItemKey, on_delete=models.PROTECT, related_name="+")
    ciphertext = models.BinaryField()
    signature = models.BinaryField(max_length=66)
    author = models.ForeignKey(ReaderCertificate, null=True, on_delete=models.PROTECT, related_name="+")
    written_on = models.DateField()
    blob = models.OneToOneField(Blob, null=True, on_delete=models.PROTECT, related_name="item")

    PRIVACY: ClassVar = {
        "id": "nothing",
        "conversation": "nothing",
        "position": "nothing",
        "kind": "nothing",
        "item_key": "nothing",
        "ciphertext": "sealed",
        "signature": "nothing",
        "author": "personal",
        "written_on": "nothing",
        "blob": "nothing",
    }

    class Meta:
        ordering = ("conversation", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "position"], name="item_position_once"),
            models.CheckConstraint(
                name="item_attachment_has_blob",
                condition=Q(kind=ItemKind.ATTACHMENT, blob__isnull=False)
                | (~Q(kind=ItemKind.ATTACHMENT) & Q(blob__isnull=True)),
            ),
        ]


class IdentityRequest(models.Model):
    """That a reader asked the reporter, in a message, to know the name for a purpose; until it is answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="identity_requests")
    message = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="identity_request")
    purpose = models.CharField(max_length=20, choices=PURPOSES)
    answered_on = models.DateField(null=True)

    PRIVACY: ClassVar = {
        "id": "nothing",
        "conversation": "nothing",
        "message": "nothing",
        "purpose": "nothing",
        "answered_on": "nothing",
    }


class IdentityConsent(models.Model):
    """That a reporter lets one person know the name for one purpose, from a day until it is taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="identity_consents")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20, choices=PURPOSES)
    given_on = models.DateField()
    ended_on = models.DateField(null=True)

    PRIVACY: ClassVar = {
        "id": "nothing",
        "conversation": "nothing",
        "person": "personal",
        "purpose": "nothing",
        "given_on": "nothing",
        "ended_on": "nothing",
    }

    class Meta:
        ordering = ("given_on", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conversation", "person", "purpose"],
                condition=Q(ended_on__isnull=True),
                name="identity_consent_once",
            )
        ]


class DailyNotice(models.Model):
    """That the reporter of a conversation gets an e-mail each day; where to and in which language is sealed.

    `stop_digest` finds the row by the link in that e-mail. `failures`: how often in a row the address was refused.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="daily_notice")
    key_version = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()
    stop_digest = models.BinaryField(max_length=32, unique=True)
    begun_on = models.DateField()
    sent_on = models.DateField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)

    PRIVACY: ClassVar = {
        "id": "nothing",
        "conversation": "nothing",
        "key_version": "nothing",
        "sealed": "sealed",
        "stop_digest": "nothing",
        "begun_on": "nothing",
        "sent_on": "nothing",
        "failures": "nothing",
    }


class Draft(models.Model):
    """What somebody has typed and not sent, sealed to the receipt alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    locator = models.BinaryField(max_length=32, unique=True)
    locator_version = models.PositiveSmallIntegerField()
    sealed = models.BinaryField(null=True)
    touched_on = models.DateField()

    PRIVACY: ClassVar = {
        "id": "nothing",
        "organisation": "nothing",
        "locator": "nothing",
        "locator_version": "nothing",
        "sealed": "sealed",
        "touched_on": "nothing",
    }


class Sitting(models.Model):
    """A reporter at work in one browser: found by a digest of the cookie, readable with the cookie only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    row_key = models.BinaryField(max_length=32, unique=True)
    sealed = models.BinaryField()
    sweeps = models.PositiveSmallIntegerField(default=0)

    PRIVACY: ClassVar = {"id": "nothing", "row_key": "nothing", "sealed": "sealed", "sweeps": "nothing"}


class WaitingFile(models.Model):
    """A file that was added to a draft, or in an open mailbox, and not sent; its key is sealed to the receipt."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(Draft, null=True, on_delete=models.CASCADE, related_name="files")
    sitting = models.ForeignKey(Sitting, null=True, on_delete=models.CASCADE, related_name="files")
    blob = models.OneToOneField(Blob, on_delete=models.CASCADE, related_name="waiting_file")
    position = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()

    PRIVACY: ClassVar = {
        "id": "nothing",
        "draft": "nothing",
        "sitting": "nothing",
        "blob": "nothing",
        "position": "nothing",
        "sealed": "sealed",
    }

    class Meta:
        ordering = ("position", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="waiting_file_in_draft_or_sitting",
                condition=Q(draft__isnull=False, sitting__isnull=True) | Q(draft__isnull=True, sitting__isnull=False),
            )
        ]
