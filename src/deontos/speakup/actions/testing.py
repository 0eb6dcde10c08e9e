"""Testing a channel: a test is sealed as a disclosure is, and each person of the line reads it with the own key."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.audit.actions import record
from deontos.correspondence.actions.conversations import (
    add_item,
    erase_conversation,
    make_holder,
    open_conversation,
)
from deontos.correspondence.models import Conversation
from deontos.correspondence.queries import items_of, opened
from deontos.correspondence.vocabulary import ItemKind
from deontos.kernel.clock import civil_date
from deontos.kernel.refusals import Refusal
from deontos.keyring.actions.receipts import accept_receipt
from deontos.keyring.authenticity import receipt_details
from deontos.keyring.models import Envelope, ReaderCertificate
from deontos.keyring.readers import UnlockedReader
from deontos.keyring.sealing import give_to_person, give_to_receipt, make_pair
from deontos.keyring.vocabulary import Ground, Purpose
from deontos.notices.actions import write_prompt, write_windowed
from deontos.notices.vocabulary import LetterTemplate
from deontos.organisations.queries import holder_of
from deontos.organisations.vocabulary import Language, OfficeKind
from deontos.speakup.authenticity import TEST_READ, TESTED, is_recorded, reading_details
from deontos.speakup.models import Channel, ChannelTest, TestReading
from deontos.speakup.queries import Line, line_of, newest_test_for
from deontos.speakup.rules import TEST_LASTS, TEST_REMINDED_BEFORE, is_asked_for_again
from deontos.speakup.vocabulary import ChannelTestCode
from deontos.vault.passphrases import generate_passphrase, normalised, word_list
from deontos.vault.receipts import Receipt


class TestRefused(Refusal):
    """A test of a channel was not made, or does not count as read."""

    __test__ = False  # what collects tests takes this name for one


def make_test(channel: Channel, *, by: Actor, at: datetime) -> ChannelTest:
    """Seal a test to everybody in the line who holds a certified key today, and ask them to read it.

    Refuses: NotAllowed, NOBODY_CERTIFIED. Records: channel.tested. Notifies: everybody it was sealed to.
    """
    demand(by, Permission.SPEAKUP_TEST_MAKE, channel.organisation_id)
    line = line_of(channel, on=civil_date(at))
    if not line.certificates:
        raise TestRefused(ChannelTestCode.NOBODY_CERTIFIED)
    with transaction.atomic():
        test = seal_test(channel, line, by=by.person, at=at)
        for person in line.certificates:
            write_prompt(channel.organisation_id, line.people[person], LetterTemplate.CHANNEL_TEST, at=at)
    return test


def seal_test(channel: Channel, line: Line, *, by: UUID, at: datetime) -> ChannelTest:
    """Seal a test to everybody certified in a line, under a receipt that nobody keeps. Needs an open transaction.

    The caller has made sure that somebody may do so. Records: channel.tested. Notifies: nobody, the caller does.
    """
    organisation, receipt, on = channel.organisation_id, Receipt.make(), civil_date(at)
    Channel.objects.select_for_update(no_key=True).get(
        pk=channel.pk
    )  # two at once would leave two tests, and erase neither
    reporter = make_holder(receipt, on=on)
    talk = make_pair(organisation, Purpose.CONVERSATION, on=on)
    identity = make_pair(organisation, Purpose.IDENTITY, on=on)
    assert reporter.holder is not None
    conversation: Conversation = open_conversation(
        organisation, receipt, reporter.holder, pair=talk.epoch.pair, identity_pair=identity.epoch.pair, on=on
    )
    give_to_receipt(talk, reporter.holder, by=reporter, on=on, ground=Ground.OWN)
    for certificate in line.certificates.values():
        give_to_person(talk, certificate, by=reporter, on=on, ground=Ground.IN_LINE)
    word = generate_passphrase(word_list(Language(channel.organisation.language)), 1)
    add_item(conversation, ItemKind.CONFIDED, {"word": word}, epoch=talk.epoch, by=reporter, on=on)
    for older in ChannelTest.objects.select_for_update(no_key=True).filter(channel=channel, conversation__isnull=False):
        _erase(older)
    test = ChannelTest.objects.create(channel=channel, conversation=conversation, made_on=on, made_by_id=by)
    details = receipt_details(reporter.holder, thread=conversation.id)
    accept_receipt(reporter.holder, under=record(organisation, TESTED, by=by, about=test.id, at=at, details=details))
    return test


def read_test(test: ChannelTest, word: str, reader: UnlockedReader, *, by: Actor, at: datetime) -> TestReading:
    """Note that somebody in the line opened a test with the present key: the word that stands in it was given back.

    Whoever reads it last erases what was sealed.
    Refuses: NotAllowed, NOT_CERTIFIED, NOT_SEALED_TO_YOU, TEST_NOT_AUTHENTIC, WRONG_WORD. Records: channel.test_read.
    """
    demand(by, Permission.SPEAKUP_TEST_READ, test.channel.organisation_id)
    channel, on = test.channel, civil_date(at)
    certificate = line_of(channel, on=on).certificates.get(by.person)
    if certificate is None:
        raise TestRefused(ChannelTestCode.NOT_CERTIFIED)
    newest = newest_test_for(channel, certificate)
    if newest is None or newest.pk != test.pk:
        raise TestRefused(ChannelTestCode.NOT_SEALED_TO_YOU)
    if normalised(word) != normalised(word_of(newest, reader)):
        raise TestRefused(ChannelTestCode.WRONG_WORD)
    with transaction.atomic():
        locked = (
            ChannelTest.objects.select_for_update(of=("self",), no_key=True).select_related("channel").get(pk=newest.pk)
        )
        reading = _note_reading(locked, certificate, on=on, at=at)
        _erase_once_read(locked)
    return reading


def word_of(test: ChannelTest, reader: UnlockedReader) -> str:
    """The control word of a test, opened with the reader's key. Refuses: NOT_SEALED_TO_YOU, TEST_NOT_AUTHENTIC.

    Records nothing: reading counts when the word is given back.
    """
    found = opened(items_of(test.conversation), reader) if test.conversation else []
    if not found:
        raise TestRefused(ChannelTestCode.NOT_SEALED_TO_YOU)
    if not found[0].authentic:
        raise TestRefused(ChannelTestCode.TEST_NOT_AUTHENTIC)
    return str(found[0].content["word"])


def remind_of_tests(*, on: date) -> int:
    """Ask for the next test, 30 days before the last one counts no longer; the answer is how many were asked.

    Each reading is asked about once. Records nothing: a letter is no act. Notifies: whoever read it, and the integrity
    officer.
    """
    last = on - TEST_LASTS + TEST_REMINDED_BEFORE
    due = TestReading.objects.filter(reminded_on__isnull=True, read_on__lte=last).select_related("test__channel")
    asked = 0
    for reading in due.order_by("read_on", "id"):
        with transaction.atomic():
            asked += _remind(reading, on=on)
    return asked


def _remind(reading: TestReading, *, on: date) -> bool:
    channel = reading.test.channel
    line = line_of(channel, on=on)
    if not TestReading.objects.filter(pk=reading.pk, reminded_on__isnull=True).update(reminded_on=on):
        return False  # another worker was quicker
    counted_on = line.tested_on.get(reading.person_id, reading.read_on)
    if reading.person_id not in line.people or not is_asked_for_again(counted_on, on=on):
        return False
    officer = holder_of(channel.organisation_id, OfficeKind.INTEGRITY_OFFICER, on=on)
    told = {reading.person_id: line.people[reading.person_id]}
    told |= {officer.holder_id: officer.holder} if officer else {}
    for person in told.values():
        write_windowed(channel.organisation_id, person, LetterTemplate.CHANNEL_TEST_DUE, on=on)
    return True


def _note_reading(test: ChannelTest, certificate: ReaderCertificate, *, on: date, at: datetime) -> TestReading:
    """Once with each certificate. A row that nobody recorded here was put in by somebody else, and is written over."""
    held = TestReading.objects.select_for_update(of=("self",), no_key=True).select_related(
        "entry", "test", "certificate"
    )
    reading = held.filter(test=test, certificate=certificate).first() or TestReading(test=test, certificate=certificate)
    if is_recorded(reading):
        return reading
    reading.person_id, reading.read_on, reading.reminded_on, reading.entry = certificate.person_id, on, None, None
    reading.save()
    organisation, details = test.channel.organisation_id, reading_details(reading)
    reading.entry = record(organisation, TEST_READ, by=reading.person_id, about=reading.id, at=at, details=details)
    reading.save(update_fields=["entry"])
    return reading


def _erase_once_read(test: ChannelTest) -> None:
    """Nothing is kept that everybody has read: only that they did."""
    if test.conversation is None:
        return  # meanwhile a newer one was made
    sealed_to = Envelope.objects.filter(epoch__pair=test.conversation.pair_id, certificate__isnull=False)
    still = sealed_to.exclude(certificate__person__in=test.readings.filter(entry__isnull=False).values("person"))
    if not still.exists():
        _erase(test)


def _erase(test: ChannelTest) -> None:
    conversation = test.conversation
    assert conversation is not None
    test.conversation = None
    test.save(update_fields=["conversation"])
    erase_conversation(conversation)
