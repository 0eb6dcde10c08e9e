"""Somebody with SQL: what stewards keep, ceremonies and decisions about recovery are named where they were touched."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest

from deontos.correspondence.actions.identity import Release, release_identity, withdraw_identity
from deontos.correspondence.vocabulary import IdentityPurpose
from deontos.keyring.actions import ceremonies, recovery, rotation
from deontos.keyring.actions.shares import renew_shares
from deontos.keyring.before import keys_of_before
from deontos.keyring.models import UnlockSlot, Vault
from deontos.keyring.own_vault import existing_vault
from deontos.keyring.readers import UnlockedReader
from deontos.keyring.recovery_models import Ceremony, Contribution, RecoveryStop, Share, SharedSecret
from deontos.keyring.vocabulary import CeremonyEnd, SlotKind
from deontos.keyring.ways_in import opened_slot
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import OfficeKind
from deontos.speakup.vocabulary import IdentityChoice
from deontos.vault.keys import UserKeys
from deontos.vault.sealing import seal_to_public
from deontos.vault.shares import keeping, new_secret, split
from tests.factories.cases import channel, told
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, actor
from tests.sites.tampering import Named, change, exchange, log_vault, named, of_keys

pytestmark = [pytest.mark.row("2.6", "2.8"), pytest.mark.django_db, pytest.mark.usefixtures("blobs")]

PASSPHRASE = "lantaarn boomgaard fluweel kano weide spiegel haven"
LATER = NOW + timedelta(hours=2)


@dataclass
class Kept:
    """A town in which stewards keep shares of the manager's and the director's keys, and of a reporter's name."""

    house: KeyedTown

    def secret(self, person: Person) -> SharedSecret:
        return SharedSecret.objects.get(vault__person=person)

    def shares(self, person: Person) -> list[Share]:
        return list(Share.objects.filter(secret__vault__person=person).order_by("id"))

    def ceremony(self) -> Ceremony:
        """The manager lost the vault, and one steward handed a share on."""
        rotation.start_anew(self.house.town.manager, PASSPHRASE, at=NOW)
        begun = ceremonies.begin(self.house.town.manager, "The notebook was stolen.", at=NOW)
        self.hand_on(begun, 0)
        return begun

    def hand_on(self, ceremony: Ceremony, number: int) -> None:
        steward = self.house.town.stewards[number]
        by, reader = actor(steward), self.house.reader(steward)
        ceremonies.contribute(ceremony, by=by, reader=reader, compared=True, uninvolved=True, at=NOW)

    def stop(self) -> RecoveryStop:
        home, stewards = self.house.town.organisation.id, self.house.town.stewards
        asked = recovery.ask_to_stop(home, "Too few of us.", by=actor(stewards[0]), at=NOW)
        recovery.confirm_stop(home, by=actor(stewards[1]), at=NOW)
        return asked


@pytest.fixture
def kept() -> Kept:
    house = keyed()
    for made in Vault.objects.select_related("person"):
        log_vault(made)
    point = channel(house)
    point.has_custody = True
    point.save()
    told(house, choice=IdentityChoice.CONFIDENCE)
    for person in (house.town.manager, house.town.director):
        renew_shares(house.reader(person), at=NOW)
    return Kept(house)


def share_replaced(kept: Kept) -> Named:
    """Sealed to the right steward, of a secret that somebody else drew: only the log tells."""
    one = kept.shares(kept.house.town.manager)[0]
    keeper = one.certificate.person_id
    place = keeping(one.secret_id, one.secret.kept, keeper)
    change(one, sealed=seal_to_public(split(new_secret(), 3)[0], bytes(one.certificate.sealing_public), place))
    return of_keys("share", "changed", one)


def shares_exchanged(kept: Kept) -> Named:
    one, other, _third = kept.shares(kept.house.town.manager)
    exchange(one, other, "sealed")
    return of_keys("share", "changed", one, other)


def share_removed(kept: Kept) -> Named:
    one = kept.shares(kept.house.town.director)[1]
    Share.objects.filter(pk=one.pk).delete()
    return of_keys("share", "gone", one)


def share_of_a_name_removed(kept: Kept) -> Named:
    one = Share.objects.filter(secret__pair__isnull=False)[0]
    Share.objects.filter(pk=one.pk).delete()
    return of_keys("share", "gone", one)


def share_added(kept: Kept) -> Named:
    one = kept.shares(kept.house.town.manager)[0]
    own = kept.house.certificate(kept.house.town.manager)
    made = Share.objects.create(secret=one.secret, certificate=own, sealed=bytes(one.sealed))
    return of_keys("share", "not_in_log", made)


