"""Proving once more who is there: by the password or what stands in for it, a passkey, or by way of the organisation.

The typed text stays in the page. The proofs of a session are those that allauth keeps: signing in is one, and so is
every time it was asked again. Signing in by way of an organisation is none: that may have asked nobody anything.
"""

from datetime import UTC, datetime
from typing import Any

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
from deontos.administration.queries import provider_linked
from deontos.administration.web import place
from deontos.administration.web.ceremonies import begin_proving
from deontos.administration.web.proofs import PASSKEY, PROOF, RECOVERY, ProofForm, kinds_for
from deontos.administration.web.second_factor import account_at
from deontos.kernel import clock

OPENID = "openid"
"""By which sign-ins by way of an organisation stand among the proofs of a session."""
AGAIN = "reauthenticated"


def proved_at(request: HttpRequest) -> datetime | None:
    """When this session last proved who it is; None where it never did."""
    records = get_authentication_records(request, request.user if request.user.is_authenticated else None)
    moments = [record["at"] for record in records if record["method"] != OPENID or record.get(AGAIN)]
    return datetime.fromtimestamp(max(moments), UTC) if moments else None


def note_proof(request: HttpRequest, account: Account, method: str) -> None:
    """Remember in this session that it was just proved again who is there."""
    record_authentication(request, account, method=method, **{AGAIN: True})


def proved_or_ask(request: HttpRequest) -> HttpResponse | None:
    """None for whoever proved it within five minutes, or does so with this very form; else the page that asks."""
    if rules.is_fresh(proved_at(request), at=clock.now()):
        return None
    account = account_at(request)
    ways = {kind.FIELD: kind(_sent(request, kind), user=account) for kind in kinds_for(account)}
    sent = next((form for form in ways.values() if form.is_bound), None)
    if sent is not None and sent.is_valid():
        note_proof(request, account, sent.METHOD)
        return None
    return _page(request, account, ways, sent)


@door(open_to=Entrant.SIGNED_IN, methods=("POST",))
def prove_again(request: HttpRequest) -> HttpResponse:
    """Take the proof that a page asked for before it was opened, and go on to that page."""
    return proved_or_ask(request) or redirect(way_back(request, "/desk/"))


def _sent(request: HttpRequest, kind: type[ProofForm]) -> Any:  # noqa: ANN401 -- what every form takes
    return request.POST if kind.FIELD in request.POST else None


def _page(request: HttpRequest, account: Account, ways: dict[str, ProofForm], sent: ProofForm | None) -> HttpResponse:
    """A form that was sent is sent again to the same address; a page that was asked for is opened by a form apart."""
    is_form, works = request.method == "POST", place.works_at(request)
    passkey = ways.get(PASSKEY)
    context = {
        "kept": typed_fields(request) if is_form else [(FIELD, request.get_full_path())],
        "address": request.get_full_path() if is_form else reverse("prove_again"),
        "back": "" if is_form else request.get_full_path(),
        "sent": sent,
        "typed": ways.get(PROOF),
        "passkey": passkey if works else None,
        "options": begin_proving(account) if passkey and works else "",
        "is_elsewhere": bool(passkey) and not works,
        "recovery": ways.get(RECOVERY),
        "provider": provider_linked(account),
    }
    return render(request, "administration/step_up.html", context)
