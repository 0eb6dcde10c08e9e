"""What the log says of envelopes: which were given and which were taken away, so that one that is gone is missed.

Given minus taken is what stands. It does not matter which row of which chain came first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from deontos.keyring.models import Envelope, Epoch

GIVEN = "given"
"""The name in the details under which envelopes stand that were given, by the epoch or item key that they open."""
TAKEN = "taken"
"""The name under which envelopes stand that were taken away."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Envelopes that were taken away; `was_reading`, where one of a pair was awake."""

    envelopes: tuple[UUID, ...] = ()
    was_reading: bool = False


def given(*envelopes: Envelope) -> dict[str, object]:
    """What the audit row says under which these envelopes were given; nothing where there are none."""
    opened: dict[str, list[str]] = {}
    for envelope in envelopes:
        opened.setdefault(str(envelope.epoch_id or envelope.item_key_id), []).append(str(envelope.id))
    return {GIVEN: opened} if opened else {}


def given_in(*epochs: Epoch) -> dict[str, object]:
    """The same of all envelopes that these epochs have. One query."""
    return given(*Envelope.objects.filter(epoch__in=epochs).order_by("id"))


def taken(*envelopes: UUID) -> dict[str, object]:
    """What the audit row says under which these envelopes were taken away; nothing where there were none."""
    return {TAKEN: sorted(map(str, envelopes))} if envelopes else {}


def all_taken(some: Iterable[Taken]) -> dict[str, object]:
    """The same of what was taken away from several people."""
    return taken(*(envelope for each in some for envelope in each.envelopes))
