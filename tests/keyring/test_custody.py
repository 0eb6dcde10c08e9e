"""Where a channel has custody, two stewards and a handler open a name by legal duty; without custody nobody does."""

import pytest

from deontos.access.gate import NotAllowed
from deontos.keyring.actions import ceremonies, custody
from deontos.keyring.actions.certificates import propose_certificate
from deontos.keyring.actions.resets import note_reset
from deontos.keyring.actions.vaults import store_vault
from deontos.keyring.models import Envelope, Pair
from deontos.keyring.own_vault import VaultRefused
from deontos.keyring.readers import NoEnvelope
from deontos.keyring.recovery_models import Ceremony, Share, SharedSecret
from deontos.keyring.sealing import OpenPair, give_to_person, make_pair
from deontos.keyring.vocabulary import CeremonyEnd, Ground, KeyringCode, Purpose, ResetCause
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import OfficeKind
from deontos.vault.keys import new_user_keys
from deontos.vault.passphrases import new_recovery_code
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, actor, town

pytestmark = [pytest.mark.row("2.9"), pytest.mark.django_db]

PASSPHRASE = "lantaarn boomgaard fluweel kano weide spiegel haven"


@pytest.fixture
def house() -> KeyedTown:
    """A town whose manager has a vault that the audit chain knows."""
    home = town()
    keys = new_user_keys()
    store_vault(home.manager, keys, PASSPHRASE, new_recovery_code(), at=NOW)
    house = KeyedTown(home, {home.manager.id: keys})
    for steward in home.stewards:
        house.propose(steward, OfficeKind.STEWARD)
    for steward in home.stewards:
        others = [other for other in home.stewards if other != steward]
        house.sign(house.certificate(steward, OfficeKind.STEWARD), *others)
    house.certify(home.manager)
    return house


@pytest.fixture
def name(house: KeyedTown) -> OpenPair:
    """The key of a name that is in custody."""
    made = make_pair(house.town.organisation.id, Purpose.IDENTITY, on=TODAY)
    assert custody.keep_in_custody(house.town.organisation.id, made, named=(), on=TODAY)
    return made


def hand_on(house: KeyedTown, ceremony: Ceremony, steward: Person) -> None:
    reader = house.reader(steward)
    ceremonies.contribute(ceremony, by=actor(steward), reader=reader, compared=True, uninvolved=True, at=NOW)


def refusal(act: object, *args: object, **kwargs: object) -> KeyringCode:
    with pytest.raises(VaultRefused) as refused:
        act(*args, **kwargs)  # type: ignore[operator]
    assert isinstance(refused.value.code, KeyringCode)
    return refused.value.code


def test_two_stewards_give_the_key_of_the_name_to_whoever_asked(house: KeyedTown, name: OpenPair) -> None:
    manager = house.town.manager
    by, reader, certificate = actor(manager), house.reader(manager), house.certificate(manager)
    with pytest.raises(NoEnvelope):
        reader.pair_of(name.epoch)
    ceremony = custody.ask_stewards(
        house.town.organisation.id, name.epoch.pair_id, "An order of the court, article 10.", by=by, at=NOW
    )
    given = {"by": by, "reader": reader, "at": NOW}
    assert refusal(custody.open_by_duty, ceremony, certificate, **given) is KeyringCode.TOO_FEW_SHARES
    hand_on(house, ceremony, house.town.stewards[0])
    assert refusal(custody.open_by_duty, ceremony, certificate, **given) is KeyringCode.TOO_FEW_SHARES
    hand_on(house, ceremony, house.town.stewards[1])
    envelope = custody.open_by_duty(ceremony, certificate, by=by, reader=reader, at=NOW)
    assert (envelope.ground, envelope.certificate) == (Ground.LEGAL_DUTY, certificate)
    assert house.reader(manager).pair_of(name.epoch) == name.keys
    ceremony.refresh_from_db()
    assert (ceremony.outcome, ceremony.contributions.count()) == (CeremonyEnd.DONE, 0)


def handed_on(house: KeyedTown, name: OpenPair) -> Ceremony:
    """The manager asked, and two stewards handed their shares on."""
    by = actor(house.town.manager)
    ceremony = custody.ask_stewards(house.town.organisation.id, name.epoch.pair_id, "Law.", by=by, at=NOW)
    for steward in house.town.stewards[:2]:
        hand_on(house, ceremony, steward)
    return ceremony


