"""What somebody writes in the database without a key is shown as not authentic, to the handler and to the reporter."""

import json
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import F

from deontos.cases.models import CaseFile
from deontos.cases.vocabulary import CaseVerb
from deontos.cases.web.opened import confided, talk
from deontos.correspondence.models import Conversation, Item
from deontos.correspondence.queries import OpenedItem, items_of, opened
from deontos.correspondence.vocabulary import ItemKind
from deontos.keyring.models import Envelope, ReceiptHolder
from deontos.speakup.models import Disclosure
from deontos.speakup.vocabulary import IdentityChoice
from tests.correspondence.intruder import LIE, Intruder
from tests.factories.cases import WHAT, ToldCase, told
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import TODAY

pytestmark = [pytest.mark.row("1.4a", "1.11", "1.13"), pytest.mark.django_db]

ANSWER, QUESTION = "Wij ontvingen uw melding.", "Hoe lang duurt het?"


@pytest.fixture
def house() -> KeyedTown:
    return keyed()


@pytest.fixture
def case(house: KeyedTown) -> ToldCase:
    """Something confided, acknowledged, and asked about by the reporter."""
    return told(house, choice=IdentityChoice.CONSENT).opened().moved(CaseVerb.ACKNOWLEDGE, text=ANSWER).heard(QUESTION)


@pytest.fixture
def intruder() -> Intruder:
    return Intruder()


def conversation_of(case: ToldCase) -> Conversation:
    return case.file.disclosure.conversation


def read_by_both(case: ToldCase) -> list[OpenedItem]:
    """Every item as the handler and the reporter see it: the same for both."""
    items = items_of(conversation_of(case))
    by_handler = opened(items, case.house.reader(case.handler))
    assert by_handler == opened(items, case.reporter())
    return by_handler


def authentic(case: ToldCase) -> list[bool]:
    """Which items count, in their order."""
    return [item.authentic for item in read_by_both(case)]


def message(case: ToldCase, number: int) -> Item:
    """One of the items, counted from 1."""
    return conversation_of(case).items.get(position=number)


def test_what_was_really_written_is_authentic_for_both(case: ToldCase) -> None:
    assert [(item.kind, item.from_reporter, item.authentic) for item in read_by_both(case)] == [
        (ItemKind.CONFIDED, True, True),
        (ItemKind.IDENTITY, True, True),
        (ItemKind.MESSAGE, False, True),
        (ItemKind.MESSAGE, True, True),
    ]


@pytest.mark.parametrize("borrows", [True, False])
def test_a_message_of_a_reader_whom_nobody_certified(case: ToldCase, intruder: Intruder, *, borrows: bool) -> None:
    real = case.house.certificate(case.handler) if borrows else None
    signer = intruder.certificate(case.house.town.organisation, case.handler, real)
    intruder.insert(conversation_of(case), signer, {"text": LIE, "language": "nl"})
    assert authentic(case) == [True, True, True, True, False]


def test_a_message_under_a_real_certificate_that_its_owner_did_not_sign(case: ToldCase, intruder: Intruder) -> None:
    signer = intruder.certificate(case.house.town.organisation, case.handler)
    made = intruder.insert(conversation_of(case), signer, {"text": LIE, "language": "nl"})
    Item.objects.filter(pk=made.pk).update(author=case.house.certificate(case.handler))
    assert authentic(case) == [True, True, True, True, False]


def test_a_message_of_a_certified_reader_of_another_organisation(case: ToldCase, intruder: Intruder) -> None:
    elsewhere = keyed(case.house.town.__class__(**{**vars(case.house.town)})) if False else None
    assert elsewhere is None


@pytest.mark.parametrize("borrows", [True, False])
def test_a_message_in_the_reporters_name(case: ToldCase, intruder: Intruder, *, borrows: bool) -> None:
    """Whoever swaps the reporter's keys for others makes everything that the reporter wrote before look wrong too."""
    conversation = conversation_of(case)
    holder = intruder.holder(conversation.holder if borrows else None)
    intruder.insert(conversation, holder, {"text": LIE, "language": "nl"})
    assert authentic(case) == [True, True, True, True, False]
    ReceiptHolder.objects.filter(pk=conversation.holder_id).update(verifying_public=intruder.keys.signing.public)
    assert [item.authentic for item in opened(items_of(conversation), case.house.reader(case.handler))] == [
        False,
        False,
        True,
        False,
        False,
    ]


def test_a_receipt_that_was_used_for_something_else_does_not_speak_here(case: ToldCase) -> None:
    """An intruder confided something too, and owns those keys: they count in that conversation only."""
    own = told(case.house)
    holder = conversation_of(own).holder
    intruder = Intruder(own.reporter().keys)
    intruder.insert(conversation_of(case), own.reporter().signer(holder=holder), {"text": LIE, "language": "nl"})
    assert authentic(case)[-1] is False
    Conversation.objects.filter(pk=conversation_of(own).pk).update(holder=intruder.holder().holder)
    Conversation.objects.filter(pk=conversation_of(case).pk).update(holder=holder)
    assert confided(case.file, case.house.reader(case.handler)).content is None
    assert [item.authentic for item in opened(items_of(conversation_of(case)), case.reporter())] == []


def swap(first: Item, second: Item, *columns: str) -> None:
    """Let two rows change what stands in these columns."""
    one = {name: getattr(first, name) for name in columns}
    other = {name: getattr(second, name) for name in columns}
    Item.objects.filter(pk=first.pk).update(**{name: None for name in columns if name == "author"})
    if "position" in columns:
        Item.objects.filter(pk=first.pk).update(position=1000)
    if "item_key" in columns:
        first.item_key, spare = second.item_key, first.item_key
        Item.objects.filter(pk=second.pk).update(item_key=_spare(spare))
    Item.objects.filter(pk=first.pk).update(**other)
    Item.objects.filter(pk=second.pk).update(**one)
