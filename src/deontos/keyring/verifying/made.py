"""Vaults, receipts and epochs against what the log says of their making."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from deontos.audit.models import Entry
from deontos.audit.queries import details_of, entries_about, entries_of, entries_with, is_authentic
from deontos.audit.verification import PIECE, Flaw, Looked, in_pieces
from deontos.keyring.authenticity import MADE, OPENED, PAIRS, is_accepted, is_first, is_opened, vault_details
from deontos.keyring.models import Epoch, ReceiptHolder, Vault
from deontos.keyring.verifying.flawed import flaw
from deontos.keyring.vocabulary import KeyFault

ENDED = "vault.ended"


def vaults(looked: Looked) -> Iterator[Flaw]:
    """Vaults that the log does not know, or knows with other keys or another end; older rows of it hold no keys."""
    for piece in in_pieces(Vault.objects.select_related("person").order_by("id").iterator(chunk_size=PIECE)):
        looked(len(piece))
        said = entries_about([vault.id for vault in piece], [MADE, ENDED])
        for vault in piece:
            fault = _fault_of_vault(vault, said.get(vault.id, []))
            if fault:
                yield flaw(vault.person.organisation_id, "vault", vault.id, fault)


def _fault_of_vault(vault: Vault, entries: Sequence[Entry]) -> KeyFault | None:
    made = [entry for entry in entries if entry.fact == MADE]
    if not made:
        return KeyFault.NOT_IN_LOG
    if not all(_is_as_made(vault, entry) for entry in made):
        return KeyFault.CHANGED
    ended = [entry.at for entry in entries if entry.fact == ENDED]
    return None if vault.ended_at == (ended[-1] if ended else None) else KeyFault.ENDED_OTHERWISE


def _is_as_made(vault: Vault, entry: Entry) -> bool:
    own = vault_details(vault)["fingerprint"]
    return entry.actor_id == vault.person_id and details_of(entry).get("fingerprint", own) == own


def receipts(looked: Looked) -> Iterator[Flaw]:
    """Receipts' keys that were never accepted, or are others than those that were."""
    for holder in ReceiptHolder.objects.select_related("entry").order_by("id").iterator(chunk_size=PIECE):
        looked(1)
        entry = holder.entry
        if entry is None:
            yield flaw(None, "receipt_holder", holder.id, KeyFault.NOT_IN_LOG)
        elif is_authentic(entry) and not is_accepted(holder):
            yield flaw(entry.organisation_id, "receipt_holder", holder.id, KeyFault.CHANGED)


def first_epochs(looked: Looked) -> Iterator[Flaw]:
    """The first keys of pairs, by the facts with which they were made; older facts do not name them."""
    for piece in in_pieces(entries_with(PAIRS)):
        looked(len(piece))
        said = {UUID(pair): (entry, key) for entry in piece for pair, key in details_of(entry)[PAIRS].values()}
        rows = Epoch.objects.filter(pair__in=said, number=1)
        found = {epoch.pair_id: epoch for epoch in rows}
        for pair, (entry, key) in said.items():
            epoch = found.get(pair)
            if epoch is None:
                yield flaw(entry.organisation_id, "epoch", f"1 of {pair}", KeyFault.GONE)
            elif not is_first(epoch, key):
                yield flaw(entry.organisation_id, "epoch", epoch.id, KeyFault.CHANGED)


def later_epochs(looked: Looked) -> Iterator[Flaw]:
    """Further keys of pairs that nobody opened."""
    rows = Epoch.objects.filter(number__gt=1).select_related("pair", "entry").order_by("id")
    for epoch in rows.iterator(chunk_size=PIECE):
        looked(1)
        if epoch.entry is None:
            yield flaw(epoch.pair.organisation_id, "epoch", epoch.id, KeyFault.NOT_IN_LOG)
        elif is_authentic(epoch.entry) and not is_opened(epoch):
            yield flaw(epoch.pair.organisation_id, "epoch", epoch.id, KeyFault.CHANGED)


def epochs_gone() -> Iterator[Flaw]:
    """Further keys that were opened and are not there: the pair was put back to an older one."""
    for piece in in_pieces(entries_of([OPENED])):
        pairs = {entry.subject_id for entry in piece}
        found = set(Epoch.objects.filter(pair__in=pairs).values_list("pair", "number"))
        for entry in piece:
            number = _number(entry)
            if (entry.subject_id, number) not in found:
                yield flaw(entry.organisation_id, "epoch", f"{number} of {entry.subject_id}", KeyFault.GONE)


def _number(entry: Entry) -> int:
    return int(details_of(entry)["number"])
