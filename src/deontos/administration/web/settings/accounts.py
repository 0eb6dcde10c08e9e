"""The sign-in of one person: an invitation, switching off, and a lost second step after a check in person."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deontos.access.doors import door
from deontos.access.permissions import Permission
from deontos.administration.actions.accounts import invite, reset_second_factor, switch_off
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.models import Account
from deontos.administration.phrases import IDENTITY_CHECKS
from deontos.administration.registers import people_kept_by
from deontos.administration.vocabulary import IdentityCheck
from deontos.administration.web.settings.places import actor_here, row_here, way_to
from deontos.administration.web.settings.refusals import is_done, words_of
from deontos.administration.web.settings.ways import to_people, to_person
from deontos.kernel import clock
from deontos.ui.forms import PageForm, RadioCards

MAKE, END, RESET = (
    Permission.ADMINISTRATION_ACCOUNT_MAKE,
    Permission.ADMINISTRATION_ACCOUNT_END,
    Permission.ADMINISTRATION_ACCOUNT_RESET,
)


class CheckedForm(PageForm):
    """How it was made sure that this is the person."""

    checked = forms.ChoiceField(
        label=gettext_lazy("How did you make sure that it is this person?"),
        choices=[(check.value, words) for check, words in IDENTITY_CHECKS.items()],
        widget=RadioCards(),
        error_messages={"required": gettext_lazy("Choose how you made sure")},
    )


@door(requires=MAKE, methods=("POST",))
def person_invite(request: HttpRequest, person: UUID) -> HttpResponse:
    """Send a letter with a link that counts once; again, it ends the one before."""
    actor = actor_here(request)
    found = row_here(people_kept_by(actor, MAKE).filter(pk=person))
    try:
        invite(found, by=actor, at=clock.now())
        messages.success(request, _("An invitation is on its way to %(address)s.") % {"address": found.email})
    except AdministrationRefused as refusal:
        messages.warning(request, words_of(refusal))
    return redirect("person_detail", person)


@door(requires=END, methods=("GET", "HEAD", "POST"))
def person_switch_off(request: HttpRequest, person: UUID) -> HttpResponse:
    """Let somebody sign in no longer, after a page that says what it does."""
    actor = actor_here(request)
    found = row_here(people_kept_by(actor, END).filter(pk=person))
    account = _account(found.id)
    if account is None:
        return redirect("person_detail", person)
    if request.method == "POST":
        try:
            switch_off(account, by=actor, at=clock.now())
            messages.success(request, _("%(name)s can sign in no longer.") % {"name": found.name})
        except AdministrationRefused as refusal:
            messages.warning(request, words_of(refusal))
        return redirect("person_detail", person)
    context = {"person": found, "crumbs": way_to(found.organisation, to_people(found.organisation), to_person(found))}
    return render(request, "administration/settings/person_switch_off.html", context)


@door(requires=RESET, methods=("GET", "HEAD", "POST"))
def person_second_step(request: HttpRequest, person: UUID) -> HttpResponse:
    """Let somebody who lost the second step set up another; the keys of that person are on hold for 72 hours."""
    actor = actor_here(request)
    found = row_here(people_kept_by(actor, RESET).filter(pk=person))
    account, form = _account(found.id), CheckedForm(request.POST if request.method == "POST" else None)
    if account is None:
        return redirect("person_detail", person)

    def reset() -> None:
        reset_second_factor(account, checked=IdentityCheck(form.cleaned_data["checked"]), by=actor, at=clock.now())

    if is_done(form, reset):
        messages.success(request, _("A link is on its way to %(address)s.") % {"address": found.email})
        return redirect("person_detail", person)
    crumbs = way_to(found.organisation, to_people(found.organisation), to_person(found))
    context = {"form": form, "person": found, "crumbs": crumbs}
    return render(request, "administration/settings/person_second_step.html", context)


def _account(person: UUID) -> Account | None:
    """The account that somebody signs in with; None where there is none, or it is off: then nothing is to be done."""
    return Account.objects.select_related("person").filter(person_id=person, is_active=True).first()
