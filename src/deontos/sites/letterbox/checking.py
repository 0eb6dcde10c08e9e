"""Where a reporter checks what somebody at the desk typed for them: corrects it, agrees with it, or leaves it."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.correspondence.actions.agreeing import Check, CheckRefused, check_as_reporter
from deontos.correspondence.actions.sittings import OpenSitting
from deontos.correspondence.phrases import REFUSALS
from deontos.correspondence.rules import TextRefused
from deontos.correspondence.vocabulary import CorrespondenceCode, ItemKind
from deontos.correspondence.web.typed import typed_line
from deontos.correspondence.web.unsaved import CANNOT_WRITE, not_saved, words_for
from deontos.keyring.phrases import REFUSALS as KEY_REFUSALS
from deontos.keyring.readers import KeyNotAuthentic, NoEnvelope
from deontos.keyring.vocabulary import KeyringCode
from deontos.organisations.vocabulary import Language
from deontos.sites.letterbox.entry import replace_cookie
from deontos.sites.letterbox.opened import closed, entered, frame_of, mailbox_of
from deontos.sites.letterbox.reading import Line, Mailbox
from deontos.sites.letterbox.reopening import reopen
from deontos.speakup.passing_on import lines_of
from deontos.speakup.web.visit import Visit, visit_at
from deontos.ui.forms import PageForm

AGREE = "agree"


class CheckForm(PageForm):
    """What is not right, in words."""

    text = forms.CharField(
        label=gettext_lazy("What is not right, or missing?"),
        help_text=gettext_lazy("Say what it must be instead. Leave it empty when everything is right."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


@door(open_to=Entrant.HOLDER_OF_RECEIPT, methods=("GET", "HEAD", "POST"))
def mailbox_check(request: HttpRequest, language: Language, organisation: str) -> HttpResponse:
    """Read what was typed for one, correct it and agree."""
    visit = visit_at(request, language, organisation)
    sitting = entered(visit)
    if sitting is None:
        return closed(visit) if request.method != "POST" else _reopened(visit)
    mailbox = mailbox_of(visit, sitting)
    if mailbox.agreement is None:
        return visit.to("mailbox_page")
    if request.method != "POST":
        return _shown(visit, sitting, mailbox, CheckForm())
    return _said(visit, sitting, mailbox)


def _said(visit: Visit, sitting: OpenSitting, mailbox: Mailbox) -> HttpResponse:
    form = _typed(visit)
    agrees = visit.request.POST.get("go") == AGREE
    try:
        check = Check(typed_line(visit.request, "text"), visit.language, agrees)
        check_as_reporter(mailbox.conversation, check, mailbox.reader, on=visit.on)
    except (CheckRefused, TextRefused) as refusal:
        words = str(REFUSALS[CorrespondenceCode(refusal.code)])
        if refusal.code is CorrespondenceCode.TEXT_EMPTY:
            words = _("Write what is not right. Or press the other button, if everything is")
        form.add_error("text", ValidationError(words, params=dict(refusal.parameters)))
    except (KeyNotAuthentic, NoEnvelope):
        form.add_error(None, str(KEY_REFUSALS[KeyringCode.KEY_NOT_AUTHENTIC]))
    except CANNOT_WRITE as failure:
        form.add_error(None, words_for(failure))
        return not_saved(_shown(visit, sitting, mailbox, form))
    else:
        return visit.to("mailbox_page" if agrees else "mailbox_check")
    return _shown(visit, sitting, mailbox, form)


def _typed(visit: Visit) -> CheckForm:
    form = CheckForm({"text": typed_line(visit.request, "text")})
    form.is_valid()
    return form


def _reopened(visit: Visit) -> HttpResponse:
    """The mailbox was closed meanwhile: the right code opens it, with what was typed; nothing is agreed with by it."""
    sitting = reopen(visit, "mailbox_check", ("text",))
    if isinstance(sitting, HttpResponse):
        return sitting
    mailbox = mailbox_of(visit, sitting)
    is_asked = mailbox.agreement is not None
    shown = CheckForm(initial={"text": typed_line(visit.request, "text")})
    response = _shown(visit, sitting, mailbox, shown) if is_asked else visit.to("mailbox_page")
    replace_cookie(visit, response, sitting)
    return response


def _shown(visit: Visit, sitting: OpenSitting, mailbox: Mailbox, form: CheckForm) -> HttpResponse:
    corrections = [message for message in mailbox.messages if message.kind is ItemKind.CORRECTION and message.own]
    context = {"form": form, "mailbox": mailbox, "sitting": sitting.id, "corrections": corrections, **frame_of(visit)}
    context |= {"action": visit.address("mailbox_check"), "back": visit.address("mailbox_page")}
    context["besides"] = [*_decided_in(mailbox), *_name_in(mailbox)]
    return render(visit.request, "letterbox/mailbox_check.html", context)


def _decided_in(mailbox: Mailbox) -> list[Line]:
    """Who was named as involved, and whether it may be passed on: an agreement is one with these too."""
    content = mailbox.content
    if content is None:
        return []
    with translation.override(content.language):
        people = ", ".join(each.name for each in content.named)
        lines = [Line(_("Involved"), people or _("None of the people who could read it"))]
        passing_on = lines_of(content.passing_on) if content.passing_on else ()
        return [*lines, *(Line(str(question), str(answer)) for question, answer in passing_on)]


def _name_in(mailbox: Mailbox) -> list[Line]:
    """The name that was written down; not one that the reporter gave later without anybody's help."""
    item = mailbox.identity
    if item is None or item.from_reporter or not item.authentic or mailbox.content is None:
        return []
    with translation.override(mailbox.content.language):
        lines = [Line(_("Your name"), str(item.content.get("name", "")))]
        lines.append(Line(_("How we reach you"), str(item.content.get("reach", ""))))
    return [line for line in lines if line.answer]
