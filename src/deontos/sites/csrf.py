"""Proof that a form was ours, with a cookie of its own at each door."""

from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware import csrf as django_csrf
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.cache import patch_vary_headers

from deontos.sites.doorway import DoorName, door_of

COOKIES = {DoorName.LETTERBOX: "__Host-csrf", DoorName.DESK: "__Host-desk-csrf"}


class DoorCsrf(CsrfViewMiddleware):
    """Django's check; only the name of the cookie depends on the door."""

    def _get_secret(self, request: HttpRequest) -> str | None:
        """The secret in the cookie. What is none counts as no cookie: Django would give a new one with any page."""
        secret = request.COOKIES.get(COOKIES[door_of(request)])
        with suppress(django_csrf.InvalidTokenFormat):
            django_csrf._check_token_format(secret or "")  # type: ignore[attr-defined]
            return secret
        return None

    def _set_csrf_cookie(self, request: HttpRequest, response: HttpResponseBase) -> None:
        response.set_cookie(
            COOKIES[door_of(request)],
            request.META["CSRF_COOKIE"],
            max_age=settings.CSRF_COOKIE_AGE,
            path="/",
            secure=True,
            httponly=True,
            samesite="Strict",
        )
        patch_vary_headers(response, ("Cookie",))
