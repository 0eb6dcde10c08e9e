"""Whoever writes in the database, without a steward's key or an install secret, makes nothing that counts."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from deontos.audit.models import Entry
from deontos.audit.queries import content_of, findings
from deontos.audit.rules import digest_of, seal_of
from deontos.audit.vocabulary import ChainKind
from deontos.keyring.actions.certificates import end_certificates
from deontos.keyring.authenticity import ENDED, ISSUED, facts_of
from deontos.keyring.models import CertificateSignature, ReaderCertificate
from deontos.keyring.queries import trusted_certificates, trusted_stewards
from deontos.keyring.rules import VALID_FOR
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import OfficeKind
from deontos.vault.keys import new_user_keys
from deontos.vault.signatures import sign
from deontos.vault.versioned import Versioned
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, person, town

pytestmark = [pytest.mark.row("1.4a"), pytest.mark.django_db]

LAST_DAY = TODAY + VALID_FOR


@pytest.fixture
def lindewater() -> KeyedTown:
    return keyed()


def trusted(house: KeyedTown, *people: Person) -> set[UUID]:
    """Which of these people may be sealed to today; the manager when nobody is named."""
    asked = [each.id for each in people or (house.town.manager,)]
    return set(trusted_certificates(house.town.organisation.id, asked, on=TODAY))


def rows(certificate: ReaderCertificate) -> list[CertificateSignature]:
    return list(certificate.signatures.order_by("signed_at", "id"))


COLUMNS: dict[str, object] = {
    "sealing_public": b"\x07" * 32,
    "verifying_public": b"\x07" * 32,
    "valid_until": LAST_DAY + timedelta(days=1),
    "valid_from": TODAY - timedelta(days=1),
    "office": OfficeKind.AUDITOR,
}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_certificate_whose_row_was_changed_counts_no_longer(column: str, lindewater: KeyedTown) -> None:
    certificate = lindewater.certificate(lindewater.town.manager)
    ReaderCertificate.objects.filter(pk=certificate.pk).update(**{column: COLUMNS[column]})
    assert trusted(lindewater) == set()


def test_a_certificate_given_to_somebody_else_counts_for_nobody(lindewater: KeyedTown) -> None:
    house = lindewater.town
    ReaderCertificate.objects.filter(pk=lindewater.certificate(house.manager).pk).update(person=house.colleague)
    assert trusted(lindewater, house.manager, house.colleague) == set()


def test_a_certificate_moved_to_another_organisation_counts_there_no_more_than_here(lindewater: KeyedTown) -> None:
    other = keyed(town("Bergstroom"))
    manager = lindewater.town.manager
    ReaderCertificate.objects.filter(pk=lindewater.certificate(manager).pk).update(organisation=other.town.organisation)
    assert trusted_certificates(other.town.organisation.id, [manager.id], on=TODAY) == {}
    assert trusted(lindewater) == set()


def test_another_organisations_certificates_are_not_asked(lindewater: KeyedTown) -> None:
    other = keyed(town("Bergstroom"))
    assert trusted_certificates(other.town.organisation.id, [lindewater.town.manager.id], on=TODAY) == {}


def test_signatures_that_changed_places_count_for_neither(lindewater: KeyedTown) -> None:
    house = lindewater.town
    mine, others = rows(lindewater.certificate(house.manager))[0], rows(lindewater.certificate(house.deputy))[0]
    CertificateSignature.objects.filter(pk=mine.pk).update(signature=others.signature)
    CertificateSignature.objects.filter(pk=others.pk).update(signature=mine.signature)
    assert trusted(lindewater, house.manager, house.deputy) == set()


def test_a_signature_put_under_another_stewards_name_does_not_count(lindewater: KeyedTown) -> None:
    third = lindewater.certificate(lindewater.town.stewards[2], OfficeKind.STEWARD)
    first, second = rows(lindewater.certificate(lindewater.town.manager))
    CertificateSignature.objects.filter(pk=second.pk).update(steward=third, signature=first.signature)
    assert trusted(lindewater) == set()


def test_a_signature_that_was_taken_away_is_missed(lindewater: KeyedTown) -> None:
    rows(lindewater.certificate(lindewater.town.manager))[0].delete()
    assert trusted(lindewater) == set()


def test_one_stewards_two_certificates_do_not_make_two_signatures(lindewater: KeyedTown) -> None:
    steward = lindewater.town.stewards[0]
    first = lindewater.certificate(steward, OfficeKind.STEWARD)
    second = lindewater.propose(steward, OfficeKind.STEWARD)
    lindewater.sign(second, *lindewater.town.stewards[1:])
    certificate = lindewater.propose(lindewater.town.colleague)
    for own in (first, second):
        lindewater.certificates[steward.id, OfficeKind.STEWARD] = own
        lindewater.sign(certificate, steward)
    assert certificate.entry is None
    assert trusted(lindewater, lindewater.town.colleague) == set()


def rogue_certificate(house: KeyedTown, *, entry: Entry | None, stewards: list[ReaderCertificate]) -> Person:
    """An intruder's key for a real person, put in by SQL, signed by these stewards with keys the intruder made."""
    home, victim, keys = house.town.organisation, house.town.colleague, new_user_keys()
    certificate = ReaderCertificate.objects.create(
        organisation=home,
        office=OfficeKind.COMPLAINTS_MANAGER,
        person=victim,
        sealing_public=keys.sealing.public,
        verifying_public=keys.signing.public,
        valid_from=TODAY,
        valid_until=LAST_DAY,
        entry=entry,
    )
    for steward in stewards:
        signature = sign(keys.signing, *facts_of(certificate).message())
        CertificateSignature.objects.create(
            certificate=certificate, steward=steward, signature=signature, signed_at=NOW
        )
    return victim


