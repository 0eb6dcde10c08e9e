"""What runs at the desk only: the session, who is signed in, and which offices that person holds today."""

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from deontos.access.gate import actor_of
from deontos.kernel import clock
from deontos.sites.doorway import DoorName, GetResponse, only_at

DeskSession = only_at(DoorName.DESK, SessionMiddleware)
DeskSignIn = only_at(DoorName.DESK, AuthenticationMiddleware)


class DeskActorEverywhere:
    """Puts the acting person on the request, and the page in that person's language."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the language of whoever is signed in."""
        account = request.user if request.user.is_authenticated else None
        person = account.person if account else None
        request.actor = actor_of(person.id, on=clock.today()) if person else None  # type: ignore[attr-defined]
        request.person = person  # type: ignore[attr-defined]
        language = person.language if person else translation.get_language_from_request(request)
        with translation.override(language):
            return self.get_response(request)


DeskActor = only_at(DoorName.DESK, DeskActorEverywhere)
