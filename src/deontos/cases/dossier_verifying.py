"""What is verified of dossiers: each item by its author's signature and by the log; what the log names and is gone."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from deontos.audit.models import Entry
from deontos.audit.queries import details_of, entries_about, entries_of
from deontos.audit.verification import Flaw, Looked, in_pieces
from deontos.cases.actions.dossier import WRITTEN
from deontos.cases.dossier import place_of, stored_row
from deontos.cases.models import CaseFile, DossierItem
from deontos.cases.phrases import FAULTS
from deontos.cases.vocabulary import CaseFault
from deontos.keyring.authenticity import is_issued
from deontos.keyring.sealing import is_by
from deontos.keyring.verifying.flawed import was_changed

FEW = 50
"""Items held in memory at a time: one may be as long as a field allows."""


def flaws(looked: Looked) -> Iterator[Flaw]:
    """Every item of a dossier that is wrong; those of a case that is gone are not told one by one."""
    rows = DossierItem.objects.select_related("case", "author__entry", "item_key__epoch", "blob").order_by("id")
    for piece in in_pieces(rows.iterator(chunk_size=FEW), FEW):
        looked(len(piece))
        said = _said({item.case_id for item in piece})
        for item in piece:
            fault = _fault(item, said.get(str(item.id)))
            if fault:
                yield _flaw(item.case.organisation_id, item.id, fault)
    yield from _gone()


def _flaw(organisation: UUID, row: UUID | str, fault: CaseFault) -> Flaw:
    return Flaw(organisation, "cases.dossier_item", str(row), fault, FAULTS[fault])


def _said(cases: set[UUID]) -> dict[str, dict[str, Any]]:
    """What the log holds of each item of these cases."""
    found = [details_of(entry) for entries in entries_about(cases, [WRITTEN]).values() for entry in entries]
    return {str(details["item"]): details for details in found}


def _fault(item: DossierItem, said: dict[str, Any] | None) -> CaseFault | None:
    author = item.author
    if not was_changed(author):
        is_ours = author.organisation_id == item.case.organisation_id and is_issued(author)
        context = place_of(item).context(item.item_key.epoch)
        signed = is_ours and is_by(
            bytes(author.verifying_public), bytes(item.signature), context, bytes(item.ciphertext)
        )
        if not signed:
            return CaseFault.NOTE_NOT_BY_AUTHOR
    if said is None:
        is_known = Entry.objects.filter(fact=WRITTEN, details__contains=str(item.id)).exists()
        return None if is_known else CaseFault.NOTE_NOT_IN_LOG
    return CaseFault.NOTE_CHANGED if said.get("row", stored_row(item)) != stored_row(item) else None


def _gone() -> Iterator[Flaw]:
    for piece in in_pieces(entries_of([WRITTEN])):
        said = {UUID(details_of(entry)["item"]): entry for entry in piece}
        found = set(DossierItem.objects.filter(pk__in=said).values_list("id", flat=True))
        cases = set(CaseFile.objects.filter(pk__in=[entry.subject_id for entry in piece]).values_list("id", flat=True))
        for item, entry in said.items():
            if item not in found and entry.subject_id in cases:
                yield _flaw(entry.organisation_id, item, CaseFault.NOTE_GONE)
