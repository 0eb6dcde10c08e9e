"""The stewards' side: whose keys are asked for, handing a share on, and whether there is recovery at all."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language

from deontos.access.doors import actor_at, door
from deontos.access.gate import Actor
from deontos.access.permissions import Permission
from deontos.kernel import clock
from deontos.keyring.actions import ceremonies, recovery
from deontos.keyring.own_vault import VaultRefused
from deontos.keyring.phrases import REFUSALS
from deontos.keyring.recovery import ceremonies_in, contributions_to, is_recovery_on, stop_of
from deontos.keyring.recovery_models import Ceremony
from deontos.keyring.rules import is_running
from deontos.keyring.vocabulary import KeyringCode
from deontos.keyring.web.recovery.forms import HandOnForm, StopForm
from deontos.keyring.web.unlocking import unlocked_or_ask
from deontos.keyring.words import key_words, public_keys
from deontos.organisations.models import Organisation

PAGE_SIZE = 20


@door(requires=Permission.KEYRING_STEWARD_CERTIFY)
def recovery_list(request: HttpRequest) -> HttpResponse:
    """Every ceremony of the organisations in which this steward serves, the newest first."""
    homes = _homes(request)
    page = Paginator(ceremonies_in(homes), PAGE_SIZE).get_page(request.GET.get("page"))
    organisations = Organisation.objects.filter(pk__in=homes).order_by("name", "id")
    states = [(each, is_recovery_on(each.id, on=clock.today())) for each in organisations]
    return render(request, "keyring/recovery/recovery_list.html", {"page": page, "states": states})


@door(requires=Permission.KEYRING_STEWARD_CERTIFY, methods=("GET", "HEAD", "POST"))
def recovery_detail(request: HttpRequest, ceremony: UUID) -> HttpResponse:
    """One ceremony: the words of the new vault, who has handed on, and the button of a steward who compared them."""
    row, actor = _ceremony(request, ceremony), _actor(request)
    what = request.POST.get("what", "")
    form = HandOnForm(request.POST if what == "hand_on" else None)
    if what == "call_off":
        with suppress(VaultRefused):
            ceremonies.call_off(row, by=actor, at=clock.now())
        return redirect("recovery_detail", ceremony=ceremony)
    if form.is_valid():
        try:
            return _handed_on(request, row, actor, form)
        except VaultRefused as refusal:
            form.refuse(refusal)
    return render(request, "keyring/recovery/recovery_detail.html", _detail(row, actor, form))


@door(requires=Permission.KEYRING_STEWARD_CERTIFY, methods=("GET", "HEAD", "POST"))
def recovery_switch(request: HttpRequest, home: str) -> HttpResponse:
    """Do without recovery, by two stewards; or let it be on again."""
    organisation = get_object_or_404(Organisation, slug=home, pk__in=_homes(request))
    actor, what = _actor(request), request.POST.get("what", "")
    form = StopForm(request.POST if what == "ask" else None)
    try:
        if form.is_valid() or what in {"confirm", "lift"}:
            _decide(organisation, actor, what, form)
            return redirect("recovery_switch", home=home)
    except VaultRefused as refusal:
        messages.warning(request, str(REFUSALS[KeyringCode(refusal.code)]))
        return redirect("recovery_switch", home=home)
    stop = stop_of(organisation.id)
    context = {
        "organisation": organisation,
        "stop": stop,
        "form": form,
        "is_own": stop and stop.asked_by_id == actor.person,
    }
    return render(request, "keyring/recovery/recovery_switch.html", context)


def _decide(home: Organisation, actor: Actor, what: str, form: StopForm) -> None:
    now = clock.now()
    if what == "ask":
        recovery.ask_to_stop(home.id, form.cleaned_data["reason"], by=actor, at=now)
    elif what == "confirm":
        recovery.confirm_stop(home.id, by=actor, at=now)
    else:
        recovery.lift_stop(home.id, by=actor, at=now)


def _handed_on(request: HttpRequest, row: Ceremony, actor: Actor, form: HandOnForm) -> HttpResponse:
    reader = unlocked_or_ask(request)
    if isinstance(reader, HttpResponse):
        return reader
    typed = form.cleaned_data
    ceremonies.contribute(
        row, by=actor, reader=reader, compared=typed["compared"], uninvolved=typed["uninvolved"], at=clock.now()
    )
    return redirect("recovery_detail", ceremony=row.id)


def _detail(row: Ceremony, actor: Actor, form: HandOnForm) -> dict[str, object]:
    handed_on = list(contributions_to(row))
    return {
        "ceremony": row,
        "form": form,
        "handed_on": handed_on,
        "runs": is_running(row.begun_at, row.ended_at, at=clock.now()),
        "is_own": row.person_id == actor.person,
        "has_handed_on": actor.person in {each.steward.person_id for each in handed_on},
        "words": key_words(public_keys(row.vault), get_language()),
    }


def _ceremony(request: HttpRequest, ceremony: UUID) -> Ceremony:
    found = ceremonies_in(_homes(request)).filter(pk=ceremony).first()
    if found is None:
        raise Http404
    return found


def _actor(request: HttpRequest) -> Actor:
    actor = actor_at(request)
    assert actor is not None
    return actor


def _homes(request: HttpRequest) -> frozenset[UUID]:
    return _actor(request).organisations_with(Permission.KEYRING_STEWARD_CERTIFY)
