"""Writing in the dossier: sealed under its pair for all who handle the case, or for the author alone; never for R."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Max

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.audit.actions import record
from deontos.cases.actions.dialogue import CaseChanged
from deontos.cases.actions.drafts import let_drafts_go
from deontos.cases.actions.renewing import renew_where_due
from deontos.cases.actions.steps import lock
from deontos.cases.dossier import last_note_for, stored_row
from deontos.cases.models import CaseFile, DossierItem
from deontos.cases.signing import signer_of
from deontos.cases.vocabulary import Audience, DossierKind, Panel
from deontos.correspondence.files.facts import SealedFile
from deontos.correspondence.frames import framed
from deontos.correspondence.models import Conversation
from deontos.correspondence.rules import checked_text
from deontos.kernel.clock import civil_date
from deontos.keyring.given import given
from deontos.keyring.readers import Signer, UnlockedReader
from deontos.keyring.sealing import ItemPlace, SealedItem, seal, seal_for_oneself

WRITTEN = "dossier.written"
"""The fact under which an item of a dossier stands in the log."""


@dataclass(frozen=True, slots=True)
class Jotting:
    """What is written down, what it is, who reads it, and the files that belong to it.

    `seen` is the position of the last item that the writer saw, where a page showed them.
    """

    text: str = field(repr=False)
    kind: DossierKind = DossierKind.NOTE
    audience: Audience = Audience.DOSSIER
    files: tuple[SealedFile, ...] = ()
    seen: int | None = None

    def parts(self) -> "list[Part]":
        """Each thing that is written down: the words, where there are any, then every file as evidence."""
        words = [Part(self.kind, self.audience, {"text": checked_text(self.text)})] if self._has_words else []
        evidence = DossierKind.EVIDENCE
        return words + [Part(evidence, self.audience, {"file": each.facts.to_content()}, each) for each in self.files]

    @property
    def _has_words(self) -> bool:
        return bool(self.text.strip()) or not self.files


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to be sealed."""

    kind: DossierKind
    audience: Audience
    content: Mapping[str, Any] = field(repr=False)
    file: SealedFile | None = None


def write_in_dossier(
    case: CaseFile, jotting: Jotting, *, by: Actor, reader: UnlockedReader, at: datetime
) -> DossierItem:
    """Add a note or pieces of evidence to the dossier of a case; the last item of them.

    Refuses: NotAllowed, NoEnvelope, KEY_NOT_AUTHENTIC, CHANGED_MEANWHILE, TEXT_EMPTY, TEXT_TOO_LONG.
    Records: dossier.written for each.
    """
    demand(by, Permission.CASES_CASE_HANDLE, case.organisation_id)
    parts = jotting.parts()
    with transaction.atomic():
        conversation, locked = lock(case)
        if jotting.seen is not None and jotting.seen != last_note_for(locked, by.person):
            raise CaseChanged
        renew_where_due(locked, conversation, by=by, reader=reader, at=at)
        signer = signer_of(locked.dossier_pair_id, reader, by=by, on=civil_date(at))
        items = []
        for part in parts:
            item = _written(locked, conversation, part, reader, signer, at=at)
            items.append(item)
            details: dict[str, object] = {
                "item": item.id,
                "position": item.position,
                "kind": part.kind,
                "audience": part.audience,
            }
            details["row"] = stored_row(item)
            if part.audience is Audience.MINE:
                details |= given(*item.item_key.envelopes.all())
            record(case.organisation_id, WRITTEN, by=by.person, about=case.id, at=at, details=details)
        if jotting.kind is not DossierKind.WITHHOLDING:
            let_drafts_go(case.id, [by.person], Panel.DOSSIER)
    return items[-1]


def _written(
    case: CaseFile, conversation: Conversation, part: Part, reader: UnlockedReader, signer: Signer, *, at: datetime
) -> DossierItem:
    position = (case.dossier_items.aggregate(last=Max("position"))["last"] or 0) + 1
    item = part.file.item if part.file else uuid4()
    place = ItemPlace(case.organisation_id, case.dossier_pair_id, part.kind, item)
    plain = framed(part.content, position=position, written_on=civil_date(at))
    sealed = _sealed(case, conversation, part, plain, place, reader, signer, at=at)
    assert signer.certificate is not None
    return DossierItem.objects.create(
        id=place.item,
        case=case,
        position=position,
        kind=part.kind,
        audience=part.audience,
        item_key=sealed.item_key,
        ciphertext=sealed.ciphertext,
        signature=sealed.signature,
        author=signer.certificate,
        written_at=at,
        blob_id=part.file.facts.blob if part.file else None,
    )


def _sealed(
    case: CaseFile,
    conversation: Conversation,
    part: Part,
    plain: bytes,
    place: ItemPlace,
    reader: UnlockedReader,
    signer: Signer,
    *,
    at: datetime,
) -> SealedItem:
    key = part.file.key if part.file else None
    if part.audience is Audience.MINE:
        assert signer.certificate is not None
        return seal_for_oneself(plain, signer.certificate, place=place, by=signer, on=civil_date(at), key=key)
    epoch = reader.epoch_to_seal_to(case.dossier_pair, given_by=conversation.holder)
    return seal(epoch, plain, place=place, by=signer, key=key)
