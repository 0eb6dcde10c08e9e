"""The page of the demo that stands in for everybody's phone: the one-time codes of this moment; not in production."""

import json
from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.kernel import clock
from deontos.organisations.models import Organisation
from deontos.organisations.phrases import DEPUTY_COMPLAINTS_MANAGER, OFFICES
from deontos.organisations.vocabulary import OfficeKind

PERIOD = 30
"""Seconds that a code lasts."""


@dataclass(frozen=True, slots=True)
class Phone:
    """One person of the demo, and the code that the phone of that person shows."""

    name: str
    offices: tuple[str | Promise, ...]
    email: str
    code: str


@door(open_to=Entrant.DEMO_VISITOR)
def demo_codes(request: HttpRequest) -> HttpResponse:
    """The codes of one organisation's people; the first organisation unless another is chosen."""
    written = settings.OPERATOR.data_folder / "demo.json"
    if not written.exists():
        raise Http404
    people = json.loads(written.read_text("utf-8"))["people"]
    slugs = list(dict.fromkeys(someone["organisation"] for someone in people))
    chosen = request.GET.get("organisation") if request.GET.get("organisation") in slugs else slugs[0]
    names = dict(Organisation.objects.filter(slug__in=slugs).values_list("slug", "name"))
    counter = int(clock.now().timestamp()) // PERIOD
    phones = [_phone(someone, counter) for someone in people if someone["organisation"] == chosen]
    places = [(slug, names.get(slug, slug), slug == chosen) for slug in slugs]
    return render(request, "demo/demo_codes.html", {"phones": phones, "places": places})


def _phone(someone: dict[str, str], counter: int) -> Phone:
    offices = tuple(
        OFFICES[OfficeKind(kind)] if kind in set(OfficeKind) else DEPUTY_COMPLAINTS_MANAGER
        for kind in someone["offices"]
    )
    code = format_hotp_value(hotp_value(someone["totp_secret"], counter))
    return Phone(someone["name"], offices, someone["email"], f"{code[:3]} {code[3:]}")
