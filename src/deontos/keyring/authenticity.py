"""Whether a row of the keyring is what this house made: what the audit chain holds, and who really gave an envelope.

Somebody who can write in the database makes rows of every kind; none of them passes here (ADR 3).
"""

import json
from uuid import UUID

from deontos.audit.models import Entry
from deontos.audit.queries import is_authentic
from deontos.keyring.models import Envelope, Epoch, ReaderCertificate, ReceiptHolder, Vault
from deontos.keyring.rules import Certified, Signed
from deontos.keyring.vocabulary import ITEM, OF_ITEM
from deontos.organisations.vocabulary import OfficeKind
from deontos.vault.contexts import EnvelopeContext
from deontos.vault.digests import digest
from deontos.vault.signatures import envelope_message, verify

ISSUED = "certificate.issued"
"""The fact under which a certificate stands in the audit chain."""
ENDED = "certificate.ended"
"""The fact under which the end of a certificate stands there, with the day in `on`."""
OPENED = "epoch.opened"
"""The fact under which a further epoch of a pair stands there, about the pair, with the epoch's number."""
OPENED_BY_DUTY = "identity.opened_by_duty"
"""The fact under which it stands there that a name was opened, about the pair, with the epoch whose key it was."""
PAIRS = "pairs"
"""The name in the details under which pairs stand there that were just made: purpose, id, fingerprint of the key."""

MADE = "vault.made"
"""The fact under which a vault stands there, with a fingerprint of its keys and of whose they are."""
RESET = "keys.reset"
"""The fact under which a reset stands there, about the person."""


def facts_of(row: ReaderCertificate, signatures: tuple[Signed, ...] = (), *, in_chain: bool = False) -> Certified:
    """What a certificate's row says, as the rules read it."""
    return Certified(
        id=row.id,
        organisation=row.organisation_id,
        office=OfficeKind(row.office),
        person=row.person_id,
        sealing_public=bytes(row.sealing_public),
        verifying_public=bytes(row.verifying_public),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        ended_on=row.ended_on,
        in_chain=in_chain,
        signatures=signatures,
    )


def is_issued(certificate: ReaderCertificate) -> bool:
    """Whether the audit chain holds that a certificate was issued as it stands here. Reads only its `entry`."""
    entry = certificate.entry
    return (
        entry is not None
        and entry.fact == ISSUED
        and entry.subject_id == certificate.id
        and _holds(entry, "fingerprint", facts_of(certificate).fingerprint())
    )


def receipt_details(holder: ReceiptHolder, *, thread: UUID) -> dict[str, str]:
    """What the audit row says under which a receipt was accepted: its keys, and the one thread in which it speaks."""
    return {"receipt": _fingerprint(holder), "thread": str(thread)}


def is_accepted(holder: ReceiptHolder, *, thread: UUID | None = None) -> bool:
    """Whether the audit chain holds that a receipt was accepted with these keys; where asked, for this very thread.

    Reads only its `entry`.
    """
    entry = holder.entry
    if entry is None or not _holds(entry, "receipt", _fingerprint(holder)):
        return False
    return thread is None or f'"thread":"{thread}"' in entry.details


def epoch_details(epoch: Epoch) -> dict[str, object]:
    """What the audit row says under which a further epoch was opened: its number and its key."""
    return {"number": epoch.number, "epoch": _epoch_fingerprint(epoch)}


def first_epochs(*epochs: Epoch) -> dict[str, object]:
    """What the audit row says under which pairs were made: each by its purpose, with the key of its first epoch."""
    return {PAIRS: {epoch.pair.purpose: [str(epoch.pair_id), _epoch_fingerprint(epoch)] for epoch in epochs}}


def is_first(epoch: Epoch, fingerprint: str) -> bool:
    """Whether an epoch is the one with which its pair was made, as an audit row has it."""
    return _epoch_fingerprint(epoch) == fingerprint


def vault_details(vault: Vault) -> dict[str, object]:
    """What the audit row says under which a vault was made: the digest of its two public keys."""
    return {"fingerprint": digest("vault-keys", bytes(vault.sealing_public), bytes(vault.verifying_public)).hex()}


