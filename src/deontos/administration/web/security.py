"""Sign-in and security: one's own password, second step and sign-ins, and a way back in for whoever lost the password.

Each card of the page is a part of its template, `administration/_security_….html`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.administration.actions import accounts, passwords, sign_ins
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.models import Account, SignIn
from deontos.administration.web import second_factor
from deontos.administration.web.browsers import words_for
from deontos.administration.web.password_forms import AddressForm, ChangePasswordForm
from deontos.kernel import clock
from deontos.kernel.clock import CIVIL_ZONE

PAGE_SIZE = 20
ROUNDED_TO = timedelta(minutes=15)
FORM = ("GET", "HEAD", "POST")


@dataclass(frozen=True, slots=True)
class SignInRow:
    """One sign-in as its owner knows it."""

    id: UUID
    browser: str | Promise
    begun_at: datetime
    used_at: datetime
    is_here: bool


def account_at(request: HttpRequest) -> Account:
    """Whoever came in by a door for people who sign in."""
    account = request.user
    assert isinstance(account, Account)
    return account


def here(request: HttpRequest) -> UUID:
    """The sign-in that this request belongs to."""
    row: SignIn = request.session.row  # type: ignore[attr-defined]
    return row.id


@door(open_to=Entrant.SIGNED_IN)
def sign_in_and_security(request: HttpRequest) -> HttpResponse:
    """All that belongs to signing in, a card each."""
    account = account_at(request)
    count = SignIn.objects.filter(account=account).count()
    context = {"account": account, "has_second_factor": second_factor.has_one(account), "count": count}
    return render(request, "administration/sign_in_and_security.html", context)


@door(open_to=Entrant.SIGNED_IN, methods=FORM)
def password_change(request: HttpRequest) -> HttpResponse:
    """Another password, after the present one; every other browser is signed out."""
    account = account_at(request)
    form = ChangePasswordForm(request.POST if request.method == "POST" else None, account=account)
    if form.is_valid():
        try:
            passwords.change_password(account, form.cleaned_data["new_password"], here=here(request), at=clock.now())
        except AdministrationRefused as refusal:
            form.refuse(refusal)
        else:
            update_session_auth_hash(request, account)
            messages.success(request, _("Your password is changed. You were signed out everywhere else."))
            return redirect("sign_in_and_security")
    return render(request, "administration/password_change.html", {"form": form})


@door(open_to=Entrant.SIGNED_IN)
def sign_in_list(request: HttpRequest) -> HttpResponse:
    """Where one is signed in: since when, lately used when, with which kind of browser."""
    rows = SignIn.objects.filter(account=account_at(request)).order_by("-used_at", "id")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = [_row(each, here(request)) for each in page.object_list]
    return render(request, "administration/sign_in_list.html", {"rows": shown, "page": page})


@door(open_to=Entrant.SIGNED_IN, methods=("POST",))
def sign_in_end(request: HttpRequest, sign_in: UUID) -> HttpResponse:
    """Sign out in one other browser."""
    if sign_in == here(request) or not sign_ins.end_sign_in(account_at(request), sign_in, at=clock.now()):
        raise Http404
    messages.success(request, _("You are signed out there."))
    return redirect("sign_in_list")


@door(open_to=Entrant.SIGNED_IN, methods=("POST",))
def sign_ins_end(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere else."""
    sign_ins.end_other_sign_ins(account_at(request), here=here(request), at=clock.now())
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("sign_in_list")


@door(open_to=Entrant.ANYBODY, methods=FORM)
def cannot_get_in(request: HttpRequest) -> HttpResponse:
    """A way back for whoever forgot the password. The answer is the same for every address."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        accounts.help_in(form.cleaned_data["address"], at=clock.now())
        return _sent(request, form.cleaned_data["address"])
    return render(request, "administration/cannot_get_in.html", {"form": form})


def _sent(request: HttpRequest, address: str) -> HttpResponse:
    return render(request, "administration/cannot_get_in_sent.html", {"address": address})


def _row(sign_in: SignIn, current: UUID) -> SignInRow:
    browser = words_for(sign_in.browser, sign_in.system)
    return SignInRow(sign_in.id, browser, _rounded(sign_in.begun_at), _rounded(sign_in.used_at), sign_in.id == current)


def _rounded(moment: datetime) -> datetime:
    """The quarter of an hour on the clock of Brussels: near enough to know oneself by."""
    return (moment - (moment - datetime.min.replace(tzinfo=moment.tzinfo)) % ROUNDED_TO).astimezone(
        ZoneInfo(CIVIL_ZONE)
    )
