"""The dossier of a case: notes and evidence that the reporter never sees, page by page, and a form to add to them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deontos.access.doors import door
from deontos.access.gate import NotAllowed
from deontos.access.permissions import Permission
from deontos.cases.actions.dossier import Jotting, write_in_dossier
from deontos.cases.dossier import OpenedNote, last_note_for, notes_for, opened_notes
from deontos.cases.drafts import KeptDraft, draft_of
from deontos.cases.phrases import AUDIENCE_HINTS, AUDIENCES, DOSSIER_KINDS
from deontos.cases.rules import JOTTED
from deontos.cases.vocabulary import Audience, DossierKind, Panel
from deontos.cases.web.case_page import CasePage, page_of
from deontos.cases.web.drafts import drop_here, keep_here
from deontos.cases.web.files import dossier_intake, take_files_back, typed_beside, without_files
from deontos.cases.web.forms import DROP, KEEP
from deontos.cases.web.refusals import MAY_BE_TOLD, told, words_of
from deontos.correspondence.files.facts import SealedFile
from deontos.correspondence.web.intake import limits_today
from deontos.correspondence.web.rows import FileRow, row_of
from deontos.correspondence.web.uploads import takes_files, uploads_of
from deontos.kernel import clock
from deontos.keyring.readers import NoEnvelope
from deontos.keyring.web.unlocking import unlocked, unlocked_or_ask
from deontos.ui.forms import FilesField, PageForm, RadioCards

PAGE_SIZE = 12


class JottingForm(PageForm):
    """Something to write down in the dossier."""

    text = forms.CharField(
        label=gettext_lazy("What do you write down?"),
        help_text=gettext_lazy("Facts first: what, where, when, from whom you have it."),
        widget=forms.Textarea(attrs={"rows": 6}),
        strip=False,
        error_messages={
            "required": gettext_lazy("Write something down"),
            "null_characters_not_allowed": gettext_lazy("Your text holds a sign that cannot be kept. Type it anew."),
        },
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[(kind.value, DOSSIER_KINDS[kind]) for kind in JOTTED],
        widget=RadioCards(),
        initial=DossierKind.NOTE,
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Who may read it?"),
        choices=[(audience.value, words) for audience, words in AUDIENCES.items()],
        widget=RadioCards(hints={audience.value: words for audience, words in AUDIENCE_HINTS.items()}),
        initial=Audience.DOSSIER,
    )
    attachments = FilesField(label=gettext_lazy("Files that belong to it"), required=False)
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    here = forms.CharField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def jotting(self, files: Sequence[SealedFile] = ()) -> Jotting:
        """What is written; only of a form that is valid."""
        given = self.cleaned_data
        text = given["text"].replace("\r\n", "\n")
        return Jotting(text, DossierKind(given["kind"]), Audience(given["audience"]), tuple(files), given["seen"])


@door(requires=Permission.CASES_CASE_READ)
def case_dossier(request: HttpRequest, case: UUID) -> HttpResponse:
    """The notes of a case; with a closed vault only that there is a dossier."""
    page = page_of(request, case, unlocked(request))
    if page.reader is not None and not page.is_opened:
        return redirect("case_detail", case)
    if page.reader is None:
        return _shown(request, page, JottingForm())
    draft = draft_of(page.case, Panel.DOSSIER, page.reader)
    initial = _as_kept(draft.typed) if draft and draft.typed else {}
    form = JottingForm(initial={**initial, **_hidden(page, draft)})
    return _shown(request, page, form, draft=draft)


@door(requires=Permission.CASES_CASE_HANDLE, methods=("POST",))
@takes_files(dossier_intake)
def case_jot(request: HttpRequest, case: UUID) -> HttpResponse:
    """Write something down in the dossier, or keep files in it."""
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
    form = JottingForm(request.POST)
    form.fields["text"].required = not uploads_of(request).sealed
    take_files_back(request, form)
    return _written(request, page, form) if form.is_valid() else _shown(request, page, form)


def _kept(request: HttpRequest, page: CasePage) -> HttpResponse:
    refusal = keep_here(request, page, Panel.DOSSIER)
    if refusal is None:
        return redirect("case_dossier", page.case.id)
    assert page.reader is not None
    draft = draft_of(page.case, Panel.DOSSIER, page.reader)
    typed = {**_as_kept(request.POST.dict()), "here": request.POST.get("here", "")}
    form = JottingForm(initial={**typed, **_hidden(page, draft)})
    form.mark_wrong(*words_of(refusal))
    return _shown(request, page, without_files(request, form), elsewhere=draft)


def _dropped(request: HttpRequest, page: CasePage) -> HttpResponse:
    drop_here(request, page, Panel.DOSSIER)
    return redirect("case_dossier", page.case.id)


UNSENT = {KEEP: _kept, DROP: _dropped}
"""What the buttons do that write nothing down."""


def _as_kept(typed: Mapping[str, str]) -> dict[str, str]:
    return {name: typed[name] for name in ("text", "kind", "audience") if typed.get(name)}


def _hidden(page: CasePage, draft: KeptDraft | None) -> dict[str, Any]:
    """Which item of the dossier is the last that this page shows, and which kept text."""
    return {"seen": last_note_for(page.case, page.actor.person), "kept": draft.mark if draft else ""}


def _written(request: HttpRequest, page: CasePage, form: JottingForm) -> HttpResponse:
    assert page.reader is not None
    try:
        jotting = form.jotting(uploads_of(request).sealed)
        write_in_dossier(page.case, jotting, by=page.actor, reader=page.reader, at=clock.now())
    except MAY_BE_TOLD as refusal:
        seen = form.cleaned_data["seen"]
        form = JottingForm({**request.POST.dict(), "seen": last_note_for(page.case, page.actor.person)})
        form.add_error(*told(refusal))
        return _shown(request, page, without_files(request, form), since=seen)
    except (NotAllowed, NoEnvelope):
        raise Http404 from None
    messages.success(request, _("It stands in the dossier now."))
    return redirect("case_dossier", page.case.id)


def _shown(
    request: HttpRequest, page: CasePage, form: JottingForm, *, since: int | None = None, **more: KeptDraft | None
) -> HttpResponse:
    context: dict[str, Any] = {**page.context(form), "draft": None, **more, "tab": "dossier", "since": since}
    context |= {"form": form}
    context["limits"] = limits_today(is_draft=False)
    if page.reader is not None:
        rows = Paginator(notes_for(page.case, page.actor.person).order_by("-position"), PAGE_SIZE)
        shown = rows.get_page(request.GET.get("page"))
        notes = opened_notes(shown.object_list, page.reader)
        context |= {"page": shown, "notes": [(note, DOSSIER_KINDS[note.kind], _row(page, note)) for note in notes]}
    return render(request, "cases/case_dossier.html", context)


def _row(page: CasePage, note: OpenedNote) -> FileRow | None:
    """The file of a note, where it is one."""
    if note.file is None:
        return None
    return row_of(note.file, href=reverse("case_evidence_view", args=[page.case.id, note.id]), for_handler=True)
