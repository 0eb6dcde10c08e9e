"""Where a reporter switches an e-mail each day on or off, and the page of the link by which whoever gets it ends it."""

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.cases.actions.noticing import NoticesRefused, ask_for_notices
from deontos.cases.models import CaseFile
from deontos.cases.phrases import REFUSALS
from deontos.cases.queries import case_of_conversation
from deontos.cases.vocabulary import CaseCode, CaseState
from deontos.correspondence.actions.daily_notices import end_notices, stop_notices
from deontos.correspondence.actions.sittings import OpenSitting
from deontos.correspondence.daily_notices import NoticeWish
from deontos.correspondence.queries import daily_notice_of, daily_notices_with_link
from deontos.correspondence.web.unsaved import CANNOT_WRITE, not_saved, words_for
from deontos.kernel import clock
from deontos.notices.outside import is_for_mail
from deontos.notices.transport import sender_address
from deontos.organisations.vocabulary import Language
from deontos.sites.letterbox.entry import replace_cookie
from deontos.sites.letterbox.opened import closed, entered, frame_of, mailbox_of
from deontos.sites.letterbox.reading import Mailbox
from deontos.sites.letterbox.reopening import reopen
from deontos.speakup.web.visit import Visit, visit_at
from deontos.ui.forms import PageForm

BOTH = ("GET", "HEAD", "POST")
BEGIN, END = "begin", "end"


class NoticeForm(PageForm):
    """Where the e-mail goes."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("One that only you read. Not from your work, and not shared at home."),
        max_length=254,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Write your e-mail address"),
            "invalid": _("This is not a whole e-mail address. Write it as name@example.org"),
            "max_length": _("An e-mail address has at most %(limit_value)d signs"),
        },
    )

    def clean_email(self) -> str:
        """The address, unless no mail can carry it."""
        address: str = self.cleaned_data["email"]
        if not is_for_mail(address):
            raise forms.ValidationError(self.fields["email"].error_messages["invalid"], "invalid")
        return address


@door(open_to=Entrant.HOLDER_OF_RECEIPT, methods=BOTH)
def mailbox_notices(request: HttpRequest, language: Language, organisation: str) -> HttpResponse:
    """An e-mail each day, on or off."""
    visit = visit_at(request, language, organisation)
    sitting = entered(visit)
    if sitting is None:
        return closed(visit) if request.method != "POST" else _reopened(visit)
    mailbox, case = _mailbox(visit, sitting)
    if request.method != "POST":
        return _shown(visit, sitting, mailbox, case, NoticeForm())
    return _decided(visit, sitting, mailbox, case)


@door(open_to=Entrant.ANYBODY, methods=BOTH)
def notices_stop(request: HttpRequest, token: str) -> HttpResponse:
    """A button, because programs that look through mail ask for every address; pressing it ends the e-mails."""
    is_ended = request.method == "POST" and stop_notices(token, on=clock.today())
    is_known = request.method != "POST" and daily_notices_with_link(token).exists()
    context = {"is_ended": is_ended, "is_known": is_known}
    return render(request, "letterbox/notices_stop.html", context, status=200 if is_ended or is_known else 404)


def _decided(visit: Visit, sitting: OpenSitting, mailbox: Mailbox, case: CaseFile) -> HttpResponse:
    act, form = visit.request.POST.get("act", ""), NoticeForm(visit.request.POST)
    try:
        if act == END:
            end_notices(mailbox.conversation, on=visit.on)
            return visit.to("mailbox_notices")
        if act == BEGIN and form.is_valid():
            ask_for_notices(case, NoticeWish(form.cleaned_data["email"], visit.language), on=visit.on)
            return visit.to("mailbox_notices")
    except NoticesRefused as refusal:
        form.add_error(None, str(REFUSALS[CaseCode(refusal.code)]))
    except CANNOT_WRITE as failure:
        form.add_error(None, words_for(failure))
        return not_saved(_shown(visit, sitting, mailbox, case, form))
    return _shown(visit, sitting, mailbox, case, form if act == BEGIN else NoticeForm())


def _reopened(visit: Visit) -> HttpResponse:
    sitting = reopen(visit, "mailbox_notices", ("act", "email"))
    if isinstance(sitting, HttpResponse):
        return sitting
    mailbox, case = _mailbox(visit, sitting)
    response = _shown(visit, sitting, mailbox, case, NoticeForm(initial={"email": visit.request.POST.get("email", "")}))
    replace_cookie(visit, response, sitting)
    return response


def _mailbox(visit: Visit, sitting: OpenSitting) -> tuple[Mailbox, CaseFile]:
    mailbox = mailbox_of(visit, sitting)
    case = case_of_conversation(mailbox.conversation)
    if case is None:
        raise Http404
    return mailbox, case


def _shown(visit: Visit, sitting: OpenSitting, mailbox: Mailbox, case: CaseFile, form: NoticeForm) -> HttpResponse:
    house = settings.OPERATOR
    context = {"form": form, "sitting": sitting.id, "notice": daily_notice_of(mailbox.conversation), **frame_of(visit)}
    context |= {
        "action": visit.address("mailbox_notices"),
        "back": visit.address("mailbox_page"),
        "sender": sender_address(house.smtp_url, house.base_url),
        "is_closed": case.state == CaseState.CLOSED,
    }
    return render(visit.request, "letterbox/mailbox_notices.html", context)
