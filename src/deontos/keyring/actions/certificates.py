"""Certifying readers: a proposal, then the signatures of two stewards; with the second it stands in the audit chain."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from deontos.audit.actions import record
from deontos.kernel.clock import civil_date
from deontos.kernel.refusals import Refusal
from deontos.keyring.authenticity import ENDED, ISSUED, facts_of
from deontos.keyring.models import CertificateSignature, ReaderCertificate
from deontos.keyring.own_vault import existing_vault
from deontos.keyring.queries import is_fit_to_issue, known_facts, stands
from deontos.keyring.readers import UnlockedReader
from deontos.keyring.rules import COOLING, VALID_FOR, is_cooling
from deontos.keyring.vocabulary import KeyringCode
from deontos.organisations.models import Organisation, Person
from deontos.organisations.vocabulary import OfficeKind


class CertificateRefused(Refusal):
    """A certificate was not signed."""


def propose_certificate(
    organisation: Organisation, office: OfficeKind, person: Person, *, on: date
) -> ReaderCertificate:
    """Write down whose keys are to be certified for which office, for a year.

    Refuses: NO_VAULT. Records: nothing, as it counts only once two stewards signed, which is recorded.
    """
    vault = existing_vault(person.id)
    return ReaderCertificate.objects.create(
        organisation=organisation,
        office=office,
        person=person,
        sealing_public=bytes(vault.sealing_public),
        verifying_public=bytes(vault.verifying_public),
        valid_from=on,
        valid_until=on + VALID_FOR,
    )


def sign_certificate(
    certificate: ReaderCertificate, steward: ReaderCertificate, reader: UnlockedReader, *, at: datetime
) -> None:
    """Put a steward's signature under a certificate, after the steward compared the fingerprint with the person.

    What a steward signed while in office counts on after that steward left; nothing new does.
    Refuses: NOT_A_STEWARD, OWN_CERTIFICATE, CERTIFICATE_ENDED, TOO_EARLY (from `moment` on it may be signed).
    Records: certificate.signed, and certificate.issued with the second signature that holds.
    """
    same_house = steward.organisation_id == certificate.organisation_id
    is_steward = steward.office == OfficeKind.STEWARD and stands(steward, at=at)
    if not (is_steward and same_house and steward.person_id == reader.person):
        raise CertificateRefused(KeyringCode.NOT_A_STEWARD)
    if certificate.person_id == steward.person_id:
        raise CertificateRefused(KeyringCode.OWN_CERTIFICATE)
    signature = reader.signer(certificate=steward).sign(facts_of(certificate).message())
    with transaction.atomic():
        locked = ReaderCertificate.objects.select_for_update(no_key=True).get(pk=certificate.pk)
        _demand_signable(locked, at=at)
        CertificateSignature.objects.create(certificate=locked, steward=steward, signature=signature, signed_at=at)
        record(locked.organisation_id, "certificate.signed", by=steward.person_id, about=locked.id, at=at)
        if locked.entry_id is None and is_fit_to_issue(locked, on=civil_date(at)):
            _issue(locked, steward, at=at)
    certificate.refresh_from_db()


def _demand_signable(certificate: ReaderCertificate, *, at: datetime) -> None:
    known = known_facts(certificate)
    if known.ended_on is not None:
        raise CertificateRefused(KeyringCode.CERTIFICATE_ENDED)
    if known.reset_at is not None and is_cooling(known.reset_at, at=at):
        raise CertificateRefused(KeyringCode.TOO_EARLY, moment=known.reset_at + COOLING)


def end_certificates(
    organisation: UUID, office: OfficeKind, person: UUID, *, ended_on: date, by: UUID | None, at: datetime
) -> None:
    """End what certifies somebody for an office: from that day on nothing is sealed to it.

    Records: certificate.ended for each.
    """
    with transaction.atomic():
        held = ReaderCertificate.objects.select_for_update(no_key=True).filter(
            organisation_id=organisation, office=office, person_id=person, ended_on__isnull=True
        )
        for certificate in held:
            _end(certificate, ended_on=ended_on, by=by, at=at)


def end_every_certificate(person: UUID, *, by: UUID | None, at: datetime) -> frozenset[UUID]:
    """End all that certifies somebody or waits to, for every office and in every organisation; answers which these are.

    Records: certificate.ended for each.
    """
    today = civil_date(at)
    with transaction.atomic():
        held = ReaderCertificate.objects.select_for_update(no_key=True).filter(
            Q(ended_on__isnull=True) | Q(ended_on__gt=today), person_id=person, valid_until__gte=today
        )
        ended = list(held.order_by("id"))
        for certificate in ended:
            _end(certificate, ended_on=today, by=by, at=at)
    return frozenset(certificate.organisation_id for certificate in ended)


def _end(certificate: ReaderCertificate, *, ended_on: date, by: UUID | None, at: datetime) -> None:
    certificate.ended_on = ended_on
    certificate.save(update_fields=["ended_on"])
    details = {"on": ended_on}
    record(certificate.organisation_id, ENDED, by=by, about=certificate.id, at=at, details=details)


def _issue(certificate: ReaderCertificate, steward: ReaderCertificate, *, at: datetime) -> None:
    details = {
        "office": certificate.office,
        "person": certificate.person_id,
        "fingerprint": facts_of(certificate).fingerprint(),
    }
    certificate.entry = record(
        certificate.organisation_id, ISSUED, by=steward.person_id, about=certificate.id, at=at, details=details
    )
    certificate.save(update_fields=["entry"])
