"""Runs at the desk once it is known who is there: looks at the vault, and lets the cookie follow what was done."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from deontos.keyring.web import cookie
from deontos.keyring.web.unlocking import look_at_vault


class VaultEverywhere:
    """Keeps an open vault open while somebody works. The site lets it run at the desk only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and set or remove the cookie when the vault was opened or closed."""
        at_hand = look_at_vault(request, getattr(request, "person", None))
        response = self.get_response(request)
        if at_hand.cookie_changed and at_hand.key:
            cookie.put(response, at_hand.key)
        elif at_hand.cookie_changed or (at_hand.person is None and cookie.NAME in request.COOKIES):
            cookie.forget(response)
        return response
