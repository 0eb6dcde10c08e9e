"""The first stewards certify one another in one sitting, all or nothing; and nobody founds a house that stands."""

from datetime import timedelta
from uuid import UUID

import pytest

from deontos.access.gate import NotAllowed
from deontos.audit.models import Entry
from deontos.keyring.actions.certificates import end_certificates
from deontos.keyring.actions.resets import note_reset
from deontos.keyring.actions.stewards import SittingRefused, found
from deontos.keyring.actions.vaults import store_vault
from deontos.keyring.models import CertificateSignature, ReaderCertificate, Vault
from deontos.keyring.queries import stewards_in_chain, trusted_stewards
from deontos.keyring.rules import COOLING, VALID_FOR
from deontos.keyring.vocabulary import KeyringCode, ResetCause
from deontos.organisations.models import Office, Person
from deontos.organisations.vocabulary import OfficeKind
from deontos.vault.keys import new_user_keys
from deontos.vault.passphrases import new_recovery_code
from tests.factories.keyring import keyed
from tests.factories.organisations import NOW, TODAY, Town, actor, office, town

pytestmark = [pytest.mark.django_db, pytest.mark.row("2.2")]


def passphrase(person: Person) -> str:
    return f"words of {person.given_name}"


@pytest.fixture
def lindewater() -> Town:
    """A town whose three stewards have vaults and nothing more."""
    home = town()
    for steward in home.stewards:
        store_vault(steward, new_user_keys(), passphrase(steward), new_recovery_code(), at=NOW)
    return home


def seated(home: Town) -> dict[Person, str]:
    return {each: passphrase(each) for each in home.stewards}


def stewards(home: Town, *, days: int = 0) -> set[UUID]:
    return {each.person_id for each in trusted_stewards(home.organisation.id, on=TODAY + timedelta(days=days))}


def refusal(home: Town, people: dict[Person, str], by: Person, **when: int) -> tuple[object, object]:
    with pytest.raises(SittingRefused) as refused:
        found(home.organisation, people, by=actor(by), at=NOW + timedelta(**when))
    return refused.value.code, refused.value.parameters.get("person")


def test_three_people_certify_one_another_with_one_act(lindewater: Town) -> None:
    first = lindewater.stewards[0]
    found(lindewater.organisation, seated(lindewater), by=actor(first), at=NOW)
    assert stewards(lindewater) == {each.id for each in lindewater.stewards}
    assert stewards_in_chain(lindewater.organisation.id, on=TODAY) == stewards(lindewater)
    assert CertificateSignature.objects.count() == 6
    [entry] = Entry.objects.filter(fact="stewards.founded")
    assert (entry.actor_id, entry.subject_id) == (first.id, lindewater.organisation.id)
    assert refusal(lindewater, seated(lindewater), first) == (KeyringCode.STEWARDS_STAND, None)


def test_a_wrong_passphrase_certifies_nobody_and_says_whose(lindewater: Town) -> None:
    first, second, _third = lindewater.stewards
    people = {**seated(lindewater), second: "other words"}
    assert refusal(lindewater, people, first) == (KeyringCode.WRONG_PASSPHRASE, second)
    assert (stewards(lindewater), ReaderCertificate.objects.count()) == (set(), 0)
    assert Entry.objects.filter(fact="vault.refused", actor_id=second.id).count() == 1


def test_two_are_not_enough_nor_is_somebody_without_the_office(lindewater: Town) -> None:
    first, second, third = lindewater.stewards
    two = {first: passphrase(first), second: passphrase(second)}
    assert refusal(lindewater, two, first) == (KeyringCode.TOO_FEW_STEWARDS, None)
    assert refusal(lindewater, {**two, lindewater.colleague: "x"}, first) == (KeyringCode.TOO_FEW_STEWARDS, None)
    Office.objects.filter(holder=third).update(ended_on=TODAY - timedelta(days=1))
    assert refusal(lindewater, seated(lindewater), first) == (KeyringCode.TOO_FEW_STEWARDS, None)


def test_who_presses_the_button_is_one_of_them_and_holds_the_office(lindewater: Town) -> None:
    fourth = lindewater.colleague
    with pytest.raises(NotAllowed):
        found(lindewater.organisation, seated(lindewater), by=actor(fourth), at=NOW)
    office(lindewater.organisation, OfficeKind.STEWARD, fourth)
    assert refusal(lindewater, seated(lindewater), fourth) == (KeyringCode.NOT_IN_THE_SITTING, None)


