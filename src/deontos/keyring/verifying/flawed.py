"""How a flaw of this room is told, and whether a certificate or a receipt is told as one."""

from uuid import UUID

from deontos.audit.models import Entry
from deontos.audit.queries import is_authentic
from deontos.audit.verification import Flaw
from deontos.keyring.authenticity import ISSUED, is_accepted, is_issued, is_made
from deontos.keyring.models import ReaderCertificate, ReceiptHolder, Vault
from deontos.keyring.phrases import FAULTS
from deontos.keyring.vocabulary import KeyFault


def flaw(organisation: UUID | None, table: str, row: UUID | str, fault: KeyFault) -> Flaw:
    """One row that is wrong."""
    return Flaw(organisation, f"keyring.{table}", str(row), fault, FAULTS[fault])


def was_changed(row: ReaderCertificate | ReceiptHolder | Vault) -> bool:
    """Whether a real certificate, receipt or vault was changed, or its entry in the log was.

    Then that row is named, and what its owner once signed is not blamed for it. One that never was real is not meant.
    """
    entry = row.entry
    if isinstance(row, ReceiptHolder):
        return entry is not None and not is_accepted(row)
    if isinstance(row, Vault):
        return entry is not None and entry.subject_id == row.id and not is_made(row)
    if entry is None:
        return Entry.objects.filter(subject_id=row.id, fact=ISSUED).exists()
    if not is_authentic(entry):
        return True
    try:
        return entry.subject_id == row.id and not is_issued(row)
    except ValueError:
        return True  # an office that there is not
