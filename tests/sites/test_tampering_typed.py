"""Somebody with SQL and what was typed for a reporter: its day, its author and the agreement are named when changed."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from deontos.cases.actions.handing_over import HandOver, hand_over
from deontos.cases.actions.opening import open_case
from deontos.cases.models import CaseFile
from deontos.cases.vocabulary import HandOverReason
from deontos.cases.web.opened import confided
from deontos.correspondence.actions.conversations import add_item
from deontos.correspondence.models import Item
from deontos.correspondence.vocabulary import ItemKind
from deontos.keyring.models import Vault
from deontos.speakup.models import Disclosure
from deontos.speakup.vocabulary import CameBy, IdentityChoice
from deontos.vault.receipts import Receipt
from tests.correspondence.test_agreeing import Held
from tests.factories.cases import channel as channel_of
from tests.factories.cases import told as told_by_reporter
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, actor
from tests.sites.tampering import change, log_vault, named, of_cases, of_items
from tests.speakup.test_entering import LETTER_ON, entered, told

pytestmark = [pytest.mark.row("3.13"), pytest.mark.django_db, pytest.mark.usefixtures("blobs")]


@dataclass
class Typed:
    """A letter that the manager typed some days later; the person corrected it and agreed."""

    house: KeyedTown
    receipt: Receipt
    held: Held

    @property
    def case(self) -> CaseFile:
        """Its case, with what pages need."""
        return CaseFile.objects.select_related("disclosure__conversation__holder__entry").get()

    def item(self, kind: ItemKind) -> Item:
        """Its item of a kind."""
        return Item.objects.get(kind=kind)


@pytest.fixture
def typed(db: None) -> Typed:
    """Lindewater, with that letter."""
    house = keyed()
    point = channel_of(house)
    for made in Vault.objects.select_related("person"):
        log_vault(made)
    letter = told(point, choice=IdentityChoice.CONSENT)
    receipt = entered(house, house.town.manager, letter, way=CameBy.LETTER, came_on=LETTER_ON)
    held = Held(receipt, point)
    held.say("Het was in juli.", agrees=True)
    return Typed(house, receipt, held)


def test_what_the_program_does_is_no_tampering_and_an_agreement_goes_along_when_handed_over(typed: Typed) -> None:
    assert named() == set()
    manager, deputy = typed.house.town.manager, typed.house.town.deputy
    open_case(typed.case, by=actor(manager), at=NOW)
    given = HandOver(HandOverReason.UNABLE, frozenset({deputy.id}), frozenset())
    hand_over(typed.case, given, by=actor(manager), reader=typed.house.reader(manager), at=NOW)
    assert named() == set()
    read = confided(typed.case, typed.house.reader(deputy))
    assert read.content is not None
    assert (read.typed_by, read.agreement and read.agreement.agreed_on) == (manager.name, TODAY)


def test_another_day_of_receipt_is_named(typed: Typed) -> None:
    disclosure = Disclosure.objects.get()
    change(disclosure, received_on=TODAY)
    assert named() == {("speakup.disclosure", str(disclosure.id), "disclosure_changed")}
    change(disclosure, received_on=LETTER_ON)
    change(typed.case, received_on=LETTER_ON + timedelta(days=1))
    assert named() == of_cases("case_file", "moved", typed.case)


def test_whoever_is_said_to_have_written_it_is_who_signed(typed: Typed) -> None:
    first = typed.item(ItemKind.CONFIDED)
    change(first, author=typed.house.certificate(typed.house.town.deputy))
    assert named() == of_items("not_by_author", first)
    change(first, author=None)
    assert named() == of_items("not_by_author", first)
    read = confided(typed.case, typed.house.reader(typed.house.town.manager))
    assert (read.has_key, read.content, read.agreement) == (True, None, None)


@pytest.mark.parametrize("kind", [ItemKind.CORRECTION, ItemKind.AGREEMENT])
def test_a_correction_or_agreement_that_is_taken_out_or_changed_is_named(typed: Typed, kind: ItemKind) -> None:
    item = typed.item(kind)
    change(item, written_on=TODAY - timedelta(days=1))
    assert named() == of_items("changed", item)
    Item.objects.filter(pk=item.pk).delete()
    assert named() == of_items("gone", item)


def test_words_of_a_handler_in_the_place_of_what_a_reporter_wrote_are_not_authentic(typed: Typed) -> None:
    """Somebody with a certified key and SQL: it is signed well, but the log does not say that anybody typed it."""
    wrote, manager = told_by_reporter(typed.house), typed.house.town.manager
    conversation = wrote.file.disclosure.conversation
    reader = typed.house.reader(manager)
    assert confided(wrote.file, reader).content is not None
    conversation.items.all().delete()
    signer = reader.signer(certificate=typed.house.certificate(manager))
    epoch = reader.epoch_to_seal_to(conversation.pair, given_by=conversation.holder)
    content = told(channel_of(typed.house)).content
    add_item(conversation, ItemKind.CONFIDED, content, epoch=epoch, by=signer, on=TODAY)
    assert confided(wrote.file, reader).content is None
