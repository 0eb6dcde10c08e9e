"""A channel opens by a test that its readers read with their present keys, and by nothing that is put in by hand."""

from datetime import datetime, timedelta

import pytest

from deontos.access.gate import NotAllowed
from deontos.audit.models import Entry
from deontos.audit.queries import findings
from deontos.audit.vocabulary import ChainKind
from deontos.cases.models import CaseFile
from deontos.correspondence.models import Conversation, Item
from deontos.kernel.refusals import Refusal
from deontos.keyring.models import Envelope, ItemKey, Pair, ReceiptHolder
from deontos.notices.models import Letter, WindowedNotice
from deontos.notices.vocabulary import LetterTemplate
from deontos.organisations.models import Person
from deontos.speakup.actions.testing import make_test, read_test, remind_of_tests, word_of
from deontos.speakup.models import Channel, ChannelTest, Disclosure, TestReading
from deontos.speakup.queries import line_of
from deontos.speakup.vocabulary import ChannelTestCode
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, actor, person, town
from tests.factories.speakup import CERTIFIED_ON, reporting_point

pytestmark = [pytest.mark.django_db, pytest.mark.row("2.3")]
YEAR = timedelta(days=365)


@pytest.fixture
def untested(house: KeyedTown) -> Channel:
    """A reporting point whose readers hold keys and have read nothing yet."""
    return Channel.objects.create(organisation=house.town.organisation)


def is_open(channel: Channel, *, later: timedelta = timedelta()) -> bool:
    """Whether the channel is open so long after today."""
    return line_of(channel, on=TODAY + later).is_open


def read(house: KeyedTown, test: ChannelTest, *people: Person, at: datetime = NOW) -> None:
    """Let these people read a test as the page does."""
    for someone in people:
        reader = house.reader(someone, on=at.date())
        read_test(test, word_of(test, reader), reader, by=actor(someone, on=at.date()), at=at)


def refused(house: KeyedTown, test: ChannelTest, someone: Person, word: str = "x", *, at: datetime = NOW) -> object:
    """Why a reading does not count."""
    with pytest.raises(Refusal) as refusal:
        read_test(test, word, house.reader(someone), by=actor(someone, on=at.date()), at=at)
    assert not TestReading.objects.filter(person=someone).exists()
    return refusal.value.code


def test_a_channel_opens_once_the_manager_and_a_deputy_have_both_read_a_test(
    house: KeyedTown, untested: Channel
) -> None:
    assert not is_open(untested)
    test = make_test(untested, by=actor(house.town.administrator), at=NOW)
    assert not is_open(untested)
    read(house, test, house.town.manager)
    assert not is_open(untested)
    read(house, test, house.town.director, house.town.officer)
    assert not is_open(untested)
    read(house, test, house.town.deputy)
    assert is_open(untested)


def test_a_test_is_no_disclosure_and_leaves_only_that_it_was_read(house: KeyedTown, untested: Channel) -> None:
    test = make_test(untested, by=actor(house.town.officer), at=NOW)
    letters = Letter.objects.values_list("recipient__given_name", "template").order_by("recipient__given_name")
    assert list(letters) == [(name, LetterTemplate.CHANNEL_TEST) for name in ("Bernard", "Jolien", "Joris", "Mira")]
    assert (Disclosure.objects.count(), CaseFile.objects.count()) == (0, 0)
    read(house, test, house.town.manager, house.town.deputy, house.town.officer, house.town.director)
    sealed = (Conversation, Item, ItemKey, Pair, ReceiptHolder, Envelope)
    assert {model.__name__: model.objects.count() for model in sealed} == {model.__name__: 0 for model in sealed}
    assert TestReading.objects.count() == 4
    assert is_open(untested)
    assert list(findings(untested.organisation_id, ChainKind.DESK)) == []
    assert not Entry.objects.filter(chain=ChainKind.REPORTERS).exists()


def test_a_newer_test_takes_the_place_of_the_one_before(house: KeyedTown, untested: Channel) -> None:
    by = actor(house.town.officer)
    first, second = make_test(untested, by=by, at=NOW), make_test(untested, by=by, at=NOW)
    assert Conversation.objects.count() == 1
    first.refresh_from_db()
    assert refused(house, first, house.town.manager) is ChannelTestCode.NOT_SEALED_TO_YOU
    read(house, second, house.town.manager)


def test_the_word_must_be_given_back_and_may_be_typed_as_people_type(house: KeyedTown, untested: Channel) -> None:
    test = make_test(untested, by=actor(house.town.officer), at=NOW)
    assert refused(house, test, house.town.manager) is ChannelTestCode.WRONG_WORD
    word = word_of(test, house.reader(house.town.manager))
    typed = f"  {word.upper()} "
    read_test(test, typed, house.reader(house.town.manager), by=actor(house.town.manager), at=NOW)
    assert TestReading.objects.get().person == house.town.manager


def test_nobody_reads_it_who_is_not_in_the_line(house: KeyedTown, untested: Channel) -> None:
    test = make_test(untested, by=actor(house.town.officer), at=NOW)
    other = keyed(town("Hazelaar"), on=CERTIFIED_ON)
    for someone, where in (
        (house.town.administrator, house),
        (house.town.colleague, house),
        (other.town.manager, other),
    ):
        where.give_keys(someone)
        with pytest.raises(Refusal):
            word_of(test, where.reader(someone))
        with pytest.raises(NotAllowed):
            read_test(test, "x", where.reader(someone), by=actor(someone), at=NOW)
    with pytest.raises(NotAllowed):
        make_test(untested, by=actor(other.town.officer), at=NOW)
    assert refused(house, test, house.town.deputy, word="") is ChannelTestCode.WRONG_WORD


