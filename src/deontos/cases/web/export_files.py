"""The files of a case as they go into a copy of it: those that this reader opens, each under a name that is safe."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from deontos.cases.dossier import OpenedNote, held_evidence
from deontos.cases.models import DossierItem
from deontos.correspondence.attachments import HeldFile, held_attachment
from deontos.correspondence.files.facts import FileFacts
from deontos.correspondence.files.reading import FileNotAuthentic
from deontos.correspondence.models import Conversation
from deontos.correspondence.phrases import REFUSALS
from deontos.correspondence.queries import items_of
from deontos.correspondence.vocabulary import CorrespondenceCode, ItemKind
from deontos.documents.packages import LeftOut, Member, safe_name
from deontos.keyring.readers import NoEnvelope, UnlockedReader
from deontos.ui.sizes import in_words

TALK, DOSSIER = "files", "dossier"
"""The folders of a copy."""


@dataclass(frozen=True, slots=True)
class CopiedFile:
    """A file with its name in the copy. Without `held` it does not go in, and `because` says why."""

    name: str = field(repr=False)
    facts: FileFacts | None
    held: HeldFile | None
    because: str = ""

    @property
    def row(self) -> tuple[str, str]:
        """Its line in the index: the name, and its size or why it is not there."""
        return self.name, self.because or (in_words(self.facts.size) if self.facts else "")


@dataclass(frozen=True, slots=True)
class CopiedFiles:
    """All of them, in their order."""

    files: tuple[CopiedFile, ...] = ()

    @property
    def size(self) -> int:
        """How many bytes they have together."""
        return sum(each.facts.size for each in self.files if each.facts)

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Those that do not go in, each with the reason."""
        return tuple(LeftOut(each.name, each.because) for each in self.files if each.because)

    def checked(self) -> "CopiedFiles":
        """The same after the store was asked for each: what is not what was signed does not go in."""
        return CopiedFiles(tuple(map(_checked, self.files)))

    def members(self) -> Iterator[Member]:
        """Those that go in."""
        for each in self.files:
            if each.held is not None and not each.because:
                yield Member(each.name, each.held.open)


def files_of_talk(conversation: Conversation, reader: UnlockedReader) -> list[CopiedFile]:
    """The files of a conversation that this reader holds a key for."""
    found = []
    for number, item in enumerate(items_of(conversation).filter(kind=ItemKind.ATTACHMENT), start=1):
        try:
            found.append(_copied(TALK, number, held_attachment(item, reader)))
        except NoEnvelope:
            continue
    return found


def files_of_dossier(
    rows: Iterable[DossierItem], notes: Iterable[OpenedNote], reader: UnlockedReader
) -> list[CopiedFile]:
    """The files among these notes of a dossier, which this reader opened."""
    shown = {note.id for note in notes}
    pieces = [row for row in rows if row.blob_id is not None and row.id in shown]
    return [_copied(DOSSIER, number, held_evidence(row, reader)) for number, row in enumerate(pieces, start=1)]


def _copied(folder: str, number: int, held: HeldFile) -> CopiedFile:
    name = f"{folder}/{safe_name(number, held.facts.name if held.facts else '')}"
    if held.facts is None:
        return CopiedFile(name, None, None, _("Not authentic: somebody may have changed it. It is not in this copy."))
    return CopiedFile(name, held.facts, held)


def _checked(each: CopiedFile) -> CopiedFile:
    if each.held is None:
        return each
    try:
        each.held.open()
    except FileNotAuthentic as refusal:
        return CopiedFile(each.name, each.facts, None, str(REFUSALS[CorrespondenceCode(refusal.code)]))
    return each
