"""Where a reporter decides who knows the name: for one person and one purpose at a time, and back again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.correspondence.actions.identity import (
    IdentityRefused,
    Release,
    refuse_identity,
    release_identity,
    withdraw_identity,
)
from deontos.correspondence.actions.sittings import OpenSitting
from deontos.correspondence.models import IdentityRequest
from deontos.correspondence.phrases import PURPOSES, REFUSALS
from deontos.correspondence.queries import consents_of, open_requests_of
from deontos.correspondence.vocabulary import CorrespondenceCode, IdentityPurpose
from deontos.correspondence.web.unsaved import CANNOT_WRITE, not_saved, words_for
from deontos.keyring.phrases import REFUSALS as KEY_REFUSALS
from deontos.keyring.readers import KeyNotAuthentic, NoEnvelope
from deontos.keyring.vocabulary import KeyringCode
from deontos.organisations.vocabulary import Language
from deontos.sites.letterbox.entry import replace_cookie
from deontos.sites.letterbox.opened import closed, entered, frame_of, mailbox_of
from deontos.sites.letterbox.reading import Mailbox
from deontos.sites.letterbox.reopening import reopen
from deontos.speakup.web.visit import Visit, visit_at
from deontos.ui.forms import PageForm, RadioCards, in_capitals

LONGEST_NAME = 500


class ReleaseForm(PageForm):
    """Whom the reporter lets know the name, and for what; the name itself where none was given."""

    name = forms.CharField(label=_("Your name"), max_length=LONGEST_NAME, required=False)
    reach = forms.CharField(
        label=_("How we reach you"),
        help_text=_("A telephone number or an address that only you read."),
        max_length=LONGEST_NAME,
        required=False,
    )
    person = forms.ChoiceField(
        label=_("Who may know your name?"),
        widget=RadioCards(),
        error_messages={
            "required": _("Choose who may know your name"),
            "invalid_choice": _("Who reads your report has changed. Choose again."),
        },
    )
    purpose = forms.ChoiceField(
        label=_("For what?"),
        choices=[(purpose.value, in_capitals(words)) for purpose, words in PURPOSES.items()],
        widget=RadioCards(),
        error_messages={"required": _("Choose for what")},
    )

    def __init__(self, data: Mapping[str, Any] | None, *, mailbox: Mailbox) -> None:
        super().__init__(data)
        self.fields["person"].choices = [(str(each.person), each.name) for each in mailbox.readers]  # type: ignore[attr-defined]
        if mailbox.identity is not None:
            del self.fields["name"], self.fields["reach"]

    def release(self) -> Release:
        """What was decided; only of a form that is valid."""
        given = self.cleaned_data
        return Release(
            UUID(given["person"]), IdentityPurpose(given["purpose"]), given.get("name", ""), given.get("reach", "")
        )


@door(open_to=Entrant.HOLDER_OF_RECEIPT, methods=("GET", "HEAD", "POST"))
def mailbox_name(request: HttpRequest, language: Language, organisation: str) -> HttpResponse:
    """Let somebody know the name, keep it closed, or take it back."""
    visit = visit_at(request, language, organisation)
    sitting = entered(visit)
    if sitting is None:
        return closed(visit) if request.method != "POST" else _reopened(visit)
    mailbox = mailbox_of(visit, sitting)
    if request.method != "POST":
        return _shown(visit, sitting, mailbox, ReleaseForm(None, mailbox=mailbox))
    return _decided(visit, sitting, mailbox)


def _decided(visit: Visit, sitting: OpenSitting, mailbox: Mailbox) -> HttpResponse:
    act = visit.request.POST.get("act", "")
    form = ReleaseForm(visit.request.POST if act == "release" else None, mailbox=mailbox)
    sent = form if form.is_bound else PageForm({})
    try:
        done = _ACTS[act](visit, mailbox, form) if act in _ACTS else False
    except IdentityRefused as refusal:
        field = "name" if refusal.code is CorrespondenceCode.NO_NAME else None
        sent.add_error(field, str(REFUSALS[CorrespondenceCode(refusal.code)]))
        done = False
    except (KeyNotAuthentic, NoEnvelope):
        sent.add_error(None, str(KEY_REFUSALS[KeyringCode.KEY_NOT_AUTHENTIC]))
        done = False
    except CANNOT_WRITE as failure:
        sent.add_error(None, words_for(failure))
        return not_saved(_shown(visit, sitting, mailbox, form, sent))
    return visit.to("mailbox_name") if done else _shown(visit, sitting, mailbox, form, sent)


def _release(visit: Visit, mailbox: Mailbox, form: ReleaseForm) -> bool:
    if not form.is_valid():
        return False
    release_identity(mailbox.conversation, form.release(), mailbox.reader, on=visit.on)
    return True


def _withdraw(visit: Visit, mailbox: Mailbox, _form: ReleaseForm) -> bool:
    given = visit.request.POST.get("consent", "")
    for consent in consents_of(mailbox.conversation):
        if str(consent.id) == given:
            purpose = IdentityPurpose(consent.purpose)
            named = _kept_without(visit, mailbox)
            withdraw_identity(
                mailbox.conversation, consent.person_id, purpose, mailbox.reader, named=named, on=visit.on
            )
    return True


def _kept_without(visit: Visit, mailbox: Mailbox) -> frozenset[UUID] | None:
    """Who keeps nothing of the name in custody: whom the report names. None where custody is off or nobody can tell."""
    if not visit.channel.has_custody or mailbox.content is None:
        return None
    return frozenset(each.person for each in mailbox.content.named)


def _refuse(visit: Visit, mailbox: Mailbox, _form: ReleaseForm) -> bool:
    given = visit.request.POST.get("request", "")
    for request in open_requests_of(mailbox.conversation):
        if str(request.id) == given:
            refuse_identity(request, on=visit.on)
    return True


_ACTS = {"release": _release, "withdraw": _withdraw, "refuse": _refuse}


def _reopened(visit: Visit) -> HttpResponse:
    """The mailbox was closed while somebody filled in the form: the right code opens it, with all that was typed."""
    sitting = reopen(visit, "mailbox_name", ("act", "name", "reach", "person", "purpose"))
    if isinstance(sitting, HttpResponse):
        return sitting
    mailbox = mailbox_of(visit, sitting)
    response = _shown(visit, sitting, mailbox, ReleaseForm(visit.request.POST, mailbox=mailbox))
    replace_cookie(visit, response, sitting)
    return response


def _shown(
    visit: Visit, sitting: OpenSitting, mailbox: Mailbox, form: ReleaseForm, sent: PageForm | None = None
) -> HttpResponse:
    """The page; what was `sent` and refused is said above it, also where it was no release."""
    consents = [(each, PURPOSES[IdentityPurpose(each.purpose)]) for each in mailbox.consents]
    context = {
        "form": form,
        "sent": sent or form,
        "mailbox": mailbox,
        "sitting": sitting.id,
        "consents": consents,
        **frame_of(visit),
    }
    context |= {"action": visit.address("mailbox_name"), "back": visit.address("mailbox_page")}
    context["requests"] = [_asked(each, mailbox) for each in open_requests_of(mailbox.conversation)]
    return render(visit.request, "letterbox/mailbox_name.html", context)


def _asked(request: IdentityRequest, mailbox: Mailbox) -> dict[str, object]:
    """What somebody asks, in the words of the message; nothing of it where the message is not authentic."""
    message = next((item for item in mailbox.items if item.id == request.message_id), None)
    is_sound = message is not None and message.authentic
    return {
        "id": request.id,
        "purpose": PURPOSES[IdentityPurpose(request.purpose)],
        "purpose_value": request.purpose,
        "message": message if is_sound else None,
        "may_answer": is_sound and mailbox.identity is not None,
    }
