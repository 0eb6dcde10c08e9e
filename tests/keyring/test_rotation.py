"""New keys: what was sealed to the old key follows to the new one, however often it is interrupted; nothing is lost."""

from datetime import date, timedelta

import pytest

from deontos.audit.models import Entry
from deontos.keyring.actions import rotation
from deontos.keyring.actions.certificates import propose_certificate, sign_certificate
from deontos.keyring.actions.envelopes import wake
from deontos.keyring.actions.rotation import Progress
from deontos.keyring.actions.vaults import open_session_for, unlocked_keys
from deontos.keyring.authenticity import context_of
from deontos.keyring.before import keys_of_before
from deontos.keyring.models import Envelope, Epoch, ItemKey, ReceiptHolder, Vault, VaultSession
from deontos.keyring.own_vault import VaultRefused, existing_vault
from deontos.keyring.queries import certificate_to_sign, readers_of, trusted_certificates
from deontos.keyring.readers import KeyNotAuthentic, NoEnvelope, UnlockedReader
from deontos.keyring.recovery_models import FormerKeys
from deontos.keyring.sealing import give_item, give_to_person, make_pair
from deontos.keyring.vocabulary import Ground, KeyringCode, Purpose, WakeReason
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import OfficeKind
from deontos.vault.keys import new_user_keys
from deontos.vault.sealing import seal_envelope
from deontos.vault.signatures import envelope_message, sign
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY

pytestmark = [pytest.mark.row("2.6"), pytest.mark.django_db]

OLD = "lantaarn boomgaard fluweel kano weide spiegel haven"
NEW = "spiegel haven kano weide boomgaard fluweel lantaarn"
HOUR = timedelta(hours=1)
THREE_DAYS = timedelta(hours=73)


@pytest.fixture
def house() -> KeyedTown:
    return keyed()


def give(house: KeyedTown, person: Person, *, dormant: bool = False, until: date | None = None) -> Epoch:
    """A pair that somebody holds the key of, given by the general director."""
    made = make_pair(house.town.organisation.id, Purpose.CONVERSATION, on=TODAY)
    by = house.reader(house.town.director).signer(
        certificate=trusted_certificates(house.town.organisation.id, [house.town.director.id], on=TODAY)[
            house.town.director.id
        ]
    )
    certificate = house.certificate(person)
    give_to_person(made, certificate, by=by, on=TODAY, ground=Ground.IN_LINE, dormant=dormant, until=until)
    return made.epoch


def reopened(person: Person, passphrase: str = NEW) -> UnlockedReader:
    keys = unlocked_keys(person, passphrase, at=NOW)
    return UnlockedReader(keys, TODAY, person.id, older=keys_of_before(existing_vault(person.id), keys))


def opens(reader: UnlockedReader, epoch: Epoch) -> bool:
    try:
        return reader.pair_of(Epoch.objects.select_related("pair").get(pk=epoch.pk)).public == bytes(epoch.public_key)
    except NoEnvelope:
        return False


def test_new_keys_open_at_once_what_the_old_ones_did(house: KeyedTown) -> None:
    manager = house.town.manager
    epoch, former = give(house, manager), existing_vault(manager.id)
    code = rotation.renew_keys(manager, house.reader(manager), NEW, at=NOW)
    reader = reopened(manager)
    assert reader.keys != house.keys[manager.id]
    assert reader.older == (house.keys[manager.id],)
    assert opens(reader, epoch)
    assert reopened(manager, code).keys == reader.keys
    former.refresh_from_db()
    assert (former.ended_at, former.slots.count()) == (NOW, 0)


