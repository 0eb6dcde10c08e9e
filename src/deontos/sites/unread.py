"""What is answered where the server made no request of what came, or the house failed before it could answer.

Gunicorn's own pages repeat what was sent, in English, without a single header of ours. These say in the four languages
what to do, and have the headers that every page has. They are drawn before anybody asks, so that nothing can fail then.
"""

import socket
from functools import cache
from http import HTTPStatus
from io import BytesIO
from typing import Final, cast

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.security import SecurityMiddleware
from django.template.loader import render_to_string
from gunicorn.http import errors  # type: ignore[import-untyped]

from deontos.sites.doorway import Doorway
from deontos.sites.wsgi import PlainRequest

BROKEN: Final = HTTPStatus.INTERNAL_SERVER_ERROR
NAMED: Final[dict[type[Exception], HTTPStatus]] = {
    errors.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    errors.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    errors.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    errors.UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
}
STATUSES: Final = frozenset({*NAMED.values(), HTTPStatus.BAD_REQUEST, BROKEN})
OF_OURS: Final = (errors.InvalidResponseHeader, errors.InvalidResponseHeaderName)
"""Headers that the house itself would have sent: whoever asked can do nothing about them."""


def status_of(failure: BaseException) -> HTTPStatus:
    """What to answer to a failure of the server: what came was no request, or something broke here."""
    if not isinstance(failure, errors.ParseException) or isinstance(failure, OF_OURS):
        return BROKEN
    return NAMED.get(type(failure), HTTPStatus.BAD_REQUEST)


@cache
def bare_answer(status: HTTPStatus) -> bytes:
    """The whole answer as it goes over the wire; it ends the connection."""
    fault = "server_error" if status is BROKEN else "bad_request"
    drawn = _in_front_of(HttpResponse(render_to_string("ui/unread.html", {"fault": fault}), status=status))
    headers = {**drawn.headers, "Content-Length": str(len(drawn.content)), "Connection": "close"}
    lines = [f"HTTP/1.1 {status.value} {status.phrase}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + drawn.content


def draw_all() -> None:
    """Draw every one, before the processes part."""
    for status in STATUSES:
        bare_answer(status)


def send_bare(line: socket.socket, failure: BaseException) -> None:
    """Answer somebody to whom nothing else can be said. Raises OSError where nobody listens any longer."""
    line.sendall(bare_answer(status_of(failure)))


def _in_front_of(response: HttpResponse) -> HttpResponse:
    """The same answer with what the outermost middleware adds to every one."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        return response

    scheme = settings.OPERATOR.scheme
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "wsgi.url_scheme": scheme, "wsgi.input": BytesIO()}
    through = SecurityMiddleware(CSPMiddleware(Doorway(answer)))
    return cast("HttpResponse", through(PlainRequest(asked)))
