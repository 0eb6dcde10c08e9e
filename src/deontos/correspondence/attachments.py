"""Attachments of a conversation as their readers get them: what is known of each, and its content."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from deontos.correspondence.files.facts import FileFacts
from deontos.correspondence.files.reading import FileNotAuthentic, content_of
from deontos.correspondence.models import Item
from deontos.correspondence.queries import opened, place_of
from deontos.correspondence.vocabulary import CorrespondenceCode
from deontos.keyring.readers import NoEnvelope, UnlockedReader
from deontos.keyring.vocabulary import KeyringCode


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file that its reader holds a key to. There are no `facts` where what is told of it is not authentic.

    `open` gives its content in pieces; it raises as `open_attachment` does.
    """

    facts: FileFacts | None
    open: Callable[[], Iterator[bytes]]


def open_attachment(item: Item, reader: UnlockedReader) -> Iterator[bytes]:
    """The content of an attachment, in pieces. Its facts are those of the opened item, `OpenedItem.file`.

    `item` comes from `items_of`. Raises NoEnvelope for who may not read it, FileNotAuthentic where it is not what its
    author signed or is gone, OSError where the store cannot be asked; all before the first piece.
    """
    return held_attachment(item, reader).open()


def held_attachment(item: Item, reader: UnlockedReader) -> HeldFile:
    """An attachment as its reader finds it, before its content is opened. Raises NoEnvelope."""
    found = next(iter(opened([item], reader)), None)
    if found is None:
        raise NoEnvelope(KeyringCode.NO_ENVELOPE)
    facts = found.file if found.authentic else None

    def content() -> Iterator[bytes]:
        if facts is None:
            raise FileNotAuthentic(CorrespondenceCode.FILE_CHANGED)
        return content_of(facts, item.item_key, place_of(item).context(item.item_key.epoch), reader)

    return HeldFile(facts, content)
