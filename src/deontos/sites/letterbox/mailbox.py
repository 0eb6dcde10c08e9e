"""The reporter's mailbox: reading and answering with the receipt, whose keys the sitting holds while it is open."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.correspondence.actions.conversations import answer_as_reporter
from deontos.correspondence.actions.sittings import OpenSitting, end, hold
from deontos.correspondence.models import Conversation
from deontos.correspondence.phrases import REFUSALS
from deontos.correspondence.queries import conversation_held_by
from deontos.correspondence.rules import TextRefused
from deontos.correspondence.vocabulary import CorrespondenceCode, SittingState
from deontos.correspondence.web.cookie import sitting_key, take_cookie_back
from deontos.correspondence.web.typed import asks_for_language, chosen_language, refused_files, typed_line
from deontos.correspondence.web.unsaved import CANNOT_WRITE, not_saved, words_for
from deontos.keyring.phrases import REFUSALS as KEY_REFUSALS
from deontos.keyring.readers import KeyNotAuthentic, NoEnvelope
from deontos.keyring.vocabulary import KeyringCode
from deontos.organisations.vocabulary import Language
from deontos.sites.letterbox.entry import opened_with, replace_cookie
from deontos.sites.letterbox.forms import MessageForm, MessageWithCodeForm
from deontos.sites.letterbox.reading import Mailbox
from deontos.speakup.web.taking import FILES_LEFT_OUT
from deontos.speakup.web.visit import Visit, visit_at


@door(open_to=Entrant.HOLDER_OF_RECEIPT, methods=("GET", "HEAD", "POST"))
def mailbox_page(request: HttpRequest, language: Language, organisation: str) -> HttpResponse:
    """One's own report, read and answered with the receipt."""
    visit = visit_at(request, language, organisation)
    if request.method == "POST":
        return _taken(visit)
    if visit.sitting is None or visit.state is not SittingState.READING:
        return _closed(visit)
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
    typed, sitting = {name: typed_line(visit.request, name) for name in ("message", "receipt")}, _matching(visit)
    form = MessageForm(typed) if sitting else MessageWithCodeForm(typed)
    form.add_error(None, words)
    return _page(visit, sitting, form) if sitting else _asked(visit, form)


def _answered(visit: Visit) -> HttpResponse:
    sitting = _matching(visit)
    if sitting is None:
        return _recovered(visit)
    if asks_for_language(visit.request):
        hold(sitting, typed_line(visit.request, "message"), at=visit.at)
        return visit.to("mailbox_page", language=chosen_language(visit.request))
    form = MessageForm({"message": typed_line(visit.request, "message")})
    if _written(visit, sitting, form):
        return visit.to("mailbox_page")
    return _page(visit, sitting, form)


def _matching(visit: Visit) -> OpenSitting | None:
    sitting = visit.sitting if visit.state is SittingState.READING else None
    return sitting if sitting and visit.request.POST.get("sitting") == str(sitting.id) else None


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
            _conversation(visit, sitting), form.cleaned_data["message"], visit.language, reader, on=visit.on
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
    mailbox = Mailbox(_conversation(visit, sitting), sitting.content.reader(on=visit.on), visit.on)
    context = {"form": form, "mailbox": mailbox, "sitting": sitting.id, **_frame(visit)}
    return render(visit.request, "letterbox/mailbox_page.html", context)


def _asked(visit: Visit, form: MessageForm) -> HttpResponse:
    context = {"form": form, "sitting": typed_line(visit.request, "sitting"), **_frame(visit)}
    return render(visit.request, "letterbox/mailbox_recovery.html", context)


def _closed(visit: Visit) -> HttpResponse:
    return render(visit.request, "letterbox/mailbox_closed.html", _frame(visit))


def _frame(visit: Visit) -> dict[str, object]:
    return {
        "action": visit.address("mailbox_page"),
        "close": visit.address("mailbox_close"),
        "receipt_href": visit.address("receipt_entry"),
        "place": {"language": visit.language, "organisation": visit.channel.organisation.slug},
    }


def _conversation(visit: Visit, sitting: OpenSitting) -> Conversation:
    holder = sitting.content.holder
    found = conversation_held_by(holder, visit.channel.organisation_id) if holder else None
    if found is None:
        raise Http404
    return found
