"""The page for a reporter who is not told yet that a law demands the name: tell it now, or decide anew."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from deontos.access.doors import actor_at, door
from deontos.access.gate import NotAllowed
from deontos.access.permissions import Permission
from deontos.cases.actions.withholding import tell_now, withhold_anew
from deontos.cases.dossier import OpenedNote, dossier_items_of, opened_notes
from deontos.cases.models import Withholding
from deontos.cases.phrases import WITHHOLDING_GROUNDS
from deontos.cases.rules import is_withheld
from deontos.cases.vocabulary import WithholdingGround
from deontos.cases.web.case_page import CasePage, page_of
from deontos.cases.web.refusals import MAY_BE_TOLD, told
from deontos.cases.web.telling import TellingForm, WithholdingForm
from deontos.cases.withholding import withholding_visible_to
from deontos.kernel import clock
from deontos.keyring.readers import NoEnvelope, UnlockedReader
from deontos.keyring.web.unlocking import unlocked_or_ask


@door(requires=Permission.CASES_IDENTITY_OPEN, methods=("GET", "HEAD", "POST"))
def case_untold(request: HttpRequest, case: UUID, withholding: UUID) -> HttpResponse:
    """Tell the reporter that a law demanded the name, or say anew why not yet and until when."""
    row = _row(request, case, withholding)
    page = page_of(request, case, None)
    reader = unlocked_or_ask(request)
    if isinstance(reader, HttpResponse):
        return reader
    page.reader = reader
    is_over = not is_withheld(row.until_on, row.told_on, on=page.today)
    if not page.is_opened or page.confided.content is None or (is_over and request.method != "POST"):
        return redirect("case_detail", case)
    what = request.POST.get("what", "")
    telling = TellingForm(request.POST if what == "tell" else None, initial={"language": page.confided.language})
    withholding_form = WithholdingForm(request.POST if what == "withhold" else None)
    answer = _decided(request, page, row, telling, withholding_form, reader)
    return answer or _shown(request, page, row, telling, withholding_form)


def _row(request: HttpRequest, case: UUID, withholding: UUID) -> Withholding:
    """The row, of a case that this person may see. One query, whatever does not exist for whom. Raises Http404."""
    actor = actor_at(request)
    found = withholding_visible_to(actor, case, withholding, on=clock.today()) if actor else None
    if found is None:
        raise Http404
    return found


def _decided(
    request: HttpRequest,
    page: CasePage,
    row: Withholding,
    telling: TellingForm,
    withholding: WithholdingForm,
    reader: UnlockedReader,
) -> HttpResponse | None:
    sent = telling if telling.is_bound else withholding
    if not sent.is_bound or not sent.is_valid():
        return None
    row.case = page.case
    try:
        if telling.is_bound:
            tell_now(row, telling.words(), by=page.actor, reader=reader, at=clock.now())
            messages.success(request, _("The reporter can read it now."))
        else:
            withhold_anew(row, withholding.withheld(), by=page.actor, reader=reader, at=clock.now())
            messages.success(request, _("Your decision is kept. You are asked again before its day."))
    except MAY_BE_TOLD as refusal:
        field, words = told(refusal)
        sent.add_error(field if field in sent.fields else None, words)
        return None
    except (NotAllowed, NoEnvelope):
        raise Http404 from None
    return redirect("case_detail", page.case.id)


def _shown(
    request: HttpRequest, page: CasePage, row: Withholding, telling: TellingForm, withholding: WithholdingForm
) -> HttpResponse:
    context = {
        "case": page.case,
        "row": row,
        "ground": WITHHOLDING_GROUNDS[WithholdingGround(row.ground)],
        "why": _why(page, row),
        "telling": telling,
        "withholding": withholding,
        "form": telling if telling.is_bound else withholding,
    }
    return render(request, "cases/case_untold.html", context)


def _why(page: CasePage, row: Withholding) -> OpenedNote | None:
    """The reason, where this reader holds the key of that time."""
    assert page.reader is not None
    notes = opened_notes(dossier_items_of(page.case).filter(pk=row.reason_id), page.reader)
    return notes[0] if notes else None
