"""Reading a dossier: the items that a reader holds a key for, with whether their author really wrote them there."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from deontos.cases.models import CaseFile, DossierItem
from deontos.cases.vocabulary import Audience, DossierKind
from deontos.correspondence.frames import unframed
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

    @property
    def written_on(self) -> date:
        """The civil date on which it was written."""
        return civil_date(self.written_at)


def dossier_items_of(case: CaseFile | UUID) -> QuerySet[DossierItem]:
    """The items of a dossier in their order, with what opening needs, in one query."""
    return (
        DossierItem.objects.filter(case=case)
        .select_related("case", "item_key__epoch__pair", "author__person", "author__entry")
        .order_by("position")
    )


def notes_for(case: CaseFile, person: UUID) -> QuerySet[DossierItem]:
    """The items of a dossier that exist for somebody who reads the case: not the private notes of others, nor a count.

    Whether the dossier's own ones open is another question, which the keys answer.
    """
    held = Envelope.objects.filter(item_key=OuterRef("item_key"), certificate__person=person)
    return dossier_items_of(case).filter(~Q(audience=Audience.MINE) | Exists(held))


def place_of(item: DossierItem) -> ItemPlace:
    """Where an item stands, as its ciphertext is bound."""
    return ItemPlace(item.case.organisation_id, item.case.dossier_pair_id, item.kind, item.id)


def stored_row(item: DossierItem) -> str:
    """The digest of all columns of an item, as the log holds it; none of them changes later."""
    place = (item.id, item.case_id, item.position, item.kind, item.audience, item.item_key_id, item.author_id)
    moment = item.written_at.astimezone(UTC).isoformat(timespec="microseconds")
    return digest("dossier-row-1", *place, moment, bytes(item.signature), bytes(item.ciphertext)).hex()


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
        return _shown(item, reader, "", authentic=False)
    author = item.author
    is_ours = author.organisation_id == item.case.organisation_id and is_issued(author)
    is_signed = is_ours and is_by(bytes(author.verifying_public), bytes(item.signature), context, ciphertext)
    is_in_place = (framed.position, framed.written_on) == (item.position, civil_date(item.written_at))
    text = str(framed.content.get("text", ""))
    return _shown(item, reader, text, authentic=is_signed and is_in_place)


def _shown(item: DossierItem, reader: UnlockedReader, text: str, *, authentic: bool) -> OpenedNote:
    return OpenedNote(
        id=item.id,
        position=item.position,
        kind=DossierKind(item.kind),
        audience=Audience(item.audience),
        author_name=item.author.person.name,
        own=item.author.person_id == reader.person,
        written_at=item.written_at,
        authentic=authentic,
        text=text,
    )
