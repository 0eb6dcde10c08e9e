"""What happens to a receipt's keys after they were written down."""

from deontos.audit.models import Entry
from deontos.keyring.models import ReceiptHolder


def accept_receipt(holder: ReceiptHolder, *, under: Entry) -> None:
    """Let a receipt's keys count from now on, under the audit row that holds their fingerprint.

    Records nothing itself: that row is the record.
    """
    holder.entry = under
    holder.save(update_fields=["entry"])