def forged_entry(house: KeyedTown, certificate_like: Entry, *, details: str = "{}") -> Entry:
    """A row of the audit chain made with every secret but the right key."""
    last = Entry.objects.filter(organisation=house.town.organisation, chain=ChainKind.DESK).latest("number")
    entry = Entry(
        id=uuid4(),
        organisation=house.town.organisation,
        chain=ChainKind.DESK,
        number=last.number + 1,
        fact=ISSUED,
        subject_id=certificate_like.subject_id,
        details=details,
        at=NOW,
        previous=last.digest,
        key_version=1,
    )
    entry.digest = digest_of(content_of(entry))
    entry.seal = seal_of(entry.digest, Versioned(1, {1: b"\x05" * 32}), 1)
    entry.save(force_insert=True)
    return entry


def test_a_rogue_key_without_a_row_in_the_chain_is_never_trusted(lindewater: KeyedTown) -> None:
    real = [lindewater.certificate(each, OfficeKind.STEWARD) for each in lindewater.town.stewards]
    assert trusted(lindewater, rogue_certificate(lindewater, entry=None, stewards=real)) == set()


def test_a_rogue_key_that_borrows_another_certificates_row_is_never_trusted(lindewater: KeyedTown) -> None:
    real = [lindewater.certificate(each, OfficeKind.STEWARD) for each in lindewater.town.stewards]
    borrowed = lindewater.certificate(lindewater.town.manager).entry
    assert trusted(lindewater, rogue_certificate(lindewater, entry=borrowed, stewards=real)) == set()


def test_rogue_stewards_who_certify_one_another_by_sql_are_never_trusted(lindewater: KeyedTown) -> None:
    house, keys = lindewater.town, new_user_keys()
    borrowed = lindewater.certificate(house.manager).entry
    made = [
        ReaderCertificate.objects.create(
            organisation=house.organisation,
            office=OfficeKind.STEWARD,
            person=person(house.organisation, f"Rogue {number}"),
            sealing_public=keys.sealing.public,
            verifying_public=keys.signing.public,
            valid_from=TODAY,
            valid_until=LAST_DAY,
            entry=borrowed,
        )
        for number in range(3)
    ]
    for one in made:
        for other in made:
            if one != other:
                signature = sign(keys.signing, *facts_of(one).message())
                CertificateSignature.objects.create(certificate=one, steward=other, signature=signature, signed_at=NOW)
    victim = rogue_certificate(lindewater, entry=borrowed, stewards=made)
    assert trusted(lindewater, victim) == set()
    assert {each.person_id for each in trusted_stewards(house.organisation.id, on=TODAY)} == {
        each.id for each in house.stewards
    }


def test_a_row_of_the_chain_forged_without_the_key_makes_no_certificate_and_is_found(lindewater: KeyedTown) -> None:
    colleague = lindewater.town.colleague
    certificate = lindewater.propose(colleague)
    lindewater.sign(certificate, lindewater.town.stewards[0])
    second = lindewater.certificate(lindewater.town.stewards[1], OfficeKind.STEWARD)
    genuine = lindewater.reader(lindewater.town.stewards[1]).signer(certificate=second)
    CertificateSignature.objects.create(
        certificate=certificate,
        steward=second,
        signature=genuine.sign(facts_of(certificate).message()),
        signed_at=NOW,
    )
    details = f'{{"fingerprint":"{facts_of(certificate).fingerprint()}"}}'
    entry = forged_entry(lindewater, Entry(subject_id=certificate.id), details=details)
    ReaderCertificate.objects.filter(pk=certificate.pk).update(entry=entry)
    assert trusted(lindewater, colleague) == set()
    assert list(findings(lindewater.town.organisation.id, ChainKind.DESK)) != []


