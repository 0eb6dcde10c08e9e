"""The entry for web servers. The scheme of DEONTOS_BASE_URL decides the origin check, not a proxy's header."""

import os
from collections.abc import Callable, Iterable
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deontos.sites.settings")


class PlainRequest(WSGIRequest):
    """A request that is read in the charset of our pages, whatever it says; `KnownCharset` refuses what says another.

    Django takes the charset over while it builds the request, where no page can be made of a failure yet.
    """

    def __init__(self, environ: dict[str, Any]) -> None:
        said = str(environ.get("CONTENT_TYPE", ""))
        environ["CONTENT_TYPE"] = said.partition(";")[0]
        super().__init__(environ)
        environ["CONTENT_TYPE"] = said


class House(WSGIHandler):
    """Django's own application, with requests that can always be built."""

    request_class = PlainRequest


django.setup(set_prefix=False)
django_application = House()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one request with the scheme that the operator set, at the root of the address that the operator set."""
    environ["SCRIPT_NAME"] = ""
    environ["wsgi.url_scheme"] = settings.OPERATOR.scheme
    return django_application(environ, start_response)
