"""Files that wait to be sent: with a draft under its receipt, or in a mailbox as long as it is open."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from deontos.correspondence.files.facts import SealedFile
from deontos.correspondence.models import Draft, WaitingFile
from deontos.correspondence.queries import locators
from deontos.correspondence.sittings import SittingContent, keys_of
from deontos.correspondence.vocabulary import SittingState
from deontos.keyring.readers import UnlockedReader
from deontos.vault.failures import VaultFailure
from deontos.vault.framing import canonical
from deontos.vault.keys import UserKeys
from deontos.vault.receipts import Receipt
from deontos.vault.sealing import seal_to_public


@dataclass(frozen=True, slots=True)
class Waiting:
    """One file that waits, with the id by which it is taken away again."""

    id: UUID
    file: SealedFile


@dataclass(frozen=True, slots=True)
class Tray:
    """The files that wait in one sitting, in the order in which they came."""

    sitting: UUID
    content: SittingContent

    @property
    def rows(self) -> QuerySet[WaitingFile]:
        """The rows as they are sealed."""
        found = WaitingFile.objects.select_related("blob")
        if self.content.state is SittingState.READING:
            return found.filter(sitting=self.sitting)
        if self.content.receipt is None:
            return found.none()
        return found.filter(draft__in=_drafts(self.content.receipt, self.content.organisation))

    @property
    def keys(self) -> UserKeys:
        """The reporter's keys; ValueError once it was sent."""
        if self.content.receipt is not None:
            return keys_of(self.content.receipt)
        if self.content.keys is None:
            raise ValueError("what was sent has no tray")
        return self.content.keys

    def waiting(self) -> list[Waiting]:
        """The files. One query."""
        found = list(self.rows)
        return list(_opened(found, self.keys)) if found else []


def waiting_under(receipt: Receipt, organisation: UUID) -> list[SealedFile]:
    """The files of the draft that a receipt opens in an organisation. One query."""
    rows = WaitingFile.objects.select_related("blob").filter(draft__in=_drafts(receipt, organisation))
    return [each.file for each in _opened(rows, keys_of(receipt))]


def sealed_for_tray(file: SealedFile, keys: UserKeys) -> bytes:
    """A file's facts and key, sealed to the receipt alone."""
    return seal_to_public(json.dumps(file.to_content()).encode(), keys.sealing.public, _context(file.facts.blob))


def _drafts(receipt: Receipt, organisation: UUID) -> QuerySet[Draft]:
    return Draft.objects.filter(locator__in=locators(receipt), organisation_id=organisation)


def _opened(rows: Iterable[WaitingFile], keys: UserKeys) -> Iterator[Waiting]:
    """A row that somebody else put in, or changed, opens to nothing and is left out."""
    for row in rows:
        reader = UnlockedReader(keys, row.blob.begun_on)
        try:
            file = SealedFile.read(json.loads(reader.open_deposit(bytes(row.sealed), _context(row.blob_id))))
        except (VaultFailure, ValueError, KeyError, TypeError):
            continue
        if file.facts.blob == row.blob_id:
            yield Waiting(row.id, file)


def _context(blob: UUID) -> bytes:
    return canonical("waiting file", blob)
