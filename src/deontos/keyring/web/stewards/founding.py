"""The founding sitting: three stewards at one screen compare their words, and certify one another with one button."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from deontos.access.doors import actor_at, door
from deontos.access.gate import Actor
from deontos.access.permissions import Permission
from deontos.kernel import clock
from deontos.keyring.actions.stewards import SittingRefused, found
from deontos.keyring.models import Vault
from deontos.keyring.queries import stewards_in_chain
from deontos.keyring.rules import FEWEST_STEWARDS, are_all_administrators, may_found
from deontos.keyring.web.stewards.forms import SittingForm
from deontos.organisations.models import Organisation, Person
from deontos.organisations.queries import offices_held
from deontos.organisations.vocabulary import OfficeKind

MOST = 6
"""So many could sit at one screen; the first by name."""


@dataclass(frozen=True, slots=True)
class Founding:
    """What the page shows: who could sit, and what is missing while they cannot."""

    organisation: Organisation
    stands: bool
    vaults: Sequence[Vault]
    without_vault: Sequence[Person]
    all_administrators: bool

    @property
    def missing(self) -> int:
        """How many more have to hold the office."""
        return max(0, FEWEST_STEWARDS - len(self.vaults) - len(self.without_vault))

    @property
    def is_possible(self) -> bool:
        """Whether they can sit now."""
        return not self.stands and len(self.vaults) >= FEWEST_STEWARDS and not self.all_administrators


def founding_of(organisation: Organisation, *, on: date) -> Founding:
    """How far an organisation is with its first stewards. Four queries."""
    offices = list(offices_held(organisation, on=on).filter(kind__in=[OfficeKind.STEWARD, OfficeKind.ADMINISTRATOR]))
    holders = {each.holder_id: each.holder for each in offices if each.kind == OfficeKind.STEWARD}
    administrators = {each.holder_id for each in offices if each.kind == OfficeKind.ADMINISTRATOR}
    people = sorted(holders.values(), key=lambda each: (each.family_name, each.given_name, each.id))[:MOST]
    vaults = {
        each.person_id: each
        for each in Vault.objects.filter(person__in=people, ended_at__isnull=True).select_related("person")
    }
    return Founding(
        organisation,
        stands=not may_found(len(stewards_in_chain(organisation.id, on=on))),
        vaults=[vaults[each.id] for each in people if each.id in vaults],
        without_vault=[each for each in people if each.id not in vaults],
        all_administrators=are_all_administrators(set(holders), administrators),
    )


@door(requires=Permission.KEYRING_STEWARD_CERTIFY, methods=("GET", "HEAD", "POST"))
def key_founding(request: HttpRequest) -> HttpResponse:
    """The sitting of the first stewards, or what is still missing for it."""
    actor = actor_at(request)
    assert actor is not None
    founding = founding_of(_organisation(actor, request.GET.get("of", "")), on=clock.today())
    posted = request.POST if request.method == "POST" and founding.is_possible else None
    form = SittingForm(posted, vaults=founding.vaults, language=get_language())
    if posted and form.is_valid():
        try:
            found(founding.organisation, form.seated(), by=actor, at=clock.now())
            return redirect("key_overview")
        except SittingRefused as refusal:
            form.refuse(refusal)
    return render(request, "keyring/key_founding.html", {"founding": founding, "form": form})


def _organisation(actor: Actor, slug: str) -> Organisation:
    """The organisation that is named, or the first in which this person is a steward; another one does not exist."""
    mine = Organisation.objects.filter(pk__in=actor.organisations_with(Permission.KEYRING_STEWARD_CERTIFY))
    found = next((each for each in mine.order_by("name", "id") if slug in ("", each.slug)), None)
    if found is None:
        raise Http404
    return found
