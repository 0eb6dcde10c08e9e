"""What runs at the desk only: the session, who is signed in with both steps, offices of today, the vault, flashes."""

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from deontos.access.gate import actor_of
from deontos.access.web.unattended import is_unattended
from deontos.administration.devices import give_cookie
from deontos.administration.web import second_factor
from deontos.kernel import clock
from deontos.keyring.web.middleware import VaultEverywhere
from deontos.organisations.models import Person
from deontos.sites.doorway import DoorName, GetResponse, door_of, only_at


class SessionOfPeople(SessionMiddleware):
    """Tells the session whether somebody asked, or a page by itself: that is no use of it."""

    def process_request(self, request: HttpRequest) -> None:
        """Find the session as the framework does, with that mark."""
        super().process_request(request)
        request.session.is_unattended = is_unattended(request)  # type: ignore[attr-defined]


DeskSession = only_at(DoorName.DESK, SessionOfPeople)
DeskSignIn = only_at(DoorName.DESK, AuthenticationMiddleware)


class DeskActorEverywhere:
    """Puts the acting person on the request, and the page in that person's language.

    Whoever has given only a password is nobody yet; of that person only the language counts.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the language of whoever is signing in, else in the one that was asked for."""
        account = request.user if request.user.is_authenticated else None
        person = account.person if account and second_factor.is_done(request) else None
        request.actor = actor_of(person.id, on=clock.today()) if person else None  # type: ignore[attr-defined]
        request.person = person  # type: ignore[attr-defined]
        with translation.override(_language(request, account.person if account else None)):
            response = self.get_response(request)
        if device := getattr(request, "known_device", ""):
            give_cookie(response, device)
        return response


def _language(request: HttpRequest, person: Person | None) -> str:
    asked = request.GET.get("language", "")
    if person:
        return str(person.language)
    return asked if asked in dict(settings.LANGUAGES) else translation.get_language_from_request(request)


class GoneMeanwhile:
    """Answers 404 where a row went while somebody was about to change it: a moment later it would not be found either.

    Two people who take the same thing away are then one who did and one who reads that it is no longer there.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Hand the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Raise Http404 at the desk in place of DoesNotExist; what was begun was rolled back before."""
        if isinstance(exception, ObjectDoesNotExist) and door_of(request) is DoorName.DESK:
            raise Http404 from exception


DeskActor = only_at(DoorName.DESK, DeskActorEverywhere)
DeskVault = only_at(DoorName.DESK, VaultEverywhere)
DeskFlashes = only_at(DoorName.DESK, MessageMiddleware)
