"""Envelopes by what the log says: those that were given and are gone, and those that were taken away and are back."""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from uuid import UUID

from deontos.audit.models import Entry
from deontos.audit.queries import details_of
from deontos.audit.verification import Flaw
from deontos.keyring.given import GIVEN, TAKEN
from deontos.keyring.models import Envelope, Epoch, ItemKey
from deontos.keyring.verifying.flawed import flaw
from deontos.keyring.vocabulary import KeyFault


def envelopes_by_log(entries: Iterable[Collection[Entry]]) -> Iterator[Flaw]:
    """What is wrong with the envelopes of some threads, of which these are all the rows that the log has.

    Envelopes of a key that is gone itself are not told one by one: that key is. Three queries.
    """
    opens, taken, houses = _said(chain.from_iterable(entries))
    stored = set(Envelope.objects.filter(pk__in=opens.keys() | taken).values_list("id", flat=True))
    missed = {envelope: opens[envelope] for envelope in opens.keys() - taken - stored}
    keys = set(Epoch.objects.filter(pk__in=missed.values()).values_list("id", flat=True))
    keys |= set(ItemKey.objects.filter(pk__in=missed.values()).values_list("id", flat=True))
    for envelope in sorted(envelope for envelope, key in missed.items() if key in keys):
        yield flaw(houses[envelope], "envelope", envelope, KeyFault.GONE)
    for envelope in sorted(taken & stored):
        yield flaw(houses[envelope], "envelope", envelope, KeyFault.TAKEN_AWAY)


def _said(entries: Iterable[Entry]) -> tuple[dict[UUID, UUID], set[UUID], dict[UUID, UUID]]:
    """Which key each envelope that was given opens, which were taken away, and in whose log that stands."""
    opens: dict[UUID, UUID] = {}
    taken: set[UUID] = set()
    houses: dict[UUID, UUID] = {}
    for entry in entries:
        details = details_of(entry)
        given = {UUID(each): UUID(key) for key, envelopes in details.get(GIVEN, {}).items() for each in envelopes}
        gone = {UUID(each) for each in details.get(TAKEN, ())}
        opens |= given
        taken |= gone
        houses |= dict.fromkeys((*given, *gone), entry.organisation_id)
    return opens, taken, houses
