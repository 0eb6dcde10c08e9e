"""Questions about keys: whose certificate may be sealed to, who can read a pair, whose vault is open."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from deontos.audit.models import Entry
from deontos.audit.queries import is_authentic
from deontos.kernel.clock import STEPS_BACK, civil_date
from deontos.keyring.authenticity import ENDED, ISSUED, RESET, facts_of, is_issued
from deontos.keyring.models import (
    CertificateSignature,
    Envelope,
    KeyAlarm,
    KeyReset,
    Pair,
    ReaderCertificate,
    Vault,
    VaultSession,
)
from deontos.keyring.readers import UnlockedReader
from deontos.keyring.rules import (
    IDLE,
    LONGEST,
    SIGNATURES_NEEDED,
    VALID_FOR,
    Certified,
    Signed,
    in_force,
    is_trusted,
    may_be_issued,
    outlives_reset,
)
from deontos.organisations.models import Person
from deontos.organisations.queries import offices_held
from deontos.organisations.vocabulary import OfficeKind
from deontos.vault.failures import VaultFailure
from deontos.vault.keys import several_from
from deontos.vault.sessions import open_session, session_row_key

SESSION = "vault"
"""What the rows of open vaults are bound to."""
STEWARDS = f'"office":"{OfficeKind.STEWARD.value}"'
"""What an audit row says that holds a steward's certificate."""


def trusted_certificates(
    organisation: UUID, people: Iterable[UUID], *, on: date, offices: Mapping[UUID, OfficeKind] | None = None
) -> dict[UUID, ReaderCertificate]:
    """The certificate to seal to for each of these people that may be sealed to today; the rest do not appear.

    `offices`: for which office each person must be certified; any but that of a steward where it is not given.
    Both signatures and the audit row are verified, every time. Two queries, however many people.
    """
    wanted = set(people)
    trusted = [row for row in _trusted(organisation, wanted, on=on) if row.person_id in wanted]
    if offices is None:
        return {row.person_id: row for row in trusted if row.office != OfficeKind.STEWARD}
    return {row.person_id: row for row in trusted if row.office == offices.get(row.person_id)}


def trusted_stewards(organisation: UUID, *, on: date) -> list[ReaderCertificate]:
    """The stewards' own certificates that count today."""
    return [row for row in _trusted(organisation, (), on=on) if row.office == OfficeKind.STEWARD]


def _trusted(organisation: UUID, people: Iterable[UUID], *, on: date) -> list[ReaderCertificate]:
    """Of an organisation's certificates for these people and of its stewards' those that count today, the oldest first.

    Two queries. Nobody's signature counts but a steward's of this organisation, and each of them is judged once.
    """
    rows = ReaderCertificate.objects.filter(Q(person_id__in=list(people)) | Q(office=OfficeKind.STEWARD))
    found = list(_with_endings(rows.filter(organisation_id=organisation)).order_by("valid_from", "id"))
    under: dict[UUID, list[tuple[UUID, bytes]]] = {}
    signed = CertificateSignature.objects.filter(certificate__in=[row.id for row in found]).order_by("signed_at", "id")
    for certificate, steward, signature in signed.values_list("certificate_id", "steward_id", "signature"):
        under.setdefault(certificate, []).append((steward, bytes(signature)))
    known = {row.id: _facts(row) for row in found}
    first = {row.id: known[row.id] for row in found if row.office == OfficeKind.STEWARD}
    stewards = {id_: replace(facts, signatures=_signed(under.get(id_, ()), first)) for id_, facts in first.items()}
    judged = {id_: replace(facts, signatures=_signed(under.get(id_, ()), stewards)) for id_, facts in known.items()}
    return [row for row in found if is_trusted(judged[row.id], on=on)]


def _signed(signatures: Iterable[tuple[UUID, bytes]], stewards: Mapping[UUID, Certified]) -> tuple[Signed, ...]:
    return tuple(Signed(stewards[steward], signature) for steward, signature in signatures if steward in stewards)


def stewards_of(organisation: UUID, *, on: date) -> QuerySet[Person]:
    """Who is told of what happens to keys: who holds the office, or a steward's certificate that has not ended."""
    offices = offices_held(organisation, on=on).filter(kind=OfficeKind.STEWARD).values("holder")
    certified = ReaderCertificate.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=on),
        organisation_id=organisation,
        office=OfficeKind.STEWARD,
        entry__isnull=False,
        valid_until__gte=on,
    )
    return Person.objects.filter(Q(pk__in=offices) | Q(pk__in=certified.values("person")))


