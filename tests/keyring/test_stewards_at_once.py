"""Stewards at the same moment: one certificate with both signatures, one sitting, one alarm."""

import pytest

from deontos.keyring.actions.alarms import look
from deontos.keyring.actions.certificates import CertificateRefused
from deontos.keyring.actions.resets import note_reset
from deontos.keyring.actions.stewards import SittingRefused, confirm_key, found
from deontos.keyring.actions.vaults import store_vault
from deontos.keyring.models import CertificateSignature, KeyAlarm, ReaderCertificate, Vault
from deontos.keyring.own_vault import existing_vault
from deontos.keyring.queries import trusted_certificates, trusted_stewards
from deontos.keyring.rules import COOLING
from deontos.keyring.vocabulary import KeyringCode, ResetCause
from deontos.keyring.words import fingerprint_of, public_keys
from deontos.organisations.models import Person
from deontos.vault.keys import new_user_keys
from deontos.vault.passphrases import new_recovery_code
from tests.cases.test_at_once import Step, at_once
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, actor, deputy, town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.row("2.2")]


@pytest.fixture
def lindewater() -> KeyedTown:
    """A keyed town with a second deputy who waits."""
    made = keyed()
    deputy(made.town.manager_office, made.town.colleague, 2)
    made.give_keys(made.town.colleague)
    return made


def confirming(house: KeyedTown, steward: Person) -> Step:
    """One steward's button, with everything read beforehand as a page does."""
    who = house.town.colleague
    place = (house.town.organisation.id, "complaints_manager", who.id)
    shown, by, reader = fingerprint_of(public_keys(existing_vault(who.id))), actor(steward), house.reader(steward)
    return lambda: confirm_key(place, shown, by=by, reader=reader, at=NOW)


def test_two_stewards_who_sign_at_once_sign_the_same_certificate(lindewater: KeyedTown) -> None:
    first, second, _third = lindewater.town.stewards
    assert at_once(confirming(lindewater, first), confirming(lindewater, second)) == [None, None]
    [certificate] = ReaderCertificate.objects.filter(person=lindewater.town.colleague)
    assert CertificateSignature.objects.filter(certificate=certificate).count() == 2
    home = lindewater.town.organisation.id
    assert set(trusted_certificates(home, [lindewater.town.colleague.id], on=TODAY)) == {lindewater.town.colleague.id}


def test_one_steward_who_presses_twice_signs_once(lindewater: KeyedTown) -> None:
    first = lindewater.town.stewards[0]
    refused = at_once(confirming(lindewater, first), confirming(lindewater, first))
    assert [each.code for each in refused if isinstance(each, CertificateRefused)] == [KeyringCode.ALREADY_SIGNED]
    assert CertificateSignature.objects.filter(certificate__person=lindewater.town.colleague).count() == 1


def test_a_house_is_founded_once() -> None:
    home = town()
    for each in home.stewards:
        store_vault(each, new_user_keys(), each.family_name, new_recovery_code(), at=NOW)
    seated = {each: each.family_name for each in home.stewards}
    one, two = (actor(each) for each in home.stewards[:2])
    steps: list[Step] = [
        lambda: found(home.organisation, seated, by=one, at=NOW),
        lambda: found(home.organisation, seated, by=two, at=NOW),
    ]
    refused = at_once(*steps)
    assert [each.code for each in refused if isinstance(each, SittingRefused)] == [KeyringCode.STEWARDS_STAND]
    assert (ReaderCertificate.objects.count(), len(trusted_stewards(home.organisation.id, on=TODAY))) == (3, 3)


@pytest.mark.row("2.7")
def test_a_reset_in_the_same_moment_as_the_second_signature_wins(lindewater: KeyedTown) -> None:
    first, second, _third = lindewater.town.stewards
    colleague = lindewater.town.colleague
    confirming(lindewater, first)()
    at_once(confirming(lindewater, second), lambda: note_reset(colleague, ResetCause.LOGIN_RESET, by=None, at=NOW))
    home = lindewater.town.organisation.id
    for day in (TODAY, (NOW + COOLING).date()):
        assert trusted_certificates(home, [colleague.id], on=day) == {}


def test_two_who_look_raise_one_alarm(lindewater: KeyedTown) -> None:
    home = lindewater.town.organisation.id
    Vault.objects.filter(person=lindewater.town.manager).update(sealing_public=new_user_keys().sealing.public)
    at_once(lambda: look(home, at=NOW), lambda: look(home, at=NOW))
    assert KeyAlarm.objects.count() == 1
