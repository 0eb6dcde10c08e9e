"""What this room verifies: every item by its author's signature and by the log; what the log names and is gone.

No private key is needed. Rows of the log that were changed themselves are the audit room's to name.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from uuid import UUID

from django.db.models import QuerySet

from deontos.audit.models import Entry
from deontos.audit.queries import details_of, entries_with
from deontos.audit.verification import Flaw, Looked, in_pieces
from deontos.correspondence.models import Conversation, Item
from deontos.correspondence.phrases import FAULTS
from deontos.correspondence.queries import place_of
from deontos.correspondence.vocabulary import ItemFault, ItemKind
from deontos.correspondence.written import ITEMS, SEAL, Written, items_in, sealed_row, wrapped_key
from deontos.keyring.authenticity import PAIRS, is_accepted, is_issued, is_opened
from deontos.keyring.sealing import is_by
from deontos.keyring.verifying.flawed import was_changed
from deontos.keyring.vocabulary import Purpose

FEW = 50
"""Items held in memory at a time: one may be as long as a field allows."""


def flaws(looked: Looked) -> Iterator[Flaw]:
    """Every conversation and item that is wrong."""
    yield from _Verifying(looked).flaws()


@dataclass
class _Verifying:
    """One walk. `named` holds the rows that were named already, so that each is named once, by what tells most."""

    looked: Looked
    named: set[UUID] = field(default_factory=set)
    known: int = 0
    stored: int = 0

    def flaws(self) -> Iterator[Flaw]:
        yield from self._conversations()
        yield from self._signatures()
        yield from self._by_log()
        if self.known != self.stored:
            yield from self._not_in_log()

    def _flaw(self, organisation: UUID, row: UUID, fault: ItemFault, place: str = "") -> Flaw:
        self.named.add(row)
        table = "conversation" if fault in OF_CONVERSATIONS else "item"
        return Flaw(organisation, f"correspondence.{table}", f"{row}{place}", fault, FAULTS[fault])

    def _conversations(self) -> Iterator[Flaw]:
        """By the facts with which conversations began."""
        for piece in in_pieces(entries_with(ITEMS)):
            said = {UUID(details["thread"]): details for details in map(details_of, piece)}
            found = Conversation.objects.select_related("holder").in_bulk(said)
            for entry, (thread, details) in zip(piece, said.items(), strict=True):
                self.looked(1)
                conversation = found.get(thread)
                if conversation is None:
                    yield self._flaw(entry.organisation_id, thread, ItemFault.CONVERSATION_GONE)
                elif conversation.holder.entry_id != entry.id or not _has_pairs(conversation, details):
                    yield self._flaw(entry.organisation_id, thread, ItemFault.CONVERSATION_CHANGED)

    def _signatures(self) -> Iterator[Flaw]:
        """By what the rows say themselves; in the order of each conversation."""
        last: tuple[UUID | None, int] = (None, 0)
        for item in _items().order_by("conversation", "position").iterator(chunk_size=FEW):
            self.looked(1)
            self.stored += _began_in_log(item)
            fault = _fault(item, conversation_is_sound=item.conversation_id not in self.named)
            expected = last[1] + 1 if last[0] == item.conversation_id else 1
            if fault is None and item.position != expected and not _began_in_log(item):
                fault = ItemFault.GAP
            if fault:
                yield self._flaw(item.conversation.organisation_id, item.id, fault, _place(item))
            last = (item.conversation_id, item.position)

    def _by_log(self) -> Iterator[Flaw]:
        """By what the log says was written."""
        for piece in in_pieces(chain.from_iterable(map(items_in, entries_with(SEAL))), FEW):
            found = {item.id: item for item in _items().filter(pk__in=[each.item for each in piece])}
            for each in piece:
                item = found.get(each.item)
                self.known += item is not None and _began_in_log(item)
                fault = _fault_by_log(item, each)
                if fault and each.item not in self.named and each.thread not in self.named:
                    place = f" (position {each.position} of {each.thread})"
                    yield self._flaw(each.organisation, each.item, fault, place)

    def _not_in_log(self) -> Iterator[Flaw]:
        """Only once it is sure that there is one: by all the log says, also where a row of it was changed since."""
        rows = Entry.objects.filter(details__contains=f'"{SEAL}":')
        said = {each.item for entry in rows.iterator() for each in _read(entry)}
        for item in _items().iterator(chunk_size=FEW):
            if _began_in_log(item) and item.id not in said and item.id not in self.named:
                yield self._flaw(item.conversation.organisation_id, item.id, ItemFault.NOT_IN_LOG, _place(item))


OF_CONVERSATIONS = (ItemFault.CONVERSATION_GONE, ItemFault.CONVERSATION_CHANGED)


def _items() -> QuerySet[Item]:
    return Item.objects.select_related(
        "conversation__holder__entry", "author__entry", "item_key__epoch__pair", "item_key__epoch__entry", "blob"
    )


def _place(item: Item) -> str:
    return f" (position {item.position} of {item.conversation_id})"


def _read(entry: Entry) -> Iterable[Written]:
    try:
        return list(items_in(entry))
    except (ValueError, KeyError, TypeError, AttributeError):
        return ()


def _began_in_log(item: Item) -> bool:
    """Whether the log names the items of this conversation from its beginning; before that it named none."""
    entry = item.conversation.holder.entry
    return entry is not None and f'"{ITEMS}":' in entry.details


def _has_pairs(conversation: Conversation, details: dict[str, object]) -> bool:
    pairs = details.get(PAIRS)
    if not isinstance(pairs, dict):
        return True
    has = {Purpose.CONVERSATION: conversation.pair_id, Purpose.IDENTITY: conversation.identity_pair_id}
    return all(pairs[purpose][0] == str(pair) for purpose, pair in has.items())


def _fault(item: Item, *, conversation_is_sound: bool) -> ItemFault | None:
    author = item.author or item.conversation.holder
    if was_changed(author) or (item.author is None and not conversation_is_sound):
        return None
    if not _is_known(item):
        return ItemFault.UNKNOWN_AUTHOR
    place, ciphertext = place_of(item).context(None), bytes(item.ciphertext)
    if not is_by(bytes(author.verifying_public), bytes(item.signature), place, ciphertext):
        return ItemFault.NOT_BY_AUTHOR
    return ItemFault.KEY_MOVED if conversation_is_sound and not _has_own_key(item) else None


def _is_known(item: Item) -> bool:
    if item.author is not None:
        return item.author.organisation_id == item.conversation.organisation_id and is_issued(item.author)
    return is_accepted(item.conversation.holder, thread=item.conversation_id)


def _has_own_key(item: Item) -> bool:
    epoch, conversation = item.item_key.epoch, item.conversation
    own = conversation.identity_pair_id if item.kind == ItemKind.IDENTITY else conversation.pair_id
    return epoch is not None and epoch.pair_id == own


def _fault_by_log(item: Item | None, said: Written) -> ItemFault | None:
    if item is None:
        return ItemFault.GONE
    if sealed_row(item) != said.seal:
        return ItemFault.CHANGED
    epoch = item.item_key.epoch
    if epoch is not None and epoch.number != said.epoch:
        is_later = epoch.number > said.epoch and is_opened(epoch)
        return None if is_later else ItemFault.KEY_MOVED
    return None if wrapped_key(item.item_key) == said.key else ItemFault.KEY_MOVED
