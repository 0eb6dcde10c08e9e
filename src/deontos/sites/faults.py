"""The short pages for what went wrong: no numbers, no details, what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deontos.access.web.keeping import came_from_here, typed_fields
from deontos.sites.doorway import DoorName, door_of


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not found and not allowed are the same page."""
    return render(request, "ui/error.html", {"fault": "not_found"}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something failed here; the text is still in the window of whoever sent it."""
    return render(request, "ui/error.html", {"fault": "server_error"}, status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was too old, or cookies are off: the typed text comes back with a new token."""
    if door_of(request) is DoorName.DESK:
        kept = typed_fields(request) if came_from_here(request) else []
        return render(
            request, "access/page_too_old.html", {"kept": kept, "address": request.get_full_path()}, status=403
        )
    return render(request, "ui/error.html", {"fault": "csrf"}, status=403)
