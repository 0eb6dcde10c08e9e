"""The page for when a law demands a reporter's name: two stewards open it, or a letter says that we cannot."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from deontos.access.doors import door
from deontos.access.gate import NotAllowed
from deontos.access.permissions import Permission
from deontos.cases.actions.by_law import ask_by_law, open_by_law
from deontos.cases.web.case_page import CasePage, page_of
from deontos.cases.web.refusals import MAY_BE_TOLD, told
from deontos.cases.web.telling import ByLawForm
from deontos.kernel import clock
from deontos.keyring.readers import NoEnvelope
from deontos.keyring.recovery import contributions_to, is_in_custody, own_ceremony_for
from deontos.keyring.web.unlocking import unlocked_or_ask
from deontos.ui.forms import PageForm


@door(requires=Permission.CASES_IDENTITY_OPEN, methods=("GET", "HEAD", "POST"))
def case_by_law(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask two stewards for the name and open it; where it is not in custody, the letter that says we cannot."""
    page = page_of(request, case, None)
    reader = unlocked_or_ask(request)
    if isinstance(reader, HttpResponse):
        return reader
    page.reader = reader
    if not page.is_opened or page.confided.content is None:
        return redirect("case_detail", case)
    if not is_in_custody(page.case.disclosure.conversation.identity_pair_id):
        return render(request, "cases/case_by_law.html", _letter(page))
    asking = ByLawForm(request.POST if request.POST.get("what") == "ask" else None, initial=_initial(page))
    sent = PageForm({}) if request.POST.get("what") == "open" else asking
    answer = _done(request, page, sent) if request.method == "POST" else None
    return answer or render(request, "cases/case_by_law.html", {"form": asking, "sent": sent, **_standing(page)})


def _initial(page: CasePage) -> dict[str, Any]:
    return {"language": page.confided.language}


def _letter(page: CasePage) -> dict[str, Any]:
    """The letter in the language of the report, and in that of whoever prints it."""
    return {"case": page.case, "in_custody": False, "report_language": page.confided.language, "today": page.today}


def _standing(page: CasePage) -> dict[str, Any]:
    pair = page.case.disclosure.conversation.identity_pair_id
    ceremony = own_ceremony_for(pair, page.actor.person, at=clock.now())
    handed_on = list(contributions_to(ceremony)) if ceremony else []
    lost_on = page.case.disclosure.conversation.identity_pair.custody_ended_on
    return {"case": page.case, "in_custody": True, "ceremony": ceremony, "handed_on": handed_on, "lost_on": lost_on}


def _done(request: HttpRequest, page: CasePage, sent: PageForm) -> HttpResponse | None:
    """Ask or open; a refusal is said above the page, whichever of both was sent."""
    assert page.reader is not None
    if not sent.is_bound or not sent.is_valid():
        return None
    try:
        if isinstance(sent, ByLawForm):
            given = sent.cleaned_data["ground"]
            ask_by_law(page.case, given, sent.decision(), by=page.actor, reader=page.reader, at=clock.now())
            return redirect("case_by_law", page.case.id)
        open_by_law(page.case, by=page.actor, reader=page.reader, at=clock.now())
        return redirect("case_detail", page.case.id)
    except MAY_BE_TOLD as refusal:
        field, words = told(refusal)
        sent.add_error(field if field in sent.fields else None, words)
    except (NotAllowed, NoEnvelope):
        raise Http404 from None
    return None
