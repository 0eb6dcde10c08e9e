"""The inbox, the case page, opening a case, and the moves with what is written to the reporter."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from deontos.access.doors import door
from deontos.access.gate import NotAllowed
from deontos.access.permissions import Permission
from deontos.cases.actions.dialogue import ACTIONS, CaseChanged
from deontos.cases.actions.opening import open_case
from deontos.cases.drafts import KeptDraft
from deontos.cases.phrases import DONE
from deontos.cases.vocabulary import Panel
from deontos.cases.web.case_page import CasePage, page_of
from deontos.cases.web.drafts import drop_here, keep_here
from deontos.cases.web.files import take_files_back, talk_intake, typed_beside, without_files
from deontos.cases.web.forms import DROP, FILL, KEEP, MoveForm, filled_form, kept_form, renewed_form
from deontos.cases.web.inbox import inbox_page
from deontos.cases.web.meanwhile import meanwhile
from deontos.cases.web.refusals import MAY_BE_TOLD, ToldRefusal, told, words_of
from deontos.correspondence.web.uploads import takes_files, uploads_of
from deontos.kernel import clock
from deontos.keyring.readers import NoEnvelope
from deontos.keyring.web.unlocking import unlocked, unlocked_or_ask


@door(requires=Permission.CASES_CASE_READ)
def case_list(request: HttpRequest) -> HttpResponse:
    """The cases whose key this person holds, page by page, as the address asks or as this person opens the inbox."""
    page = inbox_page(request, is_locked=unlocked(request) is None)
    first = next((kept for kept in page["kept"] if kept.is_first), None)
    if first and not request.GET:
        return redirect(f"{reverse('case_list')}?{first.address}")
    return render(request, "cases/case_list.html", page)


@door(requires=Permission.CASES_CASE_READ)
def case_detail(request: HttpRequest, case: UUID) -> HttpResponse:
    """One case; with a closed vault its terms and steps only."""
    return render(request, "cases/case_detail.html", page_of(request, case, unlocked(request)).context())


@door(requires=Permission.CASES_CASE_READ, methods=("POST",))
def case_open(request: HttpRequest, case: UUID) -> HttpResponse:
    """Open a case for the first time, or note that what is new in it was seen."""
    page = page_of(request, case, None)
    reader = unlocked_or_ask(request)
    if isinstance(reader, HttpResponse):
        return reader
    try:
        open_case(page.case, by=page.actor, at=clock.now())
    except (NotAllowed, NoEnvelope):
        raise Http404 from None
    return redirect("case_detail", case)


@door(requires=Permission.CASES_CASE_HANDLE, methods=("POST",))
@takes_files(talk_intake)
def case_write(request: HttpRequest, case: UUID) -> HttpResponse:
    """Take a step in a case and write to the reporter; or put a ready text into the message."""
    page = page_of(request, case, None)
    reader = unlocked_or_ask(request, typed_beside(request))
    if isinstance(reader, HttpResponse):
        return reader
    page.reader = reader
    if not page.is_opened:
        return redirect("case_detail", case)
    other = UNSENT.get(request.POST.get("go", ""))
    if other:
        return other(request, page)
    form = MoveForm(request.POST, writing=page.writing)
    take_files_back(request, form)
    if form.is_valid():
        return _moved(request, page, form)
    return _taken_back(request, page, CaseChanged()) if form.is_stale(page.last_step) else _shown(request, page, form)


def _filled(request: HttpRequest, page: CasePage) -> HttpResponse:
    return _shown(request, page, without_files(request, filled_form(page.writing, request.POST)))


def _kept(request: HttpRequest, page: CasePage) -> HttpResponse:
    refusal = keep_here(request, page, Panel.TALK)
    if refusal is None:
        return redirect("case_detail", page.case.id)
    form = kept_form(page.writing, request.POST, seen=page.last_step, mark=page.draft.mark if page.draft else None)
    form.mark_wrong(*words_of(refusal))
    return _shown(request, page, without_files(request, form), elsewhere=page.draft)


def _dropped(request: HttpRequest, page: CasePage) -> HttpResponse:
    drop_here(request, page, Panel.TALK)
    return redirect("case_detail", page.case.id)


UNSENT = {FILL: _filled, KEEP: _kept, DROP: _dropped}
"""What the buttons do that send nothing."""


def _moved(request: HttpRequest, page: CasePage, form: MoveForm) -> HttpResponse:
    verb, words = form.move(uploads_of(request).sealed)
    assert page.reader is not None
    try:
        ACTIONS[verb](page.case, words, by=page.actor, reader=page.reader, at=clock.now())
    except MAY_BE_TOLD as refusal:
        return _taken_back(request, page_of(request, page.case.id, page.reader), refusal)
    except (NotAllowed, NoEnvelope):
        raise Http404 from None
    messages.success(request, str(DONE[verb]))
    return redirect("case_detail", page.case.id)


def _taken_back(request: HttpRequest, page: CasePage, refusal: ToldRefusal) -> HttpResponse:
    form = renewed_form(page.writing, request.POST, seen=page.last_step)
    form.add_error(*told(refusal))
    return _shown(request, page, without_files(request, form))


def _shown(request: HttpRequest, page: CasePage, form: MoveForm, *, elsewhere: KeptDraft | None = None) -> HttpResponse:
    assert page.reader is not None
    since = meanwhile(page.case, page.reader, request.POST.dict(), by=page.actor.person)
    context = {**page.context(form), "meanwhile": since, "elsewhere": elsewhere}
    return render(request, "cases/case_detail.html", context)
