"""What happens at the reporting point that other rooms react to."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PassingOnDecided:
    """A reporter decided anew whether something may be passed on to the organisation concerned."""

    conversation: UUID
    organisation: UUID
    on: date


@dataclass(frozen=True, slots=True)
class DisclosureReceived:
    """A disclosure was sealed and stored; its dossier pair is made, with envelopes for whoever handles it.

    `received_on` is the day on which it came: `on` itself, or an earlier one where somebody typed it later.
    """

    disclosure: UUID
    organisation: UUID
    dossier_pair: UUID
    on: date
    received_on: date
