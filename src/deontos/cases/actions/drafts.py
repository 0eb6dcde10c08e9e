"""Keeping a text that is not sent yet, for its writer alone, and letting it go.

Records nothing: what was never sent leaves no trace, and the log would tell at which minutes somebody typed.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.cases.drafts import DraftPlace, as_a_page_sends, opened_draft, sealed_draft, without_reader
from deontos.cases.models import CaseFile
from deontos.cases.queries import cases_visible_to
from deontos.cases.rules import DRAFT_LASTS
from deontos.cases.vocabulary import Panel, WritingCode
from deontos.cases.writing_models import WriterDraft
from deontos.correspondence.rules import TextRefused
from deontos.correspondence.vocabulary import LONGEST_TEXT, CorrespondenceCode
from deontos.jobs.slices import erase_in_slices
from deontos.kernel.clock import civil_date
from deontos.kernel.refusals import Refusal
from deontos.keyring.readers import NoEnvelope, UnlockedReader
from deontos.keyring.vocabulary import KeyringCode


class DraftRefused(Refusal):
    """A text was not kept, because the same writer kept, sent or dropped another one meanwhile."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a panel: its fields, the mark of the kept text that this window showed, and its own mark."""

    panel: Panel
    fields: Mapping[str, str] = field(repr=False)
    shown: UUID | None = None
    here: UUID | None = None

    @property
    def seen(self) -> int | None:
        """The last step or note that this window showed."""
        given = as_a_page_sends(self.fields).get("seen")
        return int(given) if given else None


def keep_draft(case: CaseFile, typed: Typed, *, by: Actor, reader: UnlockedReader, at: datetime) -> WriterDraft | None:
    """Keep what stands in a panel, sealed to the writer alone, in place of what was kept before; nothing for no words.

    What no page offers is left out. Refuses: NotAllowed, NoEnvelope, TEXT_TOO_LONG, KEPT_ELSEWHERE.
    """
    demand(by, Permission.CASES_CASE_HANDLE, case.organisation_id)
    typed = replace(typed, fields=as_a_page_sends(typed.fields))
    text, on = typed.fields.get("text", ""), civil_date(at)
    if len(text) > LONGEST_TEXT:
        raise TextRefused(CorrespondenceCode.TEXT_TOO_LONG, longest=LONGEST_TEXT, length=len(text))
    with transaction.atomic():
        CaseFile.objects.select_for_update(no_key=True).get(pk=case.pk)
        if reader.person != by.person or not cases_visible_to(by, on=on).filter(pk=case.pk).exists():
            raise NoEnvelope(KeyringCode.NO_ENVELOPE)
        kept = WriterDraft.objects.filter(case=case, person_id=by.person, panel=typed.panel).first()
        if not _follows(kept, typed, reader) if kept else _is_sent(case, typed, by.person):
            raise DraftRefused(WritingCode.KEPT_ELSEWHERE)
        if not text.strip():
            let_drafts_go(case.id, [by.person], typed.panel)
            return None
        return _kept(kept or WriterDraft(case=case, person_id=by.person, panel=typed.panel), typed, reader, at=at)


def drop_draft(case: CaseFile, panel: Panel, *, by: Actor) -> None:
    """Throw away what one kept in a panel of a case; what is gone already is gone. Refuses: NotAllowed."""
    demand(by, Permission.CASES_CASE_HANDLE, case.organisation_id)
    let_drafts_go(case.id, [by.person], panel)


def let_drafts_go(case: UUID, people: Collection[UUID] | None = None, panel: Panel | None = None) -> None:
    """Erase what these people, or everybody, kept in a case: as it was sent, or closed, or they read it no longer.

    The case is locked by whoever calls.
    """
    rows = WriterDraft.objects.filter(case_id=case)
    if people is not None:
        rows = rows.filter(person_id__in=people)
    if panel:
        rows = rows.filter(panel=panel)
    rows.delete()


def clear_drafts(*, at: datetime) -> None:
    """Erase drafts that nobody touched for long, and those of people who hold no key to the case any more."""
    on = civil_date(at)
    erase_in_slices(WriterDraft.objects.filter(kept_on__lte=on - DRAFT_LASTS))
    erase_in_slices(without_reader(on=on))


def _kept(row: WriterDraft, typed: Typed, reader: UnlockedReader, *, at: datetime) -> WriterDraft:
    row.mark, row.kept_on = typed.here or uuid4(), civil_date(at)
    place = DraftPlace(row.case_id, row.person_id, typed.panel, row.mark)
    row.sealed, row.signature = sealed_draft(typed.fields, place, reader)
    row.save()
    return row


def _follows(kept: WriterDraft, typed: Typed, reader: UnlockedReader) -> bool:
    """Whether the window showed what is kept now, or kept it itself, or says the same in its own words."""
    if kept.mark in (typed.shown, typed.here):
        return True
    known = opened_draft(kept, reader)
    return known is not None and all(known[name] == typed.fields.get(name, "") for name in known if name != "seen")


def _is_sent(case: CaseFile, typed: Typed, person: UUID) -> bool:
    """Whether the same writer did something here after what the window showed: then this text was sent already."""
    if typed.seen is None:
        return False
    if typed.panel is Panel.TALK:
        return case.steps.filter(taken_by_id=person, position__gt=typed.seen).exists()
    return case.dossier_items.filter(author__person_id=person, position__gt=typed.seen).exists()
