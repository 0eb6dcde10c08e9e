"""The reporter's mailbox: reading and answering with the receipt, whose keys the sitting holds while it is open."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.correspondence.actions.conversations import answer_as_reporter
from deontos.correspondence.actions.sittings import OpenSitting, end, hold
from deontos.correspondence.phrases import REFUSALS
from deontos.correspondence.queries import open_requests_of
from deontos.correspondence.rules import TextRefused
from deontos.correspondence.vocabulary import CorrespondenceCode, SittingState
from deontos.correspondence.web.cookie import sitting_key, take_cookie_back
from deontos.correspondence.web.typed import asks_for_language, chosen_language, typed_line
from deontos.correspondence.web.unsaved import CANNOT_WRITE, not_saved, words_for
from deontos.correspondence.web.uploads import refused_files
from deontos.keyring.phrases import REFUSALS as KEY_REFUSALS
from deontos.keyring.readers import KeyNotAuthentic, NoEnvelope
from deontos.keyring.vocabulary import KeyringCode
from deontos.organisations.vocabulary import Language
from deontos.sites.letterbox.entry import opened_with, replace_cookie
from deontos.sites.letterbox.forms import MessageForm, MessageWithCodeForm
from deontos.sites.letterbox.opened import closed, conversation_of_sitting, frame_of, mailbox_of, sitting_of
from deontos.speakup.web.taking import FILES_LEFT_OUT
from deontos.speakup.web.visit import Visit, visit_at


@door(open_to=Entrant.HOLDER_OF_RECEIPT, methods=("GET", "HEAD", "POST"))
def mailbox_page(request: HttpRequest, language: Language, organisation: str) -> HttpResponse:
    """One's own report, read and answered with the receipt."""
    visit = visit_at(request, language, organisation)
    if request.method == "POST":
        return _taken(visit)
    if visit.sitting is None or visit.state is not SittingState.READING:
        return closed(visit)
    visit.stay()
    return _page(visit, visit.sitting, MessageForm(initial={"message": visit.sitting.content.typed}))


@door(open_to=Entrant.HOLDER_OF_RECEIPT, methods=("POST",))
def mailbox_close(request: HttpRequest, language: Language, organisation: str) -> HttpResponse:
    """Close the mailbox; the receipt opens it again."""
    visit, key = visit_at(request, language, organisation), sitting_key(request)
    if key:
        end(key)
    response = visit.to("public_page")
    take_cookie_back(response)
    return response


def _taken(visit: Visit) -> HttpResponse:
    try:
        return _answered(visit)
    except CANNOT_WRITE as failure:
        return not_saved(_kept_in_page(visit, words_for(failure)))


def _kept_in_page(visit: Visit, words: str) -> HttpResponse:
    """The page as it was sent, with the message in it."""
    typed, sitting = {name: typed_line(visit.request, name) for name in ("message", "receipt")}, sitting_of(visit)
    form = MessageForm(typed) if sitting else MessageWithCodeForm(typed)
    form.add_error(None, words)
    return _page(visit, sitting, form) if sitting else _asked(visit, form)


def _answered(visit: Visit) -> HttpResponse:
    sitting = sitting_of(visit)
    if sitting is None:
        return _recovered(visit)
    if asks_for_language(visit.request):
        hold(sitting, typed_line(visit.request, "message"), at=visit.at)
        return visit.to("mailbox_page", language=chosen_language(visit.request))
    form = MessageForm({"message": typed_line(visit.request, "message")})
    if _written(visit, sitting, form):
        return visit.to("mailbox_page")
    return _page(visit, sitting, form)


def _written(visit: Visit, sitting: OpenSitting, form: MessageForm) -> bool:
    """Whether the message was added; if not, the form says why."""
    files = refused_files(visit.request)
    if files:
        form.add_error(None, FILES_LEFT_OUT % {"count": files})
    if not form.is_valid():
        return False
    try:
        reader = sitting.content.reader(on=visit.on)
        answer_as_reporter(
            conversation_of_sitting(visit, sitting), form.cleaned_data["message"], visit.language, reader, on=visit.on
        )
    except TextRefused as refusal:
        words = str(REFUSALS[CorrespondenceCode(refusal.code)])
        form.add_error("message", ValidationError(words, params=dict(refusal.parameters)))
        return False
    except (KeyNotAuthentic, NoEnvelope):
        form.add_error("message", ValidationError(str(KEY_REFUSALS[KeyringCode.KEY_NOT_AUTHENTIC])))
        return False
    hold(sitting, "", at=visit.at)
    return True


def _recovered(visit: Visit) -> HttpResponse:
    """The mailbox was closed while somebody typed: the text stays, and the right code sends it."""
    typed = {name: typed_line(visit.request, name) for name in ("message", "receipt")}
    chosen = chosen_language(visit.request)
    if asks_for_language(visit.request) or not typed["receipt"]:
        visit.turn_to(chosen or visit.language)
        with translation.override(visit.language):
            return _asked(visit, MessageWithCodeForm(initial=typed))
    form = MessageWithCodeForm(typed)
    sitting = opened_with(form, visit) if form.is_valid() else None
    if sitting is None:
        return _asked(visit, form)
    if sitting.content.state is not SittingState.READING:
        end(sitting.key)
        form.add_error("receipt", str(REFUSALS[CorrespondenceCode.NOT_SENT_YET]))
        return _asked(visit, form)
    visit.sitting = sitting
    is_written = _written(visit, sitting, MessageForm({"message": typed["message"]}))
    if not is_written:
        hold(sitting, typed["message"], at=visit.at)
    response = visit.to("mailbox_page")
    replace_cookie(visit, response, sitting)
    return response


def _page(visit: Visit, sitting: OpenSitting, form: MessageForm) -> HttpResponse:
    mailbox = mailbox_of(visit, sitting)
    context = {"form": form, "mailbox": mailbox, "sitting": sitting.id, **frame_of(visit)}
    context["requests"] = open_requests_of(mailbox.conversation).exists()
    return render(visit.request, "letterbox/mailbox_page.html", context)


def _asked(visit: Visit, form: MessageForm) -> HttpResponse:
    context = {"form": form, "sitting": typed_line(visit.request, "sitting"), **frame_of(visit)}
    return render(visit.request, "letterbox/mailbox_recovery.html", context)