def stewards_in_chain(organisation: UUID, *, on: date) -> frozenset[UUID]:
    """Whom the audit chain holds as stewards on a day, whatever the rows of certificates say. Two queries.

    Ending or removing those rows in the database does not let others found the house anew.
    """
    rows = Entry.objects.filter(organisation_id=organisation, at__isnull=False)
    issued = [entry for entry in rows.filter(fact=ISSUED, details__contains=STEWARDS) if is_authentic(entry)]
    of_these = rows.filter(fact=ENDED, subject_id__in=[entry.subject_id for entry in issued])
    ended = {entry.subject_id for entry in of_these if is_authentic(entry) and ends_on(entry.details, on) <= on}
    return frozenset(
        UUID(json.loads(entry.details)["person"])
        for entry in issued
        if entry.subject_id not in ended and entry.at and civil_date(entry.at) + VALID_FOR >= on
    )


def known_certificates(rows: QuerySet[ReaderCertificate]) -> list[tuple[ReaderCertificate, Certified]]:
    """Certificates with all that row, chain and signatures say of each, the oldest first. Three queries."""
    known = _with_signatures(rows).order_by("valid_from", "id")
    return [(row, _certified(row, depth=2)) for row in known]


def every_trusted_certificate(organisations: Iterable[UUID], *, on: date) -> list[ReaderCertificate]:
    """Every certificate, for whatever office, that counts today in these organisations. Three queries."""
    known = known_certificates(ReaderCertificate.objects.filter(organisation_id__in=list(organisations)))
    return [row for row, certified in known if is_trusted(certified, on=on)]


def newest_resets(people: Collection[UUID]) -> dict[UUID, datetime]:
    """When the keys of each were last reset, by the rows or by the audit chain; the rest do not appear. Two queries."""
    newest: dict[UUID, datetime] = {}
    for row in KeyReset.objects.filter(person_id__in=people):
        newest[row.person_id] = max(row.happened_at, newest.get(row.person_id, row.happened_at))
    for entry in Entry.objects.filter(fact=RESET, subject_id__in=people, at__isnull=False):
        if entry.subject_id and entry.at:
            newest[entry.subject_id] = max(entry.at, newest.get(entry.subject_id, entry.at))
    return newest


def open_alarms(organisations: Iterable[UUID]) -> QuerySet[KeyAlarm]:
    """The alarms about keys that nobody settled yet."""
    return KeyAlarm.objects.filter(organisation_id__in=list(organisations), settled_at__isnull=True)


def own_certificate(person: Person, *, on: date) -> ReaderCertificate | None:
    """What certifies somebody's key in the own organisation on a day, as a reader or as a steward."""
    home = person.organisation_id
    reading = trusted_certificates(home, [person.id], on=on).get(person.id)
    stewards = () if reading else trusted_stewards(home, on=on)
    return reading or next((each for each in stewards if each.person_id == person.id), None)


def is_fit_to_issue(certificate: ReaderCertificate, *, on: date) -> bool:
    """Whether a certificate has the signatures with which it may enter the audit chain. Six queries at most."""
    if certificate.signatures.count() < SIGNATURES_NEEDED:
        return False
    row = _with_signatures(ReaderCertificate.objects.filter(pk=certificate.pk)).get()
    stewards = len(stewards_in_chain(certificate.organisation_id, on=on))
    return may_be_issued(_certified(row, depth=1), stewards=stewards)


def known_facts(certificate: ReaderCertificate) -> Certified:
    """What row and audit chain say of a certificate together, without its signatures. One query."""
    return _certified(_with_endings(ReaderCertificate.objects.filter(pk=certificate.pk)).get(), depth=0)


def stands(certificate: ReaderCertificate, *, at: datetime) -> bool:
    """Whether a steward may sign with this certificate: in force by row and chain, and issued after every reset.

    One that is not yet issued may sign while an organisation's first stewards are being certified.
    """
    row = known_facts(certificate)
    known = row if row.in_chain else replace(row, issued_at=at)
    return in_force(known, on=civil_date(at)) and outlives_reset(known)


def _with_signatures(rows: QuerySet[ReaderCertificate]) -> QuerySet[ReaderCertificate]:
    inner = CertificateSignature.objects.select_related("steward__entry", "steward__person").order_by("signed_at", "id")
    outer = inner.prefetch_related(Prefetch("steward__signatures", queryset=inner))
    return _with_endings(rows).prefetch_related(Prefetch("signatures", queryset=outer))


def _with_endings(rows: QuerySet[ReaderCertificate]) -> QuerySet[ReaderCertificate]:
    ended = Entry.objects.filter(fact=ENDED, subject_id=OuterRef("pk")).order_by("number").values("details")
    resets = KeyReset.objects.filter(person=OuterRef("person")).order_by("-happened_at").values("happened_at")
    in_chain = Entry.objects.filter(fact=RESET, subject_id=OuterRef("person")).order_by("-at").values("at")
    return rows.select_related("entry", "person").annotate(
        ending=Subquery(ended[:1]), reset_at=Subquery(resets[:1]), chained_reset_at=Subquery(in_chain[:1])
    )


