"""Proving once more who is there: by the password, or by a code where there is none. The typed text stays in the page.

The proofs of a session are those that allauth keeps: signing in is one, and so is every time it was asked again.
"""

from datetime import UTC, datetime

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.access.web.keeping import typed_fields
from deontos.access.web.returning import FIELD, way_back
from deontos.administration import rules
from deontos.administration.models import Account
from deontos.administration.web.proofs import PROOF, CodeProofForm, PasswordProofForm, ProofForm
from deontos.kernel import clock


def proved_at(request: HttpRequest) -> datetime | None:
    """When this session last proved who it is; None where it never did."""
    records = get_authentication_records(request, request.user if request.user.is_authenticated else None)
    moments = [record["at"] for record in records]
    return datetime.fromtimestamp(max(moments), UTC) if moments else None


def proved_or_ask(request: HttpRequest) -> HttpResponse | None:
    """None for whoever proved it within five minutes, or does so with this very form; else the page that asks."""
    if rules.is_fresh(proved_at(request), at=clock.now()):
        return None
    form = _form(request)
    if form.is_valid():
        record_authentication(request, request.user, method=form.METHOD, reauthenticated=True)
        return None
    return _page(request, form)


@door(open_to=Entrant.SIGNED_IN, methods=("POST",))
def prove_again(request: HttpRequest) -> HttpResponse:
    """Take the proof that a page asked for before it was opened, and go on to that page."""
    return proved_or_ask(request) or redirect(way_back(request, "/desk/"))


def _form(request: HttpRequest) -> ProofForm:
    account = request.user
    assert isinstance(account, Account)
    kind = PasswordProofForm if account.has_usable_password() else CodeProofForm
    return kind(request.POST if PROOF in request.POST else None, user=account)


def _page(request: HttpRequest, form: ProofForm) -> HttpResponse:
    """A form that was sent is sent again to the same address; a page that was asked for is opened by a form apart."""
    is_form = request.method == "POST"
    kept = typed_fields(request) if is_form else [(FIELD, request.get_full_path())]
    address = request.get_full_path() if is_form else reverse("prove_again")
    return render(request, "administration/step_up.html", {"form": form, "kept": kept, "address": address})
