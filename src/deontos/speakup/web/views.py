"""The pages of the reporting form, request by request as the contract says."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.correspondence.actions.sittings import ReceiptRefused, discard, end, start
from deontos.correspondence.vocabulary import SittingState
from deontos.correspondence.web.cookie import give_cookie, sitting_key, take_cookie_back
from deontos.correspondence.web.typed import asks_for_language, chosen_language
from deontos.correspondence.web.uploads import takes_files
from deontos.organisations.vocabulary import Language
from deontos.speakup.promises import promises_for
from deontos.speakup.queries import published_texts
from deontos.speakup.web.answers import Answers
from deontos.speakup.web.confiding import to_be_shown
from deontos.speakup.web.elsewhere import who_may
from deontos.speakup.web.pages import frame, readers_of, step_page
from deontos.speakup.web.steps import Step
from deontos.speakup.web.taking import matching_sitting, show_check, take
from deontos.speakup.web.taking_over import fallback_of
from deontos.speakup.web.terms import expected_by_day
from deontos.speakup.web.visit import Visit, form_intake, visit_at
from deontos.vault.receipts import Receipt

BOTH = ("GET", "HEAD", "POST")


@door(open_to=Entrant.ANYBODY, methods=BOTH)
def disclosure_start(request: HttpRequest, language: Language, organisation: str) -> HttpResponse:
    """What happens and who reads; with the button, a receipt and an empty draft."""
    visit = visit_at(request, language, organisation)
    if request.method == "POST" and asks_for_language(request):
        return visit.to("disclosure_start", language=chosen_language(request))
    if request.method == "POST" and visit.line.is_open:
        return _started(visit)
    context = {
        **frame(visit, Step.CODE),
        "is_open": visit.line.is_open,
        "readers": readers_of(visit, Answers()),
        "who": who_may(visit.channel, visit.asking.admissions),
        "own": published_texts(visit.channel, visit.language),
        "fallback": None if visit.line.is_open else fallback_of(visit, Answers()),
    }
    return render(request, "speakup/disclosure_start.html", context)


@door(open_to=Entrant.ANYBODY, methods=BOTH)
@takes_files(form_intake)
def disclosure_step(request: HttpRequest, language: Language, organisation: str, step: Step) -> HttpResponse:
    """One step of the form."""
    visit = visit_at(request, language, organisation)
    if request.method == "POST":
        return take(visit, step)
    return _shown(visit, step)


@door(open_to=Entrant.ANYBODY)
def disclosure_saved(request: HttpRequest, language: Language, organisation: str) -> HttpResponse:
    """The draft is kept, and how it is opened again."""
    visit = visit_at(request, language, organisation)
    if visit.state is not SittingState.WRITING:
        return _gone(visit)
    try:
        following, last_day = visit.first_open(visit.answers()), visit.draft_stays_until()
    except ReceiptRefused:
        return _gone(visit)
    go_on = visit.address("disclosure_step", step=following)
    context = {**frame(visit, following), "go_on": go_on, "last_day": last_day}
    return render(request, "speakup/disclosure_saved.html", context)


@door(open_to=Entrant.ANYBODY, methods=BOTH)
def disclosure_erase(request: HttpRequest, language: Language, organisation: str) -> HttpResponse:
    """Stop: asked once more, then the sitting and the draft are gone."""
    visit = visit_at(request, language, organisation)
    if visit.state is not SittingState.WRITING:
        return _gone(visit)
    if request.method == "POST" and asks_for_language(request):
        return visit.to("disclosure_erase", language=chosen_language(request))
    sitting = matching_sitting(visit)
    if request.method == "POST" and sitting:
        discard(sitting)
        response = visit.to("public_page")
        take_cookie_back(response)
        return response
    return render(request, "speakup/disclosure_erase.html", frame(visit, Step.CODE))


@door(open_to=Entrant.ANYBODY)
def disclosure_sent(request: HttpRequest, language: Language, organisation: str) -> HttpResponse:
    """It was received; what happens next, and when."""
    visit = visit_at(request, language, organisation)
    if visit.state is not SittingState.SENT or visit.sitting is None:
        return _gone(visit)
    promises = promises_for(visit.channel, visit.on)
    context = {
        **frame(visit, Step.SEND),
        "is_repeated": visit.sitting.content.repeated,
        "expected": expected_by_day(promises) if promises else (),
        "on": visit.on,
    }
    return render(request, "speakup/disclosure_sent.html", context)


def _started(visit: Visit) -> HttpResponse:
    old = sitting_key(visit.request)
    if old:
        end(old)
    sitting = start(visit.channel.organisation_id, Receipt.make(), on=visit.on, at=visit.at)
    response = visit.to_step(Step.CODE)
    give_cookie(response, sitting.key)
    return response


def _shown(visit: Visit, step: Step) -> HttpResponse:
    if visit.state is SittingState.SENT:
        return visit.to("disclosure_sent")
    if visit.state is not SittingState.WRITING:
        return _gone(visit)
    try:
        answers = visit.answers()
        if step not in visit.way(answers).steps:
            return visit.to_step(visit.first_open(answers))
        first = visit.first_open(answers, before=step)
        if first is not step:
            return visit.to_step(first)
        if step is Step.SEND and is_to_be_checked(visit, answers):
            return visit.to_step(Step.CHECK)
        if step is Step.CHECK:
            return show_check(visit)
        visit.stay(step, answers)
    except ReceiptRefused:
        return _gone(visit)
    return step_page(visit, step, visit.form(step, answers), answers)


def is_to_be_checked(visit: Visit, answers: Answers) -> bool:
    """Whether something is not as the check page showed it."""
    looked_at = visit.shown_before.get(Step.CHECK, answers.held)
    return looked_at != answers.held or answers.shown != to_be_shown(visit, answers)


def _gone(visit: Visit) -> HttpResponse:
    return render(visit.request, "speakup/sitting_gone.html", frame(visit, Step.CODE))
