"""The page on which somebody gives a case to the next in line: why, who reads it then, what the reporter is told."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deontos.access.doors import door
from deontos.access.gate import NotAllowed
from deontos.access.permissions import Permission
from deontos.cases.actions.dialogue import Words
from deontos.cases.actions.handing_over import HandOver, hand_over
from deontos.cases.phrases import REASONS
from deontos.cases.succession import Succession, succession
from deontos.cases.vocabulary import HandOverReason
from deontos.cases.web.case_page import CasePage, page_of
from deontos.cases.web.forms import LANGUAGES
from deontos.cases.web.meanwhile import steps_since
from deontos.cases.web.refusals import MAY_BE_TOLD, told
from deontos.kernel import clock
from deontos.keyring.readers import NoEnvelope
from deontos.keyring.web.unlocking import unlocked_or_ask
from deontos.organisations.vocabulary import Language
from deontos.speakup.phrases import PLACES
from deontos.ui.forms import PageForm, RadioCards


class HandOverForm(PageForm):
    """Why somebody gives a case away, and what the reporter reads of it."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why do you give it away?"),
        choices=[(reason.value, words) for reason, words in REASONS.items()],
        widget=RadioCards(),
        error_messages={"required": gettext_lazy("Choose why")},
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of your message"), choices=LANGUAGES, required=False)
    text = forms.CharField(
        label=gettext_lazy("A message to the reporter"),
        help_text=gettext_lazy("The reporter reads in any case that you handed it over, and to whom."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        strip=False,
        error_messages={
            "null_characters_not_allowed": gettext_lazy("Your text holds a sign that cannot be kept. Type it anew.")
        },
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def change(self, named: frozenset[UUID]) -> HandOver:
        """What was decided; only of a form that is valid."""
        given = self.cleaned_data
        text = given["text"].replace("\r\n", "\n")
        words = Words(text, Language(given["language"] or Language.ENGLISH)) if text.strip() else None
        return HandOver(HandOverReason(given["reason"]), _ids(given["shown"]), named, words, given["seen"])


@door(requires=Permission.CASES_CASE_HAND_OVER, methods=("GET", "HEAD", "POST"))
def case_hand_over(request: HttpRequest, case: UUID) -> HttpResponse:
    """Give a case to the next in line; from then on it does not exist for whoever gave it."""
    page = page_of(request, case, None)
    reader = unlocked_or_ask(request)
    if isinstance(reader, HttpResponse):
        return reader
    page.reader = reader
    if not page.is_opened or page.confided.content is None:
        return redirect("case_detail", case)
    form = HandOverForm(request.POST or None, initial={"language": page.confided.language})
    if request.method == "POST" and form.is_valid():
        return _given(request, page, form)
    return _shown(request, page, form)


def _given(request: HttpRequest, page: CasePage, form: HandOverForm) -> HttpResponse:
    assert page.reader is not None
    try:
        hand_over(page.case, form.change(_named(page)), by=page.actor, reader=page.reader, at=clock.now())
    except MAY_BE_TOLD as refusal:
        form = HandOverForm(_without_shown(request.POST))
        form.add_error(*told(refusal))
        return _shown(request, page_of(request, page.case.id, page.reader), form)
    except (NotAllowed, NoEnvelope):
        raise Http404 from None
    messages.success(request, _("You handed the case over. You can read it no longer."))
    return redirect("case_list")


def _shown(request: HttpRequest, page: CasePage, form: HandOverForm) -> HttpResponse:
    following = succession(page.case, without=_named(page) | {page.actor.person}, on=page.today)
    shown = ",".join(sorted(str(person) for person in following.way.readers))
    context: dict[str, Any] = {"form": form, "case": page.case, "shown": shown, "seen": page.last_step}
    context["meanwhile"] = steps_since(request, page.case, by=page.actor.person)
    context |= {"next": _in_words(following), "shut_out": page.confided.content.named if page.confided.content else ()}
    return render(request, "cases/case_hand_over.html", context)


def _in_words(following: Succession) -> list[dict[str, Any]]:
    """Who reads next, with the place in the line."""
    people = following.line.people
    return [{"name": people[each.person].name, "place": PLACES[each.place]} for each in following.way.sealed_to]


def _named(page: CasePage) -> frozenset[UUID]:
    content = page.confided.content
    return frozenset(each.person for each in content.named) if content else frozenset()


def _ids(text: str) -> frozenset[UUID]:
    """The people that the page showed; what is no id was shown to nobody."""
    try:
        return frozenset(UUID(each) for each in text.split(",") if each)
    except ValueError:
        return frozenset()


def _without_shown(data: QueryDict) -> QueryDict:
    """The form as it was sent, so that it shows anew who comes next and which step was last."""
    renewed = data.copy()
    for name in ("shown", "seen"):
        renewed.pop(name, None)
    return renewed