def test_three_administrators_do_not_found_and_two_with_somebody_else_do(lindewater: Town) -> None:
    first, second, third = lindewater.stewards
    offices = [office(lindewater.organisation, OfficeKind.ADMINISTRATOR, each) for each in lindewater.stewards]
    assert refusal(lindewater, seated(lindewater), first) == (KeyringCode.ALL_ADMINISTRATORS, None)
    offices[2].delete()
    found(lindewater.organisation, seated(lindewater), by=actor(first), at=NOW)
    assert stewards(lindewater) == {first.id, second.id, third.id}


def test_keys_put_into_the_row_of_a_vault_found_nothing(lindewater: Town) -> None:
    first, second, _third = lindewater.stewards
    Vault.objects.filter(person=second).update(sealing_public=new_user_keys().sealing.public)
    assert refusal(lindewater, seated(lindewater), first) == (KeyringCode.KEYS_CHANGED, second)
    assert ReaderCertificate.objects.count() == 0


def test_somebody_whose_sign_in_was_reset_sits_72_hours_later(lindewater: Town) -> None:
    first, _second, third = lindewater.stewards
    note_reset(third, ResetCause.LOGIN_RESET, by=None, at=NOW)
    assert refusal(lindewater, seated(lindewater), first, hours=71) == (KeyringCode.TOO_EARLY, third)
    assert ReaderCertificate.objects.count() == 0
    found(lindewater.organisation, seated(lindewater), by=actor(first), at=NOW + COOLING)
    assert stewards(lindewater, days=3) == {each.id for each in lindewater.stewards}


def test_removing_the_stewards_from_the_database_does_not_open_the_sitting_again(lindewater: Town) -> None:
    first = lindewater.stewards[0]
    found(lindewater.organisation, seated(lindewater), by=actor(first), at=NOW)
    ReaderCertificate.objects.update(ended_on=TODAY, entry=None)
    assert stewards(lindewater) == set()
    assert refusal(lindewater, seated(lindewater), first) == (KeyringCode.STEWARDS_STAND, None)
    CertificateSignature.objects.all().delete()
    ReaderCertificate.objects.all().delete()
    assert refusal(lindewater, seated(lindewater), first) == (KeyringCode.STEWARDS_STAND, None)


def test_an_end_that_somebody_wrote_into_the_audit_chain_does_not_open_it_either(lindewater: Town) -> None:
    first = lindewater.stewards[0]
    found(lindewater.organisation, seated(lindewater), by=actor(first), at=NOW)
    issued = list(Entry.objects.filter(fact="certificate.issued"))
    for number, entry in enumerate(issued):
        entry.pk, entry._state.adding = UUID(int=number + 1), True
        entry.number, entry.fact, entry.details = 900 + number, "certificate.ended", f'{{"on":"{TODAY}"}}'
        entry.save()
    assert refusal(lindewater, seated(lindewater), first) == (KeyringCode.STEWARDS_STAND, None)


def test_a_house_whose_stewards_ended_is_founded_anew_and_with_two_left_it_is_not(lindewater: Town) -> None:
    found(lindewater.organisation, seated(lindewater), by=actor(lindewater.stewards[0]), at=NOW)
    home, (first, second, third) = lindewater.organisation.id, lindewater.stewards
    end_certificates(home, OfficeKind.STEWARD, third.id, ended_on=TODAY, by=None, at=NOW)
    assert refusal(lindewater, seated(lindewater), first) == (KeyringCode.STEWARDS_STAND, None)
    end_certificates(home, OfficeKind.STEWARD, second.id, ended_on=TODAY, by=None, at=NOW)
    found(lindewater.organisation, seated(lindewater), by=actor(first), at=NOW + timedelta(hours=1))
    assert stewards(lindewater) == {first.id, second.id, third.id}


def test_after_a_year_without_renewal_it_is_founded_anew(lindewater: Town) -> None:
    first = lindewater.stewards[0]
    found(lindewater.organisation, seated(lindewater), by=actor(first), at=NOW)
    assert refusal(lindewater, seated(lindewater), first, days=VALID_FOR.days)[0] is KeyringCode.STEWARDS_STAND
    found(lindewater.organisation, seated(lindewater), by=actor(first), at=NOW + VALID_FOR + timedelta(days=1))
    assert len(stewards(lindewater, days=VALID_FOR.days + 1)) == 3


def test_another_town_has_its_own_stewards(lindewater: Town) -> None:
    keyed(town("Bergstroom"))
    found(lindewater.organisation, seated(lindewater), by=actor(lindewater.stewards[0]), at=NOW)
    assert stewards(lindewater) == {each.id for each in lindewater.stewards}
