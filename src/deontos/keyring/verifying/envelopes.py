"""Envelopes: each by the signature of whoever gave it, over the reader, the pair or item, and what is sealed inside."""

from collections.abc import Iterator
from uuid import UUID

from deontos.audit.verification import PIECE, Flaw, Looked
from deontos.keyring.authenticity import context_of, is_accepted, is_given, is_issued
from deontos.keyring.models import Envelope, ReaderCertificate
from deontos.keyring.secrets import install_secrets
from deontos.keyring.verifying.flawed import flaw, was_changed
from deontos.keyring.vocabulary import KeyFault
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
    if any(row is not None and was_changed(row) for row in (giver, reader, envelope.resealed_to)):
        return None
    if giver is None or not (is_issued(giver) if isinstance(giver, ReaderCertificate) else is_accepted(giver)):
        return KeyFault.GIVEN_BY_NOBODY
    identity = envelope.certificate.person_id if envelope.certificate else envelope.holder_id
    assert identity is not None
    context = context_of(envelope, identity)
    if envelope.dormant:
        try:
            envelope.sealed = wake_dormant(bytes(envelope.sealed), install_secrets().pepper_absence, context)
        except VaultFailure:
            return KeyFault.CANNOT_WAKE
    return None if is_given(envelope, context) else KeyFault.NOT_GIVEN


def _organisation(envelope: Envelope) -> UUID | None:
    if envelope.epoch is not None:
        return envelope.epoch.pair.organisation_id
    return envelope.certificate.organisation_id if envelope.certificate else None
