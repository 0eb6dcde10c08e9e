"""What may happen to a database server in the midst of a request, and what a sender then does."""

import random
import signal
import time
from collections.abc import Callable
from enum import StrEnum
from http.client import HTTPConnection
from typing import Any, cast

import psycopg
import pytest
from django.db import connection
from django.utils import translation

from deontos.correspondence.phrases import REFUSALS
from deontos.correspondence.vocabulary import CorrespondenceCode
from tests.factories.speakup import Reporter, faults, page
from tests.fire import IS_LONG
from tests.fire.database.conftest import END_OTHERS
from tests.services.postgresql import PostgresqlServer
from tests.services.remote import RemoteAnswer, RemoteBrowser


class Fate(StrEnum):
    """What the page says of what was sent."""

    SAVED = "saved"
    NOT_SAVED = "not saved"
    UNSURE = "unsure"


SAYS: dict[Fate, list[object]] = {
    Fate.NOT_SAVED: ["This was not saved.", REFUSALS[CorrespondenceCode.NOT_SAVED]],
    Fate.UNSURE: ["We do not know whether this was saved.", REFUSALS[CorrespondenceCode.MAY_BE_SAVED]],
}
"""The sentences, on the page for any form and in the form itself."""


def says(shown: str, words: list[object]) -> bool:
    """Whether a page says one of these in a language that our people read."""
    for language in ("nl", "en"):
        with translation.override(language):
            if any(translation.gettext(str(each)) in shown for each in words):
                return True
    return False


def end_all(server: PostgresqlServer) -> None:
    """An administrator ends every connection."""
    with psycopg.connect(server.url, autocommit=True) as own:
        own.execute(END_OTHERS)


def again(server: PostgresqlServer, sign: signal.Signals) -> None:
    """The server ends and begins again."""
    server.end(sign)
    server.begin()


CUTS: dict[str, Callable[[PostgresqlServer], None]] = {
    "connections ended": end_all,
    "restarted": lambda server: again(server, signal.SIGINT),
    "stopped at once": lambda server: again(server, signal.SIGQUIT),
    "killed": lambda server: again(server, signal.SIGKILL),
}


def cuts(*short: str) -> pytest.MarkDecorator:
    """For each of these cuts in every test run, for all of them under `make fire`."""
    return pytest.mark.parametrize("cut", CUTS if IS_LONG else short)


def heard_while_cut(
    browser: RemoteBrowser, line: HTTPConnection, cut: Callable[[PostgresqlServer], None], server: PostgresqlServer
) -> RemoteAnswer:
    """What comes back when the database is cut off at any moment after a form was sent."""
    time.sleep(random.uniform(0, 0.2))
    cut(server)
    connection.close()  # ours was ended too
    return browser.hear(line)


def fate(answer: Any, typed: str, *, saved_at: str = "") -> Fate:
    """What a page says, once it was made sure that it is one of the three and that it keeps what was typed."""
    if answer.status_code in {302, 303}:
        assert answer.headers["Location"] == saved_at
        return Fate.SAVED
    shown = page(answer)
    assert answer.status_code in {500, 503}, (answer.status_code, faults(answer))
    assert typed in shown
    [found] = [what for what, words in SAYS.items() if says(shown, words)]
    return found


def reporter_at(port: int) -> Reporter:
    """Somebody with a browser at the process that serves there."""
    reporter = Reporter(client=cast("Any", RemoteBrowser(port)))
    reporter.look("report/")
    return reporter


def browser_of(reporter: Reporter) -> RemoteBrowser:
    return cast("RemoteBrowser", reporter.client)
