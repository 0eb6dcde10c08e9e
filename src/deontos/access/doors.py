"""The doors: every view says who may come in and by which methods, and the door keeps it.

A stranger at a door of the desk is shown the way to sign in, and what was typed stays in the page; somebody signed in
without the permission gets the same 404 as for an address that does not exist. Some permissions ask once more for a
proof that was given a while ago; then too the text stays.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse

from deontos.access.gate import Actor
from deontos.access.permissions import STEP_UP, Permission
from deontos.access.vocabulary import Entrant
from deontos.access.web.keeping import typed_fields
from deontos.access.web.proving import PROVING
from deontos.access.web.returning import FIELD
from deontos.access.web.saving import begin_to_save

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


@dataclass(frozen=True, slots=True)
class Door:
    """Who may come in: one permission, or one group; and how."""

    requires: Permission | None
    open_to: Entrant | None
    methods: tuple[str, ...]


class DoorView(Protocol[Rest]):
    """A view with its door on it."""

    door: Door

    def __call__(self, request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        """Answer the request."""


def door(
    *, requires: Permission | None = None, open_to: Entrant | None = None, methods: tuple[str, ...] = ("GET", "HEAD")
) -> Callable[[View[Rest]], DoorView[Rest]]:
    """Put a door on a view: exactly one of `requires` and `open_to`; GET brings HEAD."""
    if (requires is None) == (open_to is None):
        raise ValueError("a door asks for one permission or is open to one group")
    sign = Door(requires, open_to, methods)

    def put_on(view: View[Rest]) -> DoorView[Rest]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
            turned_away = _turned_away(request, sign)
            begin_to_save()
            return turned_away or view(request, *args, **kwargs)

        with_door = cast("DoorView[Rest]", guarded)
        with_door.door = sign
        return with_door

    return put_on


def actor_at(request: HttpRequest) -> Actor | None:
    """Who is signed in at the desk; None at the letterbox and for strangers."""
    return getattr(request, "actor", None)


def _turned_away(request: HttpRequest, sign: Door) -> HttpResponse | None:
    actor = actor_at(request)
    if sign.open_to is Entrant.DEMO_VISITOR and not settings.OPERATOR.is_demo:
        raise Http404
    if sign.open_to is Entrant.PASSWORD_GIVEN and not request.user.is_authenticated:
        return _shown_the_way(request)
    if (sign.requires or sign.open_to is Entrant.SIGNED_IN) and actor is None:
        return _shown_the_way(request)
    if sign.requires and not (actor and actor.organisations_with(sign.requires)):
        raise Http404
    if request.method not in sign.methods:
        return HttpResponseNotAllowed(sign.methods)
    return PROVING.asked(request) if sign.requires in STEP_UP else None


def _shown_the_way(request: HttpRequest) -> HttpResponse:
    """To signing in, or to the second step for whoever gave a password already; what was typed stays in the page."""
    if request.user.is_authenticated:
        return redirect("mfa_activate_totp")
    kept = typed_fields(request)
    if kept:
        context = {"kept": kept, "address": request.get_full_path()}
        return render(request, "access/signed_out.html", context, status=403)
    back = urlencode({FIELD: request.get_full_path()}) if request.method == "GET" else ""
    return redirect("?".join(filter(None, (reverse("account_login"), back))))
