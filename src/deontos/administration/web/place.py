"""Where passkeys work: they belong to the name in this house's address, and a browser offers them nowhere else."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

LOOPBACK = "localhost"
"""By this name a demo on this machine can be reached too; a number is no name."""


def house_name() -> str:
    """The name that passkeys are made for: that of DEONTOS_BASE_URL, or of this machine in a demo that has a number."""
    host: str = settings.OPERATOR.host
    return LOOPBACK if settings.OPERATOR.is_demo and _is_number(host) else host


def our_origins() -> frozenset[str]:
    """Scheme, name and port of the pages that may use a passkey, as browsers write them."""
    operator = settings.OPERATOR
    own = {operator.base_url, f"http://{LOOPBACK}:{operator.port}"} if operator.is_demo else {operator.base_url}
    return frozenset(own)


def works_at(request: HttpRequest) -> bool:
    """Whether passkeys work at the address by which this request came."""
    return request.get_host().partition(":")[0] == house_name() and not _is_number(house_name())


def better_address(request: HttpRequest) -> str:
    """The same page where passkeys do work; empty where there is no such place."""
    if works_at(request) or _is_number(house_name()):
        return ""
    return f"http://{LOOPBACK}:{settings.OPERATOR.port}{request.path}" if settings.OPERATOR.is_demo else ""


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
