"""Attachments of a conversation as their readers get them: what is known of each, and its content."""

from collections.abc import Iterator

from deontos.correspondence.files.reading import FileNotAuthentic, content_of
from deontos.correspondence.models import Item
from deontos.correspondence.queries import opened, place_of
from deontos.correspondence.vocabulary import CorrespondenceCode
from deontos.keyring.readers import NoEnvelope, UnlockedReader
from deontos.keyring.vocabulary import KeyringCode


def open_attachment(item: Item, reader: UnlockedReader) -> Iterator[bytes]:
    """The content of an attachment, in pieces. Its facts are those of the opened item, `OpenedItem.file`.

    `item` comes from `items_of`. Raises NoEnvelope for who may not read it, FileNotAuthentic where it is not what its
    author signed or is gone, OSError where the store cannot be asked; all before the first piece.
    """
    found = next(iter(opened([item], reader)), None)
    if found is None:
        raise NoEnvelope(KeyringCode.NO_ENVELOPE)
    if found.file is None or not found.authentic:
        raise FileNotAuthentic(CorrespondenceCode.FILE_CHANGED)
    return content_of(found.file, item.item_key, place_of(item).context(item.item_key.epoch), reader)
