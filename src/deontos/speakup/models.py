"""The channel of an organisation and the disclosures that came through it. Reporters' rows carry a civil date only."""

import uuid
from typing import ClassVar

from django.db import models

from deontos.audit.models import Entry
from deontos.correspondence.models import Conversation
from deontos.keyring.models import ReaderCertificate
from deontos.organisations.models import Organisation, Person
from deontos.speakup.vocabulary import DisclosureKind, Subject


class Channel(models.Model):
    """The reporting point of one organisation: whom to call, where to write, and who stands outside the house."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="channel")
    telephone = models.CharField(max_length=40, blank=True)
    telephone_from_hour = models.PositiveSmallIntegerField(default=9)
    telephone_until_hour = models.PositiveSmallIntegerField(default=17)
    emergency_telephone = models.CharField(max_length=40, default="112")
    letter_address = models.CharField(max_length=300, blank=True)
    conversation_within_days = models.PositiveSmallIntegerField(default=5)
    authority_name = models.CharField(max_length=200, blank=True)
    authority_telephone = models.CharField(max_length=40, blank=True)
    authority_address = models.URLField(max_length=300, blank=True)
    exit_address = models.URLField(max_length=300, default="https://www.wikipedia.org/")

    PRIVACY: ClassVar = {
        "id": "nothing",
        "organisation": "nothing",
        "telephone": "nothing",
        "telephone_from_hour": "nothing",
        "telephone_until_hour": "nothing",
        "emergency_telephone": "nothing",
        "letter_address": "nothing",
        "conversation_within_days": "nothing",
        "authority_name": "nothing",
        "authority_telephone": "nothing",
        "authority_address": "nothing",
        "exit_address": "nothing",
    }


class Disclosure(models.Model):
    """That somebody confided something on a day, of a coarse kind; what it says is sealed in the conversation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="disclosures")
    conversation = models.OneToOneField(Conversation, on_delete=models.PROTECT, related_name="disclosure")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in DisclosureKind])
    subject = models.CharField(max_length=30, choices=[(subject.value, subject.value) for subject in Subject])
    received_on = models.DateField()

    PRIVACY: ClassVar = {
        "id": "nothing",
        "channel": "nothing",
        "conversation": "nothing",
        "kind": "nothing",
        "subject": "nothing",
        "received_on": "nothing",
    }


class ChannelTest(models.Model):
    """A test of a channel on a day: sealed to everybody in the line as a disclosure is, and none itself.

    What was sealed is erased once everybody has read it, or when a newer test is made.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="tests")
    conversation = models.OneToOneField(Conversation, null=True, on_delete=models.PROTECT, related_name="channel_test")
    made_on = models.DateField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar = {
        "id": "nothing",
        "channel": "nothing",
        "conversation": "nothing",
        "made_on": "nothing",
        "made_by": "personal",
    }


class TestReading(models.Model):
    """That somebody in the line opened a test with the key of a certificate and gave its word back, on a day.

    It counts only with the audit row that holds all of it. `reminded_on`: when the next test was asked for.
    """

    __test__ = False  # what collects tests takes this name for one

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    test = models.ForeignKey(ChannelTest, on_delete=models.PROTECT, related_name="readings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="test_readings")
    certificate = models.ForeignKey(ReaderCertificate, on_delete=models.PROTECT, related_name="+")
    read_on = models.DateField()
    reminded_on = models.DateField(null=True)
    entry = models.ForeignKey(Entry, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar = {
        "id": "nothing",
        "test": "nothing",
        "person": "personal",
        "certificate": "personal",
        "read_on": "personal",
        "reminded_on": "personal",
        "entry": "nothing",
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["test", "certificate"], name="test_read_once_with_certificate")
        ]