def test_nothing_is_sealed_to_one_whose_certificate_waits_after_a_reset(house: KeyedTown, name: OpenPair) -> None:
    manager, ceremony = house.town.manager, handed_on(house, name)
    note_reset(manager, ResetCause.LOGIN_RESET, by=None, at=NOW)
    given = {"by": actor(manager), "reader": house.reader(manager), "at": NOW}
    assert refusal(custody.open_by_duty, ceremony, house.certificate(manager), **given) is KeyringCode.NOT_CERTIFIED
    assert not Envelope.objects.exists()


def test_one_who_was_told_the_name_meanwhile_keeps_that_key(house: KeyedTown, name: OpenPair) -> None:
    manager, ceremony = house.town.manager, handed_on(house, name)
    reader, certificate = house.reader(manager), house.certificate(manager)
    signer = reader.signer(certificate=certificate)
    told = give_to_person(name, certificate, by=signer, on=TODAY, ground=Ground.CONSENT)
    assert custody.open_by_duty(ceremony, certificate, by=actor(manager), reader=reader, at=NOW) == told
    ceremony.refresh_from_db()
    assert ceremony.outcome == CeremonyEnd.DONE


def test_where_there_is_no_custody_nobody_is_asked(house: KeyedTown) -> None:
    made = make_pair(house.town.organisation.id, Purpose.IDENTITY, on=TODAY)
    asked = {"by": actor(house.town.manager), "at": NOW}
    assert (
        refusal(custody.ask_stewards, house.town.organisation.id, made.epoch.pair_id, "Law.", **asked)
        is KeyringCode.NOT_IN_CUSTODY
    )


def test_a_steward_who_is_named_keeps_nothing_and_with_one_left_there_is_no_custody(house: KeyedTown) -> None:
    home, stewards = house.town.organisation.id, house.town.stewards
    made = make_pair(home, Purpose.IDENTITY, on=TODAY)
    assert custody.keep_in_custody(home, made, named={stewards[0].id, stewards[1].id}, on=TODAY) is False
    assert SharedSecret.objects.count() == 0
    assert custody.keep_in_custody(home, made, named={stewards[0].id}, on=TODAY) is True
    assert {share.certificate.person for share in Share.objects.all()} == set(stewards[1:])


def test_only_who_handles_cases_here_may_ask_and_only_that_person_opens(house: KeyedTown, name: OpenPair) -> None:
    for outsider in (house.town.administrator, house.town.stewards[0], keyed(town("Elderen")).town.manager):
        with pytest.raises(NotAllowed):
            custody.ask_stewards(house.town.organisation.id, name.epoch.pair_id, "Law.", by=actor(outsider), at=NOW)
    ceremony = custody.ask_stewards(
        house.town.organisation.id, name.epoch.pair_id, "Law.", by=actor(house.town.manager), at=NOW
    )
    asked = {"by": actor(house.town.manager), "at": NOW}
    assert (
        refusal(custody.ask_stewards, house.town.organisation.id, name.epoch.pair_id, "Law.", **asked)
        is KeyringCode.CEREMONY_RUNS
    )
    for steward in house.town.stewards[:2]:
        hand_on(house, ceremony, steward)
    house.give_keys(house.town.officer)
    certificate = propose_certificate(
        house.town.organisation, OfficeKind.INTEGRITY_OFFICER, house.town.officer, on=TODAY
    )
    given = {"by": actor(house.town.officer), "reader": house.reader(house.town.officer), "at": NOW}
    assert refusal(custody.open_by_duty, ceremony, certificate, **given) is KeyringCode.CEREMONY_OVER
    assert Envelope.objects.filter(epoch=name.epoch).count() == 0


def test_shares_of_another_name_open_nothing(house: KeyedTown, name: OpenPair) -> None:
    other = make_pair(house.town.organisation.id, Purpose.IDENTITY, on=TODAY)
    SharedSecret.objects.filter(pair=name.epoch.pair_id).update(pair=Pair.objects.get(pk=other.epoch.pair_id))
    ceremony = custody.ask_stewards(
        house.town.organisation.id, other.epoch.pair_id, "Law.", by=actor(house.town.manager), at=NOW
    )
    assert refusal(hand_on, house, ceremony, house.town.stewards[0]) is KeyringCode.NO_SHARE
