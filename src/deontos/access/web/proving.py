"""Asking once more who is there, before what must not be done at a desk that somebody left: only the asking is here.

How it is proved is for the room that knows accounts; it registers itself in the wiring. Nobody gets by without.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

Prover = Callable[[HttpRequest], HttpResponse | None]


class Proving:
    """Who asks. The house has one; a test may have its own."""

    def __init__(self) -> None:
        self.prover: Prover | None = None

    def register(self, prover: Prover) -> None:
        """Let this one ask. It answers None for whoever proved it lately, and else the page that asks."""
        self.prover = prover

    def asked(self, request: HttpRequest) -> HttpResponse | None:
        """The page that asks, or None. Raises Http404 where nobody can ask: then nobody comes in."""
        if self.prover is None:
            raise Http404
        return self.prover(request)


PROVING = Proving()
