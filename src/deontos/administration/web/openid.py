"""Signing in by way of one's organisation, and linking one's account to that: to the provider, and back."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from deontos.access.doors import actor_at, door
from deontos.access.vocabulary import Entrant
from deontos.access.web.returning import FIELD, is_path_here, way_back
from deontos.administration.actions import providers as actions
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.models import ProviderLink, SignInProvider
from deontos.administration.phrases import PROVIDER, REFUSALS
from deontos.administration.queries import account_linked, provider_linked, provider_of, providers_on
from deontos.administration.vocabulary import AdministrationCode, ProviderCode
from deontos.administration.web import second_factor
from deontos.administration.web.openid_connect import ProviderRefused, Returned, arrive, depart
from deontos.administration.web.step_up import OPENID, note_proof, proved_or_ask
from deontos.kernel import clock

FORM = ("GET", "HEAD", "POST")
HOME = "/desk/"
PAGE_SIZE = 50


@door(open_to=Entrant.ANYBODY)
def openid_choose(request: HttpRequest) -> HttpResponse:
    """By way of which organisation."""
    page = Paginator(providers_on(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "back": way_back(request, HOME), "back_field": FIELD}
    return render(request, "administration/openid_choose.html", context)


@door(open_to=Entrant.ANYBODY, methods=FORM)
def openid_sign_in(request: HttpRequest, provider: str) -> HttpResponse:
    """The button that leads to the organisation's own sign-in."""
    found, back = _found(provider), way_back(request, HOME)
    if actor_at(request):
        return redirect(back)
    if request.method == "POST":
        return _leave(request, found, back=back)
    return render(request, "administration/openid_sign_in.html", {"provider": found, "back": back, "back_field": FIELD})


@door(open_to=Entrant.ANYBODY, methods=("GET",))
def openid_back(request: HttpRequest, provider: str) -> HttpResponse:
    """What the organisation's sign-in sent back: somebody who signs in, or links an account."""
    found = _found(provider)
    try:
        returned = arrive(request, found)
        if returned.proves:
            return _proved(request, found, returned)
        return _linked(request, found, returned) if returned.account else _signed_in(request, found, returned)
    except ProviderRefused as refusal:
        return _refused(request, str(PROVIDER[ProviderCode(refusal.code)]))
    except AdministrationRefused as refusal:
        return _refused(request, str(REFUSALS[AdministrationCode(refusal.code)]))


@door(open_to=Entrant.SIGNED_IN, methods=("POST",))
def openid_prove(request: HttpRequest) -> HttpResponse:
    """Let the organisation ask once more who is there; without a page to open, in a tab beside the one that waits."""
    account = second_factor.account_at(request)
    provider, back = provider_linked(account), way_back(request, reverse("openid_proved"))
    if provider is None:
        return redirect("openid_link")
    return _leave(request, provider, back=back, account=str(account.pk), proves=True)


@door(open_to=Entrant.SIGNED_IN)
def openid_proved(request: HttpRequest) -> HttpResponse:
    """Back to the tab that waits with what was typed."""
    return render(request, "administration/openid_proved.html")


@door(open_to=Entrant.SIGNED_IN, methods=FORM)
def openid_link(request: HttpRequest) -> HttpResponse:
    """One's own link, and making one: with a fresh proof, and both steps done."""
    account = second_factor.account_at(request)
    provider = providers_on().filter(organisation=account.person.organisation_id).first()
    if request.method == "POST" and provider:
        again = proved_or_ask(request)
        return again or _leave(request, provider, back=reverse("openid_link"), account=str(account.pk))
    link = ProviderLink.objects.filter(account=account, issuer=provider.issuer).first() if provider else None
    return render(request, "administration/openid_link.html", {"provider": provider, "link": link, "refused": ""})


@door(open_to=Entrant.SIGNED_IN, methods=("POST",))
def openid_unlink(request: HttpRequest) -> HttpResponse:
    """Sign in that way no longer."""
    if again := proved_or_ask(request):
        return again
    links = ProviderLink.objects.filter(account=second_factor.account_at(request)).select_related("account__person")
    try:
        for link in links:
            actions.unlink(link, at=clock.now())
    except AdministrationRefused as refusal:
        return _refused(request, str(REFUSALS[AdministrationCode(refusal.code)]))
    return redirect("openid_link")


def _found(slug: str) -> SignInProvider:
    try:
        return provider_of(slug)
    except SignInProvider.DoesNotExist:
        raise Http404 from None


def _leave(
    request: HttpRequest, provider: SignInProvider, *, back: str, account: str = "", proves: bool = False
) -> HttpResponse:
    """A page that goes on by itself and by a link: a form may not lead to another house (form-action 'self')."""
    try:
        address = depart(request, provider, back=back, account=account, proves=proves)
    except ProviderRefused as refusal:
        return _refused(request, str(PROVIDER[ProviderCode(refusal.code)]))
    response = render(request, "administration/openid_leave.html", {"provider": provider, "address": address})
    response.headers["Refresh"] = f"0;url={address}"
    return response


def _signed_in(request: HttpRequest, provider: SignInProvider, returned: Returned) -> HttpResponse:
    """The first step, and the second too where the organisation says that its own sign-in asks for both."""
    back = returned.back if is_path_here(returned.back) else HOME
    if actor_at(request):
        return redirect(back)
    account = account_linked(provider, returned.subject)
    if account is None:
        raise ProviderRefused(ProviderCode.NOT_LINKED)
    record_authentication(request, account, OPENID)
    if not provider.asks_two_factors:
        answer: HttpResponse = perform_login(request, Login(user=account, redirect_url=back))
        return answer
    get_adapter().login(request, account)
    second_factor.mark_done(request, account)
    return redirect(back)


def _proved(request: HttpRequest, provider: SignInProvider, returned: Returned) -> HttpResponse:
    """Only for whoever began it here, and only when the organisation knows that very person."""
    if not actor_at(request) or str(request.user.pk) != returned.account:
        raise ProviderRefused(ProviderCode.NOT_BEGUN_HERE)
    account = account_linked(provider, returned.subject)
    if account is None or account.pk != request.user.pk:
        raise ProviderRefused(ProviderCode.SOMEBODY_ELSE)
    note_proof(request, account, OPENID)
    return redirect(returned.back if is_path_here(returned.back) else HOME)


def _linked(request: HttpRequest, provider: SignInProvider, returned: Returned) -> HttpResponse:
    """Only for whoever began it and is still signed in here with both steps."""
    if not actor_at(request) or str(request.user.pk) != returned.account:
        raise ProviderRefused(ProviderCode.NOT_BEGUN_HERE)
    actions.link_myself(second_factor.account_at(request), provider, returned.subject, at=clock.now())
    return redirect("openid_link")


def _refused(request: HttpRequest, reason: str) -> HttpResponse:
    return render(request, "administration/openid_refused.html", {"reason": reason})
