"""What this room verifies: every published version against the log, and the log against the versions."""

from collections.abc import Iterator

from deontos.audit.models import Entry
from deontos.audit.queries import details_of, entries_of
from deontos.audit.verification import PIECE, Flaw, Looked, in_pieces
from deontos.questionnaires.actions import PUBLISHED, published_details
from deontos.questionnaires.models import QuestionnaireVersion
from deontos.questionnaires.phrases import VERIFIED
from deontos.questionnaires.rules.reading import DefinitionRefused
from deontos.questionnaires.vocabulary import QuestionnaireFault

TABLE = "questionnaires.questionnaire_version"


def flaws(looked: Looked) -> Iterator[Flaw]:
    """Every published version that is not what was published."""
    yield from _by_log()
    yield from _by_rows(looked)


def _by_log() -> Iterator[Flaw]:
    for piece in in_pieces(entries_of([PUBLISHED])):
        rows = QuestionnaireVersion.objects.select_related("questionnaire")
        found = rows.in_bulk([entry.subject_id for entry in piece])
        for entry in piece:
            version = found.get(entry.subject_id)
            if version is None:
                yield _flaw(entry, QuestionnaireFault.GONE)
            elif not _is_as_published(version, entry):
                yield _flaw(entry, QuestionnaireFault.CHANGED)


def _is_as_published(version: QuestionnaireVersion, entry: Entry) -> bool:
    is_same_house = version.questionnaire.organisation_id == entry.organisation_id
    try:
        return is_same_house and published_details(version) == details_of(entry) and version.published_on is not None
    except DefinitionRefused:
        return False


def _by_rows(looked: Looked) -> Iterator[Flaw]:
    rows = QuestionnaireVersion.objects.filter(published_on__isnull=False).select_related("questionnaire")
    for piece in in_pieces(rows.order_by("id").iterator(chunk_size=PIECE)):
        looked(len(piece))
        said = Entry.objects.filter(fact=PUBLISHED, subject_id__in=[row.id for row in piece])
        known = set(said.values_list("subject_id", flat=True))
        for row in piece:
            if row.id not in known:
                fault = QuestionnaireFault.NOT_IN_LOG
                yield Flaw(row.questionnaire.organisation_id, TABLE, str(row.id), fault, VERIFIED[fault])


def _flaw(entry: Entry, fault: QuestionnaireFault) -> Flaw:
    return Flaw(entry.organisation_id, TABLE, str(entry.subject_id), fault, VERIFIED[fault])
