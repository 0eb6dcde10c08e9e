"""What a sealed thing is bound to: copied to another row, organisation, kind, epoch or reader it does not open."""

from dataclasses import dataclass
from uuid import UUID

from deontos.vault.digests import digest
from deontos.vault.framing import VERSION, Algorithm, canonical


@dataclass(frozen=True, slots=True)
class ItemContext:
    """Where an item stands: the organisation where it began, its conversation or dossier, its own id, its kind.

    The epoch is that of the pair to which the item's key is sealed: a new one re-wraps the key, the item stays.
    """

    organisation: UUID
    thread: UUID
    item: UUID
    kind: str
    epoch: int

    def associated(self, algorithm: Algorithm) -> bytes:
        """The associated data of the item's ciphertext; the epoch is left out on purpose."""
        return canonical("deontos item", VERSION, algorithm, self.organisation, self.thread, self.item, self.kind)

    def wrapping(self) -> bytes:
        """The digest (32 bytes) inside the sealed box that holds the item's key; the epoch is part of it."""
        place = (self.organisation, self.thread, self.item, self.kind, self.epoch)
        return digest("deontos item key", VERSION, Algorithm.SEALED_BOX, *place)


@dataclass(frozen=True, slots=True)
class EnvelopeContext:
    """What an envelope hands to whom: the pair or single item by its id, the epoch, the reader's id and the purpose."""

    pair_or_item: UUID
    epoch: int
    reader: UUID
    purpose: str

    def sealing(self) -> bytes:
        """The digest (32 bytes) inside the sealed box."""
        return digest("deontos envelope", VERSION, Algorithm.SEALED_BOX, *self._parts())

    def dormancy(self, secret_version: int) -> bytes:
        """The associated data of the second layer of a dormant envelope."""
        label = ("deontos dormant envelope", VERSION, Algorithm.XCHACHA20_POLY1305, secret_version)
        return canonical(*label, *self._parts())

    def _parts(self) -> tuple[UUID, int, UUID, str]:
        return self.pair_or_item, self.epoch, self.reader, self.purpose


def deposit_digest(context: bytes) -> bytes:
    """The digest (32 bytes) inside a sealed box that anybody may deposit, over a context that the caller encodes."""
    return digest("deontos deposit", VERSION, Algorithm.SEALED_BOX, context)
