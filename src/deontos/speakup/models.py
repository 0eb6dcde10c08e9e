"""The channel of an organisation and the disclosures that came through it. Reporters' rows carry a civil date only."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

import deontos.speakup.document_models
import deontos.speakup.flood_models  # noqa: F401 -- where Django looks for the rows of this room
from deontos.audit.models import Entry
from deontos.correspondence.models import Conversation
from deontos.keyring.models import ReaderCertificate
from deontos.organisations.models import Organisation, Person
from deontos.organisations.vocabulary import Language
from deontos.questionnaires.models import Questionnaire
from deontos.speakup.binding import SHIPPED_PROMISE
from deontos.speakup.rules import TEST_LASTS, is_web_address
from deontos.speakup.vocabulary import DisclosureKind, ProfileName, ReporterGroup, Subject, TextPlace

NEUTRAL_SITE = "https://www.wikipedia.org/"
"""Where the way out of a letterbox leads unless it names another site."""


class Channel(models.Model):
    """The reporting point of one organisation: whom to call, where to write, and who stands outside the house.

    `accessibility_mail_address` is for whoever cannot use its pages, `enforcement_*` who watches over that by law.
    `fallback` takes a report over when nobody here may read it, once it agreed. `has_custody`: the name that a reporter
    leaves is also kept for two stewards together, to be opened by a duty of law. `complaints_…` is the ordinary
    complaints service, for whoever has no tie to the work.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="channel")
    telephone = models.CharField(max_length=40, blank=True)
    telephone_from_hour = models.PositiveSmallIntegerField(default=9)
    telephone_until_hour = models.PositiveSmallIntegerField(default=17)
    emergency_telephone = models.CharField(max_length=40, default="112")
    letter_address = models.CharField(max_length=300, blank=True)
    mail_address = models.EmailField(max_length=254, blank=True)
    conversation_within_days = models.PositiveSmallIntegerField(default=5)
    authority_name = models.CharField(max_length=200, blank=True)
    authority_telephone = models.CharField(max_length=40, blank=True)
    authority_address = models.URLField(max_length=300, blank=True)
    accessibility_mail_address = models.EmailField(max_length=254, blank=True)
    enforcement_name = models.CharField(max_length=200, blank=True)
    enforcement_address = models.URLField(max_length=300, blank=True)
    exit_address = models.URLField(max_length=300, default=NEUTRAL_SITE)
    fallback = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="takes_over_for"
    )
    fallback_agreed_on = models.DateField(null=True, blank=True)
    has_custody = models.BooleanField(default=False)
    react_within_days = models.PositiveSmallIntegerField(default=SHIPPED_PROMISE.react_within_days)
    reply_within_working_days = models.PositiveSmallIntegerField(default=SHIPPED_PROMISE.reply_within_working_days)
    put_off_by_days = models.PositiveSmallIntegerField(default=SHIPPED_PROMISE.put_off_by_days)
    pause_at_most_days = models.PositiveSmallIntegerField(default=SHIPPED_PROMISE.pause_at_most_days)
    complaints_name = models.CharField(max_length=200, blank=True)
    complaints_telephone = models.CharField(max_length=40, blank=True)
    complaints_address = models.URLField(max_length=300, blank=True)

    @property
    def authority_href(self) -> str:
        """The address of the external authority where it leads to a web page; else nothing."""
        return self.authority_address if is_web_address(self.authority_address) else ""

    @property
    def complaints_href(self) -> str:
        """The address of the ordinary complaints service where it leads to a web page; else nothing."""
        return self.complaints_address if is_web_address(self.complaints_address) else ""

    @property
    def enforcement_href(self) -> str:
        """The address of who watches over accessibility where it leads to a web page; else nothing."""
        return self.enforcement_address if is_web_address(self.enforcement_address) else ""

    PRIVACY: ClassVar = {
        "id": "nothing",
        "organisation": "nothing",
        "telephone": "nothing",
        "telephone_from_hour": "nothing",
        "telephone_until_hour": "nothing",
        "emergency_telephone": "nothing",
        "letter_address": "nothing",
        "mail_address": "nothing",
        "conversation_within_days": "nothing",
        "authority_name": "nothing",
        "authority_telephone": "nothing",
        "authority_address": "nothing",
        "accessibility_mail_address": "nothing",
        "enforcement_name": "nothing",
        "enforcement_address": "nothing",
        "exit_address": "nothing",
        "fallback": "nothing",
        "fallback_agreed_on": "nothing",
        "has_custody": "nothing",
        "react_within_days": "nothing",
        "reply_within_working_days": "nothing",
        "put_off_by_days": "nothing",
        "pause_at_most_days": "nothing",
        "complaints_name": "nothing",
        "complaints_telephone": "nothing",
        "complaints_address": "nothing",
    }


