"""Somebody with SQL, without keys or secrets: an item that is changed, added or removed is named, and no other row."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from deontos.cases.actions.handing_over import HandOver, hand_over
from deontos.cases.vocabulary import Audience, CaseVerb, HandOverReason
from deontos.correspondence.models import Item
from deontos.keyring.models import (
    Epoch,
    ItemKey,
)
from tests.cases.test_turning import turn
from tests.correspondence.intruder import LIE
from tests.factories.cases import morning
from tests.factories.organisations import TODAY, actor
from tests.sites.tampering import (
    ASKED,
    CONFIDED,
    CONFIRMED,
    HEARD,
    NAME,
    Named,
    World,
    change,
    exchange,
    exchange_unique,
    named,
    note,
    of_cases,
    of_items,
    of_keys,
    two_cases,
)

pytestmark = [pytest.mark.row("2.8"), pytest.mark.django_db, pytest.mark.usefixtures("blobs")]


@pytest.fixture
def world() -> World:
    """A town with two cases."""
    return two_cases()


def test_where_nobody_touched_anything_nothing_is_named(world: World) -> None:
    assert named() == set()


def test_handing_over_turning_away_and_private_notes_are_no_tampering(world: World) -> None:
    """What the program itself does with keys is written down, and nothing of it is named."""
    note(world.case, "Voor mij alleen.", Audience.MINE)
    turn(world.case, world.house.town.manager)
    world.case.opened(by=world.house.town.deputy).heard().moved(CaseVerb.CLOSE, by=world.house.town.deputy)
    hand_over(
        world.other.file,
        HandOver(HandOverReason.UNABLE, frozenset({world.house.town.deputy.id}), frozenset()),
        by=actor(world.other.handler),
        reader=world.house.reader(world.other.handler),
        at=morning(TODAY),
    )
    assert named() == set()


def ciphertexts_exchanged(world: World) -> Named:
    one, other = world.item(CONFIRMED), world.item(HEARD)
    exchange(one, other, "ciphertext")
    return of_items("not_by_author", one, other)


def signed_by_somebody_else(world: World) -> Named:
    one, other = world.item(CONFIRMED), world.item(ASKED)
    exchange(one, other, "signature")
    return of_items("not_by_author", one, other)


def keys_exchanged(world: World) -> Named:
    one, other, spare = world.item(CONFIRMED), world.item(HEARD), ItemKey.objects.create()
    mine, theirs = one.item_key, other.item_key
    change(one, item_key=spare)
    change(other, item_key=mine)
    change(one, item_key=theirs)
    spare.delete()
    return of_items("changed", one, other)


def wrapped_keys_exchanged(world: World) -> Named:
    one, other = world.item(CONFIRMED), world.item(HEARD)
    exchange(one.item_key, other.item_key, "wrapped")
    return of_items("key_moved", one, other)


def key_of_another_pair(world: World) -> Named:
    one = world.item(CONFIRMED)
    change(one.item_key, epoch=Epoch.objects.get(pair=world.conversation.identity_pair_id))
    return of_items("key_moved", one)


def redated(world: World) -> Named:
    change(world.item(HEARD), written_on=TODAY - timedelta(days=1))
    return of_items("changed", world.item(HEARD))


def moved(world: World) -> Named:
    one, other = world.item(CONFIRMED), world.item(HEARD)
    change(one, position=99)
    change(other, position=CONFIRMED)
    change(one, position=HEARD)
    return of_items("changed", one, other)


def invented_by_nobody(world: World) -> Named:
    signer = world.intruder.certificate(world.house.town.organisation, world.case.handler)
    made = world.intruder.insert(world.conversation, signer, {"text": LIE, "language": "nl"})
    assert signer.certificate
    return of_items("unknown_author", made) | of_keys("reader_certificate", "key_of_nobody", signer.certificate)


def added_by_a_reader_without_the_program(world: World) -> Named:
    handler = world.case.handler
    signer = world.house.reader(handler).signer(certificate=world.house.certificate(handler))
    return of_items("not_in_log", world.intruder.insert(world.conversation, signer, {"text": LIE, "language": "nl"}))


def everything_removed(world: World) -> Named:
    case, conversation = world.case.file, world.conversation
    disclosure = case.disclosure
    expected = of_cases("case_file", "gone", case) | {
        ("speakup.disclosure", str(disclosure.id), "disclosure_gone"),
        ("correspondence.conversation", str(conversation.id), "conversation_gone"),
    }
    for row in (case, disclosure, conversation):
        type(row).objects.filter(pk=row.pk).delete()
    return expected


def other_pair(world: World) -> Named:
    exchange_unique(world.conversation, world.other.file.disclosure.conversation, "pair_id", world)
    both = world.conversation.id, world.other.file.disclosure.conversation_id
    moved = {("cases.case_file", str(row), "moved") for row in (world.case.id, world.other.id)}
    return moved | {("correspondence.conversation", str(row), "conversation_changed") for row in both}


ATTACKS: tuple[Callable[[World], Named], ...] = (
    ciphertexts_exchanged,
    signed_by_somebody_else,
    keys_exchanged,
    wrapped_keys_exchanged,
    key_of_another_pair,
    redated,
    moved,
    invented_by_nobody,
    added_by_a_reader_without_the_program,
    everything_removed,
    other_pair,
)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_exactly_the_rows_that_were_touched_are_named(world: World, attack: Callable[[World], Named]) -> None:
    expected = attack(world)
    assert named() == expected


@pytest.mark.parametrize("position", [CONFIDED, NAME, HEARD, ASKED])
def test_an_item_that_was_removed_is_missed_also_the_last_one(world: World, position: int) -> None:
    gone = world.item(position)
    Item.objects.filter(pk=gone.pk).delete()
    assert named() == of_items("gone", gone)