def is_opened(epoch: Epoch) -> bool:
    """Whether the audit chain holds that this epoch was opened with this key. Reads only its `entry`.

    The first epoch has no row: it is the one that came from the receipt.
    """
    entry = epoch.entry
    return (
        entry is not None
        and entry.fact == OPENED
        and entry.subject_id == epoch.pair_id
        and _holds(entry, "epoch", _epoch_fingerprint(epoch))
    )


def is_opened_by_duty(epoch: Epoch) -> bool:
    """Whether the audit chain holds that two stewards put this very key together, by legal duty. One query."""
    rows = Entry.objects.filter(fact=OPENED_BY_DUTY, subject_id=epoch.pair_id)
    return any(_holds(entry, "epoch", _epoch_fingerprint(epoch)) for entry in rows)


def newest_number(pair: UUID) -> int:
    """The highest number of an epoch of a pair that the audit chain knows; 1 where it knows none. One query."""
    rows = Entry.objects.filter(subject_id=pair, fact=OPENED).order_by("number")
    return max((_number_in(row) for row in rows if is_authentic(row)), default=1)


def context_of(envelope: Envelope, reader: UUID) -> EnvelopeContext:
    """What an envelope of this reader is bound to. Reads its epoch with the pair, or the id of its item key."""
    epoch = envelope.epoch
    if epoch is not None:
        return EnvelopeContext(epoch.pair_id, epoch.number, reader, epoch.pair.purpose)
    assert envelope.item_key_id is not None
    return EnvelopeContext(envelope.item_key_id, OF_ITEM, reader, ITEM)


def is_given(envelope: Envelope, context: EnvelopeContext) -> bool:
    """Whether an awake envelope is signed by the issued certificate or the accepted receipt that its row names.

    One that its reader sealed anew to a key of a later vault is signed by that vault; the message still names who gave
    it, so that nobody becomes the giver of what somebody else gave (ADR 19).
    """
    giver, vault = envelope.given_by or envelope.given_by_holder, envelope.resealed_to
    known = giver is not None and is_known(giver) and (vault is None or is_known(vault))
    return known and is_signed(envelope, context)


def is_signed(envelope: Envelope, context: EnvelopeContext) -> bool:
    """The same once it is sure that the log knows the giver, and the later vault where there is one."""
    giver, vault = envelope.given_by or envelope.given_by_holder, envelope.resealed_to
    assert giver is not None
    if vault is not None and vault.person_id != context.reader:
        return False
    message = envelope_message(
        context, bytes(envelope.sealed), granted_by=giver.id, ground=envelope.ground, until=envelope.until
    )
    return verify(bytes((vault or giver).verifying_public), bytes(envelope.signature), *message)


def is_known(row: ReaderCertificate | ReceiptHolder | Vault) -> bool:
    """Whether the audit chain holds a certificate, a receipt or a vault as it stands here. Reads only its `entry`."""
    if isinstance(row, ReaderCertificate):
        return is_issued(row)
    return is_made(row) if isinstance(row, Vault) else is_accepted(row)


def is_made(vault: Vault) -> bool:
    """Whether the audit chain holds that a vault was made with these keys for this person. Reads only its `entry`."""
    entry = vault.entry
    return (
        entry is not None
        and entry.fact == MADE
        and (entry.subject_id, entry.actor_id) == (vault.id, vault.person_id)
        and _holds(entry, "fingerprint", str(vault_details(vault)["fingerprint"]))
    )


def _number_in(row: Entry) -> int:
    number = json.loads(row.details).get("number")
    return number if isinstance(number, int) else 1


def _epoch_fingerprint(epoch: Epoch) -> str:
    return digest("epoch-fingerprint", epoch.pair_id, epoch.number, bytes(epoch.public_key)).hex()


def _fingerprint(holder: ReceiptHolder) -> str:
    return digest("receipt-fingerprint", holder.id, bytes(holder.sealing_public), bytes(holder.verifying_public)).hex()


def _holds(entry: Entry, name: str, fingerprint: str) -> bool:
    return f'"{name}":"{fingerprint}"' in entry.details and is_authentic(entry)
