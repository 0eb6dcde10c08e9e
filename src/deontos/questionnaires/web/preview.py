"""The page on which a questionnaire is tried, in each language: nothing that is typed there is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

from deontos.access.doors import actor_at, door
from deontos.access.permissions import Permission
from deontos.organisations.vocabulary import Language
from deontos.questionnaires.editions import Edition
from deontos.questionnaires.models import QuestionnaireVersion
from deontos.questionnaires.queries import QuestionnaireGone, definition_at, definition_of, questionnaires_visible_to
from deontos.questionnaires.rules.checking import newly_shown
from deontos.questionnaires.rules.definition import Definition
from deontos.questionnaires.rules.faults import faults
from deontos.questionnaires.rules.parts import Typed, all_names
from deontos.questionnaires.rules.scoring import scored
from deontos.questionnaires.rules.texts import completeness, said_in
from deontos.questionnaires.shelf import LANGUAGES, versions
from deontos.questionnaires.telling import told
from deontos.questionnaires.web.faulty import said_of
from deontos.questionnaires.web.forms import QuestionsForm
from deontos.questionnaires.web.sent import sent_in

FAULTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class LanguageTab:
    """A language by its own name, and how far the questionnaire is written in it."""

    code: str
    name: str
    filled: int
    whole: int
    current: bool


@dataclass(frozen=True, slots=True)
class ScoreShown:
    """A score in words and figures."""

    label: str
    points: int
    whole: int
    percent: int
    band: str


@door(requires=Permission.QUESTIONNAIRES_QUESTIONNAIRE_CHANGE, methods=("GET", "HEAD", "POST"))
def questionnaire_preview(request: HttpRequest, questionnaire: str, version: int) -> HttpResponse:
    """Try a shipped questionnaire, or a version or the draft of one that this person keeps."""
    definition = definition_for(request, Edition(questionnaire, version))
    language = _language(request)
    typed = sent_in(request, all_names(definition))
    with translation.override(language):
        form = QuestionsForm(definition, language, typed, judge=request.method == "POST")
        asked = render_to_string("questionnaires/_tried.html", tried(form, definition, typed), request)
    context = {
        "title": said_in(definition.title, language),
        "version": definition.version,
        "asked_in": language,
        "tabs": _tabs(definition, language),
        "asked": asked,
        "faults": [(fault.place, said_of(fault)) for fault in faults(definition, LANGUAGES)[:FAULTS_SHOWN]],
    }
    return render(request, "questionnaires/questionnaire_preview.html", context)


def tried(form: QuestionsForm, definition: Definition, typed: Typed) -> dict[str, object]:
    """What a page shows of a questionnaire that is tried: the questions, and what would be read of the answers."""
    is_tried = form.is_bound and form.is_valid()
    answers = form.checked.answers
    new = newly_shown(definition, {}, typed, typed.keys()) if form.is_bound else frozenset()
    return {
        "form": form,
        "new": [form[name] for name in form.fields if name in new],
        "is_tried": is_tried,
        "told": told(definition, answers, form.language) if is_tried else [],
        "scores": _scores(definition, form) if is_tried else [],
    }


def _scores(definition: Definition, form: QuestionsForm) -> Sequence[ScoreShown]:
    return [
        ScoreShown(
            said_in(each.score.label, form.language),
            each.points,
            each.whole,
            each.percent,
            said_in(each.band.label, form.language) if each.band else "",
        )
        for each in scored(definition, form.checked.answers)
    ]


def definition_for(request: HttpRequest, edition: Edition) -> Definition:
    """What a shipped questionnaire asks, or a version or draft of one that this person keeps. Raises Http404."""
    if edition.questionnaire in versions():
        try:
            return definition_of(edition)
        except QuestionnaireGone:
            raise Http404 from None
    actor = actor_at(request)
    assert actor is not None
    try:
        rows = questionnaires_visible_to(actor).filter(pk=UUID(edition.questionnaire))
    except ValueError:
        raise Http404 from None
    found = QuestionnaireVersion.objects.filter(questionnaire__in=rows, number=edition.version).first()
    if found is None:
        raise Http404
    return definition_at(found)


def _language(request: HttpRequest) -> str:
    asked = request.POST.get("in") or request.GET.get("in", "")
    return asked if asked in LANGUAGES else request.person.language  # type: ignore[attr-defined]


def _tabs(definition: Definition, current: str) -> list[LanguageTab]:
    names = dict(settings.LANGUAGES)
    found = [completeness(definition, language) for language in Language]
    return [
        LanguageTab(each.language, names[each.language], each.filled, each.whole, each.language == current)
        for each in found
    ]
