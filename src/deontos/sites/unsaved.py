"""The page for a form that could not be taken in: what was typed stays in it, and can be sent again.

It is drawn without database, session, person and organisation: whatever failed cannot make it fail as well. What opens
something (a receipt, a password, the words of a vault) is not given back.
"""

import re
from contextlib import suppress
from enum import StrEnum

from django.core.exceptions import RequestDataTooBig
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from deontos.access.web.keeping import came_from_here, typed_fields
from deontos.access.web.saving import may_be_saved
from deontos.correspondence.web.uploads import sent_files
from deontos.sites.doorway import DoorName, door_of
from deontos.sites.letterbox.keeping import KeptField, comes_from_elsewhere
from deontos.sites.letterbox.language import CODES

RECEIPT = "receipt"
PLACE = re.compile(rf"/({'|'.join(sorted(CODES))})/([-\w]+)/", re.ASCII)
FAILED, UNAVAILABLE, BAD_REQUEST = 500, 503, 400


class Unsaved(StrEnum):
    """What became of what was sent."""

    NOT_SAVED = "not_saved"
    MAY_BE_SAVED = "may_be_saved"
    BROKEN_OFF = "broken_off"


def unsaved(request: HttpRequest, failure: BaseException | None) -> HttpResponse:
    """The page after a failure; 503 where a database or a disk failed, 500 where we did."""
    fate = Unsaved.MAY_BE_SAVED if may_be_saved() else Unsaved.NOT_SAVED
    status = UNAVAILABLE if isinstance(failure, Error | OSError) else FAILED
    return _page(request, fate, status)


def broken_off(request: HttpRequest) -> HttpResponse:
    """The page for a form of which only a part arrived."""
    return _page(request, Unsaved.BROKEN_OFF, BAD_REQUEST)


def _page(request: HttpRequest, fate: Unsaved, status: int) -> HttpResponse:
    at_desk = door_of(request) is DoorName.DESK
    context = {
        "fault": fate.value,
        "at_desk": at_desk,
        "home_href": "/desk/" if at_desk else "/",
        "fields": _kept(request, at_desk=at_desk),
        "lost": _files(request),
        "action": request.get_full_path(),
        "csrf_token": get_token(request),
        "leave_href": "" if at_desk else _way_out(request),
    }
    with translation.override(_language(request)):
        return HttpResponse(render_to_string("ui/not_saved.html", context), status=status)


def _kept(request: HttpRequest, *, at_desk: bool) -> list[KeptField]:
    """What was typed, if a page of ours sent it and it can be read."""
    if comes_from_elsewhere(request) or (at_desk and not came_from_here(request)):
        return []
    with suppress(OSError, RequestDataTooBig):
        return [KeptField(*field) for field in typed_fields(request, leave_out={RECEIPT})]
    return []


def _files(request: HttpRequest) -> int:
    with suppress(OSError, RequestDataTooBig):
        return sent_files(request)
    return 0


def _way_out(request: HttpRequest) -> str:
    match = PLACE.match(request.path_info)
    return reverse("leave", args=match.groups()) if match else ""


def _language(request: HttpRequest) -> str:
    """The one that was found for the page; at the desk the person's, and the browser's while nobody knows who asks."""
    if door_of(request) is DoorName.DESK:
        person = getattr(request, "person", None)
        return str(person.language) if person else translation.get_language_from_request(request)
    return translation.get_language() or translation.get_language_from_request(request)
