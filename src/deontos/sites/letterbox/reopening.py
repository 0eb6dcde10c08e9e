"""A page of the mailbox that had closed while somebody filled it in: the code opens it, with all that was typed."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render

from deontos.correspondence.actions.sittings import OpenSitting, end
from deontos.correspondence.phrases import REFUSALS
from deontos.correspondence.vocabulary import CorrespondenceCode, SittingState
from deontos.correspondence.web.unsaved import CANNOT_WRITE, not_saved, words_for
from deontos.sites.letterbox.entry import opened_with
from deontos.sites.letterbox.forms import CodeField
from deontos.sites.letterbox.opened import frame_of
from deontos.speakup.web.visit import Visit
from deontos.ui.forms import PageForm


class CodeAgainForm(PageForm):
    """The code, when the mailbox was closed in the meantime."""

    receipt = CodeField()


def reopen(visit: Visit, view: str, names: Iterable[str]) -> OpenSitting | HttpResponse:
    """The mailbox that the code opens, now that of the visit; or the page that asks for it and carries these fields.

    Nothing is changed by it: the page is shown again, as it was filled in. The caller gives the cookie.
    """
    posted = visit.request.POST
    kept = [(name, value) for name in names for value in posted.getlist(name)]
    form = CodeAgainForm(posted if posted.get("receipt") else None)
    context = {"form": form, "kept": kept, **frame_of(visit), "action": visit.address(view)}
    try:
        sitting = _opened(form, visit) if form.is_bound and form.is_valid() else None
    except CANNOT_WRITE as failure:
        form.add_error(None, words_for(failure))
        return not_saved(render(visit.request, "letterbox/mailbox_reopen.html", context))
    if sitting is None:
        return render(visit.request, "letterbox/mailbox_reopen.html", context)
    visit.sitting = sitting
    return sitting


def _opened(form: CodeAgainForm, visit: Visit) -> OpenSitting | None:
    sitting = opened_with(form, visit)
    if sitting is not None and sitting.content.state is not SittingState.READING:
        end(sitting.key)
        form.add_error("receipt", str(REFUSALS[CorrespondenceCode.NOT_SENT_YET]))
        return None
    return sitting
