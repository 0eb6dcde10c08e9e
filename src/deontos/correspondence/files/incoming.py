"""One file on its way in: looked at, scanned, sealed and written, a piece at a time. Nothing of it is kept in clear."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import Error

from deontos.correspondence.files.facts import FileFacts, SealedFile
from deontos.correspondence.files.installed import blob_store
from deontos.correspondence.files.looking import Examiner, FileRefused
from deontos.correspondence.files.names import cleaned, shortened
from deontos.correspondence.files.room import mark_now
from deontos.correspondence.files.scanning import NoScanner, Scanning, scanning
from deontos.correspondence.files.store import Writing
from deontos.correspondence.models import Blob
from deontos.correspondence.rules import MEGABYTE, FileLimits, StorageMark
from deontos.correspondence.vocabulary import FileCode, Remark, Scan
from deontos.keyring.sealing import ItemPlace
from deontos.vault.sealing import new_item_key
from deontos.vault.streams import StreamSealer

BETWEEN_LOOKS = 16 * MEGABYTE
"""Bytes between two looks at how much room is left on the disk; so many are taken to come at each look."""


@dataclass(frozen=True, slots=True)
class Intake:
    """Where files go that are sent to an address: to which thread, as what kind of item, and how many there may be.

    `held` are the sizes of those that are there already; `refusal` is why none is taken now.
    """

    organisation: UUID
    thread: UUID
    kind: str
    limits: FileLimits
    on: date
    held: tuple[int, ...] = ()
    refusal: FileCode | None = None

    def room(self, coming: Sequence[int]) -> FileLimits:
        """What is left beside those that came just now, of these sizes."""
        return self.limits.left(files=len(self.held) + len(coming), together=sum(self.held) + sum(coming))


class IncomingFile:
    """Takes in one file: `begin`, `push` as often as it needs, `finish`. After a failure of any, `abandon`.

    `before` is what the scanner said of the file before it. Each may raise FileRefused, and OSError or what the
    database raises when nothing can be kept now.
    """

    def __init__(self, intake: Intake, name: str, limits: FileLimits, *, before: Scan | None = None) -> None:
        self.intake, self.limits, self.before = intake, limits, before
        self.name, self.size = cleaned(name), 0
        self._item, self._key = uuid4(), new_item_key()
        place = ItemPlace(intake.organisation, intake.thread, intake.kind, self._item)
        self._sealer = StreamSealer(self._key, place.context(None))
        self._stored = 0
        self._examiner: Examiner | None = None
        self._scanning: Scanning = NoScanner()
        self._blob: Blob | None = None
        self._writing: Writing | None = None

    def begin(self) -> None:
        """Judge the name, note that a file comes in, and open it in the store."""
        if self.intake.refusal is not None:
            raise FileRefused(self.intake.refusal)
        if not self.limits.files:
            raise FileRefused(FileCode.TOO_MANY)
        _insist_on_room()
        self._examiner = Examiner(self.name)
        self._blob = Blob.objects.create(organisation_id=self.intake.organisation, begun_on=self.intake.on)
        self._writing = blob_store().begin(self._blob.id, on=self.intake.on)
        self._scanning = scanning(self.before)
        self._write(self._sealer.begin())

    def push(self, piece: bytes) -> None:
        """Take in the next bytes."""
        assert self._examiner is not None
        if self.size // BETWEEN_LOOKS < (self.size + len(piece)) // BETWEEN_LOOKS:
            _insist_on_room()
        self.size += len(piece)
        if self.size > self.limits.each:
            raise FileRefused(FileCode.TOO_LARGE)
        if self.size > self.limits.together:
            raise FileRefused(FileCode.TOO_LARGE_TOGETHER)
        self._examiner.push(piece)
        self._scanning.push(piece)
        self._write(self._sealer.push(piece))

    def finish(self) -> SealedFile:
        """The whole file, durable in the store; it waits there for somebody to take it into something."""
        assert self._examiner is not None
        assert self._writing is not None
        self._examiner.finish()
        scan = self._scanning.finish()
        self._write(self._sealer.finish())
        self._writing.finish()
        facts = self._facts(self._examiner, scan)
        Blob.objects.filter(pk=facts.blob).update(size=self._stored, digest=facts.digest)
        return SealedFile(self._item, self._key, facts)

    def abandon(self) -> None:
        """Take back what was written: the bytes first, then the row. What fails of it, the nightly sweep does."""
        self._scanning.abandon()
        with suppress(OSError):
            if self._writing is not None:
                self._writing.abandon()
        with suppress(Error):
            if self._blob is not None:
                Blob.objects.filter(pk=self._blob.pk).delete()

    def _facts(self, examined: Examiner, scan: Scan) -> FileFacts:
        assert self._blob is not None
        name, remarks = shortened(self.name), set(examined.remarks)
        if name != self.name:
            remarks.add(Remark.NAME_SHORTENED)
        return FileFacts(
            blob=self._blob.id,
            organisation=self.intake.organisation,
            digest=self._sealer.ciphertext_digest,
            name=name,
            size=self.size,
            type=examined.kind.type,
            family=examined.kind.family,
            scan=scan,
            remarks=tuple(sorted(remarks)),
        )

    def _write(self, sealed: bytes) -> None:
        assert self._writing is not None
        self._stored += len(sealed)
        self._writing.write(sealed)


def _insist_on_room() -> None:
    if mark_now(coming=BETWEEN_LOOKS) is StorageMark.FULL:
        raise FileRefused(FileCode.STORAGE_FULL)
