"""The way out: a link that works on every page, with or without a sitting, and whether or not the database answers."""

from contextlib import suppress

from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.correspondence.actions.sittings import end
from deontos.correspondence.web.cookie import sitting_key, take_cookie_back
from deontos.organisations.vocabulary import Language
from deontos.sites.csrf import COOKIES
from deontos.sites.doorway import DoorName
from deontos.speakup.models import NEUTRAL_SITE
from deontos.speakup.web.place import channel_at, known_exit

ELSEWHERE = "cross-site"
"""What a browser says of a request that a page of somebody else made: that page shall sign nobody out of anything."""


class WayOut(HttpResponseRedirect):
    """Goes out first; only then is the sitting erased, so that nobody waits for a database that is slow or away."""

    def __init__(self, address: str, key: bytes | None) -> None:
        super().__init__(address)
        self._key = key

    def close(self) -> None:
        """Erase the row. Where that fails, the browser has forgotten its key all the same, and the sweep erases it."""
        key, self._key = self._key, None
        if key:
            with suppress(Error, OSError):
                end(key)
        super().close()


@door(open_to=Entrant.ANYBODY)
def leave(request: HttpRequest, language: Language, organisation: str) -> HttpResponse:
    """End the sitting, let the browser forget this site, and go to a page that tells nothing."""
    response = WayOut(_exit_of(request, organisation), sitting_key(request))
    if request.headers.get("Sec-Fetch-Site") != ELSEWHERE:
        response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    response.headers["Referrer-Policy"] = "no-referrer"
    take_cookie_back(response)
    response.delete_cookie(COOKIES[DoorName.LETTERBOX], path="/", samesite="Strict")
    return response


def _exit_of(request: HttpRequest, organisation: str) -> str:
    """Where to: asked of the database only where no page of this letterbox was shown yet. Raises Http404."""
    known = known_exit(organisation)
    if known:
        return known
    try:
        return channel_at(request, organisation).exit_address
    except (Error, OSError):
        return NEUTRAL_SITE
