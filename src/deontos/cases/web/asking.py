"""The page on which whoever handles a case asks the reporter for the name: for what, and why."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deontos.access.doors import door
from deontos.access.gate import NotAllowed
from deontos.access.permissions import Permission
from deontos.cases.actions.dialogue import Words
from deontos.cases.actions.identity import ask_for_identity
from deontos.cases.web.case_page import CasePage, page_of
from deontos.cases.web.forms import LANGUAGES
from deontos.cases.web.meanwhile import shown_again, steps_since
from deontos.cases.web.refusals import MAY_BE_TOLD, told
from deontos.correspondence.phrases import PURPOSES
from deontos.correspondence.vocabulary import IdentityPurpose
from deontos.kernel import clock
from deontos.keyring.readers import NoEnvelope
from deontos.keyring.web.unlocking import unlocked_or_ask
from deontos.organisations.vocabulary import Language
from deontos.ui.forms import PageForm, RadioCards, in_capitals


class AskNameForm(PageForm):
    """For what the name is asked, and why, in words to the reporter."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("For what do you need to know who it is?"),
        choices=[(purpose.value, in_capitals(words)) for purpose, words in PURPOSES.items()],
        widget=RadioCards(),
        error_messages={"required": gettext_lazy("Choose for what")},
    )
    text = forms.CharField(
        label=gettext_lazy("Why, in your own words to the reporter"),
        help_text=gettext_lazy("Say what you would do with it, who else would know it, and what happens without."),
        widget=forms.Textarea(attrs={"rows": 6}),
        strip=False,
        error_messages={
            "required": gettext_lazy("Write why you ask"),
            "null_characters_not_allowed": gettext_lazy("Your text holds a sign that cannot be kept. Type it anew."),
        },
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of your message"), choices=LANGUAGES)
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


@door(requires=Permission.CASES_CASE_HANDLE, methods=("GET", "HEAD", "POST"))
def case_ask_name(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask the reporter to let the asker know the name; the answer is the reporter's alone."""
    page = page_of(request, case, None)
    reader = unlocked_or_ask(request)
    if isinstance(reader, HttpResponse):
        return reader
    page.reader = reader
    if not page.is_opened or page.confided.content is None:
        return redirect("case_detail", case)
    form = AskNameForm(request.POST or None, initial={"language": page.confided.language, "seen": page.last_step})
    if request.method == "POST" and form.is_valid():
        return _asked(request, page, form)
    return _shown(request, page, form)


def _shown(request: HttpRequest, page: CasePage, form: AskNameForm) -> HttpResponse:
    since = steps_since(request, page.case, by=page.actor.person)
    return render(request, "cases/case_ask_name.html", {"form": form, "case": page.case, "meanwhile": since})


def _asked(request: HttpRequest, page: CasePage, form: AskNameForm) -> HttpResponse:
    given = form.cleaned_data
    words = Words(given["text"].replace("\r\n", "\n"), Language(given["language"]), given["seen"])
    assert page.reader is not None
    try:
        ask_for_identity(
            page.case, IdentityPurpose(given["purpose"]), words, by=page.actor, reader=page.reader, at=clock.now()
        )
    except MAY_BE_TOLD as refusal:
        form.add_error(*told(refusal))
        page = page_of(request, page.case.id, page.reader)
        shown_again(form, seen=page.last_step)
        return _shown(request, page, form)
    except (NotAllowed, NoEnvelope):
        raise Http404 from None
    messages.success(request, _("Your question was sent. The reporter decides."))
    return redirect("case_detail", page.case.id)
