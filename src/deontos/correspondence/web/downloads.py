"""A file as a download: never shown by the browser itself, and confined should somebody make it do so."""

from collections.abc import Iterator
from typing import cast

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from deontos.correspondence.files.facts import FileFacts
from deontos.correspondence.files.kinds import UNKNOWN_TYPE

CONFINED = "default-src 'none'; frame-ancestors 'none'; sandbox"


def download(facts: FileFacts, pieces: Iterator[bytes]) -> HttpResponse:
    """The content, piece by piece, under its name and as no type that anything would open by itself."""
    response = StreamingHttpResponse(pieces, content_type=UNKNOWN_TYPE)
    response.headers["Content-Length"] = str(facts.size)
    response.headers["Content-Disposition"] = content_disposition_header(True, facts.name) or "attachment"
    response.headers["Content-Security-Policy"] = CONFINED
    return cast("HttpResponse", response)
