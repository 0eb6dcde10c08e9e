"""What happens in a conversation that other rooms may react to."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ReporterWrote:
    """A reporter added a message to a conversation."""

    conversation: UUID
    organisation: UUID
    on: date


@dataclass(frozen=True, slots=True)
class IdentityDecided:
    """A reporter let somebody know the name, refused it, or took that back."""

    conversation: UUID
    organisation: UUID
    on: date
