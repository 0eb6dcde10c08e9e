"""The step of the form that takes files: what was taken in waits with the draft, what was left out is said."""

from contextlib import suppress
from uuid import UUID

from django.http import HttpResponse
from django.utils import translation

from deontos.correspondence.actions.files import remove_file
from deontos.correspondence.web.intake import taken_in
from deontos.correspondence.web.typed import chosen_language, typed_line
from deontos.correspondence.web.uploads import LeftOut, uploads_of
from deontos.speakup.web.answers import Answers
from deontos.speakup.web.pages import step_page
from deontos.speakup.web.steps import Step
from deontos.speakup.web.visit import Visit

ADD, REMOVE = "add", "remove"


def take_files(visit: Visit, step: Step) -> list[LeftOut]:
    """At the step of files, keep those that came and take away the one that was chosen; the answer was left out."""
    if step is not Step.ATTACHMENTS or visit.sitting is None:
        return []
    with suppress(ValueError):
        remove_file(visit.sitting, UUID(typed_line(visit.request, REMOVE)), on=visit.on)
    return taken_in(visit.sitting, uploads_of(visit.request), on=visit.on, is_asked=asks_to_add(visit))


def asks_to_add(visit: Visit) -> bool:
    """Whether the button was pressed that adds the chosen files."""
    return visit.request.POST.get("go") == ADD


def changes_the_list(visit: Visit) -> bool:
    """Whether a button was pressed that adds files or takes one away, and leads back to their list."""
    return asks_to_add(visit) or REMOVE in visit.request.POST


def stays(visit: Visit, step: Step) -> bool:
    """Whether the step of files was sent with a button that leads back to it."""
    return step is Step.ATTACHMENTS and changes_the_list(visit)


def without_files(visit: Visit, answers: Answers, left_out: list[LeftOut]) -> HttpResponse:
    """The page of files once more, with a sentence for each that was left out; the others stand in its list."""
    visit.turn_to(chosen_language(visit.request) or visit.language)
    with translation.override(visit.language):
        form = visit.form(Step.ATTACHMENTS, answers, judge=True)
        for each in left_out:
            form.mark_wrong("attachments", each.words)
        return step_page(visit, Step.ATTACHMENTS, form, answers)
