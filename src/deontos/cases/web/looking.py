"""Looking at files at the desk: a cleaned copy of what came with a conversation or stands in a dossier."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from deontos.access.doors import door
from deontos.access.permissions import Permission
from deontos.cases.web.case_page import CasePage, page_of
from deontos.cases.web.files import evidence_file, talk_file
from deontos.correspondence.web.viewing import Sight, confined, sight_of
from deontos.keyring.web.unlocking import unlocked, unlocked_or_ask


@door(requires=Permission.CASES_CASE_READ)
def case_file_view(request: HttpRequest, case: UUID, item: UUID) -> HttpResponse:
    """A cleaned copy of one file of the conversation."""
    page = page_of(request, case, unlocked(request))
    reader = unlocked_or_ask(request)
    if isinstance(reader, HttpResponse):
        return reader
    href = reverse("case_file", args=[case, item])
    sight = sight_of(request, talk_file(page, item, reader), href=href, for_handler=True)
    return _shown(request, page, sight, back=reverse("case_detail", args=[case]), is_evidence=False)


@door(requires=Permission.CASES_CASE_READ)
def case_evidence_view(request: HttpRequest, case: UUID, item: UUID) -> HttpResponse:
    """A cleaned copy of one file of the dossier."""
    page = page_of(request, case, unlocked(request))
    reader = unlocked_or_ask(request)
    if isinstance(reader, HttpResponse):
        return reader
    href = reverse("case_evidence", args=[case, item])
    sight = sight_of(request, evidence_file(page, item, reader), href=href, for_handler=True)
    return _shown(request, page, sight, back=reverse("case_dossier", args=[case]), is_evidence=True)


def _shown(request: HttpRequest, page: CasePage, sight: Sight, *, back: str, is_evidence: bool) -> HttpResponse:
    context = {**page.around(), "sight": sight, "back": back, "is_evidence": is_evidence}
    return confined(render(request, "cases/case_file_view.html", context))