class ChannelProfile(models.Model):
    """That a law applies to a channel from a day, until a day where it was ended; who chose it.

    A disclosure keeps the terms of the day on which it came in. On a day without such a row the Directive applies.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="profiles")
    profile = models.CharField(max_length=20, choices=[(name.value, name.value) for name in ProfileName])
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    chosen_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar = {
        "id": "nothing",
        "channel": "nothing",
        "profile": "nothing",
        "from_on": "nothing",
        "until_on": "nothing",
        "chosen_by": "personal",
    }

    class Meta:
        ordering = ("from_on", "profile", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="profile_ends_after_start", condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on"))
            ),
            models.UniqueConstraint(
                fields=["channel", "profile"], condition=Q(until_on__isnull=True), name="profile_once_without_end"
            ),
            models.UniqueConstraint(fields=["channel", "profile", "from_on"], name="profile_begins_once"),
        ]


class ChannelGroup(models.Model):
    """Whether an organisation lets a group report at its channel, as far as the law leaves that to it.

    Once one group was chosen, all that could be chosen were. What a reporter says of this stands nowhere in clear.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="groups")
    group = models.CharField(max_length=30, choices=[(group.value, group.value) for group in ReporterGroup])
    is_let_in = models.BooleanField()

    PRIVACY: ClassVar = {"id": "nothing", "channel": "nothing", "group": "nothing", "is_let_in": "nothing"}

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["channel", "group"], name="channel_group_once")]


class ChannelText(models.Model):
    """What an organisation says in its own words at one place of its pages, in one language, since a day.

    The newest row of a place and language counts; one without words gives the shipped text its place back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="texts")
    place = models.CharField(max_length=20, choices=[(place.value, place.value) for place in TextPlace])
    language = models.CharField(max_length=2, choices=[(language.value, language.value) for language in Language])
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField()
    published_on = models.DateField()
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar = {
        "id": "nothing",
        "channel": "nothing",
        "place": "nothing",
        "language": "nothing",
        "text": "nothing",
        "version": "nothing",
        "published_on": "personal",
        "published_by": "personal",
    }

    class Meta:
        ordering = ("-published_on", "-version", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "language", "place", "version"], name="text_version_once")
        ]


class ChannelQuestionnaire(models.Model):
    """Which questionnaire a channel asks about one kind of disclosure; a kind without such a row has the shipped one.

    Its newest published version asks; a draft keeps the version that it began with.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="asking")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in DisclosureKind])
    shipped = models.CharField(max_length=40, blank=True)
    own = models.ForeignKey(Questionnaire, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar = {
        "id": "nothing",
        "channel": "nothing",
        "kind": "nothing",
        "shipped": "nothing",
        "own": "nothing",
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "kind"], name="channel_asks_once_about_kind"),
            models.CheckConstraint(
                name="channel_asks_shipped_or_own",
                condition=Q(shipped="", own__isnull=False) | (~Q(shipped="") & Q(own__isnull=True)),
            ),
        ]


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


class TestReadings(models.QuerySet["TestReading"]):
    """Readings of tests."""

    __test__ = False

    def counted(self, *, on: date) -> Self:
        """Those of the year before a day, the latest last, with all that shows whether they are recorded."""
        known = self.select_related("entry", "test", "certificate")
        return known.filter(read_on__range=(on - TEST_LASTS, on)).order_by("read_on", "id")


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

    objects: ClassVar = TestReadings.as_manager()

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