def test_no_certificate_counts_and_nothing_is_signed_before_two_stewards_confirmed_the_new_key(
    house: KeyedTown,
) -> None:
    manager, home = house.town.manager, house.town.organisation
    epoch = give(house, manager)
    assert certificate_to_sign(epoch.pair_id, house.reader(manager), on=TODAY) == house.certificate(manager)
    rotation.renew_keys(manager, house.reader(manager), NEW, at=NOW)
    reader = reopened(manager)
    assert trusted_certificates(home.id, [manager.id], on=TODAY) == {}
    assert certificate_to_sign(epoch.pair_id, reader, on=TODAY) is None
    with pytest.raises(NoEnvelope) as refused:
        reader.signer(certificate=house.certificate(manager))
    assert refused.value.code is KeyringCode.NOT_CERTIFIED
    rotation.go_on(reader, at=NOW + HOUR, slices=5)
    later = NOW + THREE_DAYS
    renewed = propose_certificate(home, OfficeKind.COMPLAINTS_MANAGER, manager, on=later.date())
    for steward in house.town.stewards[:2]:
        own = house.certificates[steward.id, OfficeKind.STEWARD]
        sign_certificate(renewed, own, house.reader(steward), at=later)
    rotation.move_to_new_certificates(manager.id, at=later)
    assert certificate_to_sign(epoch.pair_id, reader, on=later.date()) == renewed
    assert [envelope.certificate for envelope in readers_of(epoch.pair_id, on=TODAY)] == [renewed]
    assert opens(reopened(manager), epoch)


def test_who_gave_it_why_since_when_and_until_when_stays(house: KeyedTown) -> None:
    manager = house.town.manager
    epoch = give(house, manager, until=TODAY + timedelta(days=30))
    kept = ("given_by_id", "given_by_holder_id", "ground", "given_on", "until", "first_opened_on", "certificate_id")
    before = Envelope.objects.filter(epoch=epoch).values(*kept).get()
    rotation.renew_keys(manager, house.reader(manager), NEW, at=NOW)
    assert rotation.go_on(reopened(manager), at=NOW + HOUR, slices=5) is Progress.DONE
    assert Envelope.objects.filter(epoch=epoch).values(*kept).get() == before
    assert Envelope.objects.get(epoch=epoch).resealed_to == existing_vault(manager.id)
    assert opens(reopened(manager), epoch)
    assert opens(house.reader(manager), epoch) is False


def test_a_colleagues_envelope_never_becomes_the_receipts_or_ones_own(house: KeyedTown) -> None:
    """An epoch that a colleague put in is not sealed to before new keys, so it may not be after them."""
    manager = house.town.manager
    epoch = give(house, manager)
    rotation.renew_keys(manager, house.reader(manager), NEW, at=NOW)
    rotation.go_on(reopened(manager), at=NOW + HOUR, slices=5)
    holder = ReceiptHolder.objects.create(sealing_public=bytes(32), verifying_public=bytes(32))
    with pytest.raises(KeyNotAuthentic):
        reopened(manager).epoch_to_seal_to(epoch.pair, given_by=holder)


def test_an_envelope_that_somebody_else_sealed_anew_opens_nothing(house: KeyedTown) -> None:
    """Whoever took over a sign-in may make a vault in that name, which the audit chain knows; its word is not mine."""
    manager = house.town.manager
    rotation.start_anew(manager, OLD, at=NOW)
    thief, thiefs = reopened(manager, OLD).keys, existing_vault(manager.id)
    rotation.start_anew(manager, NEW, at=NOW)
    reader = reopened(manager)
    epoch = give(house, manager)
    envelope = Envelope.objects.get(epoch=epoch)
    context = context_of(envelope, manager.id)
    sealed = seal_envelope(bytes(32), reader.keys.sealing.public, context)
    assert envelope.given_by_id
    message = envelope_message(
        context, sealed, granted_by=envelope.given_by_id, ground=envelope.ground, until=envelope.until
    )
    Envelope.objects.filter(pk=envelope.pk).update(
        sealed=sealed, signature=sign(thief.signing, *message), resealed_to=thiefs
    )
    with pytest.raises(NoEnvelope):
        reader.pair_of(epoch)


