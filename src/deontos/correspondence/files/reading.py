"""Opening a sealed file: what lies in the store is compared with what its author signed before a byte is given out."""

from collections.abc import Iterator
from uuid import UUID

from deontos.correspondence.files.facts import FileFacts
from deontos.correspondence.files.installed import blob_store
from deontos.correspondence.files.store import NotInStore
from deontos.correspondence.vocabulary import CorrespondenceCode
from deontos.kernel.refusals import Refusal
from deontos.keyring.models import ItemKey
from deontos.keyring.readers import UnlockedReader
from deontos.keyring.sealing import ItemPlace
from deontos.vault.contexts import ItemContext
from deontos.vault.streams import stream_digest


class FileNotAuthentic(Refusal):
    """The bytes that lie there are not those that were signed, or there are none."""


def content_of(facts: FileFacts, item_key: ItemKey, context: ItemContext, reader: UnlockedReader) -> Iterator[bytes]:
    """The content of a file in pieces, at most 64 KiB each. `facts` come from an item that is authentic.

    Raises NoEnvelope, FileNotAuthentic, OSError; the vault's failures where somebody changes it meanwhile.
    """
    _insist_on_bytes(facts.blob, facts.digest)
    reader.item_key_of(item_key, context)
    return _pieces(facts, item_key, context, reader)


def _pieces(facts: FileFacts, item_key: ItemKey, context: ItemContext, reader: UnlockedReader) -> Iterator[bytes]:
    sealed_at = ItemPlace(facts.organisation, context.thread, context.kind, context.item).context(None)
    with blob_store().read(facts.blob) as source:
        yield from reader.open_stream(item_key, context, source, sealed_at)


def stored_digest(blob: UUID) -> bytes:
    """The digest of a file as it lies in the store. Raises NotInStore, OSError."""
    with blob_store().read(blob) as source:
        return stream_digest(source)


def _insist_on_bytes(blob: UUID, digest: bytes) -> None:
    try:
        found = stored_digest(blob)
    except NotInStore:
        raise FileNotAuthentic(CorrespondenceCode.FILE_GONE) from None
    if found != digest:
        raise FileNotAuthentic(CorrespondenceCode.FILE_CHANGED)
