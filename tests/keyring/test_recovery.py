"""Two stewards bring back the key of a vault that its owner lost, for that owner alone; nobody else opens anything."""

from datetime import timedelta

import pytest

from deontos.access.gate import NotAllowed
from deontos.audit.models import Entry
from deontos.keyring.actions import ceremonies, recovery, rotation
from deontos.keyring.actions.certificates import end_certificates
from deontos.keyring.actions.shares import renew_shares
from deontos.keyring.actions.vaults import lock, unlocked_keys
from deontos.keyring.before import keys_of_before
from deontos.keyring.ceremonies import message_of, place_of
from deontos.keyring.models import Pair, UnlockSlot, Vault
from deontos.keyring.own_vault import VaultRefused, existing_vault, lost_vaults
from deontos.keyring.readers import NoEnvelope, UnlockedReader
from deontos.keyring.recovery import is_recovery_on, own_ceremony, recoveries_concerning
from deontos.keyring.recovery_models import Ceremony, Contribution, Share, SharedSecret
from deontos.keyring.sealing import give_to_person, make_pair
from deontos.keyring.vocabulary import CeremonyEnd, Ground, KeyringCode, Purpose, SlotKind
from deontos.notices.models import Letter
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import OfficeKind
from deontos.vault.sealing import seal_to_public
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, actor, town

pytestmark = [pytest.mark.row("2.6"), pytest.mark.django_db]

PASSPHRASE = "lantaarn boomgaard fluweel kano weide spiegel haven"
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def house() -> KeyedTown:
    """A town in which the manager's key is shared among the stewards."""
    house = keyed()
    renew_shares(house.reader(house.town.manager), at=NOW)
    return house


@pytest.fixture
def sealed(house: KeyedTown) -> Pair:
    """A pair whose key only the manager holds."""
    made = make_pair(house.town.organisation.id, Purpose.CONVERSATION, on=TODAY)
    by = house.reader(house.town.deputy).signer(certificate=house.certificate(house.town.deputy))
    give_to_person(made, house.certificate(house.town.manager), by=by, on=TODAY, ground=Ground.IN_LINE)
    return made.epoch.pair


def replaced(house: KeyedTown) -> UnlockedReader:
    """The manager, who lost passphrase and code, with a new vault that is open."""
    manager = house.town.manager
    rotation.start_anew(manager, PASSPHRASE, at=NOW)
    return reopened(manager)


def reopened(person: Person) -> UnlockedReader:
    keys = unlocked_keys(person, PASSPHRASE, at=NOW)
    return UnlockedReader(keys, TODAY, person.id, older=keys_of_before(existing_vault(person.id), keys))


def hand_on(house: KeyedTown, ceremony: Ceremony, steward: Person) -> None:
    by, reader = actor(steward), house.reader(steward)
    ceremonies.contribute(ceremony, by=by, reader=reader, compared=True, uninvolved=True, at=NOW)


def refusal(act: object, *args: object, **kwargs: object) -> KeyringCode:
    with pytest.raises(VaultRefused) as refused:
        act(*args, **kwargs)  # type: ignore[operator]
    code = refused.value.code
    assert isinstance(code, KeyringCode)
    return code


def test_a_key_is_shared_once_three_stewards_are_trusted_and_anew_when_they_change(house: KeyedTown) -> None:
    manager, stewards = house.town.manager, house.town.stewards
    reader = house.reader(manager)
    assert is_recovery_on(house.town.organisation.id, on=TODAY)
    assert {share.certificate.person for share in Share.objects.all()} == set(stewards)
    first = SharedSecret.objects.get()
    assert renew_shares(reader, at=NOW) is False
    end_certificates(house.town.organisation.id, OfficeKind.STEWARD, stewards[2].id, ended_on=TODAY, by=None, at=NOW)
    assert renew_shares(reader, at=NOW) is False
    assert SharedSecret.objects.get() == first
    newcomer = house.propose(house.town.director, OfficeKind.STEWARD)
    house.sign(newcomer, *stewards[:2])
    assert renew_shares(reader, at=NOW) is True
    assert {share.certificate.person for share in Share.objects.all()} == {*stewards[:2], house.town.director}
    assert SharedSecret.objects.get() != first
    assert UnlockSlot.objects.filter(vault__person=manager, kind=SlotKind.STEWARDS).count() == 1


