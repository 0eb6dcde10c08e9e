"""What somebody writes in the database without a key is shown as not authentic, to the handler and to the reporter."""

import json
from datetime import timedelta
from typing import Any

import pytest

from deontos.audit.actions import record_for_reporter
from deontos.cases.vocabulary import CaseVerb
from deontos.cases.web.opened import confided
from deontos.correspondence.models import Conversation, Item
from deontos.correspondence.queries import OpenedItem, items_of, opened
from deontos.correspondence.vocabulary import ItemKind
from deontos.keyring.actions.receipts import accept_receipt
from deontos.keyring.authenticity import receipt_details
from deontos.keyring.models import ItemKey, ReaderCertificate, ReceiptHolder
from deontos.keyring.readers import Signer
from deontos.keyring.sealing import OpenPair, give_to_receipt
from deontos.keyring.vocabulary import Ground
from deontos.organisations.vocabulary import OfficeKind
from deontos.speakup.models import Disclosure
from deontos.speakup.vocabulary import IdentityChoice
from tests.correspondence.intruder import LIE, Intruder, framed
from tests.factories.cases import ToldCase, told
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import TODAY, town

pytestmark = [pytest.mark.row("1.4a", "1.11", "1.13"), pytest.mark.django_db]

ANSWER, QUESTION = "Wij ontvingen uw melding.", "Hoe lang duurt het?"
MESSAGE = {"text": LIE, "language": "nl"}
CONFIDED, IDENTITY, ANSWERED, ASKED = 1, 2, 3, 4
"""The items of the case, by position."""


@pytest.fixture
def house() -> KeyedTown:
    return keyed()


@pytest.fixture
def case(house: KeyedTown) -> ToldCase:
    """Something confided with a name, acknowledged, and asked about by the reporter."""
    return told(house, choice=IdentityChoice.CONSENT).opened().moved(CaseVerb.ACKNOWLEDGE, text=ANSWER).heard(QUESTION)


@pytest.fixture
def intruder() -> Intruder:
    return Intruder()


def conversation_of(case: ToldCase) -> Conversation:
    return case.file.disclosure.conversation


def seen(case: ToldCase) -> list[OpenedItem]:
    """Every item as the handler and the reporter see it: the same for both."""
    items = list(items_of(conversation_of(case)))
    by_handler = opened(items, case.house.reader(case.handler))
    assert by_handler == opened(items, case.reporter())
    return by_handler


def counts(case: ToldCase) -> list[bool]:
    """Which items count, in their order."""
    return [item.authentic for item in seen(case)]


def item_at(case: ToldCase, position: int) -> Item:
    return conversation_of(case).items.select_related("item_key").get(position=position)


def change(item: Item, **columns: Any) -> None:
    Item.objects.filter(pk=item.pk).update(**columns)


def test_what_was_really_written_counts_for_both(case: ToldCase) -> None:
    assert [(item.kind, item.from_reporter, item.authentic) for item in seen(case)] == [
        (ItemKind.CONFIDED, True, True),
        (ItemKind.IDENTITY, True, True),
        (ItemKind.MESSAGE, False, True),
        (ItemKind.MESSAGE, True, True),
    ]
    assert [seen(case)[number].content["text"] for number in (2, 3)] == [ANSWER, QUESTION]


@pytest.mark.parametrize("borrows", [True, False])
def test_a_message_of_a_reader_whom_nobody_certified(case: ToldCase, intruder: Intruder, *, borrows: bool) -> None:
    real = case.house.certificate(case.handler) if borrows else None
    signer = intruder.certificate(case.house.town.organisation, case.handler, real)
    intruder.insert(conversation_of(case), signer, MESSAGE)
    assert counts(case) == [True, True, True, True, False]


