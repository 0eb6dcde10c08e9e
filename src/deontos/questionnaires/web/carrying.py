"""Questionnaires as JSON: written out as a file, and brought in as text that is pasted.

A file is opened and copied instead of sent: the desk takes no file that is not sealed, and a questionnaire is no secret
that a key would be there for.
"""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deontos.access.doors import door
from deontos.access.permissions import Permission
from deontos.administration.web.here import organisation_here
from deontos.kernel import clock
from deontos.questionnaires.actions import QuestionnaireRefused, begin
from deontos.questionnaires.editions import Edition
from deontos.questionnaires.rules.definition import Definition
from deontos.questionnaires.rules.files import read_file, written_file
from deontos.questionnaires.rules.places import Fault
from deontos.questionnaires.rules.reading import DefinitionRefused
from deontos.questionnaires.web.drafts import actor_of, back, draft_at
from deontos.questionnaires.web.faulty import said_of
from deontos.questionnaires.web.listing import way_to_list
from deontos.questionnaires.web.preview import definition_for
from deontos.questionnaires.web.saving import saved, why
from deontos.questionnaires.web.settings_fields import NO_SIGN
from deontos.ui.forms import PageForm

KEEP = Permission.QUESTIONNAIRES_QUESTIONNAIRE_CHANGE
BOTH = ("GET", "HEAD", "POST")
FAULTS_A_PAGE = 20
CONFINED = "default-src 'none'; frame-ancestors 'none'; sandbox"


class BringForm(PageForm):
    """The text of a file."""

    is_conflict = False
    file = forms.CharField(
        label=gettext_lazy("The text of the file"),
        help_text=gettext_lazy("Open the file in a text editor, copy everything, and paste it here."),
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "autocomplete": "off"}),
        error_messages={**NO_SIGN, "required": gettext_lazy("Paste the text of a file first")},
    )


@door(requires=KEEP)
def questionnaire_export(request: HttpRequest, questionnaire: str, version: int) -> HttpResponse:
    """A version as a file, as a download that no browser opens by itself."""
    definition = definition_for(request, Edition(questionnaire, version))
    response = HttpResponse(written_file(definition), content_type="application/json")
    name = f"{questionnaire}-{version}.json"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Content-Security-Policy"] = CONFINED
    return response


@door(requires=KEEP, methods=BOTH)
def questionnaire_import(request: HttpRequest) -> HttpResponse:
    """Begin a questionnaire with what stands in a file."""
    here = organisation_here(request, KEEP)
    form, found = BringForm(request.POST if request.method == "POST" else None), list[Fault]()
    definition = _read(form, found)
    if definition is not None:
        try:
            made = begin(here, definition, by=actor_of(request), at=clock.now())
            messages.success(request, _("The questionnaire is here, as a draft. Nobody is asked it yet."))
            return HttpResponseRedirect(reverse("questionnaire_overview", args=[made.pk]))
        except QuestionnaireRefused as refusal:
            form.add_error("file", why(refusal))
    return _shown(request, form, found, {"here": here, "crumbs": way_to_list(here)})


@door(requires=KEEP, methods=BOTH)
def questionnaire_replace(request: HttpRequest, questionnaire: UUID) -> HttpResponse:
    """Put what stands in a file in the place of the draft: for texts that were translated elsewhere."""
    draft = draft_at(request, questionnaire)
    if request.method != "POST" and not draft.is_open:
        return back(draft)
    form, found = BringForm(request.POST if request.method == "POST" else None), list[Fault]()
    definition = _read(form, found)
    if definition is not None and saved(request, draft, definition, form):
        return back(draft)
    here, crumbs = draft.questionnaire.organisation, draft.way()
    return _shown(request, form, found, {"here": here, "crumbs": crumbs, "draft": draft, "seen": draft.seen})


def _read(form: BringForm, found: list[Fault]) -> Definition | None:
    """What the text says; every fault of it goes into `found`."""
    if not form.is_valid():
        return None
    try:
        return read_file(form.cleaned_data["file"].encode())
    except DefinitionRefused as refusal:
        found += refusal.faults
        form.add_error("file", _("This text cannot be taken as it is. Below stands what is wrong, and where."))
        return None


def _shown(request: HttpRequest, form: BringForm, found: list[Fault], more: dict[str, Any]) -> HttpResponse:
    page: Page[Fault] = Paginator(found, FAULTS_A_PAGE).get_page(request.POST.get("page"))
    rows = [(fault.place, said_of(fault)) for fault in page]
    return render(
        request, "questionnaires/questionnaire_import.html", {"form": form, "rows": rows, "page": page, **more}
    )
