"""What the log says of each item: its id, its place, and digests of all that was stored.

Whoever writes an item records `written(item)` in the details of the fact that it belongs to; so a row that was
changed, moved or removed afterwards is missed, also the last one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from deontos.audit.models import Entry
from deontos.audit.queries import day_of, details_of
from deontos.correspondence.models import Item
from deontos.keyring.models import ItemKey
from deontos.vault.digests import digest

ITEMS = "items"
"""The name in the details under which the first items of a conversation stand."""
FILES = "files"
"""The name in the details under which items stand that were written together with another one."""
SEAL = "seal"
"""The name in the details that only what is written about an item has."""


@dataclass(frozen=True, slots=True)
class Written:
    """One item as the log knows it. `key` is the digest of its wrapped key in the epoch of that day."""

    organisation: UUID
    thread: UUID
    item: UUID
    position: int
    on: date
    seal: str
    epoch: int
    key: str


def written(item: Item) -> dict[str, object]:
    """What an audit row says about an item that was just made."""
    key = item.item_key
    return {
        "item": item.id,
        "thread": item.conversation_id,
        "position": item.position,
        SEAL: sealed_row(item),
        "epoch": key.epoch.number if key.epoch else 0,
        "key": wrapped_key(key),
    }


def written_several(items: Sequence[Item]) -> dict[str, object]:
    """What an audit row says about items that were just made together, at least one."""
    first, *others = map(written, items)
    return {**first, FILES: others} if others else first


def sealed_row(item: Item) -> str:
    """The digest of all columns of an item, and of those of its file; none of them changes later."""
    place = (item.id, item.conversation_id, item.position, item.kind, item.item_key_id)
    author = str(item.author_id or "")
    columns = (*place, author, item.written_on.isoformat(), bytes(item.signature), bytes(item.ciphertext))
    if item.blob is None:
        return digest("item-row-1", *columns).hex()
    return digest("item-row-2", *columns, item.blob.id, item.blob.size or 0, bytes(item.blob.digest or b"")).hex()


def wrapped_key(key: ItemKey) -> str:
    """The digest of an item's key as it is wrapped today."""
    pair, number = (str(key.epoch.pair_id), key.epoch.number) if key.epoch else ("", 0)
    return digest("item-key-1", key.id, pair, number, bytes(key.wrapped or b"")).hex()


def items_in(entry: Entry) -> Iterator[Written]:
    """The items that an authentic row names, in their order."""
    details = details_of(entry)
    for each in [*details.get(ITEMS, [details] if SEAL in details else []), *details.get(FILES, [])]:
        yield _read(entry, each)


def _read(entry: Entry, values: dict[str, Any]) -> Written:
    return Written(
        organisation=entry.organisation_id,
        thread=UUID(values["thread"]),
        item=UUID(values["item"]),
        position=int(values["position"]),
        on=day_of(entry),
        seal=values[SEAL],
        epoch=int(values["epoch"]),
        key=values["key"],
    )
