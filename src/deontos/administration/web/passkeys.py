"""The pages of passkeys: signing in with one, and one's own, which are added, named and removed."""

from collections.abc import Callable

from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from deontos.access.doors import actor_at, door
from deontos.access.vocabulary import Entrant
from deontos.access.web.returning import FIELD, way_back
from deontos.administration.actions import passkeys as actions
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.phrases import REFUSALS
from deontos.administration.vocabulary import AdministrationCode
from deontos.administration.web import place, second_factor
from deontos.administration.web.ceremonies import begin_making, begin_using
from deontos.administration.web.passkey_forms import AddPasskeyForm, PasskeyForm, PasskeyNameForm
from deontos.administration.web.step_up import proved_or_ask
from deontos.kernel import clock

FORM = ("GET", "HEAD", "POST")
HOME = "/desk/"


@door(open_to=Entrant.ANYBODY, methods=FORM)
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """A passkey that asked its owner for a finger, a face or a code is both steps at once."""
    back = way_back(request, HOME)
    if actor_at(request):
        return redirect(back)
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        login = Login(user=form.passkey.user, redirect_url=back)
        response: HttpResponse = perform_passwordless_login(request, form.passkey, login)
        if request.user == form.passkey.user:
            second_factor.mark_done(request, form.passkey.user)
        return response
    context = {"form": form, "back": back, "back_field": FIELD, **_place(request, lambda: begin_using(None))}
    return render(request, "administration/passkey_sign_in.html", context)


@door(open_to=Entrant.SIGNED_IN)
def passkeys(request: HttpRequest) -> HttpResponse:
    """One's own passkeys."""
    page = Paginator(_own(request), actions.MOST_PASSKEYS).get_page(request.GET.get("page"))
    return render(request, "administration/passkeys.html", {"page": page})


@door(open_to=Entrant.SIGNED_IN, methods=FORM)
def passkey_add(request: HttpRequest) -> HttpResponse:
    """Make a passkey in this browser, under a name."""
    if again := proved_or_ask(request):
        return again
    form = AddPasskeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.add_passkey(
                second_factor.account_at(request), form.cleaned_data["name"], form.credential, at=clock.now()
            )
            return redirect("passkeys")
        except AdministrationRefused as refusal:
            form.refuse(refusal)
    context = {"form": form, **_place(request, lambda: begin_making(second_factor.account_at(request)))}
    return render(request, "administration/passkey_add.html", context)


@door(open_to=Entrant.SIGNED_IN, methods=FORM)
def passkey_rename(request: HttpRequest, passkey: int) -> HttpResponse:
    """Another name."""
    found = get_object_or_404(_own(request), pk=passkey)
    form = PasskeyNameForm(request.POST or None, initial={"name": found.data["name"]})
    if form.is_valid():
        actions.rename_passkey(found, form.cleaned_data["name"], at=clock.now())
        return redirect("passkeys")
    return render(request, "administration/passkey_rename.html", {"form": form, "passkey": found})


@door(open_to=Entrant.SIGNED_IN, methods=FORM)
def passkey_remove(request: HttpRequest, passkey: int) -> HttpResponse:
    """Look once more, then remove it; the last second step stays."""
    found = get_object_or_404(_own(request), pk=passkey)
    if again := proved_or_ask(request):
        return again
    refused = ""
    if request.method == "POST":
        try:
            actions.remove_passkey(found, at=clock.now())
            return redirect("passkeys")
        except AdministrationRefused as refusal:
            refused = str(REFUSALS[AdministrationCode(refusal.code)])
    return render(request, "administration/passkey_remove.html", {"passkey": found, "refused": refused})


def _own(request: HttpRequest) -> QuerySet[Authenticator]:
    kept: QuerySet[Authenticator] = Authenticator.objects.filter(
        user_id=request.user.pk, type=Authenticator.Type.WEBAUTHN
    )
    return kept.select_related("user__person").order_by("created_at", "pk")


def _place(request: HttpRequest, begin: Callable[[], str]) -> dict[str, object]:
    """Whether a passkey can work at this address, and then what the browser needs; else where it would."""
    works = place.works_at(request)
    return {
        "works_here": works,
        "options": begin() if works else "",
        "better_address": place.better_address(request),
    }
