"""What stewards keep, by the log: each share as it was split or sealed anew, the slot it opens, and what is gone."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from deontos.audit.models import Entry
from deontos.audit.queries import details_of, entries_about, entries_of, is_authentic
from deontos.audit.verification import PIECE, Flaw, Looked, in_pieces
from deontos.keyring.authenticity import OPENED
from deontos.keyring.models import UnlockSlot
from deontos.keyring.recovery_models import Share, SharedSecret
from deontos.keyring.shared import (
    EPOCH,
    NAME_SHARED,
    RESEALED,
    SHARED,
    SHARES,
    SLOT,
    SPLIT,
    share_digests,
    slot_digest,
)
from deontos.keyring.verifying.flawed import flaw, was_changed
from deontos.keyring.vocabulary import KeyFault, SlotKind

SPLITS = (SHARED, NAME_SHARED)
GONE_WITH = ("vault.brought_back", "vault.ended")
"""The facts with which what stewards keep of a vault is erased; the latter only where it says so."""
STOPPED = "recovery.stopped"


def shares(looked: Looked) -> Iterator[Flaw]:
    """Splits, shares and slots that are not what the log says."""
    known = Share.objects.select_related("secret", "certificate__entry", "resealed_to").order_by("id")
    rows = SharedSecret.objects.prefetch_related(Prefetch("shares", known)).order_by("id")
    for piece in in_pieces(rows.iterator(chunk_size=PIECE)):
        looked(len(piece))
        said = entries_about([secret.kept for secret in piece], SPLITS)
        anew = _sealed_anew([share for secret in piece for share in secret.shares.all()])
        slots = _slots([secret.vault_id for secret in piece if secret.vault_id])
        for secret in piece:
            entries = said.get(secret.kept)
            if entries is None:
                yield flaw(secret.organisation_id, "shared_secret", secret.id, KeyFault.NOT_IN_LOG)
            elif SPLIT in details_of(entries[-1]):
                yield from _OneSplit(secret, details_of(entries[-1]), anew, slots).flaws()


def shares_gone() -> Iterator[Flaw]:
    """Splits that nothing ended and that are not there."""
    for piece in in_pieces(entries_of(SPLITS)):
        newest = {entry.subject_id: entry for entry in piece if entry.subject_id}
        rows = SharedSecret.objects.filter(vault__in=newest).values_list("vault", flat=True)
        pairs = SharedSecret.objects.filter(pair__in=newest).values_list("pair", flat=True)
        missed = [entry for kept, entry in newest.items() if kept not in {*rows, *pairs}]
        after = entries_about([entry.subject_id for entry in missed if entry.subject_id], (*SPLITS, *GONE_WITH, OPENED))
        stops = _stops({entry.organisation_id for entry in missed})
        for entry in missed:
            later = [*after.get(entry.subject_id or UUID(int=0), ()), *stops.get(entry.organisation_id, ())]
            if not any(_ends(each, entry) for each in later) and SPLIT in details_of(entry):
                yield flaw(entry.organisation_id, "shared_secret", details_of(entry)[SPLIT], KeyFault.GONE)


def _ends(later: Entry, split: Entry) -> bool:
    """Whether a row of the log took away what was split, or says that it was split anew."""
    details = details_of(later)
    if later.fact == OPENED:
        return bool(details["number"] > details_of(split).get(EPOCH, 0))
    if later.chain != split.chain or later.number <= split.number:
        return False
    return later.fact != "vault.ended" or bool(details.get("forgotten", True))


def _stops(organisations: set[UUID]) -> dict[UUID, list[Entry]]:
    found: dict[UUID, list[Entry]] = {}
    for entry in Entry.objects.filter(organisation__in=organisations, fact=STOPPED).iterator(chunk_size=PIECE):
        if is_authentic(entry):
            found.setdefault(entry.organisation_id, []).append(entry)
    return found


def _sealed_anew(rows: Sequence[Share]) -> dict[str, str]:
    """The newest digests of shares that stewards sealed anew, by the vaults that these rows name."""
    vaults = {share.resealed_to_id: share.certificate.person_id for share in rows if share.resealed_to_id}
    anew: dict[str, str] = {}
    for vault, entries in entries_about(vaults.keys(), [RESEALED]).items():
        for entry in entries:
            if entry.actor_id == vaults[vault]:
                anew |= details_of(entry)[SHARES]
    return anew


def _slots(vaults: Sequence[UUID]) -> dict[UUID, UnlockSlot]:
    rows = UnlockSlot.objects.filter(vault__in=vaults, kind=SlotKind.STEWARDS)
    return {slot.vault_id: slot for slot in rows}


class _OneSplit:
    """One secret that was split, beside what the log says of it."""

    def __init__(
        self,
        secret: SharedSecret,
        details: Mapping[str, Any],
        anew: Mapping[str, str],
        slots: Mapping[UUID, UnlockSlot],
    ) -> None:
        self.secret, self.details, self.anew, self.slots = secret, details, anew, slots

    def flaws(self) -> Iterator[Flaw]:
        """What is wrong with it, its slot and its shares."""
        secret, house = self.secret, self.secret.organisation_id
        if self.details[SPLIT] != str(secret.id):
            yield flaw(house, "shared_secret", secret.id, KeyFault.ROLLED_BACK)
            return
        if SLOT in self.details:
            yield from self._slot(self.slots.get(secret.kept))
        said, stored = dict(self.details[SHARES]), secret.shares.all()
        for share in stored:
            if str(share.id) not in said:
                yield flaw(house, "share", share.id, KeyFault.NOT_IN_LOG)
            elif not was_changed(share.certificate) and not self._is_as_split(share, said[str(share.id)]):
                yield flaw(house, "share", share.id, KeyFault.CHANGED)
        for gone in sorted(said.keys() - {str(share.id) for share in stored}):
            yield flaw(house, "share", gone, KeyFault.GONE)

    def _is_as_split(self, share: Share, said: str) -> bool:
        expected = self.anew.get(str(share.id), said) if share.resealed_to_id else said
        return share_digests([share])[str(share.id)] == expected

    def _slot(self, slot: UnlockSlot | None) -> Iterator[Flaw]:
        house, name = self.secret.organisation_id, f"{SlotKind.STEWARDS} of {self.secret.kept}"
        if slot is None:
            yield flaw(house, "unlock_slot", name, KeyFault.GONE)
        elif slot_digest(slot) != self.details[SLOT]:
            yield flaw(house, "unlock_slot", slot.id, KeyFault.CHANGED)
