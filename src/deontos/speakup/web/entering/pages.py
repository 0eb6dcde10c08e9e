"""What each page of typing for somebody else shows."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from deontos.access.permissions import Permission
from deontos.administration.web.here import kept_organisations
from deontos.speakup.content import DisclosureContent
from deontos.speakup.phrases import IDENTITIES, KINDS, SUBJECTS
from deontos.speakup.promises import Promises, promises_for
from deontos.speakup.vocabulary import CameBy, IdentityChoice
from deontos.speakup.web.entered import Said, entered_lines
from deontos.speakup.web.entering.entry import ASKED, SHOWN, TOKEN, Entry, written
from deontos.speakup.web.entering.forms import CameForm, MinutesForm, ReadBackForm
from deontos.speakup.web.forms import HappenedForm, StepForm
from deontos.speakup.web.pages import readers_of
from deontos.speakup.web.steps import Step
from deontos.speakup.web.terms import expected_by_day
from deontos.vault.receipts import Receipt


def first_page(entry: Entry, form: CameForm) -> HttpResponse:
    """How it came. Also says where nothing can be typed: the reporting point is closed, or the key is not certified.

    Where that happened meanwhile, the page carries on all that was typed.
    """
    line = entry.visit.line
    can_type = line.is_open and entry.person in line.certificates
    several = kept_organisations(entry.request, Permission.SPEAKUP_DISCLOSURE_ENTER)
    context = {
        "form": form,
        "is_open": line.is_open,
        "is_certified": entry.person in line.certificates,
        "others": [each for each in several if each.id != entry.channel.organisation_id],
        "carried": entry.carried([form] if can_type else []),
        "has_typed": entry.request.method == "POST",
    }
    return _shown(entry, "speakup/entry_came.html", context)


def second_page(
    entry: Entry, questions: Mapping[Step, StepForm], minutes: MinutesForm, *, new: frozenset[str] = frozenset()
) -> HttpResponse:
    """The questions, to be asked aloud, and the minutes."""
    happened = questions[Step.HAPPENED]
    assert isinstance(happened, HappenedForm)
    happened.new = new
    forms = [*questions.values(), minutes]
    first_wrong = next((form for form in forms if form.errors), happened)
    context = {
        "form": first_wrong,
        "others": [form for form in forms if form is not first_wrong],
        "steps": [(step, form) for step, form in questions.items()],
        "minutes": minutes,
        "asked": ",".join(sorted(entry.asked)),
        "asked_name": ASKED,
        "way": entry.way,
        "spoken": entry.language,
        "carried": entry.carried(forms),
        "readers": readers_of(entry.visit, entry.answers),
    }
    return _shown(entry, "speakup/entry_told.html", context)


def third_page(entry: Entry, form: ReadBackForm, *, wrong: str = "", renewed: bool = False) -> HttpResponse:
    """All of it, to be read back; who reads it then, and from which day the terms count."""
    content, shown, promises = entry.content(), entry.to_be_shown(), promises_for(entry.channel, entry.came_on)
    assert content is not None
    if wrong:
        form.mark_wrong(None, wrong)
    with translation.override(entry.language):
        expected = expected_by_day(promises) if promises else []
    context = {
        "form": form,
        "lines": _lines(entry, content),
        "readers": readers_of(entry.visit, entry.answers),
        "reads_then": entry.person in shown.readers,
        "sleeps_then": entry.person in shown.sleeping,
        "is_named": entry.person in {each.person for each in content.named},
        "in_custody": shown.in_custody,
        "expected": expected,
        "is_late": promises is not None and _first_day(promises) < entry.visit.on,
        "came_on": entry.came_on,
        "is_letter": entry.way is CameBy.LETTER,
        "spoken": entry.language,
        "hidden": [*_without_token(entry), (TOKEN, entry.token(renewed=renewed)), (SHOWN, written(shown))],
    }
    return _shown(entry, "speakup/entry_read_back.html", context)


def receipt_page(entry: Entry, receipt: Receipt) -> HttpResponse:
    """The receipt, this once: the answer to the form that sealed it, so that no address ever leads to it again."""
    with translation.override(entry.language):
        path = reverse("receipt_entry", kwargs={"language": entry.language, "organisation": _slug(entry)})
    context = {
        "code": receipt.text,
        "address": f"{entry.request.get_host()}{path}",
        "readers": readers_of(entry.visit, entry.answers),
        "reads_then": entry.person in entry.to_be_shown().readers,
        "way": entry.way,
    }
    return _shown(entry, "speakup/entry_receipt.html", context)


def received_page(entry: Entry) -> HttpResponse:
    """It was received before: the code cannot be shown again, and what to do where nobody saw it."""
    return _shown(entry, "speakup/entry_received.html", {"carried": _without_token(entry)})


def _shown(entry: Entry, template: str, context: Mapping[str, Any]) -> HttpResponse:
    return render(entry.request, template, {"here": entry.channel.organisation, **context})


def _without_token(entry: Entry) -> list[tuple[str, str]]:
    return [(name, value) for name, value in entry.carried() if name != TOKEN]


def _slug(entry: Entry) -> str:
    return entry.channel.organisation.slug


def _first_day(promises: Promises) -> date:
    return min(promises.acknowledged.on, promises.answered.on)


def _lines(entry: Entry, content: DisclosureContent) -> list[Said]:
    """What the person will read, in the person's language, with the name where one was given."""
    ready = entry.confided()
    assert ready is not None
    with translation.override(entry.language):
        people = ", ".join(each.name for each in content.named)
        lines = [
            Said(_("Kind"), str(KINDS[content.kind])),
            Said(_("About whom"), str(SUBJECTS[content.subject])),
            Said(_("Involved"), people or _("None of the people who could read it")),
            *(Said(each.question, each.answer) for each in content.told()),
            Said(_("Giving your name"), str(IDENTITIES[ready.choice])),
        ]
        if ready.choice is not IdentityChoice.ANONYMOUS:
            lines += [
                Said(_("Your name"), ready.identity["name"]),
                Said(_("How we reach you"), ready.identity["reach"]),
            ]
        return [*(line for line in lines if line.answer), *entered_lines(entry.entered())]
