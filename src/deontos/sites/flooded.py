"""What of a request is begun or sent at a channel, by its address alone, and the count of it around the application."""

import logging
import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db import Error

from deontos.kernel import clock
from deontos.kernel.clock import civil_date
from deontos.speakup.actions.flooding import note_flood
from deontos.speakup.flooding import Gauge
from deontos.speakup.vocabulary import FloodAct

ADDRESS = re.compile(r"/[a-z]{2}/(?P<slug>[-a-zA-Z0-9_]+)/report/(?:send/)?")
"""Where a draft is begun and a disclosure sent (contract)."""

DONE = {"report/code/": FloodAct.BEGUN, "report/sent/": FloodAct.SENT}
"""Where the answer leads once that was done."""

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

logger = logging.getLogger(__name__)


def channel_asked(method: str, path: str) -> str | None:
    """The slug of the organisation at whose channel a request would begin or send something; None for any other.

    The path as the application will read it: whoever writes a letter of it as %72 means the same address.
    """
    found = ADDRESS.fullmatch(unquote(path)) if method == "POST" else None
    return found["slug"] if found else None


class Counted:
    """An application of whose answers those are counted by which something was begun or sent."""

    def __init__(self, application: Application, gauge: Gauge) -> None:
        self.application, self.gauge = application, gauge
        self._noted: set[tuple[str, date]] = set()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer as the application does."""
        channel = channel_asked(environ["REQUEST_METHOD"], environ.get("PATH_INFO", ""))
        if channel is None:
            return self.application(environ, start_response)

        def counting(status: str, headers: list[tuple[str, str]], *failure: object) -> object:
            self._count(channel, dict(headers).get("Location", ""))
            return start_response(status, headers, *failure)

        return self.application(environ, counting)

    def _count(self, channel: str, location: str) -> None:
        act = DONE.get("/".join(urlsplit(location).path.rsplit("/", 3)[1:]))
        now = clock.now()
        if act is None or not self.gauge.count(channel, act, at=now):
            return
        flood = channel, civil_date(now)
        if flood not in self._noted:
            try:
                note_flood(channel, on=flood[1])
                self._noted.add(flood)
            except Error as failure:
                logger.warning("A flood could not be noted (%s); the next answer tries again.", type(failure).__name__)
