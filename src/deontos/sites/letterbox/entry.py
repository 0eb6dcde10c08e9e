"""Where a receipt opens a report: by POST only, and never in an address."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.correspondence.actions.sittings import OpenSitting, ReceiptRefused, end, take_up
from deontos.correspondence.phrases import REFUSALS
from deontos.correspondence.vocabulary import CorrespondenceCode, SittingState
from deontos.correspondence.web.cookie import give_cookie, sitting_key
from deontos.correspondence.web.receipts import CodeMistyped, read_receipt
from deontos.correspondence.web.typed import asks_for_language, chosen_language, typed_line
from deontos.organisations.vocabulary import Language
from deontos.sites.letterbox.forms import ReceiptForm
from deontos.speakup.web.visit import Visit, visit_at
from deontos.ui.forms import PageForm


@door(open_to=Entrant.ANYBODY, methods=("GET", "HEAD", "POST"))
def receipt_entry(request: HttpRequest, language: Language, organisation: str) -> HttpResponse:
    """Ask for the code; then open the mailbox, or the draft that was not sent."""
    visit = visit_at(request, language, organisation)
    if request.method != "POST":
        return _asked(visit, ReceiptForm())
    if asks_for_language(request):
        return _asked_in(chosen_language(request) or language, visit)
    form = ReceiptForm({"receipt": typed_line(request, "receipt")})
    sitting = opened_with(form, visit) if form.is_valid() else None
    return _asked(visit, form) if sitting is None else _entered(visit, sitting)


def opened_with(form: PageForm, visit: Visit) -> OpenSitting | None:
    """What the code of a form that is valid opens; a fault on the form when it opens nothing."""
    try:
        return take_up(read_receipt(form.cleaned_data["receipt"]), visit.channel.organisation_id, at=visit.at)
    except CodeMistyped as mistake:
        form.add_error("receipt", ValidationError(str(mistake), code="mistyped"))
    except ReceiptRefused as refusal:
        form.add_error("receipt", ValidationError(str(REFUSALS[CorrespondenceCode(refusal.code)]), code="unknown"))
    return None


def replace_cookie(visit: Visit, response: HttpResponse, sitting: OpenSitting) -> None:
    """Let the browser keep the new sitting; the one before is ended."""
    old = sitting_key(visit.request)
    if old:
        end(old)
    give_cookie(response, sitting.key)


def _entered(visit: Visit, sitting: OpenSitting) -> HttpResponse:
    visit.sitting = sitting
    response: HttpResponseRedirect
    if sitting.content.state is SittingState.READING:
        response = visit.to("mailbox_page")
    else:
        response = visit.to_step(visit.first_open(visit.answers()))
    replace_cookie(visit, response, sitting)
    return response


def _asked(visit: Visit, form: ReceiptForm) -> HttpResponse:
    return render(
        visit.request, "letterbox/receipt_entry.html", {"form": form, "action": visit.address("receipt_entry")}
    )


def _asked_in(language: Language, visit: Visit) -> HttpResponse:
    """The page in another language; a code that was begun stays in it."""
    typed = typed_line(visit.request, "receipt")
    if not typed:
        return visit.to("receipt_entry", language=language)
    visit.turn_to(language)
    with translation.override(language):
        return _asked(visit, ReceiptForm(initial={"receipt": typed}))
