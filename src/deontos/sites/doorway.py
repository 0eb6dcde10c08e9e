"""Which of the two doors a request comes to, before anything else looks at it.

The desk and the letterbox have their own addresses, cookies and middleware; nothing of the one runs at the other.
"""

import codecs
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import parse_header_parameters

from deontos.access.web.saving import begin_to_save

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class DoorName(StrEnum):
    """The two doors."""

    LETTERBOX = "letterbox"
    DESK = "desk"


DESK_PREFIX = "/desk/"


def door_of(request: HttpRequest) -> DoorName:
    """The door that a request comes to, by its path."""
    return DoorName.DESK if request.path_info.startswith(DESK_PREFIX) else DoorName.LETTERBOX


class Doorway:
    """Right after the headers that every answer has: refuses strange methods, so that no view ever meets them."""

    METHODS = frozenset({"GET", "HEAD", "POST"})

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 405 to TRACE, PROPFIND and the like; keep answers out of every cache."""
        begin_to_save()  # what this thread saved for somebody else says nothing of this request
        if request.method not in self.METHODS:
            response: HttpResponseBase = HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"})
        else:
            response = self.get_response(request)
        # What is laid out under /static/ says for itself how long it may be kept; what is not there says nothing.
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), browsing-topics=()"
        )
        return response


class KnownCharset:
    """Refuses a request in another charset than that of our pages: some that Python knows make no text of bytes."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Raise BadRequest, which becomes the short page, before anything reads the address or the body."""
        if not is_in_our_charset(request.META.get("CONTENT_TYPE", "")):
            raise BadRequest
        return self.get_response(request)


def is_in_our_charset(content_type: str) -> bool:
    """Whether a header names our charset, or none that Python knows. What makes no header at all is not in it."""
    try:
        _kind, said = parse_header_parameters(content_type)
        return codecs.lookup(said.get("charset", "utf-8")).name == "utf-8"
    except LookupError:
        return True
    except ValueError:
        return False


class KnownHost:
    """Refuses a request for a host that is not this house: links and forms would be made for somebody else's name."""

    EXCEPT = "/healthz"
    """Asked by watchmen who know the machine and not its name; it says nothing that a name could change."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Raise DisallowedHost, which becomes the short page for a bad request."""
        if request.path_info != self.EXCEPT:
            request.get_host()
        return self.get_response(request)


def only_at(door: DoorName, middleware: type[Any]) -> type[Any]:
    """The same middleware, passed by at the other door."""

    class AtDoor(middleware):  # type: ignore[misc]
        def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
            if door_of(request) is not door:
                passed: HttpResponseBase = self.get_response(request)
                return passed
            answer: HttpResponseBase = super().__call__(request)
            return answer

    AtDoor.__name__ = AtDoor.__qualname__ = f"{middleware.__name__}AtThe{door.title()}"
    AtDoor.__doc__ = middleware.__doc__
    return AtDoor
