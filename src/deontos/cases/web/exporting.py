"""The page on which somebody takes a copy of a case out: what goes into it, and that it is in clear from then on."""

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Final, cast
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deontos.access.doors import door
from deontos.access.gate import NotAllowed
from deontos.access.permissions import Permission
from deontos.cases.actions.exporting import export
from deontos.cases.dossier import OpenedNote, dossier_items_of, opened_notes
from deontos.cases.models import DossierItem
from deontos.cases.vocabulary import Audience, ExportPart
from deontos.cases.web.case_page import CasePage, page_of
from deontos.cases.web.export_files import CopiedFiles, files_of_dossier, files_of_talk
from deontos.cases.web.export_paper import CaseOnPaper
from deontos.correspondence.web.downloads import CONFINED
from deontos.documents.packages import LeftOut, Member, member, packed
from deontos.documents.paper import Paper
from deontos.documents.pdf import NoPaper, as_pdf
from deontos.kernel import clock
from deontos.keyring.readers import NoEnvelope, UnlockedReader
from deontos.keyring.web.unlocking import unlocked_or_ask
from deontos.ui.forms import CheckCards, PageForm
from deontos.ui.sizes import in_words

LARGEST: Final = 1024 * 1024 * 1024
"""Bytes of files that go into one copy."""
PARTS: Final = {
    ExportPart.DOSSIER: gettext_lazy("The dossier"),
    ExportPart.MINE: gettext_lazy("My private notes"),
    ExportPart.FILES: gettext_lazy("The files"),
}
HINTS: Final = {
    ExportPart.DOSSIER: gettext_lazy("Notes, evidence and findings that everybody reads who handles this case."),
    ExportPart.MINE: gettext_lazy("What only you can read. Whoever gets the copy reads it too."),
    ExportPart.FILES: gettext_lazy("As they came. They were not cleaned: open them with care."),
}


class ExportForm(PageForm):
    """What goes into the copy beside the conversation."""

    parts = forms.MultipleChoiceField(
        label=gettext_lazy("What else goes in?"),
        choices=[(part.value, words) for part, words in PARTS.items()],
        widget=CheckCards(hints={part.value: words for part, words in HINTS.items()}),
        required=False,
        initial=[ExportPart.DOSSIER, ExportPart.FILES],
    )

    def chosen(self) -> frozenset[ExportPart]:
        """What was chosen; only of a form that is valid."""
        return frozenset(map(ExportPart, self.cleaned_data["parts"]))


@door(requires=Permission.CASES_CASE_EXPORT, methods=("GET", "HEAD", "POST"))
def case_export(request: HttpRequest, case: UUID) -> HttpResponse:
    """Take a copy of a case out, in clear, as one package."""
    page = page_of(request, case, None)
    reader = unlocked_or_ask(request)
    if isinstance(reader, HttpResponse):
        return reader
    page.reader = reader
    if not page.is_opened:
        return redirect("case_detail", case)
    form = ExportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _given(request, page, reader, form)
    return _shown(request, page, form)


def _given(request: HttpRequest, page: CasePage, reader: UnlockedReader, form: ExportForm) -> HttpResponse:
    parts = form.chosen()
    rows = list(_rows(page, parts))
    notes = opened_notes(rows, reader)
    files = _files(page, reader, rows, notes) if ExportPart.FILES in parts else CopiedFiles()
    if files.size > LARGEST:
        words = _("These files are larger than %(most)s together. Leave them out, and save them one by one.")
        form.add_error("parts", words % {"most": in_words(LARGEST)})
        return _shown(request, page, form)
    files = files.checked()
    paper = CaseOnPaper(page, notes, files.files, bool(parts - {ExportPart.FILES})).paper()
    members, left_out = on_paper(paper, "case")
    try:
        export(page.case, parts, by=page.actor, at=clock.now())
    except (NotAllowed, NoEnvelope):
        raise Http404 from None
    package = packed(
        [*members, *files.members()], on=page.today, left_out=[*left_out, *files.left_out], intro=how_to_check()
    )
    return handed_out(package, f"case-{page.case.number}.zip")


def _rows(page: CasePage, parts: frozenset[ExportPart]) -> QuerySet[DossierItem]:
    """The items of the dossier that go in: the common ones, the own private ones, never those of others."""
    common, own = Q(audience=Audience.DOSSIER), Q(audience=Audience.MINE, author__person=page.actor.person)
    chosen = [rows for part, rows in ((ExportPart.DOSSIER, common), (ExportPart.MINE, own)) if part in parts]
    return dossier_items_of(page.case).filter(reduce(or_, chosen)) if chosen else DossierItem.objects.none()


def _files(page: CasePage, reader: UnlockedReader, rows: list[DossierItem], notes: list[OpenedNote]) -> CopiedFiles:
    talk = files_of_talk(page.case.disclosure.conversation, reader)
    return CopiedFiles((*talk, *files_of_dossier(rows, notes, reader)))


def on_paper(paper: Paper, name: str) -> tuple[list[Member], list[LeftOut]]:
    """A paper as PDF and as plain text; where it is too long for the first, only the second, with the reason."""
    words = member(f"{name}.txt", paper.in_words().encode("utf-8", errors="replace"))
    unshown = _("Some signs cannot be shown here. They stand in the file %(name)s.") % {"name": f"{name}.txt"}
    try:
        return [member(f"{name}.pdf", as_pdf(paper, unshown=unshown, to_keep=True)), words], []
    except NoPaper:
        because = _("Too long for a PDF, or there was no room to make one just now. The text file holds all of it.")
        return [words], [LeftOut(f"{name}.pdf", because)]


def handed_out(package: Iterator[bytes], name: str) -> HttpResponse:
    """A package as a download: never shown by the browser itself, kept by nobody on the way."""
    response = StreamingHttpResponse(package, content_type="application/zip")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Content-Security-Policy"] = CONFINED
    return cast("HttpResponse", response)


def how_to_check() -> str:
    """What stands above the list of hashes."""
    return _("Each file of this package with its SHA-256. To check them:") + "\nsha256sum --check manifest.txt"


def _shown(request: HttpRequest, page: CasePage, form: ExportForm) -> HttpResponse:
    context = {"form": form, "name_standing": page.confided.name_standing, **page.around()}
    return render(request, "cases/case_export.html", context)
