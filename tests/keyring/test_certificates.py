"""A certificate may be sealed to when two trusted stewards signed it and the audit chain holds it; otherwise never."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from deontos.audit.models import Entry
from deontos.keyring.actions.certificates import (
    CertificateRefused,
    end_certificates,
    propose_certificate,
    sign_certificate,
)
from deontos.keyring.authenticity import ISSUED
from deontos.keyring.models import CertificateSignature, ReaderCertificate
from deontos.keyring.own_vault import VaultRefused
from deontos.keyring.queries import trusted_certificates, trusted_stewards
from deontos.keyring.rules import VALID_FOR
from deontos.keyring.vocabulary import KeyringCode
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import OfficeKind
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, town

pytestmark = [pytest.mark.row("1.4a"), pytest.mark.django_db]

LAST_DAY = TODAY + VALID_FOR


@pytest.fixture
def lindewater() -> KeyedTown:
    return keyed()


def trusted(house: KeyedTown, *people: Person, days: int = 0) -> set[UUID]:
    """Which of these people may be sealed to, so many days from today."""
    asked = [each.id for each in people or (house.town.manager,)]
    found = trusted_certificates(house.town.organisation.id, asked, on=TODAY + timedelta(days=days))
    assert all(certificate.person_id == who for who, certificate in found.items())
    return set(found)


def test_two_signatures_of_stewards_who_certified_one_another_are_trusted(lindewater: KeyedTown) -> None:
    house = lindewater.town
    readers = {each.id for each in (house.manager, house.deputy, house.officer, house.director)}
    asked = (house.manager, house.deputy, house.officer, house.director, house.colleague, house.administrator)
    assert trusted(lindewater, *asked) == readers
    assert {each.person_id for each in trusted_stewards(house.organisation.id, on=TODAY)} == {
        each.id for each in house.stewards
    }


def test_nothing_is_sealed_to_a_steward_as_such(lindewater: KeyedTown) -> None:
    assert trusted(lindewater, *lindewater.town.stewards) == set()


def test_one_signature_is_not_enough_and_a_second_puts_it_into_the_audit_chain(lindewater: KeyedTown) -> None:
    colleague, (first, second, _third) = lindewater.town.colleague, lindewater.town.stewards
    certificate = lindewater.propose(colleague)
    assert trusted(lindewater, colleague) == set()
    lindewater.sign(certificate, first)
    assert (trusted(lindewater, colleague), certificate.entry) == (set(), None)
    lindewater.sign(certificate, second)
    assert trusted(lindewater, colleague) == {colleague.id}
    assert certificate.entry is not None
    assert (certificate.entry.fact, certificate.entry.subject_id, certificate.entry.actor_id) == (
        ISSUED,
        certificate.id,
        second.id,
    )


def test_a_steward_signs_once(lindewater: KeyedTown) -> None:
    steward = lindewater.town.stewards[0]
    certificate = lindewater.propose(lindewater.town.colleague)
    lindewater.sign(certificate, steward)
    with pytest.raises(IntegrityError), transaction.atomic():
        lindewater.sign(certificate, steward)
    assert trusted(lindewater, lindewater.town.colleague) == set()


@pytest.mark.parametrize(
    ("days", "counts"), [(-1, False), (0, True), (VALID_FOR.days, True), (VALID_FOR.days + 1, False)]
)
def test_a_certificate_counts_from_its_first_to_its_last_day(days: int, *, counts: bool, lindewater: KeyedTown) -> None:
    assert bool(trusted(lindewater, days=days)) is counts


def test_a_certificate_that_was_ended_counts_no_longer_from_that_day(lindewater: KeyedTown) -> None:
    house = lindewater.town
    home, manager, by = house.organisation.id, house.manager.id, house.administrator.id
    last = TODAY + timedelta(days=5)
    end_certificates(home, OfficeKind.COMPLAINTS_MANAGER, manager, ended_on=last, by=by, at=NOW)
    assert [bool(trusted(lindewater, days=days)) for days in (4, 5, 6)] == [True, False, False]
    ended = lindewater.certificate(house.manager)
    entry = Entry.objects.get(fact="certificate.ended")
    assert (entry.subject_id, entry.actor_id) == (ended.id, by)


def test_ending_one_office_leaves_other_offices_people_and_towns(lindewater: KeyedTown) -> None:
    house, other = lindewater.town, keyed(town("Bergstroom"))
    lindewater.certify(house.manager, OfficeKind.INTEGRITY_ADVISER)
    end_certificates(
        house.organisation.id, OfficeKind.COMPLAINTS_MANAGER, house.manager.id, ended_on=TODAY, by=None, at=NOW
    )
    found = trusted_certificates(house.organisation.id, [house.manager.id, house.deputy.id], on=TODAY)
    assert {who: certificate.office for who, certificate in found.items()} == {
        house.manager.id: OfficeKind.INTEGRITY_ADVISER,
        house.deputy.id: OfficeKind.COMPLAINTS_MANAGER,
    }
    assert trusted(other) == {other.town.manager.id}


def test_the_newest_of_two_certificates_is_the_one_to_seal_to(lindewater: KeyedTown) -> None:
    manager, later = lindewater.town.manager, TODAY + timedelta(days=30)
    renewed = lindewater.certify(manager, on=later)
    home = lindewater.town.organisation.id
    assert trusted_certificates(home, [manager.id], on=later)[manager.id] == renewed
    assert trusted_certificates(home, [manager.id], on=TODAY)[manager.id] != renewed


@pytest.mark.parametrize("people", [1, 3])
def test_trust_is_judged_in_a_fixed_number_of_queries(
    people: int, lindewater: KeyedTown, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    house = lindewater.town
    asked = [house.manager.id, house.deputy.id, house.officer.id][:people]
    with django_assert_num_queries(2):
        assert set(trusted_certificates(house.organisation.id, asked, on=TODAY)) == set(asked)


def test_nobody_signs_their_own_certificate(lindewater: KeyedTown) -> None:
    steward = lindewater.town.stewards[0]
    certificate = lindewater.propose(steward, OfficeKind.INTEGRITY_ADVISER)
    with pytest.raises(CertificateRefused) as refused:
        lindewater.sign(certificate, steward)
    assert refused.value.code is KeyringCode.OWN_CERTIFICATE


def outsider(house: KeyedTown, other: KeyedTown) -> tuple[ReaderCertificate, Person, KeyedTown]:
    """A steward of another organisation, with the own certificate of there."""
    steward = other.town.stewards[0]
    return other.certificate(steward, OfficeKind.STEWARD), steward, other


def no_steward(house: KeyedTown, _other: KeyedTown) -> tuple[ReaderCertificate, Person, KeyedTown]:
    """A certified reader who is no steward."""
    return house.certificate(house.town.manager), house.town.manager, house


def somebody_elses(house: KeyedTown, _other: KeyedTown) -> tuple[ReaderCertificate, Person, KeyedTown]:
    """The first steward's certificate in the second one's hands."""
    first, second, _third = house.town.stewards
    return house.certificate(first, OfficeKind.STEWARD), second, house


def former(house: KeyedTown, _other: KeyedTown) -> tuple[ReaderCertificate, Person, KeyedTown]:
    """A steward whose office ended today."""
    steward = house.town.stewards[2]
    home = house.town.organisation.id
    end_certificates(home, OfficeKind.STEWARD, steward.id, ended_on=TODAY, by=None, at=NOW)
    certificate = house.certificate(steward, OfficeKind.STEWARD)
    certificate.refresh_from_db()
    return certificate, steward, house


@pytest.mark.parametrize("who", [outsider, no_steward, somebody_elses, former])
def test_only_a_steward_in_office_of_the_same_organisation_signs_with_the_own_certificate(
    who: Callable[[KeyedTown, KeyedTown], tuple[ReaderCertificate, Person, KeyedTown]], lindewater: KeyedTown
) -> None:

    own, steward, house = who(lindewater, keyed(town("Bergstroom")))
    certificate = lindewater.propose(lindewater.town.colleague)
    with pytest.raises(CertificateRefused) as refused:
        sign_certificate(certificate, own, house.reader(steward), at=NOW)
    assert refused.value.code is KeyringCode.NOT_A_STEWARD
    assert not CertificateSignature.objects.filter(certificate=certificate).exists()


def test_what_a_steward_signed_in_office_counts_on_afterwards(lindewater: KeyedTown) -> None:
    former(lindewater, lindewater)
    assert trusted(lindewater) == {lindewater.town.manager.id}


def test_without_a_vault_there_is_nothing_to_certify(lindewater: KeyedTown) -> None:
    house = lindewater.town
    with pytest.raises(VaultRefused) as refused:
        propose_certificate(house.organisation, OfficeKind.COMPLAINTS_MANAGER, house.colleague, on=TODAY)
    assert refused.value.code is KeyringCode.NO_VAULT
