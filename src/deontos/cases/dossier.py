"""Reading a dossier: the items that a reader holds a key for, with whether their author really wrote them there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from deontos.cases.models import CaseFile, DossierItem
from deontos.cases.vocabulary import Audience, DossierKind
from deontos.correspondence.attachments import HeldFile
from deontos.correspondence.files.facts import FileFacts
from deontos.correspondence.files.reading import FileNotAuthentic, content_of
from deontos.correspondence.frames import unframed
from deontos.correspondence.vocabulary import CorrespondenceCode
from deontos.kernel.clock import civil_date
from deontos.keyring.authenticity import is_issued
from deontos.keyring.models import Envelope
from deontos.keyring.readers import NoEnvelope, UnlockedReader
from deontos.keyring.sealing import ItemPlace, is_by
from deontos.vault.digests import digest
from deontos.vault.failures import VaultFailure


@dataclass(frozen=True, slots=True)
class OpenedNote:
    """One item of a dossier, opened; `text` is empty where it is not authentic."""

    id: UUID
    position: int
    kind: DossierKind
    audience: Audience
    author_name: str
    own: bool
    written_at: datetime
    authentic: bool
    text: str = field(repr=False)
    file: FileFacts | None = None

    @property
    def written_on(self) -> date:
        """The civil date on which it was written."""
        return civil_date(self.written_at)


def dossier_items_of(case: CaseFile | UUID) -> QuerySet[DossierItem]:
    """The items of a dossier in their order, with what opening needs, in one query."""
    return (
        DossierItem.objects.filter(case=case)
        .select_related("case", "item_key__epoch__pair", "author__person", "author__entry", "blob")
        .order_by("position")
    )


def notes_for(case: CaseFile, person: UUID) -> QuerySet[DossierItem]:
    """The items of a dossier that exist for somebody who reads the case: not the private notes of others, nor a count.

    Whether the dossier's own ones open is another question, which the keys answer.
    """
    held = Envelope.objects.filter(item_key=OuterRef("item_key"), certificate__person=person)
    return dossier_items_of(case).filter(~Q(audience=Audience.MINE) | Exists(held))


def last_note_for(case: CaseFile, person: UUID) -> int:
    """The position of the last item of a dossier that exists for somebody; 0 where there is none. One query."""
    last: int | None = notes_for(case, person).aggregate(last=Max("position"))["last"]
    return last or 0


def place_of(item: DossierItem) -> ItemPlace:
    """Where an item stands, as its ciphertext is bound."""
    return ItemPlace(item.case.organisation_id, item.case.dossier_pair_id, item.kind, item.id)


def stored_row(item: DossierItem) -> str:
    """The digest of all columns of an item and of its file, as the log holds it; none of them changes later."""
    place = (item.id, item.case_id, item.position, item.kind, item.audience, item.item_key_id, item.author_id)
    moment = item.written_at.astimezone(UTC).isoformat(timespec="microseconds")
    columns = (*place, moment, bytes(item.signature), bytes(item.ciphertext))
    if item.blob is None:
        return digest("dossier-row-1", *columns).hex()
    return digest("dossier-row-2", *columns, item.blob.id, item.blob.size or 0, bytes(item.blob.digest or b"")).hex()


def open_evidence(item: DossierItem, reader: UnlockedReader) -> Iterator[bytes]:
    """The content of a file in a dossier, in pieces; its facts are those of the opened note.

    Raises NoEnvelope for who may not read it, FileNotAuthentic where it is not what its author signed or is gone,
    OSError where the store cannot be asked; all before the first piece.
    """
    return held_evidence(item, reader).open()


def held_evidence(item: DossierItem, reader: UnlockedReader) -> HeldFile:
    """A file in a dossier as its reader finds it, before its content is opened. Raises NoEnvelope."""
    note = _opened(item, reader)
    facts = note.file if note.authentic else None

    def content() -> Iterator[bytes]:
        if facts is None:
            raise FileNotAuthentic(CorrespondenceCode.FILE_CHANGED)
        return content_of(facts, item.item_key, place_of(item).context(item.item_key.epoch), reader)

    return HeldFile(facts, content)


def opened_notes(items: Iterable[DossierItem], reader: UnlockedReader) -> list[OpenedNote]:
    """The items that this reader holds a key for; the private notes of others and what came before are left out.

    Three queries at most beside the items, however many there are.
    """
    answer, found = [], list(items)
    reader.look_up(item.item_key_id for item in found if item.audience == Audience.MINE)
    for item in found:
        if item.audience == Audience.MINE and not reader.has_item(item.item_key_id):
            continue
        try:
            answer.append(_opened(item, reader))
        except NoEnvelope:
            continue
    return answer


def _opened(item: DossierItem, reader: UnlockedReader) -> OpenedNote:
    context, ciphertext = place_of(item).context(item.item_key.epoch), bytes(item.ciphertext)
    try:
        framed = unframed(reader.open_item(item.item_key, ciphertext, context))
    except VaultFailure:
        return _shown(item, reader, {}, authentic=False)
    author = item.author
    is_ours = author.organisation_id == item.case.organisation_id and is_issued(author)
    is_signed = is_ours and is_by(bytes(author.verifying_public), bytes(item.signature), context, ciphertext)
    is_in_place = (framed.position, framed.written_on) == (item.position, civil_date(item.written_at))
    file = _file_in(framed.content)
    has_its_file = (file.blob if file else None) == item.blob_id
    return _shown(item, reader, framed.content, authentic=is_signed and is_in_place and has_its_file)


def _file_in(content: Mapping[str, Any]) -> FileFacts | None:
    try:
        return FileFacts.read(content["file"])
    except (KeyError, TypeError, ValueError):
        return None


def _shown(item: DossierItem, reader: UnlockedReader, content: Mapping[str, Any], *, authentic: bool) -> OpenedNote:
    return OpenedNote(
        id=item.id,
        position=item.position,
        kind=DossierKind(item.kind),
        audience=Audience(item.audience),
        author_name=item.author.person.name,
        own=item.author.person_id == reader.person,
        written_at=item.written_at,
        authentic=authentic,
        text=str(content.get("text", "")),
        file=_file_in(content),
    )
