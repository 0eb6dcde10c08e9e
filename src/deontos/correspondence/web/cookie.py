"""The cookie that opens a sitting: a random key that exists nowhere else. It ends with the browser's session."""

import base64
import binascii

from django.http import HttpRequest
from django.http.response import HttpResponseBase

COOKIE = "__Host-letterbox"
KEY_SIZE = 32


def sitting_key(request: HttpRequest) -> bytes | None:
    """The key in the cookie; None where there is none, or something that was never ours."""
    value = request.COOKIES.get(COOKIE, "")
    try:
        key = base64.b64decode(f"{value}=".encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
    return key if len(key) == KEY_SIZE else None


def give_cookie(response: HttpResponseBase, key: bytes) -> None:
    """Let the browser keep the key until it closes; it goes back to this site only, and no script reads it."""
    value = base64.urlsafe_b64encode(key).decode("ascii").rstrip("=")
    response.set_cookie(COOKIE, value, path="/", secure=True, httponly=True, samesite="Strict")


def take_cookie_back(response: HttpResponseBase) -> None:
    """Let the browser forget the key."""
    response.delete_cookie(COOKIE, path="/", samesite="Strict")
