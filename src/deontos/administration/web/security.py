"""Sign-in and security: one's own password, second step and sign-ins, and a way back in for whoever lost the password.

Each section of the page is a template with what stands in it; more are added in the wiring.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
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
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """One card of the page: its template, and what stands in it under the name `section`."""

    template: str
    values: Callable[[HttpRequest, Account], Values]


class Sections:
    """The cards, in the order of declaration. The house has one of this; a test may have its own."""

    def __init__(self) -> None:
        self.known: list[Section] = []

    def add(self, section: Section) -> None:
        """Put a card at the end. The same again changes nothing."""
        if section not in self.known:
            self.known.append(section)


SECTIONS = Sections()
SECTIONS.add(Section("administration/_security_password.html", lambda _request, account: {"account": account}))
SECTIONS.add(
    Section(
        "administration/_security_second_factor.html",
        lambda _request, account: {"has_one": second_factor.has_one(account)},
    )
)
SECTIONS.add(
    Section(
        "administration/_security_sign_ins.html",
        lambda _request, account: {"count": SignIn.objects.filter(account=account).count()},
    )
)


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
    sections = [(section.template, section.values(request, account)) for section in SECTIONS.known]
    return render(request, "administration/sign_in_and_security.html", {"sections": sections})


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
        return render(request, "administration/cannot_get_in_sent.html", {"address": form.cleaned_data["address"]})
    return render(request, "administration/cannot_get_in.html", {"form": form})


def _row(sign_in: SignIn, current: UUID) -> SignInRow:
    browser = words_for(sign_in.browser, sign_in.system)
    return SignInRow(sign_in.id, browser, _rounded(sign_in.begun_at), _rounded(sign_in.used_at), sign_in.id == current)


def _rounded(moment: datetime) -> datetime:
    """The quarter of an hour on the clock of Brussels: near enough to know oneself by."""
    return (moment - (moment - datetime.min.replace(tzinfo=moment.tzinfo)) % ROUNDED_TO).astimezone(
        ZoneInfo(CIVIL_ZONE)
    )
