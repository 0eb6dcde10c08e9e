"""Certificates against the log: issued as they stand, signed by whom the log names, ended when it says."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.db.models import Prefetch

from deontos.audit.models import Entry
from deontos.audit.queries import details_of, entries_about, entries_of, is_authentic
from deontos.audit.verification import PIECE, Flaw, Looked, in_pieces
from deontos.keyring.authenticity import ENDED, ISSUED, facts_of, is_issued
from deontos.keyring.models import CertificateSignature, ReaderCertificate, Vault
from deontos.keyring.verifying.flawed import flaw, was_changed
from deontos.keyring.vocabulary import KeyFault
from deontos.vault.signatures import verify

SIGNED = "certificate.signed"


def certificates(looked: Looked) -> Iterator[Flaw]:
    """Certificates that are not what the log says; and their signatures."""
    signatures = CertificateSignature.objects.select_related("steward__entry").order_by("signed_at", "id")
    rows = ReaderCertificate.objects.select_related("entry").prefetch_related(Prefetch("signatures", signatures))
    for piece in in_pieces(rows.order_by("id").iterator(chunk_size=PIECE)):
        looked(len(piece))
        said = entries_about([row.id for row in piece], (ISSUED, SIGNED, ENDED))
        keys = _vault_keys(piece)
        for row in piece:
            entries = said.get(row.id, [])
            fault = _fault(row, entries, keys)
            if fault:
                yield flaw(row.organisation_id, "reader_certificate", row.id, fault)
            else:
                yield from _signatures(row, entries)


def certificates_gone() -> Iterator[Flaw]:
    """Certificates that were issued and are not there."""
    for piece in in_pieces(entries_of([ISSUED])):
        issued = {entry.subject_id: entry.organisation_id for entry in piece if entry.subject_id}
        found = set(ReaderCertificate.objects.filter(pk__in=issued).values_list("id", flat=True))
        for row, organisation in issued.items():
            if row not in found:
                yield flaw(organisation, "reader_certificate", row, KeyFault.GONE)


def _vault_keys(piece: Sequence[ReaderCertificate]) -> set[tuple[UUID, bytes, bytes]]:
    """The public keys of every vault that these people have or had."""
    rows = Vault.objects.filter(person__in={row.person_id for row in piece})
    return {(row.person_id, bytes(row.sealing_public), bytes(row.verifying_public)) for row in rows}


def _fault(row: ReaderCertificate, entries: Sequence[Entry], keys: set[tuple[UUID, bytes, bytes]]) -> KeyFault | None:
    fault = _fault_of_issue(row, entries)
    if fault:
        return fault
    is_own = (row.person_id, bytes(row.sealing_public), bytes(row.verifying_public)) in keys
    if row.entry is None and not is_own:
        return KeyFault.KEY_OF_NOBODY
    ended = [details_of(entry)["on"] for entry in entries if entry.fact == ENDED]
    is_as_ended = (row.ended_on.isoformat() if row.ended_on else None) == (ended[-1] if ended else None)
    return None if is_as_ended else KeyFault.END_CHANGED


def _fault_of_issue(row: ReaderCertificate, entries: Sequence[Entry]) -> KeyFault | None:
    entry = row.entry
    if entry is None:
        return KeyFault.ROLLED_BACK if any(each.fact == ISSUED for each in entries) else None
    if not is_authentic(entry):
        return None  # the audit room names that entry
    if entry.subject_id != row.id or entry.fact != ISSUED:
        return KeyFault.BORROWED_ENTRY
    try:
        return None if is_issued(row) else KeyFault.CHANGED
    except ValueError:
        return KeyFault.CHANGED  # an office that there is not


def _signatures(row: ReaderCertificate, entries: Sequence[Entry]) -> Iterator[Flaw]:
    said = _signers(entries)
    held: set[UUID] = set()
    for each in row.signatures.all():
        held.add(each.steward.person_id)
        if each.steward.person_id not in said:
            yield flaw(row.organisation_id, "certificate_signature", each.id, KeyFault.NOT_IN_LOG)
        elif not was_changed(each.steward) and not _holds(row, each):
            yield flaw(row.organisation_id, "certificate_signature", each.id, KeyFault.BAD_SIGNATURE)
    if said.keys() - held:
        yield flaw(row.organisation_id, "reader_certificate", row.id, KeyFault.SIGNATURE_GONE)


def _signers(entries: Sequence[Entry]) -> Mapping[UUID, Entry]:
    return {entry.actor_id: entry for entry in entries if entry.fact == SIGNED and entry.actor_id}


def _holds(row: ReaderCertificate, signature: CertificateSignature) -> bool:
    return verify(bytes(signature.steward.verifying_public), bytes(signature.signature), *facts_of(row).message())
