"""What happens to keys that rooms above react to."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class EpochOpened:
    """A pair got a new key on a day; `number` counts its epochs from 1."""

    pair: UUID
    organisation: UUID
    number: int
    on: date


@dataclass(frozen=True, slots=True)
class CustodyEnded:
    """Stewards can no longer open a reporter's name, whose key is this pair, from a day on."""

    pair: UUID
    organisation: UUID
    on: date
