"""A reset ends a person's certificates at once, tells everybody, and asks 72 hours and two stewards for a new one."""

from datetime import timedelta
from uuid import UUID

import pytest

from deontos.audit.models import Entry
from deontos.keyring.actions.certificates import CertificateRefused, sign_certificate
from deontos.keyring.actions.resets import note_reset
from deontos.keyring.actions.vaults import open_session_for
from deontos.keyring.models import CertificateSignature, Envelope, KeyReset, ReaderCertificate, VaultSession
from deontos.keyring.own_vault import existing_vault
from deontos.keyring.queries import trusted_certificates, trusted_stewards
from deontos.keyring.rules import COOLING
from deontos.keyring.vocabulary import KeyringCode, ResetCause
from deontos.notices.models import Letter
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import OfficeKind
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, town

pytestmark = pytest.mark.django_db

AFTERWARDS = NOW + COOLING
LATER = AFTERWARDS.date()


@pytest.fixture
def lindewater() -> KeyedTown:
    return keyed()


def trusted(house: KeyedTown, person: Person, *, days: int = 0) -> set[UUID]:
    return set(trusted_certificates(house.town.organisation.id, [person.id], on=TODAY + timedelta(days=days)))


def letters() -> set[tuple[UUID, str, str]]:
    return set(Letter.objects.values_list("recipient_id", "template", "address"))


@pytest.mark.row("2.7")
def test_a_reset_ends_every_certificate_at_once_in_every_organisation(lindewater: KeyedTown) -> None:
    house, by = lindewater.town, lindewater.town.administrator.id
    lindewater.certify(house.manager, OfficeKind.INTEGRITY_ADVISER)
    note_reset(house.manager, ResetCause.LOGIN_RESET, by=by, at=NOW)
    assert trusted(lindewater, house.manager) == set()
    assert trusted(lindewater, house.deputy) == {house.deputy.id}
    ended = Entry.objects.filter(fact="certificate.ended")
    assert set(ended.values_list("subject_id", flat=True)) == {
        each.id for each in lindewater.certificates.values() if each.person_id == house.manager.id
    }
    [entry] = Entry.objects.filter(fact="keys.reset")
    assert (entry.organisation_id, entry.subject_id, entry.actor_id, entry.at) == (
        house.organisation.id,
        house.manager.id,
        by,
        NOW,
    )
    assert entry.details == '{"cause":"login_reset"}'


@pytest.mark.row("2.7")
def test_all_addresses_of_the_person_and_all_stewards_are_told(lindewater: KeyedTown) -> None:
    house, _other = lindewater.town, keyed(town("Bergstroom"))
    manager = house.manager
    addresses = ["mira@home.example", manager.email]
    note_reset(manager, ResetCause.SECOND_FACTOR_LOST, by=None, at=NOW, addresses=addresses)
    assert letters() == {
        (manager.id, "keys_reset", ""),
        (manager.id, "keys_reset", "mira@home.example"),
        *((steward.id, "keys_reset_of_somebody", "") for steward in house.stewards),
    }


def test_a_steward_who_is_reset_gets_one_letter_and_the_others_theirs(lindewater: KeyedTown) -> None:
    first, second, third = lindewater.town.stewards
    note_reset(first, ResetCause.LOGIN_RESET, by=None, at=NOW)
    assert letters() == {
        (first.id, "keys_reset", ""),
        (second.id, "keys_reset_of_somebody", ""),
        (third.id, "keys_reset_of_somebody", ""),
    }
    assert {each.person_id for each in trusted_stewards(lindewater.town.organisation.id, on=TODAY)} == {
        second.id,
        third.id,
    }
    assert trusted(lindewater, lindewater.town.manager) == {lindewater.town.manager.id}


def test_a_reset_of_the_sign_in_closes_the_vault_and_a_new_vault_keeps_it_open(lindewater: KeyedTown) -> None:
    manager = lindewater.town.manager
    for cause, left in ((ResetCause.NEW_VAULT, 1), (ResetCause.LOGIN_RESET, 0)):
        open_session_for(existing_vault(manager.id), lindewater.keys[manager.id], at=NOW)
        note_reset(manager, cause, by=manager.id, at=NOW)
        assert VaultSession.objects.count() == left