def test_a_genuine_row_that_was_edited_makes_no_certificate(lindewater: KeyedTown) -> None:
    entry = lindewater.certificate(lindewater.town.manager).entry
    assert entry is not None
    Entry.objects.filter(pk=entry.pk).update(actor_id=lindewater.town.administrator.id)
    assert trusted(lindewater) == set()


def test_stewards_whose_own_rows_were_edited_certify_nobody(lindewater: KeyedTown) -> None:
    steward = lindewater.certificate(lindewater.town.stewards[0], OfficeKind.STEWARD)
    ReaderCertificate.objects.filter(pk=steward.pk).update(verifying_public=b"\x09" * 32)
    assert trusted(lindewater) == set()


def test_genuine_signatures_over_an_edited_row_do_not_make_up_for_what_the_chain_says(lindewater: KeyedTown) -> None:
    certificate = lindewater.certificate(lindewater.town.manager)
    ReaderCertificate.objects.filter(pk=certificate.pk).update(valid_until=LAST_DAY + timedelta(days=1))
    certificate.refresh_from_db()
    for row in rows(certificate):
        signer = lindewater.reader(row.steward.person).signer(certificate=row.steward)
        row.signature = signer.sign(facts_of(certificate).message())
        row.save()
    assert trusted(lindewater) == set()


def test_a_row_of_the_chain_counts_for_its_own_certificate_only(lindewater: KeyedTown) -> None:
    manager = lindewater.town.manager
    issued, twin = lindewater.certificate(manager), lindewater.certify(manager)
    ReaderCertificate.objects.filter(pk=twin.pk).update(entry=issued.entry)
    issued.signatures.all().delete()
    assert trusted(lindewater) == set()


def test_an_end_that_was_taken_back_in_the_database_stays_an_end(lindewater: KeyedTown) -> None:
    house, manager = lindewater.town, lindewater.town.manager
    last = TODAY + timedelta(days=2)
    home = house.organisation.id
    end_certificates(home, OfficeKind.COMPLAINTS_MANAGER, manager.id, ended_on=last, by=None, at=NOW)
    for put_back in (None, last + timedelta(days=30)):
        ReaderCertificate.objects.filter(person=manager).update(ended_on=put_back)
        found = [trusted_certificates(home, [manager.id], on=last + timedelta(days=days)) for days in (-1, 0)]
        assert [set(each) for each in found] == [{manager.id}, set()]


@pytest.mark.parametrize("details", ["", "{}", "[]", '{"on":"tomorrow"}', '{"on":null}'])
def test_an_end_that_cannot_be_read_is_an_end(lindewater: KeyedTown, details: str) -> None:
    entry = forged_entry(lindewater, Entry(subject_id=lindewater.certificate(lindewater.town.manager).id))
    Entry.objects.filter(pk=entry.pk).update(fact=ENDED, details=details)
    assert trusted(lindewater) == set()


def test_one_steward_and_a_signature_put_in_by_hand_issue_nothing(lindewater: KeyedTown) -> None:
    house = lindewater.town
    second = lindewater.certificate(house.stewards[1], OfficeKind.STEWARD)
    for forged in (b"", bytes(66), rows(lindewater.certificate(house.manager))[0].signature):
        certificate = lindewater.propose(house.colleague)
        CertificateSignature.objects.create(certificate=certificate, steward=second, signature=forged, signed_at=NOW)
        lindewater.sign(certificate, house.stewards[0])
        assert certificate.entry is None


def test_one_steward_and_a_steward_put_in_by_hand_issue_nothing(lindewater: KeyedTown) -> None:
    house, keys = lindewater.town, new_user_keys()
    rogue = ReaderCertificate.objects.create(
        organisation=house.organisation,
        office=OfficeKind.STEWARD,
        person=house.administrator,
        sealing_public=keys.sealing.public,
        verifying_public=keys.signing.public,
        valid_from=TODAY,
        valid_until=LAST_DAY,
        entry=lindewater.certificate(house.stewards[1], OfficeKind.STEWARD).entry,
    )
    for office in (OfficeKind.COMPLAINTS_MANAGER, OfficeKind.STEWARD):
        certificate = lindewater.propose(house.colleague, office)
        signature = sign(keys.signing, *facts_of(certificate).message())
        CertificateSignature.objects.create(certificate=certificate, steward=rogue, signature=signature, signed_at=NOW)
        lindewater.sign(certificate, house.stewards[0])
        assert certificate.entry is None
