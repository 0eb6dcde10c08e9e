"""Where a reporter decides anew whether it may be passed on to the organisation concerned, without the name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.correspondence.actions.sittings import OpenSitting
from deontos.correspondence.web.typed import Typed, typed_in
from deontos.correspondence.web.unsaved import CANNOT_WRITE, not_saved, words_for
from deontos.keyring.phrases import REFUSALS as KEY_REFUSALS
from deontos.keyring.readers import KeyNotAuthentic, NoEnvelope
from deontos.keyring.vocabulary import KeyringCode
from deontos.organisations.vocabulary import Language
from deontos.questionnaires.web.forms import typed_in_fields
from deontos.sites.letterbox.entry import replace_cookie
from deontos.sites.letterbox.opened import closed, entered, frame_of, mailbox_of
from deontos.sites.letterbox.reading import Mailbox
from deontos.sites.letterbox.reopening import reopen
from deontos.speakup.actions.passing_on import decide_passing_on
from deontos.speakup.content import PassingOn
from deontos.speakup.vocabulary import PassOn
from deontos.speakup.web.passing_on import FIELDS, AsksPassingOn, typed_of
from deontos.speakup.web.visit import Visit, visit_at


class PassingOnForm(AsksPassingOn):
    """The questions of the form, filled with what was typed or decided; only what was sent is judged."""

    def __init__(self, visit: Visit, typed: Typed, *, judge: bool = False) -> None:
        super().__init__(MultiValueDict(typed) if judge else None)
        self.ask_passing_on(visit.asking.others, typed)
        if not judge:
            self.initial = typed_in_fields(self, MultiValueDict(typed))


@door(open_to=Entrant.HOLDER_OF_RECEIPT, methods=("GET", "HEAD", "POST"))
def mailbox_passing_on(request: HttpRequest, language: Language, organisation: str) -> HttpResponse:
    """Whether it may be passed on, to whom, and who there is involved."""
    visit = visit_at(request, language, organisation)
    sitting = entered(visit)
    if sitting is None:
        return closed(visit) if request.method != "POST" else _reopened(visit)
    mailbox = mailbox_of(visit, sitting)
    if request.method != "POST":
        return _shown(visit, sitting, PassingOnForm(visit, _decided_before(mailbox)))
    return _decided(visit, sitting, mailbox)


def _decided(visit: Visit, sitting: OpenSitting, mailbox: Mailbox) -> HttpResponse:
    form = PassingOnForm(visit, typed_in(visit.request, FIELDS), judge=True)
    if not form.is_valid() or form.asks_about_line:
        return _shown(visit, sitting, form)
    try:
        decide_passing_on(mailbox.conversation, form.decision(), mailbox.reader, on=visit.on)
    except (KeyNotAuthentic, NoEnvelope):
        form.add_error(None, str(KEY_REFUSALS[KeyringCode.KEY_NOT_AUTHENTIC]))
    except CANNOT_WRITE as failure:
        form.add_error(None, words_for(failure))
        return not_saved(_shown(visit, sitting, form))
    else:
        return visit.to("mailbox_page")
    return _shown(visit, sitting, form)


def _decided_before(mailbox: Mailbox) -> Typed:
    before = mailbox.passing_on
    return typed_of(before.passing_on if before else PassingOn(PassOn.ASK_FIRST))


def _reopened(visit: Visit) -> HttpResponse:
    sitting = reopen(visit, "mailbox_passing_on", FIELDS)
    if isinstance(sitting, HttpResponse):
        return sitting
    response = _shown(visit, sitting, PassingOnForm(visit, typed_in(visit.request, FIELDS)))
    replace_cookie(visit, response, sitting)
    return response


def _shown(visit: Visit, sitting: OpenSitting, form: PassingOnForm) -> HttpResponse:
    context = {"form": form, "sitting": sitting.id, **frame_of(visit)}
    context |= {"action": visit.address("mailbox_passing_on"), "back": visit.address("mailbox_page")}
    return render(visit.request, "letterbox/mailbox_passing_on.html", context)
