"""The reporter's mailbox: reading and answering with the receipt, whose keys the sitting holds while it is open."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.access.web.saving import begin_to_save
from deontos.correspondence.actions.conversations import answer_as_reporter
from deontos.correspondence.actions.sittings import OpenSitting, ReceiptRefused, end, hold, let_go
from deontos.correspondence.phrases import REFUSALS
from deontos.correspondence.queries import open_requests_of
from deontos.correspondence.rules import TextRefused
from deontos.correspondence.vocabulary import CorrespondenceCode, SittingState
from deontos.correspondence.web.cookie import sitting_key, take_cookie_back
from deontos.correspondence.web.intake import limits_today
from deontos.correspondence.web.rows import waiting_rows
from deontos.correspondence.web.typed import asks_for_language, chosen_language, typed_line
from deontos.correspondence.web.unsaved import CANNOT_WRITE, not_saved, words_for
from deontos.correspondence.web.uploads import LeftOut, refused_files, sent_files, takes_files
from deontos.keyring.phrases import REFUSALS as KEY_REFUSALS
from deontos.keyring.readers import KeyNotAuthentic, NoEnvelope
from deontos.keyring.vocabulary import KeyringCode
from deontos.organisations.vocabulary import Language
from deontos.sites.letterbox.entry import opened_with, replace_cookie
from deontos.sites.letterbox.files import mailbox_intake, take_files, tray_of
from deontos.sites.letterbox.forms import MessageForm, MessageWithCodeForm, WordsForm
from deontos.sites.letterbox.opened import closed, conversation_of_sitting, frame_of, mailbox_of, sitting_of
from deontos.speakup.web.attaching import changes_the_list
from deontos.speakup.web.taking import FILES_LEFT_OUT
from deontos.speakup.web.visit import Visit, visit_at


@door(open_to=Entrant.HOLDER_OF_RECEIPT, methods=("GET", "HEAD", "POST"))
@takes_files(mailbox_intake)
def mailbox_page(request: HttpRequest, language: Language, organisation: str) -> HttpResponse:
    """One's own report, read and answered with the receipt."""
    visit = visit_at(request, language, organisation)
    if request.method == "POST":
        return _taken(visit)
    if visit.sitting is None or visit.state is not SittingState.READING:
        return closed(visit)
    visit.stay()
    return _page(visit, visit.sitting, MessageForm(initial=_begun(visit.sitting)))


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
    try:
        left_out = take_files(visit, sitting)
    except ReceiptRefused:
        return _recovered(visit)
    if asks_for_language(visit.request) or changes_the_list(visit):
        if "message" in visit.request.POST:
            sitting = hold(sitting, typed_line(visit.request, "message"), at=visit.at)
        if left_out:
            return _page(visit, sitting, _taken_back(MessageForm(initial=_begun(sitting)), left_out))
        return visit.to("mailbox_page", language=chosen_language(visit.request))
    form = MessageForm({"message": typed_line(visit.request, "message")})
    if left_out:
        return _page(visit, sitting, _taken_back(form, left_out))
    if _written(visit, sitting, form):
        return visit.to("mailbox_page")
    return _page(visit, sitting, form)


def _written(visit: Visit, sitting: OpenSitting, form: MessageForm) -> bool:
    """Whether the message was added; if not, the form says why."""
    files = refused_files(visit.request)
    if files:
        form.add_error(None, FILES_LEFT_OUT % {"count": files})
    waiting = [each.file for each in tray_of(sitting).waiting()]
    form.fields["message"].required = not waiting
    if not form.is_valid():
        return False
    try:
        reader = sitting.content.reader(on=visit.on)
        conversation, text = conversation_of_sitting(visit, sitting), form.cleaned_data["message"]
        begin_to_save()
        answer_as_reporter(conversation, text, visit.language, reader, on=visit.on, files=waiting)
    except TextRefused as refusal:
        words = str(REFUSALS[CorrespondenceCode(refusal.code)])
        form.add_error("message", ValidationError(words, params=dict(refusal.parameters)))
        return False
    except (KeyNotAuthentic, NoEnvelope):
        form.add_error("message", ValidationError(str(KEY_REFUSALS[KeyringCode.KEY_NOT_AUTHENTIC])))
        return False
    let_go(sitting, at=visit.at)
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


def _begun(sitting: OpenSitting) -> dict[str, str]:
    return {"message": sitting.content.typed}


def _taken_back(form: MessageForm, left_out: list[LeftOut]) -> MessageForm:
    """The form with a sentence for each file that was left out; nothing was sent."""
    form.fields["message"].required = False
    for each in left_out:
        form.mark_wrong("attachments", each.words)
    return form


def _page(visit: Visit, sitting: OpenSitting, form: WordsForm) -> HttpResponse:
    mailbox = mailbox_of(visit, sitting)
    context = {"form": form, "mailbox": mailbox, "sitting": sitting.id, **frame_of(visit)}
    context |= {"files": waiting_rows(tray_of(sitting).waiting()), "limits": limits_today(is_draft=False)}
    context["requests"] = open_requests_of(mailbox.conversation).exists()
    return render(visit.request, "letterbox/mailbox_page.html", context)


def _asked(visit: Visit, form: WordsForm) -> HttpResponse:
    context = {"form": form, "sitting": typed_line(visit.request, "sitting"), **frame_of(visit)}
    context["lost"] = sent_files(visit.request)
    return render(visit.request, "letterbox/mailbox_recovery.html", context)