def test_whoever_is_certified_after_the_test_was_made_needs_a_new_one(house: KeyedTown, untested: Channel) -> None:
    test = make_test(untested, by=actor(house.town.officer), at=NOW)
    late = person(house.town.organisation, "Wouter Kersgaard")
    house.town.manager_office.deputies.create(person=late, position=2, started_on=CERTIFIED_ON)
    house.give_keys(late)
    assert refused(house, test, late) is ChannelTestCode.NOT_CERTIFIED
    house.certify(late, on=CERTIFIED_ON)
    assert refused(house, test, late) is ChannelTestCode.NOT_SEALED_TO_YOU


def test_without_anybody_certified_no_test_is_made(house: KeyedTown) -> None:
    bare = town("Hazelaar")
    channel = Channel.objects.create(organisation=bare.organisation)
    with pytest.raises(Refusal) as refusal:
        make_test(channel, by=actor(bare.officer), at=NOW)
    assert refusal.value.code is ChannelTestCode.NOBODY_CERTIFIED


def test_it_counts_for_a_year_and_with_the_present_key(house: KeyedTown, channel: Channel) -> None:
    """Read on the first of January; a renewed certificate over the same key keeps it, another key does not."""
    last = CERTIFIED_ON + YEAR - TODAY
    assert is_open(channel, later=last)
    house.certify(house.town.manager, on=TODAY)
    assert is_open(channel)
    assert not is_open(channel, later=last + timedelta(days=1))
    house.keys.pop(house.town.manager.id)
    house.town.manager.certificates.update(ended_on=TODAY)
    house.town.manager.vaults.update(ended_at=NOW)
    house.certify(house.town.manager, on=TODAY)
    line = line_of(channel, on=TODAY)
    assert (line.members[0].certified, line.members[0].tested, line.is_open) == (True, False, False)


@pytest.mark.row("2.2")
def test_a_row_that_somebody_puts_in_opens_nothing(house: KeyedTown, untested: Channel) -> None:
    manager, deputy = house.town.manager, house.town.deputy
    test = make_test(untested, by=actor(house.town.officer), at=NOW)
    read(house, test, manager)
    real = TestReading.objects.select_related("entry").get()
    own = house.certificate(deputy)
    other = Entry.objects.filter(fact="channel.tested").get()
    for entry in (None, real.entry, other):
        forged = TestReading.objects.create(test=test, person=deputy, certificate=own, read_on=TODAY, entry=entry)
        assert not is_open(untested)
        forged.delete()
    TestReading.objects.filter(pk=real.pk).update(person=deputy, certificate=own)
    assert not is_open(untested)
    TestReading.objects.filter(pk=real.pk).update(person=manager, certificate=house.certificate(manager))
    read(house, test, deputy)
    assert is_open(untested)


@pytest.mark.row("2.2")
def test_a_day_that_somebody_moves_keeps_nothing_open(house: KeyedTown, channel: Channel) -> None:
    later = CERTIFIED_ON + YEAR + timedelta(days=1) - TODAY
    TestReading.objects.update(read_on=TODAY)
    assert not is_open(channel)
    assert not is_open(channel, later=later)


def test_a_forged_row_does_not_lend_its_day_to_a_real_reading(house: KeyedTown, untested: Channel) -> None:
    test = make_test(untested, by=actor(house.town.officer), at=NOW)
    own = house.certificate(house.town.manager)
    ahead = TODAY + timedelta(days=300)
    TestReading.objects.create(test=test, person=house.town.manager, certificate=own, read_on=ahead)
    read(house, test, house.town.manager)
    assert TestReading.objects.get().read_on == TODAY


def test_the_next_test_is_asked_for_a_month_before_and_once(house: KeyedTown, channel: Channel) -> None:
    day = CERTIFIED_ON + YEAR - timedelta(days=30)
    Letter.objects.all().delete()
    assert remind_of_tests(on=day - timedelta(days=1)) == 0
    assert remind_of_tests(on=day) == 4
    assert remind_of_tests(on=day + timedelta(days=1)) == 0
    told = WindowedNotice.objects.values_list("recipient__given_name", "template").order_by("recipient__given_name")
    due = LetterTemplate.CHANNEL_TEST_DUE
    assert list(told) == [("Bernard", due), *[("Jolien", due)] * 4, ("Joris", due), ("Mira", due)]


def test_whoever_left_the_line_is_not_asked(house: KeyedTown, channel: Channel) -> None:
    house.town.manager_office.deputies.update(ended_on=TODAY - timedelta(days=1))
    assert remind_of_tests(on=TODAY + timedelta(days=20)) == 3


def test_another_town_is_not_opened_by_our_readings(house: KeyedTown, channel: Channel) -> None:
    other = keyed(town("Hazelaar"), on=CERTIFIED_ON)
    there = Channel.objects.create(organisation=other.town.organisation)
    test = make_test(there, by=actor(other.town.officer), at=NOW)
    TestReading.objects.update(test=test)
    assert not is_open(there)
    assert not any(member.tested for member in line_of(there, on=TODAY).members)
    assert reporting_point(house.town.organisation) == channel
