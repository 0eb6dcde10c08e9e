"""Envelopes: each by the signature of whoever gave it, over the reader, the pair or item, and what is sealed inside."""

from collections.abc import Iterator
from uuid import UUID

from deontos.audit.queries import is_authentic
from deontos.audit.verification import PIECE, Flaw, Looked
from deontos.keyring.authenticity import is_accepted, is_given, is_issued, is_made
from deontos.keyring.models import Envelope, ReaderCertificate, ReceiptHolder, Vault
from deontos.keyring.secrets import install_secrets
from deontos.keyring.verifying.flawed import flaw
from deontos.keyring.vocabulary import ITEM, OF_ITEM, KeyFault
from deontos.vault.contexts import EnvelopeContext
from deontos.vault.failures import VaultFailure
from deontos.vault.opening import wake_dormant


def envelopes(looked: Looked) -> Iterator[Flaw]:
    """Envelopes that nobody gave as they stand there."""
    givers = ("given_by__entry", "given_by_holder__entry", "resealed_to__entry")
    rows = Envelope.objects.select_related("epoch__pair", "certificate__entry", "holder__entry", *givers)
    for envelope in rows.order_by("id").iterator(chunk_size=PIECE):
        looked(1)
        fault = _fault(envelope)
        if fault:
            yield flaw(_organisation(envelope), "envelope", envelope.id, fault)


def _fault(envelope: Envelope) -> KeyFault | None:
    giver, reader = envelope.given_by or envelope.given_by_holder, envelope.certificate or envelope.holder
    if any(row is not None and _is_named_elsewhere(row) for row in (giver, reader, envelope.resealed_to)):
        return None
    if giver is None or not (is_issued(giver) if isinstance(giver, ReaderCertificate) else is_accepted(giver)):
        return KeyFault.GIVEN_BY_NOBODY
    context = _context(envelope)
    if envelope.dormant:
        try:
            envelope.sealed = wake_dormant(bytes(envelope.sealed), install_secrets().pepper_absence, context)
        except VaultFailure:
            return KeyFault.CANNOT_WAKE
    return None if is_given(envelope, context) else KeyFault.NOT_GIVEN


def _context(envelope: Envelope) -> EnvelopeContext:
    """What an envelope is bound to, by what its row says."""
    reader = envelope.certificate.person_id if envelope.certificate else envelope.holder_id
    assert reader is not None
    if envelope.epoch is not None:
        return EnvelopeContext(envelope.epoch.pair_id, envelope.epoch.number, reader, envelope.epoch.pair.purpose)
    assert envelope.item_key_id is not None
    return EnvelopeContext(envelope.item_key_id, OF_ITEM, reader, ITEM)


def _is_named_elsewhere(row: ReaderCertificate | ReceiptHolder | Vault) -> bool:
    """Whether a certificate, receipt or vault is one that was changed, or its entry was: then that row is named, not this."""
    if row.entry is None or not is_authentic(row.entry):
        return row.entry is not None
    if isinstance(row, ReaderCertificate):
        return row.entry.subject_id == row.id and not is_issued(row)
    if isinstance(row, Vault):
        return row.entry.subject_id == row.id and not is_made(row)
    return not is_accepted(row)


def _organisation(envelope: Envelope) -> UUID | None:
    if envelope.epoch is not None:
        return envelope.epoch.pair.organisation_id
    return envelope.certificate.organisation_id if envelope.certificate else None
