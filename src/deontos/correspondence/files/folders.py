"""Sealed files in a folder of this machine: written through to the disk, in subfolders by the first two signs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import BinaryIO
from uuid import UUID
from zoneinfo import ZoneInfo

from deontos.correspondence.files.disks import capacity_at
from deontos.correspondence.files.store import NotInStore, Stored
from deontos.correspondence.rules import Capacity
from deontos.kernel.clock import CIVIL_ZONE, civil_date

ONLY_OURS = 0o700
_UNTOLD = getattr(os, "O_NOATIME", 0)


class FolderStore:
    """Files in a folder; see `store.BlobStore`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._durable: set[Path] = set()

    def begin(self, name: UUID, *, on: date) -> "FolderWriting":
        """Begin a file, with the folders that it needs."""
        within = self._place(name).parent
        if within not in self._durable or not within.is_dir():
            self._make_durable(within, on)
        writing = FolderWriting(self._place(name), on)
        _told_midnight(within, on)
        return writing

    def read(self, name: UUID) -> BinaryIO:
        """Open a file without leaving a trace of when."""
        place = self._place(name)
        try:
            return os.fdopen(os.open(place, os.O_RDONLY | _UNTOLD), "rb")
        except FileNotFoundError:
            raise NotInStore from None
        except PermissionError:
            return place.open("rb")

    def erase(self, name: UUID) -> None:
        """Unlink a file; its folder does not tell when."""
        place = self._place(name)
        if place.parent.is_dir():
            with _untold(place.parent):
                place.unlink(missing_ok=True)
                _sync(place.parent)

    def stored(self) -> Iterator[Stored]:
        """Every file whose name is one of ours."""
        for place in sorted(self.folder.glob("??/*")):
            name = _name_in(place)
            if name is not None:
                facts = place.stat()
                yield Stored(name, facts.st_size, civil_date(datetime.fromtimestamp(facts.st_mtime, UTC)))

    def forget_times(self) -> None:
        """Set the times of folders and files to midnight of their day, wherever they tell more than that day."""
        found = [*self.folder.glob("??/*"), *self.folder.glob("??"), self.folder]  # to list a folder leaves a time, too
        for place in found:
            with suppress(OSError):  # erased meanwhile, or there is no folder yet
                on = _day_of(place)
                if place.stat().st_mtime != _midnight(on) or place.stat().st_atime != _midnight(on):
                    _told_midnight(place, on)

    def capacity(self) -> Capacity | None:
        """How full the disk is on which the folder lies, or will lie."""
        return capacity_at(self.folder)

    def _make_durable(self, within: Path, on: date) -> None:
        """Bring a subfolder to the disk, once in each process: another one may have made it and not done so yet."""
        self.folder.mkdir(mode=ONLY_OURS, parents=True, exist_ok=True)
        within.mkdir(mode=ONLY_OURS, exist_ok=True)
        for each in (self.folder, self.folder.parent):
            _sync(each)
        _told_midnight(self.folder, on)
        self._durable.add(within)

    def _place(self, name: UUID) -> Path:
        return self.folder / name.hex[:2] / name.hex


class FolderWriting:
    """One file that is being written; see `store.Writing`."""

    def __init__(self, place: Path, on: date) -> None:
        self._place, self._on = place, on
        self._file = os.fdopen(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb", buffering=0)

    def write(self, sealed: bytes) -> None:
        """Add bytes; a time of this hour stands at the file no longer than the call lasts."""
        rest = memoryview(sealed)
        while rest:
            rest = rest[self._file.write(rest) :]
        _told_midnight(self._file.fileno(), self._on)

    def finish(self) -> None:
        """Bring file and folder to the disk."""
        os.fsync(self._file.fileno())
        self._file.close()
        _sync(self._place.parent)
        for each in (self._place, self._place.parent):
            _told_midnight(each, self._on)

    def abandon(self) -> None:
        """Close and unlink."""
        self._file.close()
        with _untold(self._place.parent):
            self._place.unlink(missing_ok=True)


@contextmanager
def _untold(folder: Path) -> Iterator[None]:
    """Leave the day of a folder as it was, whatever happens in it; of the hour nothing stays, whoever else writes."""
    before = _day_of(folder)
    yield
    _told_midnight(folder, before)


def _name_in(place: Path) -> UUID | None:
    try:
        name = UUID(hex=place.name)
    except ValueError:
        return None
    return name if place.parent.name == name.hex[:2] else None


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _day_of(place: Path) -> date:
    return civil_date(datetime.fromtimestamp(place.stat().st_mtime, UTC))


def _midnight(on: date) -> float:
    return datetime.combine(on, time(), ZoneInfo(CIVIL_ZONE)).timestamp()


def _told_midnight(place: Path | int, on: date) -> None:
    os.utime(place, (_midnight(on), _midnight(on)))
