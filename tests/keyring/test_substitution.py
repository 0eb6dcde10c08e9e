"""Keys that somebody put into the database: nothing is opened with them, and nothing new is ever sealed to them."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from deontos.cases.vocabulary import CaseVerb
from deontos.correspondence.models import Conversation, Item
from deontos.correspondence.queries import items_of, opened
from deontos.keyring.models import Envelope, Epoch, ReceiptHolder
from deontos.keyring.readers import KeyNotAuthentic, NoEnvelope, Signer, UnlockedReader
from deontos.keyring.sealing import OpenPair
from deontos.keyring.vocabulary import Ground
from deontos.organisations.models import Person
from tests.correspondence.intruder import Intruder
from tests.factories.cases import ToldCase, told
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import TODAY

pytestmark = [pytest.mark.row("1.4a"), pytest.mark.django_db]

Substitution = Callable[[ToldCase, Intruder], OpenPair]


@pytest.fixture
def house() -> KeyedTown:
    return keyed()


@pytest.fixture
def case(house: KeyedTown) -> ToldCase:
    return told(house).opened().moved(CaseVerb.ACKNOWLEDGE)


def conversation_of(case: ToldCase) -> Conversation:
    return case.file.disclosure.conversation


def another_public_key(case: ToldCase, intruder: Intruder) -> OpenPair:
    """The public key of the epoch, replaced: nobody but the intruder could read what comes."""
    opened = intruder.pair(case.house.town.organisation)
    Epoch.objects.filter(pair=conversation_of(case).pair).update(public_key=opened.keys.public)
    return opened


def a_new_epoch(case: ToldCase, intruder: Intruder) -> OpenPair:
    """A second epoch, without any envelope."""
    return intruder.epoch(conversation_of(case))


def a_new_epoch_with_envelopes(case: ToldCase, intruder: Intruder) -> OpenPair:
    """A second epoch with envelopes for everybody: all would go on opening, for the intruder too."""
    opened = intruder.epoch(conversation_of(case))
    intruder.give(opened, conversation_of(case), intruder.holder())
    return opened


def envelopes_in_the_reporters_name(case: ToldCase, intruder: Intruder) -> OpenPair:
    """The same, and the rows say that the reporter gave them."""
    opened = a_new_epoch_with_envelopes(case, intruder)
    Envelope.objects.filter(epoch=opened.epoch).update(given_by_holder=conversation_of(case).holder)
    return opened


def envelopes_under_replaced_keys(case: ToldCase, intruder: Intruder) -> OpenPair:
    """The same, and the rows say that the reporter's keys are the intruder's: every signature fits."""
    ReceiptHolder.objects.filter(pk=conversation_of(case).holder_id).update(
        verifying_public=intruder.keys.signing.public
    )
    opened = intruder.epoch(conversation_of(case))
    intruder.give(opened, conversation_of(case), Signer(intruder.keys.signing, holder=conversation_of(case).holder))
    return opened


def envelopes_of_another_reporter(case: ToldCase, intruder: Intruder) -> OpenPair:
    """The same, really signed with a receipt that was accepted here for something else."""
    own = told(case.house)
    opened = intruder.epoch(conversation_of(case))
    intruder.give(opened, conversation_of(case), own.reporter().signer(holder=conversation_of(own).holder))
    return opened


def envelopes_of_another_reader(case: ToldCase, intruder: Intruder) -> OpenPair:
    """The same, really signed by a certified reader who has no part in this."""
    house, officer = case.house, case.house.town.deputy
    opened = intruder.epoch(conversation_of(case))
    signer = house.reader(officer).signer(certificate=house.certificate(officer))
    intruder.give(opened, conversation_of(case), signer)
    return opened


def the_pair_of_another_conversation(case: ToldCase, intruder: Intruder) -> OpenPair:
    """The pair of something that the intruder confided, whose receipt opens it."""
    own = told(case.house)
    theirs = conversation_of(own)
    pair, epoch = theirs.pair, theirs.pair.epochs.get()
    keys = own.reporter().pair_of(epoch)
    Conversation.objects.filter(pk=theirs.pk).update(pair=intruder.pair(case.house.town.organisation).epoch.pair)
    Conversation.objects.filter(pk=conversation_of(case).pk).update(pair=pair)
    return OpenPair(epoch, keys)


SUBSTITUTIONS = (
    another_public_key,
    a_new_epoch,
    a_new_epoch_with_envelopes,
    envelopes_in_the_reporters_name,
    envelopes_under_replaced_keys,
    envelopes_of_another_reporter,
    envelopes_of_another_reader,
    the_pair_of_another_conversation,
)


@pytest.mark.parametrize("substitution", SUBSTITUTIONS)
@pytest.mark.parametrize("writer", ["handler", "reporter"])
def test_nothing_is_sealed_to_a_key_that_was_put_in(case: ToldCase, substitution: Substitution, writer: str) -> None:
    substitution(case, Intruder())
    before = Item.objects.count()
    with pytest.raises((KeyNotAuthentic, NoEnvelope)):
        case.moved(CaseVerb.ANSWER) if writer == "handler" else case.heard()
    assert Item.objects.count() == before


def read(case: ToldCase, reader: UnlockedReader) -> int:
    """How many items somebody opens."""
    return len(opened(items_of(conversation_of(case)), reader))


@pytest.mark.parametrize(
    "columns",
    [
        {"until": TODAY + timedelta(days=1)},
        {"ground": Ground.HANDLING_NEED},
        {"signature": bytes(66)},
        {"given_by_holder": None},
    ],
    ids=lambda columns: next(iter(columns)),
)
def test_an_envelope_that_was_changed_opens_nothing(case: ToldCase, columns: dict[str, object]) -> None:
    reader = case.house.reader(case.handler)
    assert read(case, reader) == 2
    if "given_by_holder" in columns:
        columns = {**columns, "given_by": case.house.certificate(case.handler)}
    Envelope.objects.filter(certificate__person=case.handler).update(**columns)
    assert read(case, case.house.reader(case.handler)) == 0


def copied_to(case: ToldCase, person: Person) -> None:
    """Give somebody a copy of the handler's envelope."""
    for envelope in Envelope.objects.filter(certificate__person=case.handler):
        Envelope.objects.filter(epoch=envelope.epoch, certificate__person=person).delete()
        envelope.pk, envelope.certificate = None, person.certificates.first()
        envelope.save(force_insert=True)


def test_an_envelope_copied_to_somebody_else_opens_nothing(case: ToldCase) -> None:
    copied_to(case, case.house.town.deputy)
    assert read(case, case.house.reader(case.house.town.deputy)) == 0


def test_an_envelope_that_is_said_to_be_awake_opens_nothing(case: ToldCase) -> None:
    Envelope.objects.filter(certificate__person=case.house.town.deputy).update(dormant=False)
    assert read(case, case.house.reader(case.house.town.deputy)) == 0


def test_an_envelope_of_a_giver_whom_nobody_vouches_for_opens_nothing(case: ToldCase) -> None:
    opened = envelopes_under_replaced_keys(case, Intruder())
    with pytest.raises(NoEnvelope):
        case.house.reader(case.handler).pair_of(opened.epoch)