def test_a_steward_keeps_no_share_of_the_own_key(house: KeyedTown) -> None:
    steward = house.town.stewards[0]
    renew_shares(house.reader(steward), at=NOW)
    shares = Share.objects.filter(secret__vault__person=steward)
    assert {share.certificate.person for share in shares} == set(house.town.stewards[1:])


def test_with_two_stewards_no_key_is_shared() -> None:
    house = keyed()
    end_certificates(
        house.town.organisation.id, OfficeKind.STEWARD, house.town.stewards[2].id, ended_on=TODAY, by=None, at=NOW
    )
    assert renew_shares(house.reader(house.town.manager), at=NOW) is False
    assert (Share.objects.count(), is_recovery_on(house.town.organisation.id, on=TODAY)) == (0, False)


def test_two_stewards_and_the_person_bring_back_what_was_lost(house: KeyedTown, sealed: Pair) -> None:
    manager, epoch = house.town.manager, sealed.epochs.get()
    reader = replaced(house)
    with pytest.raises(NoEnvelope):
        reader.pair_of(epoch)
    ceremony = ceremonies.begin(manager, "The notebook with the words was stolen.", at=NOW)
    hand_on(house, ceremony, house.town.stewards[0])
    hand_on(house, ceremony, house.town.stewards[2])
    recovery.take_back(ceremony, reader, at=NOW)
    assert reopened(manager).pair_of(epoch).public == bytes(epoch.public_key)
    ceremony.refresh_from_db()
    assert (ceremony.outcome, ceremony.ended_by, ceremony.contributions.count()) == (CeremonyEnd.DONE, manager, 0)
    assert (lost_vaults(manager.id).count(), SharedSecret.objects.count(), Share.objects.count()) == (0, 0, 0)
    assert rotation.go_on(reopened(manager), at=LATER, slices=10) is rotation.Progress.DONE
    assert reopened(manager).older == ()
    assert reopened(manager).pair_of(epoch).public == bytes(epoch.public_key)


def test_everybody_concerned_is_told_at_the_beginning_and_at_the_end(house: KeyedTown, sealed: Pair) -> None:
    manager, stewards = house.town.manager, house.town.stewards
    reader = replaced(house)
    Letter.objects.all().delete()
    ceremony = ceremonies.begin(manager, "Lost.", at=NOW, addresses=["mira@home.example"])
    told = sorted((letter.recipient.id, letter.address, letter.template) for letter in Letter.objects.all())
    begun = [(manager.id, ""), (manager.id, "mira@home.example"), *((steward.id, "") for steward in stewards)]
    assert told == sorted((person, address, "recovery_begun") for person, address in begun)
    assert [(row.person, row.outcome) for row in recoveries_concerning(sealed, on=TODAY)] == [(manager, None)]
    Letter.objects.all().delete()
    for steward in stewards[:2]:
        hand_on(house, ceremony, steward)
    assert [(letter.recipient, letter.template) for letter in Letter.objects.all()] == [(manager, "recovery_ready")]
    Letter.objects.all().delete()
    recovery.take_back(ceremony, reader, at=NOW)
    heard = sorted((letter.recipient.id, str(letter.template)) for letter in Letter.objects.all())
    assert heard == sorted((person.id, "recovery_ended") for person in (manager, *stewards))
    assert [row.outcome for row in recoveries_concerning(sealed, on=TODAY)] == [CeremonyEnd.DONE]
    facts = list(Entry.objects.filter(subject_id=ceremony.id).order_by("number").values_list("fact", "actor_id"))
    first, second = ((("ceremony.contributed"), steward.id) for steward in stewards[:2])
    assert facts == [("ceremony.begun", manager.id), first, second, ("ceremony.ended", manager.id)]


def test_one_steward_alone_opens_nothing(house: KeyedTown) -> None:
    reader = replaced(house)
    ceremony = ceremonies.begin(house.town.manager, "Lost.", at=NOW)
    assert refusal(recovery.take_back, ceremony, reader, at=NOW) is KeyringCode.TOO_FEW_SHARES
    hand_on(house, ceremony, house.town.stewards[0])
    assert refusal(hand_on, house, ceremony, house.town.stewards[0]) is KeyringCode.ALREADY_GIVEN
    assert refusal(recovery.take_back, ceremony, reader, at=NOW) is KeyringCode.TOO_FEW_SHARES
    assert (Contribution.objects.count(), lost_vaults(house.town.manager.id).count()) == (1, 1)


