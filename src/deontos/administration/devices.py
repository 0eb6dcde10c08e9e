"""The cookie by which a browser is known in which somebody once signed in with both steps.

It signs nobody in. It only keeps a stranger's guesses at an account from slowing down whose account it is.
"""

import base64
import re
from datetime import date

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from deontos.administration.models import Account, KnownDevice
from deontos.vault.digests import digest
from deontos.vault.sessions import new_session_key

NAME = "__Host-desk-device"
SECONDS = 365 * 24 * 60 * 60
_VALUE = re.compile(r"[A-Za-z0-9_-]{43}")


def device_in(request: HttpRequest) -> str:
    """What the cookie holds; empty where there is none of ours."""
    value = request.COOKIES.get(NAME, "")
    return value if _VALUE.fullmatch(value) else ""


def digest_of(device: str) -> bytes:
    """Under which a device is known."""
    return digest("desk device", device)


def is_known(device: str, address: str) -> bool:
    """Whether somebody once signed in here with this address. One query, whoever the address belongs to."""
    return KnownDevice.objects.filter(account__email=address, digest=digest_of(device)).exists()


def remember(request: HttpRequest, account: Account, *, on: date) -> str:
    """Know this browser from now on as one of the account's; what the cookie has to hold."""
    device = device_in(request) or base64.urlsafe_b64encode(new_session_key()).decode("ascii").rstrip("=")
    KnownDevice.objects.update_or_create(account=account, digest=digest_of(device), defaults={"used_on": on})
    return device


def give_cookie(response: HttpResponseBase, device: str) -> None:
    """Let the browser keep it."""
    response.set_cookie(NAME, device, max_age=SECONDS, path="/", secure=True, httponly=True, samesite="Strict")
