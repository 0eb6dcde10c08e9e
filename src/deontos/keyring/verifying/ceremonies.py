"""Ceremonies, what was handed on in them, and decisions to do without recovery, by the log and by signatures."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch

from deontos.audit.models import Entry
from deontos.audit.queries import details_of, entries_about, entries_of
from deontos.audit.verification import PIECE, Flaw, Looked, in_pieces
from deontos.keyring.ceremonies import ceremony_details, message_of
from deontos.keyring.recovery import stop_details
from deontos.keyring.recovery_models import Ceremony, Contribution, RecoveryStop
from deontos.keyring.verifying.flawed import flaw, was_changed
from deontos.keyring.vocabulary import KeyFault
from deontos.vault.signatures import verify

BEGUN, CONTRIBUTED, ENDED = "ceremony.begun", "ceremony.contributed", "ceremony.ended"
ASKED, STOPPED, LIFTED = "recovery.stop_asked", "recovery.stopped", "recovery.stop_lifted"


def ceremonies(looked: Looked) -> Iterator[Flaw]:
    """Ceremonies that are not what the log says; and what was handed on in those that run."""
    given = Contribution.objects.select_related("steward__entry").order_by("given_at", "id")
    rows = Ceremony.objects.select_related("vault").prefetch_related(Prefetch("contributions", given))
    for piece in in_pieces(rows.order_by("id").iterator(chunk_size=PIECE)):
        looked(len(piece))
        said = entries_about([row.id for row in piece], (BEGUN, CONTRIBUTED, ENDED))
        for row in piece:
            entries = said.get(row.id, [])
            fault = _fault(row, entries)
            if fault:
                yield flaw(row.organisation_id, "ceremony", row.id, fault)
            else:
                yield from _contributions(row, entries)


def stops(looked: Looked) -> Iterator[Flaw]:
    """Decisions to do without recovery that were not taken, or not lifted, as their rows say."""
    for piece in in_pieces(RecoveryStop.objects.order_by("id").iterator(chunk_size=PIECE)):
        looked(len(piece))
        said = entries_about([row.id for row in piece], (ASKED, STOPPED, LIFTED))
        for row in piece:
            fault = _fault_of_stop(row, said.get(row.id, []))
            if fault:
                yield flaw(row.organisation_id, "recovery_stop", row.id, fault)


def gone() -> Iterator[Flaw]:
    """Ceremonies and decisions that the log knows and that are not there; nothing ever removes one."""
    for piece in in_pieces(entries_of((BEGUN, ASKED))):
        known = {entry.subject_id for entry in piece if entry.subject_id}
        found = {*Ceremony.objects.filter(pk__in=known).values_list("id", flat=True)}
        found |= {*RecoveryStop.objects.filter(pk__in=known).values_list("id", flat=True)}
        for entry in piece:
            if entry.subject_id not in found:
                table = "ceremony" if entry.fact == BEGUN else "recovery_stop"
                yield flaw(entry.organisation_id, table, str(entry.subject_id), KeyFault.GONE)


def _fault(row: Ceremony, entries: Sequence[Entry]) -> KeyFault | None:
    begun = _last(entries, BEGUN)
    if begun is None:
        return KeyFault.NOT_IN_LOG
    said, own = details_of(begun), ceremony_details(row)
    if said.get("ceremony", own["ceremony"]) != own["ceremony"] or _act(begun) != (row.person_id, row.begun_at):
        return KeyFault.CHANGED
    if row.secret_id and said.get("secret", str(row.secret_id)) != str(row.secret_id):
        return KeyFault.CHANGED
    ended = _last(entries, ENDED)
    if ended is None:
        return None if row.ended_at is None else KeyFault.ENDED_OTHERWISE
    is_as_ended = (*_act(ended), details_of(ended)["outcome"]) == (row.ended_by_id, row.ended_at, row.outcome)
    return None if is_as_ended else KeyFault.ENDED_OTHERWISE


def _contributions(row: Ceremony, entries: Sequence[Entry]) -> Iterator[Flaw]:
    """Each by the signature of the steward; those that are gone, as long as the ceremony runs."""
    said = {entry.actor_id for entry in entries if entry.fact == CONTRIBUTED}
    held: set[UUID | None] = set()
    for each in row.contributions.all():
        held.add(each.steward.person_id)
        if each.steward.person_id not in said or row.ended_at is not None:
            yield flaw(row.organisation_id, "contribution", each.id, KeyFault.NOT_IN_LOG)
        elif row.secret_id and not was_changed(each.steward) and not _is_signed(each, row):
            yield flaw(row.organisation_id, "contribution", each.id, KeyFault.NOT_HANDED_ON)
    if row.ended_at is None and row.secret_id and said - held:
        yield flaw(row.organisation_id, "ceremony", row.id, KeyFault.CONTRIBUTION_GONE)


def _is_signed(given: Contribution, row: Ceremony) -> bool:
    message = message_of(row, given.steward.person_id, bytes(given.sealed))
    return verify(bytes(given.steward.verifying_public), bytes(given.signature), *message)


def _fault_of_stop(row: RecoveryStop, entries: Sequence[Entry]) -> KeyFault | None:
    asked = _last(entries, ASKED)
    if asked is None:
        return KeyFault.NOT_IN_LOG
    own = stop_details(row)["stop"]
    if details_of(asked).get("stop", own) != own:
        return KeyFault.CHANGED
    acts = [
        _act(entry) if entry else (None, None) for entry in (asked, _last(entries, STOPPED), _last(entries, LIFTED))
    ]
    stored = [
        (row.asked_by_id, row.asked_at),
        (row.confirmed_by_id, row.confirmed_at),
        (row.lifted_by_id, row.lifted_at),
    ]
    return None if acts == stored else KeyFault.CHANGED


def _last(entries: Sequence[Entry], fact: str) -> Entry | None:
    return next((entry for entry in reversed(entries) if entry.fact == fact), None)


def _act(entry: Entry) -> tuple[UUID | None, datetime | None]:
    """Who did it, and when."""
    return entry.actor_id, entry.at
