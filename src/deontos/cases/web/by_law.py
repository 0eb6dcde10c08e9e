"""The page for when a law demands a reporter's name: two stewards open it, or a letter says that we cannot."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from deontos.access.doors import door
from deontos.access.gate import NotAllowed
from deontos.access.permissions import Permission
from deontos.cases.actions.by_law import ask_by_law, open_by_law
from deontos.cases.actions.dialogue import Words
from deontos.cases.web.case_page import CasePage, page_of
from deontos.cases.web.forms import LANGUAGES
from deontos.cases.web.refusals import MAY_BE_TOLD, told
from deontos.kernel import clock
from deontos.keyring.own_vault import VaultRefused
from deontos.keyring.phrases import REFUSALS
from deontos.keyring.readers import NoEnvelope
from deontos.keyring.recovery import contributions_to, is_in_custody, own_ceremony_for
from deontos.keyring.vocabulary import KeyringCode
from deontos.keyring.web.unlocking import unlocked_or_ask
from deontos.organisations.vocabulary import Language
from deontos.ui.forms import PageForm


class ByLawForm(PageForm):
    """Which law, for the stewards; and the words with which the reporter is told first."""

    ground = forms.CharField(
        label=_("Which law or order demands the name?"),
        help_text=_("Stewards read this, and it stays in the record. Nothing about the report itself."),
        max_length=500,
        error_messages={
            "required": _("Name the law or the order."),
            "max_length": _("Say it in 500 characters or less."),
        },
    )
    text = forms.CharField(
        label=_("Your message to the reporter"),
        help_text=_("Say which law demands it, who will know the name, and what happens next. It is sent first."),
        widget=forms.Textarea(attrs={"rows": 6}),
        strip=False,
        error_messages={"required": _("Write to the reporter first.")},
    )
    language = forms.ChoiceField(label=_("Language of your message"), choices=LANGUAGES)

    def refuse(self, refusal: VaultRefused) -> None:
        """Put the reason above the form."""
        self.add_error(None, forms.ValidationError(str(REFUSALS[KeyringCode(refusal.code)]), code="refused"))


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
    form = ByLawForm(request.POST if request.POST.get("what") == "ask" else None, initial=_initial(page))
    answer = _done(request, page, form) if request.method == "POST" else None
    return answer or render(request, "cases/case_by_law.html", {"form": form, **_standing(page)})


def _initial(page: CasePage) -> dict[str, Any]:
    return {"language": page.confided.language}


def _letter(page: CasePage) -> dict[str, Any]:
    """The letter in the language of the report, and in that of whoever prints it."""
    return {"case": page.case, "in_custody": False, "report_language": page.confided.language, "today": page.today}


def _standing(page: CasePage) -> dict[str, Any]:
    pair = page.case.disclosure.conversation.identity_pair_id
    ceremony = own_ceremony_for(pair, page.actor.person, at=clock.now())
    handed_on = list(contributions_to(ceremony)) if ceremony else []
    return {"case": page.case, "in_custody": True, "ceremony": ceremony, "handed_on": handed_on}


def _done(request: HttpRequest, page: CasePage, form: ByLawForm) -> HttpResponse | None:
    assert page.reader is not None
    try:
        if request.POST.get("what") == "open":
            open_by_law(page.case, by=page.actor, reader=page.reader, at=clock.now())
            return redirect("case_detail", page.case.id)
        if form.is_valid():
            given = form.cleaned_data
            words = Words(given["text"].replace("\r\n", "\n"), Language(given["language"]))
            ask_by_law(page.case, given["ground"], words, by=page.actor, reader=page.reader, at=clock.now())
            return redirect("case_by_law", page.case.id)
    except MAY_BE_TOLD as refusal:
        form.add_error(*told(refusal))
    except VaultRefused as refusal:
        if form.is_bound:
            form.refuse(refusal)
    except (NotAllowed, NoEnvelope):
        raise Http404 from None
    return None