def test_a_message_under_a_real_certificate_whose_owner_did_not_sign(case: ToldCase, intruder: Intruder) -> None:
    made = intruder.insert(
        conversation_of(case), intruder.certificate(case.house.town.organisation, case.handler), MESSAGE
    )
    change(made, author=case.house.certificate(case.handler))
    assert counts(case) == [True, True, True, True, False]


@pytest.mark.parametrize("column", ["person", "office", "entry"])
def test_a_real_certificate_that_was_changed_speaks_for_nobody(case: ToldCase, column: str) -> None:
    changes = {"person": case.house.town.director, "office": OfficeKind.GENERAL_DIRECTOR, "entry": None}
    ReaderCertificate.objects.filter(pk=case.house.certificate(case.handler).pk).update(**{column: changes[column]})
    shown = opened(items_of(conversation_of(case)), case.reporter())
    assert [item.authentic for item in shown] == [True, True, False, True]


def test_a_message_of_a_certified_reader_of_another_organisation(case: ToldCase, intruder: Intruder) -> None:
    other = keyed(town("Bergstroom"))
    manager = other.town.manager
    signer = other.reader(manager).signer(certificate=other.certificate(manager))
    intruder.insert(conversation_of(case), signer, MESSAGE)
    assert counts(case) == [True, True, True, True, False]


@pytest.mark.parametrize("borrows", [True, False])
def test_a_message_in_the_reporters_name(case: ToldCase, intruder: Intruder, *, borrows: bool) -> None:
    """With other keys in the place of the reporter's nothing opens any more; no lie counts."""
    conversation = conversation_of(case)
    intruder.insert(conversation, intruder.holder(conversation.holder if borrows else None), MESSAGE)
    assert counts(case) == [True, True, True, True, False]
    ReceiptHolder.objects.filter(pk=conversation.holder_id).update(verifying_public=intruder.keys.signing.public)
    assert seen(case) == []


def test_a_receipt_that_was_used_for_something_else_does_not_speak_here(case: ToldCase) -> None:
    """An intruder who confided something too owns keys that count, in that conversation only."""
    own = told(case.house)
    theirs, holder = conversation_of(own), conversation_of(own).holder
    Conversation.objects.filter(pk=theirs.pk).update(holder=Intruder().holder().holder)
    Conversation.objects.filter(pk=conversation_of(case).pk).update(holder=holder)
    Intruder().insert(conversation_of(case), own.reporter().signer(holder=holder), MESSAGE)
    shown = opened(items_of(conversation_of(case)), case.house.reader(case.handler))
    assert {item.position for item in shown if item.authentic} == {ANSWERED}
    assert confided(case.file, case.house.reader(case.handler)).content is None
    assert [item for item in opened(items_of(conversation_of(case)), case.reporter()) if item.authentic] == []


def test_even_with_the_audit_key_nobody_speaks_to_a_reporter_as_that_reporter(case: ToldCase) -> None:
    """Whoever holds every install secret can put other keys under the conversation, but the receipt knows its own."""
    conversation, intruder, own = conversation_of(case), Intruder(), case.reporter()
    holder = ReceiptHolder.objects.create(
        sealing_public=own.keys.sealing.public, verifying_public=intruder.keys.signing.public
    )
    details = receipt_details(holder, thread=conversation.id)
    home = conversation.organisation_id
    received = record_for_reporter(
        home, "disclosure.received", about=case.file.disclosure_id, on=TODAY, details=details
    )
    accept_receipt(holder, under=received)
    epoch = conversation.pair.epochs.get()
    opened_pair = OpenPair(epoch, own.pair_of(epoch))
    Conversation.objects.filter(pk=conversation.pk).update(holder=holder)
    signer = Signer(intruder.keys.signing, holder=holder)
    give_to_receipt(opened_pair, holder, by=signer, on=TODAY, ground=Ground.OWN)
    intruder.insert(conversation_of(case), signer, MESSAGE)
    shown = opened(items_of(conversation_of(case)), case.reporter())
    assert {item.position for item in shown} == {CONFIDED, ANSWERED, ASKED, ASKED + 1}
    assert {item.position for item in shown if item.authentic} == {ANSWERED}


