"""Somebody with SQL: an envelope that is removed, or was taken away and is put back, is named, and no other row."""

from collections.abc import Callable

import pytest

from deontos.administration.actions.offices import end_office
from deontos.cases.actions.leaving import release_departed, release_today
from deontos.cases.vocabulary import Audience
from deontos.correspondence.actions.identity import Release, release_identity, withdraw_identity
from deontos.correspondence.vocabulary import IdentityPurpose
from deontos.keyring.models import Envelope
from deontos.keyring.vocabulary import Purpose
from tests.cases.test_turning import turn
from tests.factories.cases import morning
from tests.factories.organisations import TODAY, actor
from tests.sites.tampering import Named, World, named, note, of_keys, two_cases

pytestmark = [pytest.mark.row("2.8"), pytest.mark.django_db, pytest.mark.usefixtures("blobs")]

HANDLING = IdentityPurpose.HANDLING


@pytest.fixture
def world() -> World:
    """A town with two cases."""
    return two_cases()


def removed(envelope: Envelope) -> Named:
    Envelope.objects.filter(pk=envelope.pk).delete()
    return of_keys("envelope", "gone", envelope)


def handlers_key_removed(world: World) -> Named:
    [one] = world.envelopes(Purpose.DOSSIER, certificate__person=world.case.handler)
    return removed(one)


def sleeping_key_removed(world: World) -> Named:
    [one] = world.envelopes(Purpose.CONVERSATION, dormant=True)
    return removed(one)


def receipts_key_removed(world: World) -> Named:
    [one] = world.envelopes(Purpose.CONVERSATION, holder__isnull=False)
    return removed(one)


def key_of_a_private_note_removed(world: World) -> Named:
    note(world.case, "Voor mij alleen.", Audience.MINE)
    return removed(Envelope.objects.get(item_key__isnull=False))


def key_of_a_released_name_removed(world: World) -> Named:
    conversation, on = world.other.file.disclosure.conversation, TODAY
    release = Release(world.other.handler.id, HANDLING, "Robin Voorbeeld")
    release_identity(conversation, release, world.other.reporter(), on=on)
    return removed(Envelope.objects.get(epoch__pair=conversation.identity_pair_id, certificate__isnull=False))


def key_given_with_a_new_epoch_removed(world: World) -> Named:
    turn(world.case, world.house.town.manager)
    held = world.envelopes(Purpose.CONVERSATION, certificate__person=world.house.town.deputy)
    return removed(held[-1])


def key_put_back_after_leaving(world: World) -> Named:
    former = world.envelopes(Purpose.DOSSIER, certificate__person=world.case.handler)
    manager_leaves(world)
    Envelope.objects.bulk_create(former)
    return of_keys("envelope", "taken_away", *former)


def key_put_back_after_turning_away(world: World) -> Named:
    former = world.envelopes(Purpose.CONVERSATION, certificate__person=world.case.handler)
    turn(world.case, world.house.town.manager)
    Envelope.objects.bulk_create(former)
    return of_keys("envelope", "taken_away", *former)


def private_key_put_back_after_turning_away(world: World) -> Named:
    note(world.case, "Voor mij alleen.", Audience.MINE)
    former = Envelope.objects.get(item_key__isnull=False)
    turn(world.case, world.house.town.manager)
    former.save(force_insert=True)
    return of_keys("envelope", "taken_away", former)


def manager_leaves(world: World) -> None:
    town, at = world.house.town, morning(TODAY)
    end_office(town.manager_office, last_day=TODAY, by=actor(town.administrator), at=at)
    release_today(town.manager.id, town.organisation.id, at=at)


ATTACKS: tuple[Callable[[World], Named], ...] = (
    handlers_key_removed,
    sleeping_key_removed,
    receipts_key_removed,
    key_of_a_private_note_removed,
    key_of_a_released_name_removed,
    key_given_with_a_new_epoch_removed,
    key_put_back_after_leaving,
    key_put_back_after_turning_away,
    private_key_put_back_after_turning_away,
)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_exactly_the_rows_that_were_touched_are_named(world: World, attack: Callable[[World], Named]) -> None:
    expected = attack(world)
    assert named() == expected


def test_leaving_and_taking_a_name_back_are_no_tampering(world: World) -> None:
    conversation = world.other.file.disclosure.conversation
    release = Release(world.other.handler.id, HANDLING, "Robin Voorbeeld")
    release_identity(conversation, release, world.other.reporter(), on=TODAY)
    withdraw_identity(
        conversation, world.other.handler.id, HANDLING, world.other.reporter(), named=frozenset(), on=TODAY
    )
    note(world.case, "Voor mij alleen.", Audience.MINE)
    manager_leaves(world)
    assert named() == set()


def test_a_sleeping_key_that_is_taken_away_with_the_office_is_no_tampering(world: World) -> None:
    """Who never read a case leaves no step in it; that the key went stands in the log all the same."""
    world.house.town.manager_office.deputies.all().delete()
    release_departed(at=morning(TODAY))
    assert world.envelopes(Purpose.CONVERSATION, dormant=True) == []
    assert named() == set()
