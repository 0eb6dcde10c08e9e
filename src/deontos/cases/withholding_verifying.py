"""What is verified of reporters who are not told yet: each row as the log had it last, and what the log names."""

from collections.abc import Iterator
from uuid import UUID

from deontos.audit.queries import details_of, entries_of
from deontos.audit.verification import Flaw, Looked, in_pieces
from deontos.cases.models import CaseFile, Withholding
from deontos.cases.phrases import FAULTS
from deontos.cases.vocabulary import CaseFault
from deontos.cases.withholding import WITHHELD, said_last, stored_row


def flaws(looked: Looked) -> Iterator[Flaw]:
    """Every withholding that is wrong; those of a case that is gone are not told one by one."""
    rows = Withholding.objects.select_related("case").order_by("id")
    for piece in in_pieces(rows.iterator(chunk_size=500)):
        looked(len(piece))
        said = said_last({row.case_id for row in piece})
        for row in piece:
            if str(row.id) not in said:
                yield _flaw(row.case.organisation_id, row.id, CaseFault.WITHHOLDING_NOT_IN_LOG)
            elif said[str(row.id)] != stored_row(row):
                yield _flaw(row.case.organisation_id, row.id, CaseFault.WITHHOLDING_CHANGED)
    yield from _gone()


def _gone() -> Iterator[Flaw]:
    for piece in in_pieces(entries_of([WITHHELD])):
        said = {UUID(details_of(entry)["withholding"]): entry for entry in piece}
        found = set(Withholding.objects.filter(pk__in=said).values_list("id", flat=True))
        cases = set(CaseFile.objects.filter(pk__in=[entry.subject_id for entry in piece]).values_list("id", flat=True))
        for row, entry in said.items():
            if row not in found and entry.subject_id in cases:
                yield _flaw(entry.organisation_id, row, CaseFault.WITHHOLDING_GONE)


def _flaw(organisation: UUID, row: UUID, fault: CaseFault) -> Flaw:
    return Flaw(organisation, "cases.withholding", str(row), fault, FAULTS[fault])
