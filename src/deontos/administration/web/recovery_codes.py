"""The pages of recovery codes for signing in: making them, shown once, and using one in place of the second step."""

from allauth.account.internal.decorators import login_stage_required
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.administration.actions import recovery_codes as actions
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.phrases import REFUSALS
from deontos.administration.queries import codes_left
from deontos.administration.vocabulary import AdministrationCode
from deontos.administration.web import second_factor
from deontos.administration.web.forms import RecoveryCodeForm
from deontos.administration.web.step_up import proved_or_ask
from deontos.kernel import clock
from deontos.ui.forms import PageForm

FORM = ("GET", "HEAD", "POST")
GROUP = 4
"""Digits that are read at once."""


@door(open_to=Entrant.SIGNED_IN, methods=FORM)
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """How many still count; ten new ones, which stand in the answer to this form and nowhere else."""
    form = PageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if again := proved_or_ask(request):
            return again
        try:
            return _made(request, actions.make_recovery_codes(second_factor.account_at(request), at=clock.now()))
        except AdministrationRefused as refusal:
            form.add_error(None, str(REFUSALS[AdministrationCode(refusal.code)]))
    left = codes_left(second_factor.account_at(request))
    return render(request, "administration/recovery_codes.html", {"form": form, "left": left})


def _made(request: HttpRequest, codes: list[str]) -> HttpResponse:
    groups = [" ".join(code[start : start + GROUP] for start in range(0, len(code), GROUP)) for code in codes]
    return render(request, "administration/recovery_codes_made.html", {"codes": groups})


@door(open_to=Entrant.ANYBODY, methods=FORM)
@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")  # type: ignore[untyped-decorator]
def recovery_code(request: HttpRequest) -> HttpResponse:
    """A recovery code in place of the code of the moment, after the password."""
    stage = request._login_stage  # type: ignore[attr-defined]
    account = stage.login.user
    translation.activate(account.person.language)
    form = RecoveryCodeForm(request.POST if request.method == "POST" else None, user=account)
    if form.is_valid():
        second_factor.mark_done(request, account)
        form.save()
        response: HttpResponse = stage.exit()
        return response
    return render(request, "administration/recovery_code.html", {"form": form})
