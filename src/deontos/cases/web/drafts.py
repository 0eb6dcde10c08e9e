"""Keeping what stands in a panel: by a button, or by the page itself every so often. Sealed to the writer alone."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from deontos.access.doors import door
from deontos.access.gate import NotAllowed
from deontos.access.permissions import Permission
from deontos.access.web.unattended import unattended
from deontos.cases.actions.drafts import DraftRefused, Typed, drop_draft, keep_draft
from deontos.cases.drafts import FIELDS
from deontos.cases.vocabulary import Panel
from deontos.cases.web.case_page import CasePage, page_of
from deontos.cases.web.refusals import words_of
from deontos.correspondence.rules import TextRefused
from deontos.correspondence.web.uploads import uploads_of
from deontos.kernel import clock
from deontos.keyring.readers import NoEnvelope
from deontos.keyring.web.unlocking import unlocked


@unattended
@door(requires=Permission.CASES_CASE_HANDLE, methods=("POST",))
def case_keep(request: HttpRequest, case: UUID) -> HttpResponse:
    """Keep what is being typed, as the page asks by itself.

    The answer has `words` to say beside the panel, whether it was `kept`, and `over` where asking again is no use.
    """
    page = page_of(request, case, unlocked(request))
    panel = request.POST.get("panel", "")
    if page.reader is None:
        return JsonResponse({"words": _("Not kept: your vault is closed. Open it in another window.")})
    if panel not in set(Panel) or not page.is_opened:
        return JsonResponse({"words": _("Nothing is kept."), "over": True})
    try:
        row = keep_draft(page.case, typed_in(request, Panel(panel)), by=page.actor, reader=page.reader, at=clock.now())
    except (DraftRefused, TextRefused) as refusal:
        return JsonResponse({"words": words_of(refusal)[1], "over": isinstance(refusal, DraftRefused)})
    except (NotAllowed, NoEnvelope):
        raise Http404 from None
    words = _("Kept. Nobody else can open it, and nothing was sent.") if row else _("Nothing is kept.")
    return JsonResponse({"words": words, "kept": True})


def keep_here(request: HttpRequest, page: CasePage, panel: Panel) -> DraftRefused | TextRefused | None:
    """Keep what was sent by the button; why not, if not. Raises Http404 where it is no business of this person."""
    assert page.reader is not None
    try:
        row = keep_draft(page.case, typed_in(request, panel), by=page.actor, reader=page.reader, at=clock.now())
    except (DraftRefused, TextRefused) as refusal:
        return refusal
    except (NotAllowed, NoEnvelope):
        raise Http404 from None
    kept = _("Your text is kept. You find it here again; nobody else can open it, and nothing was sent.")
    messages.success(request, kept if row else _("There was no text to keep. Nothing was sent."))
    if uploads_of(request).sealed or uploads_of(request).left_out:
        messages.warning(request, _("Files are not kept with a text. Choose them again when you send it."))
    return None


def drop_here(request: HttpRequest, page: CasePage, panel: Panel) -> None:
    """Throw away what was kept. Raises Http404 where it is no business of this person."""
    try:
        drop_draft(page.case, panel, by=page.actor)
    except NotAllowed:
        raise Http404 from None
    messages.success(request, _("The text that you kept was thrown away."))


def typed_in(request: HttpRequest, panel: Panel) -> Typed:
    """What stands in a panel as it was sent, with the mark of the kept text that it showed."""
    fields = {name: request.POST.get(name, "").replace("\r\n", "\n") for name in FIELDS[panel]}
    return Typed(panel, fields, mark_in(request.POST.get("kept", "")), mark_in(request.POST.get("here", "")))


def mark_in(given: str) -> UUID | None:
    """The mark that a form sent back, if it is one."""
    try:
        return UUID(given)
    except ValueError:
        return None
