"""What cannot be right about the keys of an organisation: rows that look like ours and are not, and too few stewards.

Reading refuses each of them already (`authenticity`, `rules.is_trusted`); here they are found and named.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from deontos.audit.models import Entry
from deontos.audit.queries import is_authentic
from deontos.keyring.authenticity import (
    ISSUED,
    MADE,
    context_of,
    is_accepted,
    is_given,
    is_issued,
    is_opened,
    vault_details,
)
from deontos.keyring.models import Envelope, Epoch, ReaderCertificate, Vault
from deontos.keyring.queries import STEWARDS, known_certificates, trusted_stewards
from deontos.keyring.rules import (
    FEWEST_STEWARDS,
    SIGNATURES_NEEDED,
    Certified,
    are_all_administrators,
    good_signatures,
    is_trusted,
)
from deontos.keyring.vocabulary import AlarmKind
from deontos.keyring.words import public_keys
from deontos.organisations.queries import offices_held
from deontos.organisations.vocabulary import OfficeKind

AT_ONCE = 500
"""Rows that are held in memory while all envelopes are looked at."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Something that cannot be right, about the row or the organisation with this id."""

    kind: AlarmKind
    subject: UUID


def suspicions(organisation: UUID, *, on: date) -> Iterator[Suspicion]:
    """What is wrong with certificates, vaults and stewards; quick enough for every opening of a page."""
    rows = ReaderCertificate.objects.filter(organisation_id=organisation, valid_until__gte=on)
    known = known_certificates(rows)
    for row, certified in known:
        yield from _about_certificate(row, certified, on=on)
    yield from _about_vaults([each for each in known if is_trusted(each[1], on=on)])
    yield from _about_stewards(organisation, on=on)


def suspicious_envelopes(organisation: UUID) -> Iterator[Suspicion]:
    """Envelopes and epochs that were given by nobody we know: all of them, a few hundred at once. For the daily job."""
    epochs = Epoch.objects.filter(pair__organisation_id=organisation, number__gt=1).select_related("entry")
    for epoch in epochs.iterator(chunk_size=AT_ONCE):
        if not is_opened(epoch):
            yield Suspicion(AlarmKind.EPOCH_UNKNOWN, epoch.id)
    here = Q(epoch__pair__organisation_id=organisation) | Q(item_key__epoch__pair__organisation_id=organisation)
    named = ("certificate", "given_by__entry", "given_by_holder__entry", "resealed_to__entry")
    envelopes = Envelope.objects.filter(here).select_related(*named, "epoch__pair", "item_key__epoch").order_by("id")
    for envelope in envelopes.iterator(chunk_size=AT_ONCE):
        if not _is_from_us(envelope):
            yield Suspicion(AlarmKind.ENVELOPE_UNKNOWN, envelope.id)


def _about_certificate(row: ReaderCertificate, certified: Certified, *, on: date) -> Iterator[Suspicion]:
    if certified.ended_on != row.ended_on:
        yield Suspicion(AlarmKind.END_TAKEN_BACK, row.id)
    if certified.ended_on is not None and certified.ended_on <= on:
        return
    signatures, good = len(row.signatures.all()), len(good_signatures(certified))
    looks_finished = row.entry_id is not None or signatures >= SIGNATURES_NEEDED
    is_finished = certified.in_chain and good >= SIGNATURES_NEEDED
    if (looks_finished and not is_finished) or signatures > good:
        yield Suspicion(AlarmKind.CERTIFICATE_FORGED, row.id)


def _about_vaults(trusted: list[tuple[ReaderCertificate, Certified]]) -> Iterator[Suspicion]:
    """A vault must hold what the chain says it was made with; a certificate that counts, the keys of some vault."""
    people = {row.person_id for row, _certified in trusted}
    vaults = list(Vault.objects.filter(person__in=people).order_by("made_at", "id"))
    entries = Entry.objects.filter(fact=MADE, subject_id__in=[vault.id for vault in vaults])
    made = {entry.subject_id: entry for entry in entries}
    changed = {vault.person_id for vault in vaults if not _is_as_made(vault, made.get(vault.id))}
    held = {(vault.person_id, public_keys(vault)) for vault in vaults}
    changed |= {row.person_id for row, _certified in trusted if (row.person_id, public_keys(row)) not in held}
    for person in sorted(changed):
        yield Suspicion(AlarmKind.VAULT_CHANGED, person)


def _about_stewards(organisation: UUID, *, on: date) -> Iterator[Suspicion]:
    """Only where there have been stewards: an organisation that has not begun is not in danger."""
    if not Entry.objects.filter(organisation_id=organisation, fact=ISSUED, details__contains=STEWARDS).exists():
        return
    stewards = {each.person_id for each in trusted_stewards(organisation, on=on)}
    held = offices_held(organisation, on=on).filter(kind=OfficeKind.ADMINISTRATOR)
    if len(stewards) < FEWEST_STEWARDS:
        yield Suspicion(AlarmKind.FEW_STEWARDS, organisation)
    if are_all_administrators(stewards, set(held.values_list("holder_id", flat=True))):
        yield Suspicion(AlarmKind.ALL_ADMINISTRATORS, organisation)


def _is_from_us(envelope: Envelope) -> bool:
    """Whether a giver that we know signed it; of a sleeping one the signature is inside, so only the giver is asked."""
    if envelope.dormant:
        by = envelope.given_by
        return is_issued(by) if by else bool(envelope.given_by_holder and is_accepted(envelope.given_by_holder))
    reader = envelope.certificate.person_id if envelope.certificate else envelope.holder_id
    assert reader is not None
    return is_given(envelope, context_of(envelope, reader))


def _is_as_made(vault: Vault, made: Entry | None) -> bool:
    """Whether a vault's row holds the keys that the chain says; True of one of step 1, recorded without its keys."""
    if made is None or '"fingerprint":' not in made.details:
        return True
    return str(vault_details(vault)["fingerprint"]) in made.details and is_authentic(made)