def test_two_stewards_without_the_persons_own_new_vault_open_nothing(house: KeyedTown) -> None:
    replaced(house)
    ceremony = ceremonies.begin(house.town.manager, "Lost.", at=NOW)
    for steward in house.town.stewards[:2]:
        hand_on(house, ceremony, steward)
    for steward in house.town.stewards[:2]:
        assert refusal(recovery.take_back, ceremony, house.reader(steward), at=NOW) is KeyringCode.CEREMONY_OVER
        pretending = UnlockedReader(house.keys[steward.id], TODAY, house.town.manager.id)
        assert refusal(recovery.take_back, ceremony, pretending, at=NOW) is KeyringCode.CEREMONY_OVER
        for contribution in Contribution.objects.all():
            with pytest.raises(Exception, match="key"):
                house.reader(steward).open_deposit(
                    bytes(contribution.sealed), place_of(ceremony, contribution.steward.person_id)
                )


def test_a_steward_confirms_both_sentences_and_helps_nobody_but_others(house: KeyedTown) -> None:
    replaced(house)
    ceremony, steward = ceremonies.begin(house.town.manager, "Lost.", at=NOW), house.town.stewards[0]
    for compared, uninvolved in [(False, True), (True, False), (False, False)]:
        code = refusal(
            ceremonies.contribute,
            ceremony,
            by=actor(steward),
            reader=house.reader(steward),
            compared=compared,
            uninvolved=uninvolved,
            at=NOW,
        )
        assert code is KeyringCode.NOT_COMPARED
    renew_shares(house.reader(steward), at=NOW)
    rotation.start_anew(steward, PASSPHRASE, at=NOW)
    own = ceremonies.begin(steward, "Lost.", at=NOW)
    assert refusal(hand_on, house, own, steward) is KeyringCode.OWN_CEREMONY
    for other in (house.town.deputy, house.town.administrator, town("Elderen").stewards[0]):
        with pytest.raises(NotAllowed):
            ceremonies.contribute(
                ceremony, by=actor(other), reader=house.reader(steward), compared=True, uninvolved=True, at=NOW
            )


def test_contributions_that_somebody_put_in_count_for_nothing(house: KeyedTown) -> None:
    """With SQL, and the two stewards' rows: without their keys no contribution is believed."""
    reader = replaced(house)
    first, second = house.town.stewards[:2]
    ceremony = ceremonies.begin(house.town.manager, "Lost.", at=NOW)
    hand_on(house, ceremony, first)
    genuine = Contribution.objects.get()
    own = house.certificate(second, OfficeKind.STEWARD)
    sealed = seal_to_public(b"words", bytes(ceremony.vault.sealing_public), place_of(ceremony, second.id))
    for signature in (bytes(genuine.signature), b"\x01\x06" + bytes(64)):
        Contribution.objects.filter(steward=own).delete()
        Contribution.objects.create(ceremony=ceremony, steward=own, sealed=sealed, signature=signature, given_at=NOW)
        assert refusal(recovery.take_back, ceremony, reader, at=NOW) is KeyringCode.TOO_FEW_SHARES
    Contribution.objects.filter(steward=own).delete()
    rogue = house.reader(first).signer(certificate=house.certificate(first, OfficeKind.STEWARD))
    signature = rogue.sign(message_of(ceremony, second.id, sealed))
    Contribution.objects.create(ceremony=ceremony, steward=own, sealed=sealed, signature=signature, given_at=NOW)
    assert refusal(recovery.take_back, ceremony, reader, at=NOW) is KeyringCode.TOO_FEW_SHARES


def test_a_steward_who_is_no_longer_trusted_does_not_count(house: KeyedTown) -> None:
    reader, stewards = replaced(house), house.town.stewards
    ceremony = ceremonies.begin(house.town.manager, "Lost.", at=NOW)
    for steward in stewards[:2]:
        hand_on(house, ceremony, steward)
    end_certificates(house.town.organisation.id, OfficeKind.STEWARD, stewards[1].id, ended_on=TODAY, by=None, at=NOW)
    assert refusal(recovery.take_back, ceremony, reader, at=NOW) is KeyringCode.TOO_FEW_SHARES
    end_certificates(house.town.organisation.id, OfficeKind.STEWARD, stewards[2].id, ended_on=TODAY, by=None, at=NOW)
    assert refusal(hand_on, house, ceremony, stewards[2]) is KeyringCode.NOT_A_STEWARD


