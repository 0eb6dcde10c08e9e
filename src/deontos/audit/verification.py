"""What `deontos verify` walks through: each room registers a function that names the rows that are wrong.

Registered in `sites/wiring.py`, in the order in which they run. A verifier only reads, goes through its tables in
pieces, and believes nothing but rows of the audit chain that are authentic.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TypeAlias, TypeVar
from uuid import UUID

from django.utils.functional import Promise

from deontos.audit.snapshots import unchanging

Row = TypeVar("Row")

PIECE = 200
"""Rows that a verifier holds in memory at a time."""


def in_pieces(rows: Iterable[Row], size: int = PIECE) -> Iterator[list[Row]]:
    """The same rows, so many at a time."""
    iterator = iter(rows)
    while piece := list(islice(iterator, size)):
        yield piece


Looked: TypeAlias = Callable[[int], None]
"""Called with how many more rows were looked at."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One row that is wrong: where it stands (`table`, `row`), in which house, and what that means."""

    organisation: UUID | None
    table: str
    row: str
    fault: StrEnum
    words: str | Promise


Verifier: TypeAlias = Callable[[Looked], Iterator[Flaw]]


class Verification:
    """The verifiers by the name of their room. The house has one of this; a test may have its own."""

    def __init__(self) -> None:
        self.by_room: dict[str, Verifier] = {}
        self.of_other_things: set[str] = set()

    def add(self, room: str, verifier: Verifier, *, beside_rows: bool = False) -> None:
        """Register a verifier; `beside_rows` where it compares rows with something that does not stand still with them.

        Raises ValueError when the room has another one.
        """
        if self.by_room.setdefault(room, verifier) is not verifier:
            raise ValueError(f"the room {room} verifies already")
        if beside_rows:
            self.of_other_things.add(room)

    def run(self, rooms: Collection[str] = (), *, looked: Callable[[str, int], None]) -> Iterator[tuple[str, Flaw]]:
        """Every flaw with its room, in these rooms or in all; the database stands still for most, without a lock."""
        chosen = [room for room in self.by_room if not rooms or room in rooms]
        with unchanging():
            yield from self._flaws([room for room in chosen if room not in self.of_other_things], looked)
        yield from self._flaws([room for room in chosen if room in self.of_other_things], looked)

    def _flaws(self, rooms: Iterable[str], looked: Callable[[str, int], None]) -> Iterator[tuple[str, Flaw]]:
        for room in rooms:
            looked(room, 0)
            for flaw in self.by_room[room](lambda count, room=room: looked(room, count)):  # type: ignore[misc]
                yield room, flaw


HOUSE = Verification()


def verifies(room: str, verifier: Verifier, *, beside_rows: bool = False) -> None:
    """Register a verifier of the house; see `Verification.add`."""
    HOUSE.add(room, verifier, beside_rows=beside_rows)