def split_removed(kept: Kept) -> Named:
    one = kept.secret(kept.house.town.manager)
    SharedSecret.objects.filter(pk=one.pk).delete()
    return of_keys("shared_secret", "gone", one)


def split_of_a_name_removed(kept: Kept) -> Named:
    one = SharedSecret.objects.get(pair__isnull=False)
    SharedSecret.objects.filter(pk=one.pk).delete()
    return of_keys("shared_secret", "gone", one)


def split_added(kept: Kept) -> Named:
    steward = kept.house.town.stewards[0]
    vault = existing_vault(steward.id)
    made = SharedSecret.objects.create(
        organisation=kept.house.town.organisation, use="recovery", vault=vault, made_on=TODAY
    )
    return of_keys("shared_secret", "not_in_log", made)


def stewards_slot_replaced(kept: Kept) -> Named:
    one, other = UnlockSlot.objects.filter(kind=SlotKind.STEWARDS)
    change(one, wrapped=bytes(other.wrapped))
    return of_keys("unlock_slot", "changed", one)


def stewards_slot_removed(kept: Kept) -> Named:
    one = UnlockSlot.objects.filter(kind=SlotKind.STEWARDS)[0]
    UnlockSlot.objects.filter(pk=one.pk).delete()
    return of_keys("unlock_slot", "gone", f"stewards of {one.vault_id}")


def ceremony_for_another_vault(kept: Kept) -> Named:
    one = kept.ceremony()
    change(one, vault=existing_vault(kept.house.town.officer.id))
    return of_keys("ceremony", "changed", one)


def ceremony_with_another_reason(kept: Kept) -> Named:
    one = kept.ceremony()
    change(one, reason="Nothing to see here.")
    return of_keys("ceremony", "changed", one)


def ceremony_ended_by_hand(kept: Kept) -> Named:
    one = kept.ceremony()
    Contribution.objects.all().delete()
    change(one, ended_at=NOW, outcome=CeremonyEnd.CALLED_OFF, ended_by=one.person)
    return of_keys("ceremony", "ended_otherwise", one)


def ceremony_opened_again(kept: Kept) -> Named:
    one = kept.ceremony()
    ceremonies.call_off(one, by=actor(one.person), at=NOW)
    change(one, ended_at=None, outcome="", ended_by=None)
    return of_keys("ceremony", "ended_otherwise", one)


def ceremony_removed(kept: Kept) -> Named:
    one = kept.ceremony()
    Ceremony.objects.filter(pk=one.pk).delete()
    return of_keys("ceremony", "gone", one)


def ceremony_added(kept: Kept) -> Named:
    officer = kept.house.town.officer
    made = Ceremony.objects.create(
        organisation=kept.house.town.organisation,
        person=officer,
        vault=existing_vault(officer.id),
        former=existing_vault(kept.house.town.director.id),
        secret=kept.secret(kept.house.town.director),
        reason="Mine.",
        begun_at=NOW,
    )
    return of_keys("ceremony", "not_in_log", made)


def handed_on_share_replaced(kept: Kept) -> Named:
    kept.ceremony()
    one = Contribution.objects.get()
    change(one, sealed=bytes(100))
    return of_keys("contribution", "not_handed_on", one)


def handed_on_share_removed(kept: Kept) -> Named:
    one = kept.ceremony()
    Contribution.objects.all().delete()
    return of_keys("ceremony", "contribution_gone", one)


def share_handed_on_in_anothers_name(kept: Kept) -> Named:
    one = kept.ceremony()
    other = Contribution.objects.get()
    steward = kept.house.certificate(kept.house.town.stewards[1], OfficeKind.STEWARD)
    made = Contribution.objects.create(
        ceremony=one, steward=steward, sealed=bytes(other.sealed), signature=bytes(other.signature), given_at=NOW
    )
    return of_keys("contribution", "not_in_log", made)


def recovery_stopped_by_hand(kept: Kept) -> Named:
    stewards = kept.house.town.stewards
    made = RecoveryStop.objects.create(
        organisation=kept.house.town.organisation,
        reason="Off.",
        asked_by=stewards[0],
        asked_at=NOW,
        confirmed_by=stewards[1],
        confirmed_at=NOW,
    )
    return of_keys("recovery_stop", "not_in_log", made)