def test_what_was_handed_on_in_another_ceremony_does_not_count(house: KeyedTown) -> None:
    reader, stewards = replaced(house), house.town.stewards
    before = ceremonies.begin(house.town.manager, "Lost.", at=NOW)
    for steward in stewards[:2]:
        hand_on(house, before, steward)
    kept = list(before.contributions.values())
    ceremonies.call_off(before, by=actor(stewards[2]), at=NOW)
    ceremony = ceremonies.begin(house.town.manager, "Lost.", at=NOW)
    Contribution.objects.bulk_create(Contribution(**{**row, "ceremony_id": ceremony.id}) for row in kept)
    assert refusal(recovery.take_back, ceremony, reader, at=NOW) is KeyringCode.TOO_FEW_SHARES


def test_a_ceremony_that_was_turned_to_another_vault_hands_nothing_on(house: KeyedTown) -> None:
    """With SQL: a vault that the audit chain does not know as this person's takes no share."""
    replaced(house)
    ceremony, steward = ceremonies.begin(house.town.manager, "Lost.", at=NOW), house.town.stewards[0]
    rogue = house.keys[house.town.deputy.id]
    Vault.objects.filter(pk=ceremony.vault_id).update(
        sealing_public=rogue.sealing.public, verifying_public=rogue.signing.public
    )
    assert refusal(hand_on, house, ceremony, steward) is KeyringCode.CEREMONY_OVER
    Ceremony.objects.filter(pk=ceremony.pk).update(vault=existing_vault(house.town.deputy.id))
    assert refusal(hand_on, house, ceremony, steward) is KeyringCode.CEREMONY_OVER


def test_a_slot_that_was_put_in_brings_no_foreign_keys_back(house: KeyedTown) -> None:
    reader = replaced(house)
    renew_shares(house.reader(house.town.deputy), at=NOW)
    ceremony = ceremonies.begin(house.town.manager, "Lost.", at=NOW)
    for steward in house.town.stewards[:2]:
        hand_on(house, ceremony, steward)
    foreign = UnlockSlot.objects.get(vault__person=house.town.deputy, kind=SlotKind.STEWARDS)
    UnlockSlot.objects.filter(vault=ceremony.former, kind=SlotKind.STEWARDS).update(wrapped=foreign.wrapped)
    assert refusal(recovery.take_back, ceremony, reader, at=NOW) is KeyringCode.SHARES_DO_NOT_FIT
    ceremony.refresh_from_db()
    assert ceremony.ended_at is None


def test_one_ceremony_at_a_time_and_it_ends_after_seven_days(house: KeyedTown) -> None:
    reader, manager = replaced(house), house.town.manager
    ceremony = ceremonies.begin(manager, "Lost.", at=NOW)
    assert refusal(ceremonies.begin, manager, "Again.", at=NOW) is KeyringCode.CEREMONY_RUNS
    for steward in house.town.stewards[:2]:
        hand_on(house, ceremony, steward)
    week = NOW + timedelta(days=7)
    assert refusal(recovery.take_back, ceremony, reader, at=week) is KeyringCode.CEREMONY_OVER
    assert own_ceremony(manager.id, at=week - timedelta(seconds=1)) == ceremony
    ceremonies.end_overdue(at=week)
    ceremony.refresh_from_db()
    assert (ceremony.outcome, ceremony.ended_by, Contribution.objects.count()) == (CeremonyEnd.TOO_LATE, None, 0)
    assert ceremonies.begin(manager, "Again.", at=week).ended_at is None


