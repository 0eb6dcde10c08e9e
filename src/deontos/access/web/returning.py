"""Where somebody goes on after signing in or unlocking: a path of this very site, never another one."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

FIELD = "next"


def is_path_here(address: str) -> bool:
    """Whether an address is a path of this site: no scheme, no host, nothing that a browser would read as one."""
    is_plain = address.startswith("/") and address.isprintable()
    return is_plain and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def way_back(request: HttpRequest, fallback: str) -> str:
    """The path that the page or its address asked to go back to; the fallback when it is none of ours."""
    asked = request.POST.get(FIELD) or request.GET.get(FIELD) or ""
    return asked if is_path_here(asked) else fallback