def test_a_sleeping_key_stays_asleep_and_wakes_for_the_new_key(house: KeyedTown) -> None:
    deputy = house.town.deputy
    epoch = give(house, deputy, dormant=True)
    rotation.renew_keys(deputy, house.reader(deputy), NEW, at=NOW)
    assert rotation.go_on(reopened(deputy), at=NOW + HOUR, slices=5) is Progress.DONE
    assert (Envelope.objects.get(epoch=epoch).dormant, opens(reopened(deputy), epoch)) == (True, False)
    assert wake(epoch.pair_id, deputy.id, WakeReason.ABSENCE, on=TODAY)
    assert opens(reopened(deputy), epoch)


def test_what_none_of_the_keys_opens_is_left_and_holds_nothing_up(house: KeyedTown) -> None:
    manager = house.town.manager
    epochs = [give(house, manager) for _number in range(3)]
    Envelope.objects.filter(epoch=epochs[1]).update(sealed=b"\x01\x02" + bytes(80))
    rotation.renew_keys(manager, house.reader(manager), NEW, at=NOW)
    reader = reopened(manager)
    assert rotation.go_on(reader, at=NOW, slices=10) is Progress.WAITING
    assert [opens(reader, epoch) for epoch in epochs] == [True, False, True]
    assert rotation.go_on(reader, at=NOW + HOUR, slices=10) is Progress.DONE
    assert [opens(reopened(manager), epoch) for epoch in epochs] == [True, False, True]


def test_the_old_key_is_kept_for_an_hour_for_what_was_on_its_way(house: KeyedTown) -> None:
    manager = house.town.manager
    rotation.renew_keys(manager, house.reader(manager), NEW, at=NOW)
    assert rotation.go_on(reopened(manager), at=NOW, slices=5) is Progress.WAITING
    epoch = give(house, manager)
    assert rotation.go_on(reopened(manager), at=NOW + HOUR, slices=5) is Progress.DONE
    assert (FormerKeys.objects.count(), opens(reopened(manager), epoch)) == (0, True)


def test_new_keys_twice_before_anything_followed_lose_nothing(house: KeyedTown) -> None:
    manager = house.town.manager
    epochs = [give(house, manager) for _number in range(2)]
    rotation.renew_keys(manager, house.reader(manager), OLD, at=NOW)
    rotation.renew_keys(manager, reopened(manager, OLD), NEW, at=NOW)
    reader = reopened(manager)
    assert len(reader.older) == 2
    assert rotation.go_on(reader, at=NOW + HOUR, slices=5) is Progress.DONE
    assert [opens(reopened(manager), epoch) for epoch in epochs] == [True, True]


def test_the_key_of_a_single_item_follows_too(house: KeyedTown) -> None:
    manager = house.town.manager
    item_key, key = ItemKey.objects.create(), bytes(range(32))
    by = house.reader(manager).signer(certificate=house.certificate(manager))
    give_item(item_key, key, house.certificate(manager), by=by, on=TODAY, ground=Ground.OWN)
    rotation.renew_keys(manager, house.reader(manager), NEW, at=NOW)
    assert rotation.go_on(reopened(manager), at=NOW + HOUR, slices=5) is Progress.DONE
    assert reopened(manager)._granted_key(item_key) == key


def test_only_the_keys_of_the_present_vault_are_exchanged_for_new_ones(house: KeyedTown) -> None:
    manager = house.town.manager
    stranger = UnlockedReader(new_user_keys(), TODAY, manager.id)
    with pytest.raises(VaultRefused) as refused:
        rotation.renew_keys(manager, stranger, NEW, at=NOW)
    assert refused.value.code is KeyringCode.LOCKED
    assert Vault.objects.filter(person=manager, ended_at__isnull=True).count() == 1


def test_an_open_vault_of_before_closes(house: KeyedTown) -> None:
    manager = house.town.manager
    open_session_for(existing_vault(manager.id), house.keys[manager.id], at=NOW)
    rotation.renew_keys(manager, house.reader(manager), NEW, at=NOW)
    assert VaultSession.objects.count() == 0
    facts = list(Entry.objects.order_by("number").values_list("fact", flat=True))
    assert facts[-4:] == ["vault.ended", "vault.made", "certificate.ended", "keys.reset"]
