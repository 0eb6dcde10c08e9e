"""What is verified of files: that each lies in the store as it was sealed, and that nothing lies there beside them.

No key is needed: the digest is that of the ciphertext. That a row names the right file is verified with its item. Rows
and files change while this looks: what seems wrong is looked at once more.
"""

from collections.abc import Iterator

from deontos.audit.verification import Flaw, Looked, in_pieces
from deontos.correspondence.files.installed import blob_store
from deontos.correspondence.files.reading import stored_digest
from deontos.correspondence.files.store import NotInStore
from deontos.correspondence.models import Blob
from deontos.correspondence.phrases import FAULTS
from deontos.correspondence.queries import unheld_blobs
from deontos.correspondence.vocabulary import ItemFault

FEW = 100


def flaws(looked: Looked) -> Iterator[Flaw]:
    """Every file that is gone or changed, and every one that nobody knows."""
    held = Blob.objects.exclude(pk__in=unheld_blobs().values("pk"))
    for piece in in_pieces(held.order_by("pk").iterator(chunk_size=FEW), FEW):
        looked(len(piece))
        for blob in piece:
            fault = _fault(blob)
            if fault and Blob.objects.filter(pk=blob.pk).exists():
                yield Flaw(blob.organisation_id, "correspondence.blob", str(blob.id), fault, FAULTS[fault])
    for stored in in_pieces(blob_store().stored()):
        looked(len(stored))
        names = {each.name for each in stored}
        for unknown in sorted(names - set(Blob.objects.filter(pk__in=names).values_list("pk", flat=True))):
            fault = ItemFault.FILE_UNKNOWN
            yield Flaw(None, "correspondence.blob", str(unknown), fault, FAULTS[fault])


def _fault(blob: Blob) -> ItemFault | None:
    try:
        found = stored_digest(blob.id)
    except NotInStore:
        return ItemFault.FILE_GONE
    return None if found == bytes(blob.digest or b"") else ItemFault.FILE_CHANGED
