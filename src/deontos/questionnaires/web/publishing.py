"""Publishing a draft, dropping it, and retiring a questionnaire; each is asked on a page of its own."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from deontos.access.doors import door
from deontos.access.permissions import Permission
from deontos.kernel import clock
from deontos.questionnaires.actions import QuestionnaireRefused, drop_draft, publish, retire
from deontos.questionnaires.rules.reading import DefinitionRefused
from deontos.questionnaires.web.drafts import SEEN, Draft, actor_of, back, draft_at, language_names
from deontos.questionnaires.web.faulty import faults_of
from deontos.questionnaires.web.saving import why

KEEP = Permission.QUESTIONNAIRES_QUESTIONNAIRE_CHANGE
BOTH = ("GET", "HEAD", "POST")
FAULTS_A_PAGE = 20


@door(requires=KEEP, methods=BOTH)
def questionnaire_publish(request: HttpRequest, questionnaire: UUID) -> HttpResponse:
    """What is still missing, each with the way there; where nothing is, what publishing means, and the button."""
    draft = draft_at(request, questionnaire)
    if request.method == "POST":
        seen, actor, now = request.POST.get(SEEN, ""), actor_of(request), clock.now()
        said = _("Published. From now on this version never changes.")
        if _is_done(request, lambda: publish(draft.questionnaire, seen=seen, by=actor, at=now), said):
            return back(draft)
        draft = draft_at(request, questionnaire)
    if not draft.is_open:
        return back(draft)
    return _shown(request, draft)


@door(requires=KEEP, methods=BOTH)
def questionnaire_drop(request: HttpRequest, questionnaire: UUID) -> HttpResponse:
    """Ask whether a draft really goes; what was published stays."""
    draft = draft_at(request, questionnaire)
    if request.method == "POST":
        seen, actor, now = request.POST.get(SEEN, ""), actor_of(request), clock.now()
        said = _("The draft is gone. What was published goes on.")
        _is_done(request, lambda: drop_draft(draft.questionnaire, seen=seen, by=actor, at=now), said)
        return back(draft)
    if not draft.is_open or draft.version.number == 1:
        return back(draft)
    context = {"draft": draft, "seen": draft.seen, "crumbs": draft.way()}
    return render(request, "questionnaires/questionnaire_drop.html", context)


@door(requires=KEEP, methods=BOTH)
def questionnaire_retire(request: HttpRequest, questionnaire: UUID) -> HttpResponse:
    """Ask whether a questionnaire is really used no more."""
    draft = draft_at(request, questionnaire)
    if request.method == "POST":
        actor, now = actor_of(request), clock.now()
        said = _("Retired. Nobody can choose it any more.")
        _is_done(request, lambda: retire(draft.questionnaire, by=actor, at=now), said)
        return back(draft)
    if draft.questionnaire.retired_on:
        return back(draft)
    return render(request, "questionnaires/questionnaire_retire.html", {"draft": draft, "crumbs": draft.way()})


def _is_done(request: HttpRequest, act: Callable[[], object], said: str) -> bool:
    """Whether it was done; either way it is told at the top of the next page."""
    try:
        act()
    except (QuestionnaireRefused, DefinitionRefused) as refusal:
        messages.error(request, why(refusal))
        return False
    messages.success(request, said)
    return True


def _shown(request: HttpRequest, draft: Draft) -> HttpResponse:
    wanted = request.GET.get("in", "")
    every = faults_of(draft)
    rows = [each for each in every if wanted not in language_names() or each.language == wanted]
    context = {
        "draft": draft,
        "seen": draft.seen,
        "crumbs": draft.way(),
        "count": len(every),
        "page": Paginator(rows, FAULTS_A_PAGE).get_page(request.GET.get("page")),
        "only": language_names().get(wanted, ""),
        "query": f"in={wanted}" if wanted in language_names() else "",
        "here": draft.address("questionnaire_publish"),
    }
    return render(request, "questionnaires/questionnaire_publish.html", context)
