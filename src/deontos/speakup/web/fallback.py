"""Taking a draft along to the organisation that takes over: looked at first, moved by a button, sent by neither."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.correspondence.actions.sittings import ReceiptRefused, move
from deontos.correspondence.vocabulary import SittingState
from deontos.correspondence.web.typed import asks_for_language, chosen_language
from deontos.correspondence.web.unsaved import CANNOT_WRITE, not_saved, words_for
from deontos.organisations.vocabulary import Language
from deontos.speakup.web.answers import Answers
from deontos.speakup.web.pages import frame
from deontos.speakup.web.steps import Step
from deontos.speakup.web.taking import matching_sitting
from deontos.speakup.web.taking_over import Fallback, fallback_of
from deontos.speakup.web.visit import Visit, see, visit_at


@door(open_to=Entrant.ANYBODY, methods=("GET", "HEAD", "POST"))
def disclosure_take_along(request: HttpRequest, language: Language, organisation: str) -> HttpResponse:
    """Say who reads there and where the code works afterwards; with the button, take the draft along."""
    visit = visit_at(request, language, organisation)
    if visit.state is not SittingState.WRITING:
        return _gone(visit)
    try:
        answers = visit.answers()
    except ReceiptRefused:
        return _gone(visit)
    fallback = fallback_of(visit, answers)
    if request.method == "POST" and asks_for_language(request):
        return visit.to("disclosure_take_along", language=chosen_language(request))
    if request.method == "POST" and fallback and matching_sitting(visit):
        return _tried(visit, answers, fallback)
    return _shown(visit, answers, fallback)


def _tried(visit: Visit, answers: Answers, fallback: Fallback) -> HttpResponse:
    try:
        return _moved(visit, fallback)
    except ReceiptRefused:
        return _gone(visit)
    except CANNOT_WRITE as failure:
        return not_saved(_shown(visit, answers, fallback, unsaved=words_for(failure)))


def _moved(visit: Visit, fallback: Fallback) -> HttpResponse:
    assert visit.sitting is not None
    origin = visit.channel.organisation.name

    def taken(stored: dict[str, Any]) -> dict[str, Any]:
        answers = Answers.read(stored)
        return answers.moved(origin=origin, still_named=fallback.still_named(answers)).to_draft()

    move(visit.sitting, fallback.channel.organisation_id, taken, at=visit.at)
    there = {"language": visit.language, "organisation": fallback.slug, "step": Step.ABOUT}
    return see(reverse("disclosure_step", kwargs=there))


def _shown(visit: Visit, answers: Answers, fallback: Fallback | None, *, unsaved: str = "") -> HttpResponse:
    context = {**_context(visit, answers, fallback), "not_saved": unsaved}
    return render(visit.request, "speakup/disclosure_take_along.html", context)


def _context(visit: Visit, answers: Answers, fallback: Fallback | None) -> dict[str, object]:
    shown: dict[str, object] = {**frame(visit, Step.ABOUT), "back": visit.address("disclosure_step", step=Step.ABOUT)}
    if fallback is None:
        return {**shown, "fallback": None}
    address = reverse("receipt_entry", kwargs={"language": visit.language, "organisation": fallback.slug})
    there = {"name": fallback.name, "reading": fallback.reading(answers)}
    return {**shown, "fallback": there, "address": f"{visit.request.get_host()}{address}"}


def _gone(visit: Visit) -> HttpResponse:
    return render(visit.request, "speakup/sitting_gone.html", frame(visit, Step.CODE))
