"""The page of a single-use link, at the letterbox: there is no session yet, nor any cookie of the desk.

Asking for it only shows a button, because scanners of mailboxes ask for every address; pressing it uses the link up.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.administration.actions import links
from deontos.administration.actions.links import FollowedLink
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.vocabulary import AdministrationCode, LinkPurpose
from deontos.administration.web.password_forms import PROOF, NewPasswordForm
from deontos.kernel import clock
from deontos.organisations.vocabulary import Language


@door(open_to=Entrant.ANYBODY, methods=("GET", "HEAD", "POST"))
def link_page(request: HttpRequest, language: Language, organisation: str, token: str) -> HttpResponse:
    """A button; then, for a password, the page on which it is chosen. One answer to every link that does not count."""
    try:
        if request.method != "POST":
            return _button(request, organisation, token)
        if PROOF in request.POST:
            return _chosen(request, organisation, token)
        return _behind(request, links.follow(organisation, token, at=clock.now()))
    except AdministrationRefused as refusal:
        if refusal.code is not AdministrationCode.LINK_GONE:
            raise
        return _gone(request)


def _button(request: HttpRequest, organisation: str, token: str) -> HttpResponse:
    links.link_at(organisation, token, at=clock.now())
    return render(request, "administration/link_button.html")


def _gone(request: HttpRequest) -> HttpResponse:
    context = {"help_href": reverse("cannot_get_in")}
    return render(request, "administration/link_gone.html", context, status=404)


def _behind(request: HttpRequest, followed: FollowedLink) -> HttpResponse:
    if followed.purpose is LinkPurpose.SECOND_FACTOR_RESET:
        return render(request, "administration/link_second_factor.html", {"sign_in_href": reverse("account_login")})
    return _asked(request, NewPasswordForm(), followed)


def _chosen(request: HttpRequest, organisation: str, token: str) -> HttpResponse:
    """The password that was chosen is taken, and signs in nobody: that happens at the desk, with both steps."""
    now = clock.now()
    followed = links.page_behind(organisation, token, request.POST[PROOF], at=now)
    form = NewPasswordForm(request.POST)
    if form.is_valid():
        try:
            links.choose_password(followed, form.cleaned_data["new_password"], at=now)
        except AdministrationRefused as refusal:
            form.refuse(refusal)
        else:
            return HttpResponseRedirect(reverse("account_login"))
    return _asked(request, form, followed)


def _asked(request: HttpRequest, form: NewPasswordForm, followed: FollowedLink) -> HttpResponse:
    address = followed.link.account.email
    context = {"form": form, "proof_field": PROOF, "proof": followed.proof, "address": address}
    return render(request, "administration/link_password.html", context)
