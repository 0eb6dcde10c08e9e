"""Asking the provider of an organisation: only where its administrator said, only safely, and not for long.

No redirect is followed, nothing over plain http is asked (but a provider on this machine, in a demo), and a place other
than the issuer's own is asked only in the public internet: what an administrator sets opens no way into other networks.
"""

import ipaddress
import socket
import time
from threading import BoundedSemaphore
from urllib.parse import urlsplit

import requests
from django.conf import settings

TO_CONNECT, TO_ANSWER, IN_ALL = 3.0, 4.0, 8.0
"""Seconds that somebody waits for a provider."""
LONGEST = 1024 * 1024
"""Bytes of an answer."""
PIECE = 4096
LINES = BoundedSemaphore(3)
"""Conversations of a process at once: while a provider is slow, reporters and everybody else are served."""
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class NoAnswer(Exception):
    """The provider does not answer, not in time, or not from where it may."""


class AddressRefused(NoAnswer):
    """An address that is not asked, whoever names it."""


def is_safe_address(address: str) -> bool:
    """Whether an address is one that a browser or this house may be sent to for signing in."""
    try:
        parts = urlsplit(address)
        _a_number_from_0_to_65535 = parts.port
    except ValueError:
        return False
    if not parts.hostname or "@" in parts.netloc or parts.fragment or not address.isprintable() or " " in address:
        return False
    at_home = parts.scheme == "http" and parts.hostname in LOOPBACK and settings.OPERATOR.is_demo
    return parts.scheme == "https" or at_home


class ProviderSession(requests.Session):
    """One conversation with one provider."""

    def __init__(self, issuer: str) -> None:
        super().__init__()
        self.trust_env = False
        self.home = urlsplit(issuer).hostname

    # The library names each option of a connection. Here they are not the caller's: they are set below, for safety.
    def request(self, method: str, url: str, **kwargs: object) -> requests.Response:  # type: ignore[override]
        """Ask, and read the whole answer. Raises NoAnswer."""
        self._refuse(url)
        if not LINES.acquire(blocking=False):
            raise NoAnswer("busy")
        try:
            return self._answered(method, url, **kwargs)
        finally:
            LINES.release()

    def _answered(self, method: str, url: str, **kwargs: object) -> requests.Response:
        kwargs |= {"allow_redirects": False, "timeout": (TO_CONNECT, TO_ANSWER), "stream": True}
        ends = time.monotonic() + IN_ALL
        try:
            response = super().request(method, url, **kwargs)  # type: ignore[arg-type]
            body = self._read(response, ends)
        except (requests.RequestException, OSError) as failure:
            raise NoAnswer(type(failure).__name__) from failure
        if response.is_redirect:
            raise AddressRefused("redirect")
        response._content = body
        return response

    def _refuse(self, url: str) -> None:
        if not is_safe_address(url):
            raise AddressRefused("scheme")
        host = urlsplit(url).hostname or ""
        if host != self.home and not _is_public(host):
            raise AddressRefused("network")

    def _read(self, response: requests.Response, ends: float) -> bytes:
        body = b""
        while piece := response.raw.read1(PIECE, decode_content=True):
            body += piece
            if len(body) > LONGEST or time.monotonic() > ends:
                raise NoAnswer("too long")
        return body


def _is_public(host: str) -> bool:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return False
    return bool(found) and all(ipaddress.ip_address(each[4][0]).is_global for each in found)
