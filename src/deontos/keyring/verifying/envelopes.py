"""Envelopes: each by the signature of whoever gave it, over the reader, the pair or item, and what is sealed inside."""

from collections.abc import Iterator
from uuid import UUID

from deontos.audit.verification import PIECE, Flaw, Looked, in_pieces
from deontos.keyring.authenticity import context_of, is_known, is_signed
from deontos.keyring.models import Envelope, ReaderCertificate, ReceiptHolder, Vault
from deontos.keyring.secrets import install_secrets
from deontos.keyring.verifying.flawed import flaw, was_changed
from deontos.keyring.vocabulary import KeyFault
from deontos.vault.failures import VaultFailure
from deontos.vault.opening import wake_dormant

NAMED = ("certificate__entry", "holder__entry", "given_by__entry", "given_by_holder__entry", "resealed_to__entry")


def envelopes(looked: Looked) -> Iterator[Flaw]:
    """Envelopes that nobody gave as they stand there; those that one receipt gave together, one after the other."""
    rows = Envelope.objects.select_related("epoch__pair").prefetch_related(*NAMED).order_by("given_by_holder_id", "id")
    for piece in in_pieces(rows.iterator(chunk_size=PIECE)):
        looked(len(piece))
        judge = _Judge()
        for envelope in piece:
            fault = judge.fault(envelope)
            if fault:
                yield flaw(_organisation(envelope), "envelope", envelope.id, fault)


class _Judge:
    """Judges the envelopes of one piece, and each certificate, receipt and vault that they name only once."""

    def __init__(self) -> None:
        self.changed: dict[UUID, bool] = {}
        self.known: dict[UUID, bool] = {}

    def fault(self, envelope: Envelope) -> KeyFault | None:
        """What is wrong with an envelope."""
        giver, reader = envelope.given_by or envelope.given_by_holder, envelope.certificate or envelope.holder
        if any(row is not None and self._was_changed(row) for row in (giver, reader, envelope.resealed_to)):
            return None
        if giver is None or not self._is_known(giver):
            return KeyFault.GIVEN_BY_NOBODY
        identity = envelope.certificate.person_id if envelope.certificate else envelope.holder_id
        assert identity is not None
        context = context_of(envelope, identity)
        if envelope.dormant:
            try:
                envelope.sealed = wake_dormant(bytes(envelope.sealed), install_secrets().pepper_absence, context)
            except VaultFailure:
                return KeyFault.CANNOT_WAKE
        if envelope.epoch is not None and envelope.pair_id != envelope.epoch.pair_id:
            return KeyFault.NOT_GIVEN
        is_sealed_on = envelope.resealed_to is None or self._is_known(envelope.resealed_to)
        return None if is_sealed_on and is_signed(envelope, context) else KeyFault.NOT_GIVEN

    def _was_changed(self, row: ReaderCertificate | ReceiptHolder | Vault) -> bool:
        if row.id not in self.changed:
            self.changed[row.id] = was_changed(row)
        return self.changed[row.id]

    def _is_known(self, row: ReaderCertificate | ReceiptHolder | Vault) -> bool:
        if row.id not in self.known:
            self.known[row.id] = is_known(row)
        return self.known[row.id]


def _organisation(envelope: Envelope) -> UUID | None:
    if envelope.epoch is not None:
        return envelope.epoch.pair.organisation_id
    return envelope.certificate.organisation_id if envelope.certificate else None
