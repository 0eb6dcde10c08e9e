"""The short pages for what went wrong: no numbers, no details, what to do next.

They are drawn without session, person or organisation, so that whatever failed cannot make them fail as well.
"""

import sys
from contextlib import suppress

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string

from deontos.access.web.keeping import came_from_here, typed_fields
from deontos.sites.doorway import DoorName, door_of
from deontos.sites.letterbox.keeping import page_too_old
from deontos.sites.unsaved import broken_off, unsaved
from deontos.sites.whole_forms import is_cut_off

PIECE = 64 * 1024
LONGEST_LISTENING = 256 * 1024 * 1024
"""Bytes of a body that is too large which are heard out before its sender is cut off."""


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent could not be read, or is larger than anybody can type."""
    if isinstance(exception, RequestDataTooBig):
        _let_pass(request)
        return _fault(request, "too_large", status=413)
    return _fault(request, "bad_request", status=400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not found and not allowed are the same page."""
    return _fault(request, "not_found", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something failed here. What was sent comes back in the page; else it is still in the window."""
    if request.method == "POST":
        return unsaved(request, sys.exception())
    return _fault(request, "server_error", status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was too old, or cookies are off: the typed text comes back with a new token."""
    if is_cut_off(request):
        return broken_off(request)
    if door_of(request) is DoorName.DESK:
        kept = typed_fields(request) if came_from_here(request) else []
        return render(
            request, "access/page_too_old.html", {"kept": kept, "address": request.get_full_path()}, status=403
        )
    return page_too_old(request)


def _let_pass(request: HttpRequest) -> None:
    """Read what is still coming and keep none of it: a browser shows an answer only once it has sent everything."""
    with suppress(UnreadablePostError):
        for _piece in range(LONGEST_LISTENING // PIECE):
            if not request.read(PIECE):
                return


def _fault(request: HttpRequest, name: str, *, status: int) -> HttpResponse:
    at_desk = door_of(request) is DoorName.DESK
    in_form = not at_desk and "/report/" in request.path_info
    context = {"fault": name, "home_href": "/desk/" if at_desk else "/", "in_form": in_form}
    return HttpResponse(render_to_string("ui/error.html", context), status=status)
