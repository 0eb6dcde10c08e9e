"""The cookie whose key opens the server's half of an open vault, or of a passphrase on show; kept nowhere else."""

import base64
import binascii

from django.http import HttpRequest
from django.http.response import HttpResponseBase

NAME = "__Host-vault"
KEY_SIZE = 32


def key_in(request: HttpRequest) -> bytes | None:
    """The key in the cookie; None when there is none or it is no key."""
    text = request.COOKIES.get(NAME, "")
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if len(key) == KEY_SIZE else None


def put(response: HttpResponseBase, key: bytes) -> None:
    """Let the browser keep the key until it is closed."""
    text = base64.urlsafe_b64encode(key).rstrip(b"=").decode("ascii")
    response.set_cookie(NAME, text, path="/", secure=True, httponly=True, samesite="Strict")


def forget(response: HttpResponseBase) -> None:
    """Let the browser forget the key."""
    response.delete_cookie(NAME, path="/", samesite="Strict")
