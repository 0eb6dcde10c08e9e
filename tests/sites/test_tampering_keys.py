"""Somebody with SQL, without keys or secrets: a key's row that is changed or added is named, and no other row."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from deontos.keyring.actions.certificates import end_certificates
from deontos.keyring.actions.rotation import start_anew
from deontos.keyring.models import (
    CertificateSignature,
    Epoch,
    ReaderCertificate,
    Vault,
)
from deontos.keyring.vocabulary import Purpose
from deontos.organisations.vocabulary import OfficeKind
from tests.factories.keyring import vault
from tests.factories.organisations import NOW, TODAY
from tests.sites.tampering import (
    Named,
    World,
    change,
    exchange,
    named,
    of_keys,
    two_cases,
)

pytestmark = [pytest.mark.row("2.8"), pytest.mark.django_db, pytest.mark.usefixtures("blobs")]


@pytest.fixture
def world() -> World:
    """A town with two cases."""
    return two_cases()


def receipt_replaced(world: World) -> Named:
    holder = world.conversation.holder
    change(holder, verifying_public=world.intruder.keys.signing.public)
    return of_keys("receipt_holder", "changed", holder)


def receipt_added(world: World) -> Named:
    made = world.intruder.holder().holder
    assert made
    return of_keys("receipt_holder", "not_in_log", made)


def envelopes_exchanged(world: World) -> Named:
    [one] = world.envelopes(Purpose.CONVERSATION, certificate__isnull=False, dormant=False)
    [other] = world.envelopes(Purpose.DOSSIER, certificate__isnull=False, dormant=False)
    exchange(one, other, "sealed")
    return of_keys("envelope", "not_given", one, other)


def envelope_prolonged(world: World) -> Named:
    [one] = world.envelopes(Purpose.CONVERSATION, certificate__isnull=False, dormant=False)
    change(one, until=TODAY + timedelta(days=9))
    return of_keys("envelope", "not_given", one)


def sleeping_envelopes_exchanged(world: World) -> Named:
    [one] = world.envelopes(Purpose.CONVERSATION, dormant=True)
    [other] = world.envelopes(Purpose.DOSSIER, dormant=True)
    exchange(one, other, "sealed")
    return of_keys("envelope", "cannot_wake", one, other)


def sleeping_envelope_said_to_be_awake(world: World) -> Named:
    [one] = world.envelopes(Purpose.CONVERSATION, dormant=True)
    change(one, dormant=False)
    return of_keys("envelope", "not_given", one)


def epoch_put_in(world: World) -> Named:
    signer = world.intruder.certificate(world.house.town.organisation, world.case.handler)
    opened = world.intruder.epoch(world.conversation)
    given = world.intruder.give(opened, world.conversation, signer)
    assert signer.certificate
    return (
        of_keys("reader_certificate", "key_of_nobody", signer.certificate)
        | of_keys("epoch", "not_in_log", opened.epoch)
        | of_keys("envelope", "given_by_nobody", *given)
    )


def epoch_with_another_key(world: World) -> Named:
    epoch = Epoch.objects.get(pair=world.case.file.dossier_pair_id)
    change(epoch, public_key=world.intruder.keys.sealing.public)
    return of_keys("epoch", "changed", epoch)


def certificate_of(world: World) -> ReaderCertificate:
    return ReaderCertificate.objects.get(pk=world.house.certificate(world.case.handler).pk)


def certificate_with_other_keys(world: World) -> Named:
    one = certificate_of(world)
    change(one, sealing_public=world.intruder.keys.sealing.public)
    return of_keys("reader_certificate", "changed", one)


def certificate_of_another_person(world: World) -> Named:
    one = certificate_of(world)
    change(one, person=world.house.town.director)
    return of_keys("reader_certificate", "changed", one)


def certificate_of_an_office_that_there_is_not(world: World) -> Named:
    one = certificate_of(world)
    change(one, office="emperor")
    return of_keys("reader_certificate", "changed", one)


def certificate_with_a_borrowed_entry(world: World) -> Named:
    signer = world.intruder.certificate(world.house.town.organisation, world.case.handler, certificate_of(world))
    assert signer.certificate
    return of_keys("reader_certificate", "borrowed_entry", signer.certificate)


def certificate_put_back(world: World) -> Named:
    one = certificate_of(world)
    change(one, entry=None)
    return of_keys("reader_certificate", "rolled_back", one)


def end_taken_back(world: World) -> Named:
    officer, office = world.house.town.officer, OfficeKind.INTEGRITY_OFFICER
    home, one = world.house.town.organisation.id, world.house.certificate(officer, office)
    end_certificates(home, office, officer.id, ended_on=TODAY, by=None, at=NOW)
    change(one, ended_on=None)
    return of_keys("reader_certificate", "end_changed", one)


def ended_without_the_program(world: World) -> Named:
    one = certificate_of(world)
    change(one, ended_on=TODAY)
    return of_keys("reader_certificate", "end_changed", one)


def signature_removed(world: World) -> Named:
    CertificateSignature.objects.filter(certificate=certificate_of(world))[0].delete()
    return of_keys("reader_certificate", "signature_gone", certificate_of(world))


def signatures_exchanged(world: World) -> Named:
    one, other = CertificateSignature.objects.filter(certificate=certificate_of(world))
    exchange(one, other, "signature")
    return of_keys("certificate_signature", "bad_signature", one, other)


def vault_with_other_keys(world: World) -> Named:
    one = Vault.objects.get(person=world.house.town.director)
    change(one, verifying_public=world.intruder.keys.signing.public)
    return of_keys("vault", "changed", one)


def vault_of_somebody_else(world: World) -> Named:
    one = Vault.objects.get(person=world.house.town.director)
    change(one, person=world.house.town.colleague)
    return of_keys("vault", "changed", one)


def vault_ended_by_hand(world: World) -> Named:
    one = Vault.objects.get(person=world.house.town.director)
    change(one, ended_at=NOW)
    return of_keys("vault", "ended_otherwise", one)


def lost_vault_put_back(world: World) -> Named:
    """Whoever found the old words would get in with them again."""
    director = world.house.town.director
    former = Vault.objects.get(person=director)
    start_anew(director, "lantaarn boomgaard fluweel kano weide spiegel haven", at=NOW)
    present = Vault.objects.get(person=director, ended_at__isnull=True)
    change(present, ended_at=NOW)
    change(former, ended_at=None)
    return of_keys("vault", "ended_otherwise", former, present)


def vault_added(world: World) -> Named:
    return of_keys("vault", "not_in_log", vault(world.house.town.colleague, world.intruder.keys))


ATTACKS: tuple[Callable[[World], Named], ...] = (
    receipt_replaced,
    receipt_added,
    envelopes_exchanged,
    envelope_prolonged,
    sleeping_envelopes_exchanged,
    sleeping_envelope_said_to_be_awake,
    epoch_put_in,
    epoch_with_another_key,
    certificate_with_other_keys,
    certificate_of_another_person,
    certificate_of_an_office_that_there_is_not,
    certificate_with_a_borrowed_entry,
    certificate_put_back,
    end_taken_back,
    ended_without_the_program,
    signature_removed,
    signatures_exchanged,
    vault_with_other_keys,
    vault_of_somebody_else,
    vault_ended_by_hand,
    lost_vault_put_back,
    vault_added,
)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_exactly_the_rows_that_were_touched_are_named(world: World, attack: Callable[[World], Named]) -> None:
    expected = attack(world)
    assert named() == expected