def test_the_person_and_every_steward_may_call_it_off_and_nobody_else(house: KeyedTown) -> None:
    replaced(house)
    for somebody in (house.town.deputy, house.town.administrator):
        ceremony = own_ceremony(house.town.manager.id, at=NOW) or ceremonies.begin(house.town.manager, "Lost.", at=NOW)
        with pytest.raises(NotAllowed):
            ceremonies.call_off(ceremony, by=actor(somebody), at=NOW)
    for somebody in (house.town.manager, *house.town.stewards):
        ceremony = own_ceremony(house.town.manager.id, at=NOW) or ceremonies.begin(house.town.manager, "Lost.", at=NOW)
        ceremonies.call_off(ceremony, by=actor(somebody), at=NOW)
        ceremony.refresh_from_db()
        assert (ceremony.outcome, ceremony.ended_by) == (CeremonyEnd.CALLED_OFF, somebody)
        assert refusal(ceremonies.call_off, ceremony, by=actor(somebody), at=NOW) is KeyringCode.CEREMONY_OVER


def test_another_new_vault_ends_the_ceremony_for_the_one_before(house: KeyedTown) -> None:
    replaced(house)
    ceremony = ceremonies.begin(house.town.manager, "Lost.", at=NOW)
    reader = replaced(house)
    ceremony.refresh_from_db()
    assert ceremony.outcome == CeremonyEnd.CALLED_OFF
    again = ceremonies.begin(house.town.manager, "Lost.", at=NOW)
    for steward in house.town.stewards[:2]:
        hand_on(house, again, steward)
    recovery.take_back(again, reader, at=NOW)
    assert reopened(house.town.manager).older == (house.keys[house.town.manager.id],)


def test_who_finds_the_old_words_needs_nobody(house: KeyedTown, sealed: Pair) -> None:
    manager, epoch = house.town.manager, sealed.epochs.get()
    rotation.start_anew(manager, PASSPHRASE, at=NOW)
    lock(manager.id, at=NOW)
    code = rotation.start_anew(manager, PASSPHRASE, at=NOW)
    assert refusal(rotation.bring_back_by_words, manager, "other words", at=NOW) is KeyringCode.WRONG_PASSPHRASE
    assert refusal(rotation.bring_back_by_words, manager, code, at=NOW) is KeyringCode.WRONG_PASSPHRASE
    rotation.bring_back_by_words(manager, PASSPHRASE, at=NOW)
    assert len(reopened(manager).older) == 1
    with pytest.raises(NoEnvelope):
        reopened(manager).pair_of(epoch)


def test_two_stewards_stop_recovery_and_its_shares_are_erased(house: KeyedTown) -> None:
    home, (first, second, _third) = house.town.organisation.id, house.town.stewards
    replaced(house)
    ceremony = ceremonies.begin(house.town.manager, "Lost.", at=NOW)
    renew_shares(house.reader(house.town.deputy), at=NOW)
    recovery.ask_to_stop(home, "The council decided so.", by=actor(first), at=NOW)
    assert is_recovery_on(home, on=TODAY)
    assert refusal(recovery.ask_to_stop, home, "Again.", by=actor(second), at=NOW) is KeyringCode.STOP_CHANGED
    assert refusal(recovery.confirm_stop, home, by=actor(first), at=NOW) is KeyringCode.ANOTHER_STEWARD
    Letter.objects.all().delete()
    recovery.confirm_stop(home, by=actor(second), at=NOW)
    ceremony.refresh_from_db()
    assert (is_recovery_on(home, on=TODAY), ceremony.outcome) == (False, CeremonyEnd.CALLED_OFF)
    assert (Share.objects.count(), UnlockSlot.objects.filter(kind=SlotKind.STEWARDS).count()) == (0, 0)
    told = {letter.recipient_id for letter in Letter.objects.filter(template="recovery_stopped")}
    assert told == set(house.keys)
    assert refusal(ceremonies.begin, house.town.manager, "Lost.", at=NOW) is KeyringCode.NO_RECOVERY
    assert renew_shares(house.reader(house.town.deputy), at=NOW) is False
    recovery.lift_stop(home, by=actor(first), at=NOW)
    assert renew_shares(house.reader(house.town.deputy), at=NOW) is True


def test_only_stewards_of_the_organisation_decide_about_recovery(house: KeyedTown) -> None:
    elsewhere = keyed(town("Elderen"))
    home = house.town.organisation.id
    recovery.ask_to_stop(home, "Decided.", by=actor(house.town.stewards[0]), at=NOW)
    for somebody in (house.town.administrator, house.town.manager, elsewhere.town.stewards[0]):
        for act in (recovery.confirm_stop, recovery.lift_stop):
            with pytest.raises(NotAllowed):
                act(home, by=actor(somebody), at=NOW)
