"""The doors: every view says who may come in and by which methods, and the door keeps it.

A stranger at a door of the desk is shown the way to sign in; somebody signed in without the permission gets the same
404 as for an address that does not exist.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect

from deontos.access.gate import Actor
from deontos.access.permissions import Permission
from deontos.access.vocabulary import Entrant

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
            return _turned_away(request, sign) or view(request, *args, **kwargs)

        guarded.door = sign  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return put_on


def actor_at(request: HttpRequest) -> Actor | None:
    """Who is signed in at the desk; None at the letterbox and for strangers."""
    return getattr(request, "actor", None)


def _turned_away(request: HttpRequest, sign: Door) -> HttpResponse | None:
    actor = actor_at(request)
    if (sign.requires or sign.open_to is Entrant.SIGNED_IN) and actor is None:
        return redirect("account_login")
    if sign.requires and not (actor and actor.organisations_with(sign.requires)):
        raise Http404
    if request.method not in sign.methods:
        return HttpResponseNotAllowed(sign.methods)
    return None