def stop_confirmed_by_hand(kept: Kept) -> Named:
    home, stewards = kept.house.town.organisation.id, kept.house.town.stewards
    asked = recovery.ask_to_stop(home, "Too few of us.", by=actor(stewards[0]), at=NOW)
    change(asked, confirmed_by=stewards[1], confirmed_at=NOW)
    return of_keys("recovery_stop", "changed", asked)


def stop_lifted_by_hand(kept: Kept) -> Named:
    stop = kept.stop()
    change(stop, lifted_by=kept.house.town.stewards[0], lifted_at=NOW)
    return of_keys("recovery_stop", "changed", stop)


def stop_removed(kept: Kept) -> Named:
    stop = kept.stop()
    RecoveryStop.objects.filter(pk=stop.pk).delete()
    return of_keys("recovery_stop", "gone", stop)


ATTACKS: tuple[Callable[[Kept], Named], ...] = (
    share_replaced,
    shares_exchanged,
    share_removed,
    share_of_a_name_removed,
    share_added,
    split_removed,
    split_of_a_name_removed,
    split_added,
    stewards_slot_replaced,
    stewards_slot_removed,
    ceremony_for_another_vault,
    ceremony_with_another_reason,
    ceremony_ended_by_hand,
    ceremony_opened_again,
    ceremony_removed,
    ceremony_added,
    handed_on_share_replaced,
    handed_on_share_removed,
    share_handed_on_in_anothers_name,
    recovery_stopped_by_hand,
    stop_confirmed_by_hand,
    stop_lifted_by_hand,
    stop_removed,
)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_exactly_the_rows_that_were_touched_are_named(kept: Kept, attack: Callable[[Kept], Named]) -> None:
    expected = attack(kept)
    assert named() == expected


def reopened(person: Person) -> UnlockedReader:
    vault = existing_vault(person.id)
    keys = UserKeys.from_bytes(opened_slot(vault, PASSPHRASE))
    return UnlockedReader(keys, TODAY, person.id, older=keys_of_before(vault, keys))


def test_keys_that_come_back_are_no_tampering(kept: Kept) -> None:
    """From the loss of a vault to the end of the ceremony, and what follows when the vault is opened again."""
    manager = kept.house.town.manager
    ceremony = kept.ceremony()
    assert named() == set()
    kept.hand_on(ceremony, 1)
    recovery.take_back(ceremony, reopened(manager), at=NOW)
    assert named() == set()
    renew_shares(reopened(manager), at=LATER)
    rotation.go_on(reopened(manager), at=LATER, slices=5)
    assert named() == set()


def test_a_steward_with_new_keys_is_no_tampering(kept: Kept) -> None:
    """What a steward keeps is sealed anew by that steward; a share in the steward's name by somebody else is named."""
    steward = kept.house.town.stewards[0]
    rotation.renew_keys(steward, kept.house.reader(steward), PASSPHRASE, at=NOW)
    rotation.go_on(reopened(steward), at=NOW, slices=5)
    moved = Share.objects.filter(resealed_to=existing_vault(steward.id))
    assert (moved.count(), named()) == (3, set())
    one = moved.select_related("secret", "certificate")[0]
    place = keeping(one.secret_id, one.secret.kept, steward.id)
    own = existing_vault(steward.id)
    change(one, sealed=seal_to_public(split(new_secret(), 3)[0], bytes(own.sealing_public), place))
    assert named() == of_keys("share", "changed", one)


@pytest.mark.row("2.9")
@pytest.mark.parametrize("has_custody", [True, False])
def test_a_name_in_custody_under_a_new_key_is_no_tampering(kept: Kept, has_custody: bool) -> None:
    """Stewards of today keep the new key, or nobody does any more: both are written down."""
    case = told(kept.house, choice=IdentityChoice.CONFIDENCE)
    conversation, release = case.file.disclosure.conversation, Release(case.handler.id, IdentityPurpose.HANDLING)
    release_identity(conversation, release, case.reporter(), on=TODAY)
    named_there = frozenset[UUID]() if has_custody else None
    withdraw_identity(conversation, release.person, release.purpose, case.reporter(), named=named_there, on=TODAY)
    assert SharedSecret.objects.filter(pair=conversation.identity_pair_id).exists() is has_custody
    assert named() == set()


def test_doing_without_recovery_and_with_it_again_is_no_tampering(kept: Kept) -> None:
    kept.ceremony()
    kept.stop()
    assert named() == set()
    recovery.lift_stop(kept.house.town.organisation.id, by=actor(kept.house.town.stewards[2]), at=LATER)
    renew_shares(kept.house.reader(kept.house.town.director), at=LATER)
    assert named() == set()