@pytest.mark.row("2.7")
def test_for_72_hours_no_steward_signs_and_afterwards_two_do(lindewater: KeyedTown) -> None:
    house = lindewater.town
    note_reset(house.manager, ResetCause.LOGIN_RESET, by=None, at=NOW)
    certificate = lindewater.propose(house.manager, on=LATER)
    with pytest.raises(CertificateRefused) as refused:
        lindewater.sign(certificate, house.stewards[0], at=AFTERWARDS - timedelta(seconds=1))
    assert (refused.value.code, refused.value.parameters["moment"]) == (KeyringCode.TOO_EARLY, AFTERWARDS)
    lindewater.sign(certificate, house.stewards[0], at=AFTERWARDS)
    assert trusted(lindewater, house.manager, days=3) == set()
    lindewater.sign(certificate, house.stewards[1], at=AFTERWARDS)
    assert trusted(lindewater, house.manager, days=3) == {house.manager.id}


@pytest.mark.row("2.7")
def test_what_waited_for_a_second_signature_is_not_completed_after_a_reset(lindewater: KeyedTown) -> None:
    house = lindewater.town
    waiting = lindewater.propose(house.colleague)
    lindewater.sign(waiting, house.stewards[0])
    note_reset(house.colleague, ResetCause.LOGIN_RESET, by=None, at=NOW)
    for _taken_back in (False, True):
        with pytest.raises(CertificateRefused):
            lindewater.sign(waiting, house.stewards[1], at=AFTERWARDS)
        ReaderCertificate.objects.filter(pk=waiting.pk).update(ended_on=None)
        KeyReset.objects.all().delete()
    assert CertificateSignature.objects.filter(certificate=waiting).count() == 1
    assert trusted(lindewater, house.colleague, days=3) == set()


def test_an_end_taken_back_and_a_later_date_written_in_do_not_bring_a_key_back(lindewater: KeyedTown) -> None:
    house = lindewater.town
    note_reset(house.manager, ResetCause.LOGIN_RESET, by=None, at=NOW)
    ReaderCertificate.objects.update(ended_on=None)
    Entry.objects.filter(fact="certificate.ended").delete()
    assert trusted(lindewater, house.manager, days=5) == set()
    ReaderCertificate.objects.update(valid_from=TODAY + timedelta(days=4))
    assert trusted(lindewater, house.manager, days=5) == set()


@pytest.mark.parametrize("taken_away", ["row", "entry"])
def test_a_reset_counts_by_its_row_and_by_the_chain(taken_away: str, lindewater: KeyedTown) -> None:
    house = lindewater.town
    note_reset(house.manager, ResetCause.LOGIN_RESET, by=None, at=NOW)
    rows = KeyReset.objects.all() if taken_away == "row" else Entry.objects.filter(fact="keys.reset")
    rows.delete()
    Entry.objects.filter(fact="certificate.ended").delete()
    ReaderCertificate.objects.update(ended_on=None)
    assert trusted(lindewater, house.manager) == set()
    with pytest.raises(CertificateRefused) as refused:
        lindewater.sign(lindewater.propose(house.manager), house.stewards[0])
    assert refused.value.code is KeyringCode.TOO_EARLY


def test_a_steward_whose_end_was_taken_back_in_the_row_signs_nothing(lindewater: KeyedTown) -> None:
    house = lindewater.town
    steward = house.stewards[0]
    note_reset(steward, ResetCause.LOGIN_RESET, by=None, at=NOW)
    ReaderCertificate.objects.update(ended_on=None)
    own = lindewater.certificate(steward, OfficeKind.STEWARD)
    own.refresh_from_db()
    with pytest.raises(CertificateRefused) as refused:
        sign_certificate(lindewater.propose(house.colleague), own, lindewater.reader(steward), at=NOW)
    assert refused.value.code is KeyringCode.NOT_A_STEWARD


def test_a_reset_touches_no_envelope(lindewater: KeyedTown) -> None:
    before = list(Envelope.objects.values())
    note_reset(lindewater.town.manager, ResetCause.NEW_VAULT, by=None, at=NOW)
    assert list(Envelope.objects.values()) == before
