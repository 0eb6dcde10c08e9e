"""Writing in the dossier: sealed under its pair for all who handle the case, or for the author alone; never for R."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.audit.actions import record
from deontos.cases.actions.renewing import renew_where_due
from deontos.cases.actions.steps import lock
from deontos.cases.dossier import stored_row
from deontos.cases.models import CaseFile, DossierItem
from deontos.cases.signing import signer_of
from deontos.cases.vocabulary import Audience, DossierKind
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
    """What is written down, what it is, and who reads it."""

    text: str = field(repr=False)
    kind: DossierKind = DossierKind.NOTE
    audience: Audience = Audience.DOSSIER


def write_in_dossier(
    case: CaseFile, jotting: Jotting, *, by: Actor, reader: UnlockedReader, at: datetime
) -> DossierItem:
    """Add a note or a piece of evidence to the dossier of a case.

    Refuses: NotAllowed, NoEnvelope, KEY_NOT_AUTHENTIC, TEXT_EMPTY, TEXT_TOO_LONG. Records: dossier.written.
    """
    demand(by, Permission.CASES_CASE_HANDLE, case.organisation_id)
    text = checked_text(jotting.text)
    with transaction.atomic():
        conversation, locked = lock(case)
        renew_where_due(locked, conversation, by=by, reader=reader, at=at)
        signer = signer_of(locked.dossier_pair_id, reader, by=by, on=civil_date(at))
        item = _written(locked, conversation, jotting, text, reader, signer, at=at)
        details: dict[str, object] = {
            "item": item.id,
            "position": item.position,
            "kind": jotting.kind,
            "audience": jotting.audience,
        }
        details["row"] = stored_row(item)
        if jotting.audience is Audience.MINE:
            details |= given(*item.item_key.envelopes.all())
        record(case.organisation_id, WRITTEN, by=by.person, about=case.id, at=at, details=details)
    return item


def _written(
    case: CaseFile,
    conversation: Conversation,
    jotting: Jotting,
    text: str,
    reader: UnlockedReader,
    signer: Signer,
    *,
    at: datetime,
) -> DossierItem:
    position = (case.dossier_items.aggregate(last=Max("position"))["last"] or 0) + 1
    place = ItemPlace(case.organisation_id, case.dossier_pair_id, jotting.kind)
    plain = framed({"text": text}, position=position, written_on=civil_date(at))
    sealed = _sealed(case, conversation, jotting, plain, place, reader, signer, at=at)
    assert signer.certificate is not None
    return DossierItem.objects.create(
        id=place.item,
        case=case,
        position=position,
        kind=jotting.kind,
        audience=jotting.audience,
        item_key=sealed.item_key,
        ciphertext=sealed.ciphertext,
        signature=sealed.signature,
        author=signer.certificate,
        written_at=at,
    )


def _sealed(
    case: CaseFile,
    conversation: Conversation,
    jotting: Jotting,
    plain: bytes,
    place: ItemPlace,
    reader: UnlockedReader,
    signer: Signer,
    *,
    at: datetime,
) -> SealedItem:
    if jotting.audience is Audience.MINE:
        assert signer.certificate is not None
        return seal_for_oneself(plain, signer.certificate, place=place, by=signer, on=civil_date(at))
    epoch = reader.epoch_to_seal_to(case.dossier_pair, given_by=conversation.holder)
    return seal(epoch, plain, place=place, by=signer)
