"""Where a reporter turns to somebody else: whom the report leaves, who reads it then, and only then the button."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.cases.actions.handing_over import HandOverRefused
from deontos.cases.actions.turning import Turning, turn_to_next
from deontos.cases.models import CaseFile
from deontos.cases.queries import case_of_conversation
from deontos.cases.succession import Succession, succession
from deontos.correspondence.actions.sittings import OpenSitting
from deontos.correspondence.web.unsaved import CANNOT_WRITE, not_saved, words_for
from deontos.keyring.phrases import REFUSALS as KEY_REFUSALS
from deontos.keyring.readers import KeyNotAuthentic, NoEnvelope
from deontos.keyring.vocabulary import KeyringCode
from deontos.organisations.vocabulary import Language
from deontos.sites.letterbox.opened import closed, entered, frame_of, mailbox_of
from deontos.sites.letterbox.reading import Mailbox
from deontos.speakup.phrases import PLACES
from deontos.speakup.web.visit import Visit, visit_at
from deontos.ui.forms import CheckCards, PageForm

SEND = "send"


class TurnForm(PageForm):
    """From whom the reporter turns away; where nobody reads the report any more, from nobody."""

    away = forms.MultipleChoiceField(
        label=_("Who must not read it any more?"),
        help_text=_("What they have read, they have read. What comes from now on, they do not read."),
        widget=CheckCards(),
        error_messages={
            "required": _("Choose who must not read it any more"),
            "invalid_choice": _("Who reads your report has changed. Choose again."),
        },
    )

    def __init__(self, data: Any, *, mailbox: Mailbox) -> None:  # noqa: ANN401 -- what every form takes
        super().__init__(data)
        self.fields["away"].choices = [(str(each.person), each.name) for each in mailbox.readers]  # type: ignore[attr-defined]
        if not mailbox.readers:
            del self.fields["away"]

    @property
    def away_from(self) -> frozenset[UUID]:
        """These people; only of a form that is valid."""
        return frozenset(UUID(each) for each in self.cleaned_data.get("away", ()))


@door(open_to=Entrant.HOLDER_OF_RECEIPT, methods=("GET", "HEAD", "POST"))
def mailbox_readers(request: HttpRequest, language: Language, organisation: str) -> HttpResponse:
    """Let the report go on without somebody who reads it now."""
    visit = visit_at(request, language, organisation)
    sitting = entered(visit)
    if sitting is None:
        return closed(visit)
    mailbox = mailbox_of(visit, sitting)
    case = case_of_conversation(mailbox.conversation)
    if case is None or mailbox.content is None:
        raise Http404
    form = TurnForm(request.POST if request.method == "POST" else None, mailbox=mailbox)
    if request.method == "POST" and form.is_valid():
        return _decided(visit, sitting, mailbox, case, form)
    return _shown(visit, sitting, mailbox, form, None)


def _decided(visit: Visit, sitting: OpenSitting, mailbox: Mailbox, case: CaseFile, form: TurnForm) -> HttpResponse:
    """First show who would read it; the second button does it."""
    named = frozenset(each.person for each in mailbox.content.named) if mailbox.content else frozenset()
    following = succession(case, without=form.away_from | named, on=visit.on)
    shown = visit.request.POST.get("shown", "")
    if visit.request.POST.get("go") != SEND or shown != _as_text(following):
        return _shown(visit, sitting, mailbox, form, following)
    try:
        turn_to_next(case, Turning(form.away_from, named, following.way.readers), mailbox.reader, on=visit.on)
    except HandOverRefused:
        return _shown(visit, sitting, mailbox, form, following)
    except (KeyNotAuthentic, NoEnvelope):
        form.add_error(None, str(KEY_REFUSALS[KeyringCode.KEY_NOT_AUTHENTIC]))
        return _shown(visit, sitting, mailbox, form, None)
    except CANNOT_WRITE as failure:
        form.add_error(None, words_for(failure))
        return not_saved(_shown(visit, sitting, mailbox, form, following))
    return visit.to("mailbox_page")


def _shown(
    visit: Visit, sitting: OpenSitting, mailbox: Mailbox, form: TurnForm, following: Succession | None
) -> HttpResponse:
    context = {"form": form, "mailbox": mailbox, "sitting": sitting.id, "channel": visit.channel, **frame_of(visit)}
    context |= {"action": visit.address("mailbox_readers"), "back": visit.address("mailbox_page")}
    if following is not None:
        context |= {"following": _in_words(following), "shown": _as_text(following), "is_asked": True}
    return render(visit.request, "letterbox/mailbox_readers.html", context)


def _in_words(following: Succession) -> list[dict[str, object]]:
    people = following.line.people
    return [{"name": people[each.person].name, "place": PLACES[each.place]} for each in following.way.sealed_to]


def _as_text(following: Succession) -> str:
    return ",".join(sorted(str(person) for person in following.way.readers))
