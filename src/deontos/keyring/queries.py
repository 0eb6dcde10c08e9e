"""Questions about keys: whose certificate may be sealed to, who can read a pair, whose vault is open."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from deontos.keyring.authenticity import facts_of, is_issued
from deontos.keyring.models import CertificateSignature, Envelope, Pair, ReaderCertificate, Vault, VaultSession
from deontos.keyring.readers import UnlockedReader
from deontos.keyring.rules import IDLE, LONGEST, Certified, Signed, is_trusted
from deontos.organisations.vocabulary import OfficeKind
from deontos.vault.failures import VaultFailure
from deontos.vault.keys import UserKeys
from deontos.vault.sessions import open_session, session_row_key

SESSION = "vault"
"""What the rows of open vaults are bound to."""


def trusted_certificates(organisation: UUID, people: Iterable[UUID], *, on: date) -> dict[UUID, ReaderCertificate]:
    """The certificate to seal to for each of these people that may be sealed to today; the rest do not appear.

    Both signatures and the audit row are verified, every time. Three queries, however many people.
    """
    rows = _with_signatures(ReaderCertificate.objects.filter(organisation_id=organisation, person_id__in=list(people)))
    trusted = [row for row in rows.order_by("valid_from", "id") if is_trusted(_certified(row, depth=2), on=on)]
    return {row.person_id: row for row in trusted if row.office != OfficeKind.STEWARD}


def trusted_stewards(organisation: UUID, *, on: date) -> list[ReaderCertificate]:
    """The stewards' own certificates that count today."""
    rows = _with_signatures(ReaderCertificate.objects.filter(organisation_id=organisation, office=OfficeKind.STEWARD))
    return [row for row in rows.order_by("valid_from", "id") if is_trusted(_certified(row, depth=2), on=on)]


def _with_signatures(rows: QuerySet[ReaderCertificate]) -> QuerySet[ReaderCertificate]:
    inner = CertificateSignature.objects.select_related("steward__entry")
    outer = inner.prefetch_related(Prefetch("steward__signatures", queryset=inner))
    return rows.select_related("entry", "person").prefetch_related(Prefetch("signatures", queryset=outer))


def _certified(row: ReaderCertificate, *, depth: int) -> Certified:
    signatures = tuple(
        Signed(_certified(signature.steward, depth=depth - 1), bytes(signature.signature))
        for signature in (row.signatures.all() if depth else ())
    )
    return facts_of(row, signatures, in_chain=is_issued(row))


def readers_of(pair: Pair | UUID, *, on: date) -> QuerySet[Envelope]:
    """The envelopes with which people read a pair today, dormant ones left out; with person and office."""
    return (
        Envelope.objects.filter(epoch__pair=pair, certificate__isnull=False, dormant=False)
        .filter(Q(until__isnull=True) | Q(until__gte=on))
        .select_related("certificate__person", "epoch")
        .order_by("given_on", "certificate__person__family_name", "id")
    )


def sleeping_readers_of(pair: Pair | UUID, *, on: date) -> QuerySet[Envelope]:
    """The dormant envelopes of a pair: whose key sleeps until an absence wakes it; with the person."""
    return (
        Envelope.objects.filter(epoch__pair=pair, certificate__isnull=False, dormant=True)
        .filter(Q(until__isnull=True) | Q(until__gte=on))
        .select_related("certificate__person")
        .order_by("given_on", "certificate__person__family_name", "id")
    )


def certificate_reading(pair: UUID, person: UUID, *, on: date) -> ReaderCertificate | None:
    """The certificate under which a person reads a pair today; None when the person does not. One query."""
    envelope = readers_of(pair, on=on).filter(certificate__person_id=person).first()
    return envelope.certificate if envelope else None


def pairs_readable_by(person: UUID, *, on: date) -> QuerySet[Envelope]:
    """The live envelopes of pairs that a person holds, for scoping lists."""
    return Envelope.objects.filter(
        Q(until__isnull=True) | Q(until__gte=on), epoch__isnull=False, certificate__person_id=person, dormant=False
    )


def vault_of(person: UUID) -> Vault | None:
    """A person's vault, if there is one."""
    return Vault.objects.filter(person_id=person).first()


def open_vault_session(person: UUID, cookie_key: bytes, *, at: datetime) -> VaultSession | None:
    """The row of a person's open vault that is in time. One query."""
    return (
        VaultSession.objects.filter(
            row_key=session_row_key(cookie_key),
            vault__person_id=person,
            used_at__gt=at - IDLE,
            opened_at__gt=at - LONGEST,
        )
        .select_related("vault")
        .first()
    )


def unlocked_reader(session: VaultSession, cookie_key: bytes, *, on: date) -> UnlockedReader | None:
    """The person's reader, with keys that the cookie unseals; None when the cookie does not fit the row."""
    try:
        keys = UserKeys.from_bytes(open_session(bytes(session.sealed), cookie_key, SESSION, session.vault_id))
    except VaultFailure:
        return None
    return UnlockedReader(keys, on, person=session.vault.person_id)
