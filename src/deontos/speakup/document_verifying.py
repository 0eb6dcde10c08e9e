"""What is verified of public documents: every published version against the log, and the log against the versions."""

from collections.abc import Iterator

from deontos.audit.models import Entry
from deontos.audit.queries import details_of, entries_of
from deontos.audit.verification import PIECE, Flaw, Looked, in_pieces
from deontos.speakup.actions.documents import PUBLISHED, published_details
from deontos.speakup.document_models import PublicDocument
from deontos.speakup.phrases import FAULTS
from deontos.speakup.vocabulary import SpeakupFault

TABLE = "speakup.public_document"


def document_flaws(looked: Looked) -> Iterator[Flaw]:
    """Every published version that is not what was published."""
    yield from _by_log()
    yield from _by_rows(looked)


def _by_log() -> Iterator[Flaw]:
    for piece in in_pieces(entries_of([PUBLISHED])):
        rows = PublicDocument.objects.prefetch_related("texts")
        found = rows.in_bulk([entry.subject_id for entry in piece])
        for entry in piece:
            document = found.get(entry.subject_id)
            if document is None:
                yield _flaw(entry, SpeakupFault.GONE)
            elif document.organisation_id != entry.organisation_id or published_details(document) != details_of(entry):
                yield _flaw(entry, SpeakupFault.CHANGED)


def _by_rows(looked: Looked) -> Iterator[Flaw]:
    rows = PublicDocument.objects.filter(number__isnull=False).order_by("id")
    for piece in in_pieces(rows.iterator(chunk_size=PIECE)):
        looked(len(piece))
        said = Entry.objects.filter(fact=PUBLISHED, subject_id__in=[row.id for row in piece])
        known = set(said.values_list("subject_id", flat=True))
        for row in piece:
            if row.id not in known:
                fault = SpeakupFault.NOT_IN_LOG
                yield Flaw(row.organisation_id, TABLE, str(row.id), fault, FAULTS[fault])


def _flaw(entry: Entry, fault: SpeakupFault) -> Flaw:
    return Flaw(entry.organisation_id, TABLE, str(entry.subject_id), fault, FAULTS[fault])
