"""Whose key stands how, for stewards; and the page on which one steward confirms one key."""

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import get_language

from deontos.access.doors import actor_at, door
from deontos.access.gate import Actor
from deontos.access.permissions import Permission
from deontos.kernel import clock
from deontos.kernel.refusals import Refusal
from deontos.keyring.actions.alarms import look
from deontos.keyring.actions.stewards import confirm_key
from deontos.keyring.phrases import STATES
from deontos.keyring.queries import open_alarms, stewards_in_chain, trusted_stewards
from deontos.keyring.rules import may_found
from deontos.keyring.stewardship import KeyStanding, Place, place_in, places, standings
from deontos.keyring.vocabulary import KeyState
from deontos.keyring.web.stewards.forms import CompareForm, fingerprint_in
from deontos.keyring.web.unlocking import unlocked_or_ask
from deontos.keyring.words import key_words, public_keys
from deontos.organisations.models import Organisation
from deontos.organisations.phrases import DEPUTY_COMPLAINTS_MANAGER, OFFICES

PAGE_SIZE = 20
TONES = {
    KeyState.NO_VAULT: "neutral",
    KeyState.ON_HOLD: "danger",
    KeyState.WAITS_FIRST: "info",
    KeyState.WAITS_SECOND: "info",
    KeyState.CERTIFIED: "done",
    KeyState.ENDS_SOON: "attention",
    KeyState.ENDED: "neutral",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One key in the list."""

    standing: KeyStanding
    organisation: Organisation
    office: str | Promise
    state: str | Promise
    tone: str


@door(requires=Permission.KEYRING_STEWARD_CERTIFY)
def key_overview(request: HttpRequest) -> HttpResponse:
    """Everybody who should hold a key, by name."""
    actor, now = actor_at(request), clock.now()
    assert actor is not None
    homes = Organisation.objects.in_bulk(actor.organisations_with(Permission.KEYRING_STEWARD_CERTIFY))
    pages = Paginator(places(list(homes), on=clock.today()), PAGE_SIZE)
    page = pages.get_page(request.GET.get("page"))
    rows = [_row(each, homes) for each in standings([row[:3] for row in page.object_list], at=now)]
    unfounded = [each for each in homes.values() if may_found(len(stewards_in_chain(each.id, on=clock.today())))]
    for organisation in homes:
        look(organisation, at=now)
    context: dict[str, object] = {"page": page, "rows": rows, "several": len(homes) > 1, "unfounded": unfounded}
    context["alarms"] = open_alarms(homes).count()
    return render(request, "keyring/key_overview.html", context)


def _row(standing: KeyStanding, homes: dict[UUID, Organisation]) -> Row:
    state, office = standing.state, OFFICES[standing.office]
    words = DEPUTY_COMPLAINTS_MANAGER if standing.as_deputy else office
    return Row(standing, homes[standing.organisation], words, STATES[state], TONES[state])


@door(requires=Permission.KEYRING_STEWARD_CERTIFY, methods=("GET", "HEAD", "POST"))
def key_detail(request: HttpRequest, office: str, holder: UUID) -> HttpResponse:
    """One key: its words, who signed, and the button of a steward who compared them."""
    actor = actor_at(request)
    assert actor is not None
    place = _place(actor, office, holder)
    form = CompareForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        answer = _signed(request, form, actor, place)
        if answer is not None:
            return answer
    [standing] = standings([place], at=clock.now())
    return render(request, "keyring/key_detail.html", _detail(actor, form, standing))


def _signed(request: HttpRequest, form: CompareForm, actor: Actor, place: Place) -> HttpResponse | None:
    reader = unlocked_or_ask(request)
    if isinstance(reader, HttpResponse):
        return reader
    try:
        confirm_key(place, form.cleaned_data["shown"], by=actor, reader=reader, at=clock.now())
    except Refusal as refusal:
        form.refuse(refusal)
        return None
    return redirect("key_detail", office=place[1], holder=place[2])


def _place(actor: Actor, office: str, holder: UUID) -> Place:
    homes = actor.organisations_with(Permission.KEYRING_STEWARD_CERTIFY)
    found = place_in(homes, office, holder, on=clock.today())
    if found is None:
        raise Http404
    return found


def _detail(actor: Actor, form: CompareForm, standing: KeyStanding) -> dict[str, object]:
    vault = standing.vault
    stewards = {each.person_id for each in trusted_stewards(standing.organisation, on=clock.today())}
    return {
        "form": form,
        "row": _row(standing, Organisation.objects.in_bulk([standing.organisation])),
        "words": key_words(public_keys(vault), get_language()) if vault else None,
        "shown": fingerprint_in(vault),
        "is_own": standing.person.id == actor.person,
        "has_signed": standing.signed_by(actor.person),
        "is_steward": actor.person in stewards,
    }