def test_a_disclosure_that_was_given_another_conversation(case: ToldCase) -> None:
    own = told(case.house, what=LIE)
    spare, theirs = conversation_of(case), conversation_of(own)
    empty = told(case.house)
    Disclosure.objects.filter(conversation=theirs).update(conversation=_parked(empty))
    Disclosure.objects.filter(pk=case.file.disclosure_id).update(conversation=theirs)
    assert conversation_of(case) != spare
    assert confided(case.file, case.house.reader(case.handler)).content is None


def _parked(case: ToldCase) -> Conversation:
    """A conversation that no disclosure has any more."""
    conversation = conversation_of(case)
    case.file.clocks.all().delete()
    case.file.delete()
    Disclosure.objects.filter(conversation=conversation).delete()
    return conversation


def test_contents_that_changed_places(case: ToldCase) -> None:
    first, second = item_at(case, ANSWERED), item_at(case, ASKED)
    for target, source in ((first, second), (second, first)):
        key = ItemKey.objects.create(epoch=source.item_key.epoch, wrapped=source.item_key.wrapped)
        change(target, ciphertext=source.ciphertext, signature=source.signature, author=source.author, item_key=key)
    assert counts(case) == [True, True, False, False]


def test_a_content_that_came_from_another_conversation(case: ToldCase) -> None:
    other = told(case.house).opened().moved(CaseVerb.ACKNOWLEDGE, text=LIE)
    source, target = item_at(other, 2), item_at(case, ANSWERED)
    key = ItemKey.objects.create(epoch=source.item_key.epoch, wrapped=source.item_key.wrapped)
    change(target, ciphertext=source.ciphertext, signature=source.signature, item_key=key)
    assert counts(case) == [True, True, False, True]


def test_messages_whose_order_was_changed(case: ToldCase) -> None:
    first, second = item_at(case, ANSWERED), item_at(case, ASKED)
    change(first, position=1000)
    change(second, position=ANSWERED)
    change(first, position=ASKED)
    assert counts(case) == [True, True, False, False]


def test_a_message_whose_day_was_changed(case: ToldCase) -> None:
    change(item_at(case, ANSWERED), written_on=TODAY - timedelta(days=5))
    assert counts(case) == [True, True, False, True]


def test_an_item_whose_kind_was_changed(case: ToldCase) -> None:
    change(item_at(case, ASKED), kind=ItemKind.CONFIDED)
    assert counts(case) == [True, True, True, False]


def test_an_item_whose_key_was_moved_to_another_pair_is_not_left_out(case: ToldCase, intruder: Intruder) -> None:
    elsewhere = intruder.pair(case.house.town.organisation)
    ItemKey.objects.filter(pk=item_at(case, ANSWERED).item_key_id).update(epoch=elsewhere.epoch)
    assert counts(case) == [True, True, False, True]
    assert seen(case)[ANSWERED - 1].content == {}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"{",
        b"[]",
        b"7",
        b'"text"',
        b"{}",
        json.dumps(MESSAGE).encode(),
        framed(MESSAGE, 9),
        b"[" * 10_000,
    ],
)
def test_bytes_that_were_sealed_to_the_public_key_break_no_page(
    case: ToldCase, intruder: Intruder, content: bytes
) -> None:
    intruder.insert(conversation_of(case), intruder.certificate(case.house.town.organisation, case.handler), content)
    assert counts(case) == [True, True, True, True, False]


def test_a_lie_can_be_read_where_it_is_called_one(case: ToldCase, intruder: Intruder) -> None:
    intruder.insert(conversation_of(case), intruder.certificate(case.house.town.organisation, case.handler), MESSAGE)
    last = seen(case)[-1]
    assert (last.authentic, last.content) == (False, MESSAGE)
