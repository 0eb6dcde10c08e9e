"""How people of an organisation sign in by way of it: the pages of its administrator."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from deontos.access.doors import actor_at, door
from deontos.access.gate import Actor
from deontos.access.permissions import Permission
from deontos.administration.actions import providers as actions
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.models import SignInProvider
from deontos.administration.web.openid_connect import callback_address
from deontos.administration.web.provider_forms import NewcomerForm, ProviderForm, initial_of
from deontos.kernel import clock
from deontos.organisations.models import Organisation

FORM = ("GET", "HEAD", "POST")
MINE = Permission.ADMINISTRATION_SIGN_IN_CONFIGURE
PAGE_SIZE = 25


@door(requires=MINE)
def provider_list(request: HttpRequest) -> HttpResponse:
    """Which organisation; with one there is nothing to choose."""
    page = Paginator(_organisations(request), PAGE_SIZE).get_page(request.GET.get("page"))
    if page.paginator.count == 1:
        return redirect("provider_edit", configured=page.object_list[0].slug)
    return render(request, "administration/provider_list.html", {"page": page})


@door(requires=MINE, methods=FORM)
def provider_edit(request: HttpRequest, configured: str) -> HttpResponse:
    """Issuer, client, secret, on or off."""
    home = get_object_or_404(_organisations(request), slug=configured)
    provider = SignInProvider.objects.filter(organisation=home).first()
    form = ProviderForm(request.POST if request.method == "POST" else None, initial=initial_of(provider))
    if form.is_valid():
        try:
            actions.configure_sign_in(home, form.wanted(), by=_actor(request), at=clock.now())
            messages.success(request, _("Saved. From now on it counts for everybody who signs in."))
            return redirect("provider_edit", configured=home.slug)
        except AdministrationRefused as refusal:
            form.refuse(refusal)
    context = {"form": form, "organisation": home, "provider": provider, "callback": callback_address(home.slug)}
    return render(request, "administration/provider_edit.html", context)


@door(requires=MINE, methods=FORM)
def provider_link(request: HttpRequest, configured: str) -> HttpResponse:
    """Name the subject of somebody who has not signed in yet."""
    home = get_object_or_404(_organisations(request), slug=configured)
    provider = get_object_or_404(SignInProvider, organisation=home, is_enabled=True)
    form = NewcomerForm(request.POST if request.method == "POST" else None, organisation=home)
    if form.is_valid():
        person, subject = form.cleaned_data["email"], form.cleaned_data["subject"]
        try:
            actions.link_newcomer(person, provider, subject, by=_actor(request), at=clock.now())
            messages.success(request, _("Linked. The person gets a letter about it."))
            return redirect("provider_link", configured=home.slug)
        except AdministrationRefused as refusal:
            form.refuse(refusal)
    return render(request, "administration/provider_link.html", {"form": form, "organisation": home})


def _organisations(request: HttpRequest) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=_actor(request).organisations_with(MINE)).order_by("name", "pk")


def _actor(request: HttpRequest) -> Actor:
    actor = actor_at(request)
    assert actor is not None
    return actor
