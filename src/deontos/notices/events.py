"""What the outbox tells the house."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LetterWritten:
    """A letter that may leave at once was written, in this transaction."""

    letter: UUID
