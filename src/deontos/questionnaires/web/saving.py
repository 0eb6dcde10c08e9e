"""Keeping a change of a draft, or saying why it was not kept, with everything that was typed still there."""

from typing import Any, Protocol

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from deontos.questionnaires.actions import QuestionnaireRefused
from deontos.questionnaires.phrases import NOT_CHANGED
from deontos.questionnaires.rules.definition import Definition
from deontos.questionnaires.rules.reading import DefinitionRefused
from deontos.questionnaires.vocabulary import QuestionnaireCode
from deontos.questionnaires.web.drafts import Draft, keep
from deontos.questionnaires.web.faulty import said_of


class Conflicting(Protocol):
    """A form that can say why nothing was kept."""

    is_conflict: bool

    def add_error(self, field: str | None, error: Any) -> None:  # noqa: ANN401 what every form takes
        """Put a reason in it."""


def saved(request: HttpRequest, draft: Draft, definition: Definition, form: Conflicting) -> bool:
    """Whether a change that was typed in a form was kept; if not, the form says why."""
    try:
        keep(request, draft, definition)
    except (QuestionnaireRefused, DefinitionRefused) as refusal:
        form.is_conflict = refusal.code is QuestionnaireCode.CHANGED_MEANWHILE
        form.add_error(None, why(refusal))
        return False
    messages.success(request, _("Saved."))
    return True


def changed_or_told(request: HttpRequest, draft: Draft, definition: Definition, there: str, said: str) -> HttpResponse:
    """Keep a change that nobody typed anything for, or say why not; then go there."""
    try:
        keep(request, draft, definition)
        messages.success(request, said)
    except (QuestionnaireRefused, DefinitionRefused) as refusal:
        messages.error(request, why(refusal))
    return HttpResponseRedirect(there)


def why(refusal: QuestionnaireRefused | DefinitionRefused) -> str:
    """Why nothing was changed, in words."""
    if isinstance(refusal, DefinitionRefused):
        return said_of(refusal.faults[0])
    return str(NOT_CHANGED[QuestionnaireCode(refusal.code)]) % refusal.parameters


def typed_for_nothing(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What was typed for a piece that somebody else removed meanwhile. Raises Http404 where nothing was typed."""
    every = [text for name, values in request.POST.lists() if name not in NOT_TYPED for text in values]
    typed = [text for text in every if text.strip()]
    if not typed:
        raise Http404
    return render(request, "questionnaires/piece_gone.html", {"draft": draft, "typed": typed})


NOT_TYPED = frozenset({"csrfmiddlewaretoken", "seen", "go", "kind", "every", "test"})
"""Fields that are not text which somebody wrote."""
