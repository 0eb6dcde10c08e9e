"""The way out: a link that works on every page, with or without a sitting."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.correspondence.actions.sittings import end
from deontos.correspondence.web.cookie import sitting_key, take_cookie_back
from deontos.organisations.vocabulary import Language
from deontos.sites.csrf import COOKIES
from deontos.sites.doorway import DoorName
from deontos.speakup.web.place import channel_at

ELSEWHERE = "cross-site"
"""What a browser says of a request that a page of somebody else made: that page shall sign nobody out of anything."""


@door(open_to=Entrant.ANYBODY)
def leave(request: HttpRequest, language: Language, organisation: str) -> HttpResponse:
    """End the sitting, let the browser forget this site, and go to a page that tells nothing."""
    channel, key = channel_at(request, organisation), sitting_key(request)
    if key:
        end(key)
    response = HttpResponseRedirect(channel.exit_address)
    if request.headers.get("Sec-Fetch-Site") != ELSEWHERE:
        response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    response.headers["Referrer-Policy"] = "no-referrer"
    take_cookie_back(response)
    response.delete_cookie(COOKIES[DoorName.LETTERBOX], path="/", samesite="Strict")
    return response