def _certified(row: ReaderCertificate, *, depth: int) -> Certified:
    signatures = tuple(
        Signed(_certified(signature.steward, depth=depth - 1), bytes(signature.signature))
        for signature in (row.signatures.all() if depth else ())
    )
    return _facts(row, signatures)


def _facts(row: ReaderCertificate, signatures: tuple[Signed, ...] = ()) -> Certified:
    """What row and audit chain say of a certificate. Reads its `entry`."""
    return replace(
        facts_of(row, signatures, in_chain=is_issued(row)),
        ended_on=_ended_on(row),
        issued_at=row.entry.at if row.entry else None,
        reset_at=_latest(getattr(row, "reset_at", None), getattr(row, "chained_reset_at", None)),
    )


def _latest(*moments: datetime | None) -> datetime | None:
    return max(filter(None, moments), default=None)


def _ended_on(row: ReaderCertificate) -> date | None:
    """When a certificate ended, by its row or by the audit chain: taking it back in the row alone changes nothing."""
    details: str | None = getattr(row, "ending", None)
    if details is None:
        return row.ended_on
    ended_on = ends_on(details, row.valid_from)
    return min(ended_on, row.ended_on or ended_on)


def ends_on(details: str, otherwise: date) -> date:
    """The day that the audit row of an end names; another one where that row cannot be read."""
    try:
        return date.fromisoformat(json.loads(details)["on"])
    except (ValueError, TypeError, KeyError):
        return otherwise


def readers_of(pair: Pair | UUID, *, on: date) -> QuerySet[Envelope]:
    """The envelopes with which people read a pair today, dormant ones left out; with person and office."""
    return (
        Envelope.objects.filter(epoch__pair=pair, certificate__isnull=False, dormant=False)
        .filter(Q(until__isnull=True) | Q(until__gte=on))
        .select_related("certificate__person", "epoch", "resealed_to")
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


def certificate_to_sign(pair: UUID, reader: UnlockedReader, *, on: date) -> ReaderCertificate | None:
    """The certificate under which a person signs in a pair: the one it is read under, or one over the present keys.

    None when the person does not read it, or when the keys are new and two stewards have not confirmed them yet.
    One query, four after a new key.
    """
    if reader.person is None:
        return None
    reading = certificate_reading(pair, reader.person, on=on)
    if reading is None or bytes(reading.verifying_public) == reader.keys.signing.public:
        return reading
    newest = trusted_certificates(reading.organisation_id, [reader.person], on=on).get(reader.person)
    return newest if newest and bytes(newest.verifying_public) == reader.keys.signing.public else None


def pairs_readable_by(person: UUID, *, on: date) -> QuerySet[Envelope]:
    """The live envelopes of pairs that a person holds, for scoping lists."""
    own = ReaderCertificate.objects.filter(person_id=person).values("pk")
    return Envelope.objects.filter(
        Q(until__isnull=True) | Q(until__gte=on), pair__isnull=False, certificate__in=own, dormant=False
    )


def vault_of(person: UUID) -> Vault | None:
    """A person's present vault, if there is one; earlier ones have ended."""
    return Vault.objects.filter(person_id=person, ended_at__isnull=True).first()


def people_with_vault(people: Iterable[UUID]) -> frozenset[UUID]:
    """Which of these people have a vault. One query."""
    rows = Vault.objects.filter(person_id__in=list(people), ended_at__isnull=True)
    return frozenset(rows.values_list("person_id", flat=True))


def open_vault_session(person: UUID, cookie_key: bytes, *, at: datetime) -> VaultSession | None:
    """The row of a person's open vault that is in time. One query."""
    return (
        VaultSession.objects.filter(
            row_key=session_row_key(cookie_key),
            vault__person_id=person,
            vault__ended_at__isnull=True,
            used_at__gt=at - IDLE,
            used_at__lte=at + STEPS_BACK,
            opened_at__gt=at - LONGEST,
            opened_at__lte=at + STEPS_BACK,
        )
        .select_related("vault")
        .first()
    )


def unlocked_reader(session: VaultSession, cookie_key: bytes, *, on: date) -> UnlockedReader | None:
    """The person's reader, with keys that the cookie unseals; None when the cookie does not fit the row."""
    try:
        keys, *older = several_from(open_session(bytes(session.sealed), cookie_key, SESSION, session.vault_id))
    except VaultFailure:
        return None
    return UnlockedReader(keys, on, person=session.vault.person_id, older=tuple(older))
