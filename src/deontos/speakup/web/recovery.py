"""A step whose sitting is gone, or another's: the typed text stays in the page, and the right code goes on with it."""

from collections.abc import Callable

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from deontos.correspondence.actions.sittings import OpenSitting, ReceiptRefused, end, hold, take_up
from deontos.correspondence.phrases import REFUSALS
from deontos.correspondence.vocabulary import CorrespondenceCode, SittingState
from deontos.correspondence.web.cookie import give_cookie, sitting_key
from deontos.correspondence.web.receipts import CodeMistyped, read_receipt
from deontos.correspondence.web.typed import Typed, asks_for_language, chosen_language, typed_line
from deontos.correspondence.web.uploads import sent_files
from deontos.speakup.web.answers import Answers
from deontos.speakup.web.forms import StepForm
from deontos.speakup.web.pages import frame
from deontos.speakup.web.steps import Step
from deontos.speakup.web.visit import Visit

GoOn = Callable[[Visit, Step, Typed], HttpResponse]


def recover(visit: Visit, step: Step, typed: Typed, go_on: GoOn) -> HttpResponse:
    """Ask for the code, or go on with it. Nothing that was typed is stored before the code is right."""
    code = typed_line(visit.request, "receipt")
    if not code or asks_for_language(visit.request):
        return ask_for_code(visit, step, typed)
    try:
        sitting = take_up(read_receipt(code), visit.channel.organisation_id, at=visit.at)
    except CodeMistyped as mistake:
        return ask_for_code(visit, step, typed, wrong=str(mistake))
    except ReceiptRefused as refusal:
        return ask_for_code(visit, step, typed, wrong=str(REFUSALS[CorrespondenceCode(refusal.code)]))
    return _gone_on(visit, step, typed, sitting, go_on)


def _gone_on(visit: Visit, step: Step, typed: Typed, sitting: OpenSitting, go_on: GoOn) -> HttpResponse:
    old = sitting_key(visit.request)
    if old:
        end(old)
    visit.sitting = sitting
    if sitting.content.state is SittingState.READING:
        hold(sitting, _words_of(visit, step, typed), at=visit.at)
        response: HttpResponse = visit.to("mailbox_page")
    else:
        response = go_on(visit, step, typed)
    give_cookie(response, sitting.key)
    return response


def _words_of(visit: Visit, step: Step, typed: Typed) -> str:
    """The written answers of a step that came too late, for a message: what was chosen from a list is left out."""
    form = visit.form(step, Answers({step: typed}))
    written = [
        name for name, field in form.fields.items() if isinstance(field.widget, forms.Textarea | forms.TextInput)
    ]
    return "\n\n".join(value for name in written for value in typed.get(name, []) if value.strip())


def ask_for_code(visit: Visit, step: Step, typed: Typed, *, wrong: str = "") -> HttpResponse:
    """The page with all that was typed and a field for the code; where one was typed already, what is wrong."""
    code = typed_line(visit.request, "receipt")
    visit.turn_to(chosen_language(visit.request) or visit.language)
    with translation.override(visit.language):
        form = _with_code(visit.form(step, Answers({step: typed})), code, wrong)
        context = {
            **frame(visit, step),
            "form": form,
            "files": sent_files(visit.request),
            "sitting": typed_line(visit.request, "sitting"),
        }
        return render(visit.request, "speakup/recovery.html", context)


def _with_code(form: StepForm, code: str, wrong: str) -> StepForm:
    form.fields["receipt"] = forms.CharField(
        label=_("Your receipt code"),
        help_text=_("Seven groups of four signs. Capitals, hyphens and spaces do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    form.initial["receipt"] = code
    form.order_fields(["receipt"])
    if wrong:
        form.mark_wrong("receipt", wrong)
    return form
