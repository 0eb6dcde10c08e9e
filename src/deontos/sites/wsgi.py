"""The entry for web servers. The scheme of DEONTOS_BASE_URL decides the origin check, not a proxy's header."""

import os
from collections.abc import Callable, Iterable
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deontos.sites.settings")


LONGEST_END = 1024
"""Bytes within which the mark stands that ends a form in parts."""


class PlainRequest(WSGIRequest):
    """A request that is read in the charset of our pages, whatever it says; `KnownCharset` refuses what says another.

    Django takes the charset over while it builds the request, where no page can be made of a failure yet.
    """

    def __init__(self, environ: dict[str, Any]) -> None:
        said = str(environ.get("CONTENT_TYPE", ""))
        environ["CONTENT_TYPE"] = said.partition(";")[0]
        super().__init__(environ)
        environ["CONTENT_TYPE"] = said
        self.is_cut_off, self._missing, self._end = False, _declared(environ), b""

    def read(self, *args: Any, **kwargs: Any) -> bytes:  # noqa: ANN401 -- as the framework's own
        """Read on, and note when less comes than was announced."""
        asked = args[0] if args and args[0] is not None and args[0] >= 0 else self._missing
        read: bytes = super().read(*args, **kwargs)
        self.is_cut_off |= len(read) < min(asked, self._missing)
        self._missing -= len(read)
        self._end = (self._end + read)[-LONGEST_END:]
        return read

    @property
    def has_end(self) -> bool:
        """Whether the form ends as forms in parts do; any other has no mark at its end."""
        if self.content_type != "multipart/form-data":
            return True
        boundary = parse_header_parameters(self.META["CONTENT_TYPE"])[1].get("boundary", "")
        return f"--{boundary}--".encode("ascii", "replace") in self._end


def _declared(environ: dict[str, Any]) -> int:
    """How many bytes the sender announced."""
    try:
        return max(int(environ.get("CONTENT_LENGTH") or 0), 0)
    except ValueError:
        return 0


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
