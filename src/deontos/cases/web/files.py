"""Files at the desk: sent along to the reporter or kept as evidence, and given back as downloads."""

from collections.abc import Mapping
from typing import Final, TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from deontos.access.doors import actor_at, door
from deontos.access.permissions import Permission
from deontos.access.web.keeping import typed_fields
from deontos.cases.dossier import dossier_items_of, held_evidence, opened_notes
from deontos.cases.models import CaseFile
from deontos.cases.queries import case_visible_to
from deontos.cases.vocabulary import DossierKind
from deontos.cases.web.case_page import CasePage, page_of
from deontos.correspondence.attachments import HeldFile, held_attachment
from deontos.correspondence.files.incoming import Intake
from deontos.correspondence.files.reading import FileNotAuthentic
from deontos.correspondence.phrases import REFUSALS
from deontos.correspondence.queries import items_of
from deontos.correspondence.vocabulary import CorrespondenceCode, ItemKind
from deontos.correspondence.web.downloads import download
from deontos.correspondence.web.intake import intake
from deontos.correspondence.web.uploads import LeftOut, sent_files, uploads_of
from deontos.kernel import clock
from deontos.keyring.readers import NoEnvelope, UnlockedReader
from deontos.keyring.web.unlocking import unlocked, unlocked_or_ask
from deontos.ui.forms import PageForm

AnyForm = TypeVar("AnyForm", bound=PageForm)

LOST: Final = "files_lost"
"""In a form that waits for the vault to be opened: files came with it, and could not wait."""


def talk_intake(request: HttpRequest) -> Intake | None:
    """Where files for the reporter go: into the conversation, while the vault of whoever sends them is open."""
    case = _case_at(request)
    if case is None:
        return None
    return intake(case.organisation_id, case.disclosure.conversation_id, ItemKind.ATTACHMENT, on=clock.today())


def dossier_intake(request: HttpRequest) -> Intake | None:
    """Where evidence goes: into the dossier, while the vault of whoever sends it is open."""
    case = _case_at(request)
    if case is None:
        return None
    return intake(case.organisation_id, case.dossier_pair_id, DossierKind.EVIDENCE, on=clock.today())


def typed_beside(request: HttpRequest) -> Mapping[str, list[str]] | None:
    """What was typed beside files that a closed vault could not take, with a mark; None where no files came."""
    if not sent_files(request):
        return None
    typed: dict[str, list[str]] = {LOST: ["1"]}
    for name, value in typed_fields(request):
        typed.setdefault(name, []).append(value)
    return typed


def take_files_back(request: HttpRequest, form: PageForm) -> list[LeftOut]:
    """Say on the form what became of files that were left out, or lost while the vault was closed."""
    uploads = uploads_of(request)
    for each in uploads.left_out:
        form.mark_wrong("attachments", each.words)
    if uploads.passed_by or LOST in request.POST:
        form.mark_wrong("attachments", _("Your files could not wait for the vault to open. Choose them once more."))
    elif uploads.left_out and uploads.sealed:
        form.mark_wrong("attachments", _("Nothing was sent yet: choose the other files once more."))
    return uploads.left_out


def without_files(request: HttpRequest, form: AnyForm) -> AnyForm:
    """A form that comes back for another reason: files that came with it have to be chosen once more."""
    if uploads_of(request).sealed:
        form.mark_wrong("attachments", _("Choose your files once more."))
    return form


def talk_file(page: CasePage, item: UUID, reader: UnlockedReader) -> HeldFile:
    """A file of the conversation of a case. Raises Http404 where there is none for this reader."""
    row = items_of(page.case.disclosure.conversation).filter(kind=ItemKind.ATTACHMENT, pk=item).first()
    if row is None or not page.is_opened:
        raise Http404
    try:
        return held_attachment(row, reader)
    except NoEnvelope:
        raise Http404 from None


def evidence_file(page: CasePage, item: UUID, reader: UnlockedReader) -> HeldFile:
    """A file of the dossier of a case. Raises Http404 where there is none for this reader."""
    row = dossier_items_of(page.case).filter(blob__isnull=False, pk=item).first()
    if row is None or not page.is_opened or not opened_notes([row], reader):
        raise Http404
    return held_evidence(row, reader)


@door(requires=Permission.CASES_CASE_READ)
def case_file(request: HttpRequest, case: UUID, item: UUID) -> HttpResponse:
    """One file of the conversation, for whoever holds a key to it."""
    page = page_of(request, case, None)
    reader = unlocked_or_ask(request)
    if isinstance(reader, HttpResponse):
        return reader
    return _given(request, talk_file(page, item, reader), back=redirect("case_detail", case))


@door(requires=Permission.CASES_CASE_READ)
def case_evidence(request: HttpRequest, case: UUID, item: UUID) -> HttpResponse:
    """One file of the dossier, for whoever holds a key to it."""
    page = page_of(request, case, None)
    reader = unlocked_or_ask(request)
    if isinstance(reader, HttpResponse):
        return reader
    return _given(request, evidence_file(page, item, reader), back=redirect("case_dossier", case))


def _given(request: HttpRequest, held: HeldFile, *, back: HttpResponse) -> HttpResponse:
    """The file as it came, or the way back with the reason."""
    try:
        pieces = held.open()
    except FileNotAuthentic as refusal:
        messages.error(request, str(REFUSALS[CorrespondenceCode(refusal.code)]))
        return back
    assert held.facts is not None
    return download(held.facts, pieces)


def _case_at(request: HttpRequest) -> CaseFile | None:
    actor, match = actor_at(request), request.resolver_match
    if actor is None or match is None or unlocked(request) is None:
        return None
    return case_visible_to(actor, match.kwargs["case"], on=clock.today())
