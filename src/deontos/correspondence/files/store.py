"""What a store of sealed files does, be it a folder or an object store. Ciphertext only.

A name is random and says nothing. Whatever is written stands durably before it is spoken of, and the times of files and
folders are those of midnight.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Protocol
from uuid import UUID

from deontos.correspondence.rules import Capacity


class NotInStore(Exception):
    """No file has this name here."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in the store: its name, its bytes, and the day on which it was written."""

    name: UUID
    size: int
    on: date


class Writing(Protocol):
    """A file that is being written. It exists for others once `finish` has returned; OSError where it cannot."""

    def write(self, sealed: bytes) -> None:
        """Add bytes."""

    def finish(self) -> None:
        """Make it durable."""

    def abandon(self) -> None:
        """Take back what was written."""


class BlobStore(Protocol):
    """What both kinds of store do. Each raises OSError when the store cannot be reached or is full."""

    def begin(self, name: UUID, *, on: date) -> Writing:
        """Begin a file under a name that was never used."""

    def read(self, name: UUID) -> BinaryIO:
        """Open a file; whoever reads it closes it. Raises NotInStore."""

    def erase(self, name: UUID) -> None:
        """Take a file away; nothing happens where there is none."""

    def stored(self) -> Iterator[Stored]:
        """Every file."""

    def forget_times(self) -> None:
        """Set what still tells when it was written to midnight: a process that was killed meanwhile could not."""

    def capacity(self) -> Capacity | None:
        """How full it is; None where nobody can say."""
