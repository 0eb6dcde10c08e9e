"""A flood of drafts and disclosures at one channel of a served house: slowed and flagged, and none of it refused.

In the short form the house is told that little is a flood; in the long one it has the bound that it has everywhere.
"""

import re
import socket
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, Thread
from time import monotonic
from typing import Any, cast

import pytest
from django.core.management import call_command

from deontos.cases.models import CaseFile
from deontos.correspondence.models import Draft
from deontos.kernel import clock
from deontos.organisations.models import Organisation
from deontos.speakup.flood_models import FloodDay
from deontos.speakup.flooding import FLOOD_AT, PAUSE, TURNS
from deontos.speakup.models import Disclosure
from tests.factories.keyring import keyed
from tests.factories.organisations import town
from tests.factories.speakup import ANSWERS, Reporter, reporting_point
from tests.fire import times
from tests.services.operator import PROGRAM, environment
from tests.services.ports import free_port
from tests.services.remote import RemoteBrowser

pytestmark = pytest.mark.row("4.7")

FLOOD = times(8, fire=FLOOD_AT)
DRAFTS, DISCLOSURES = times(22, fire=500), times(4, fire=500)
VISITS = times(2, fire=20)
SENDERS = 24
"""More than the house has threads: if those who wait kept a thread each, nobody else would be served."""
MOST_RESIDENT = 200 * 1024
"""Kilobytes (promise 4.19)."""


@pytest.fixture
def home(transactional_db: None) -> Organisation:
    """Two towns with open reporting points, on the day of this very run; the one that is flooded."""
    other, here = keyed(town("Zilverbeek"), on=clock.today()), keyed(on=clock.today())
    for house in (other, here):
        reporting_point(house.town.organisation)
    call_command("migrate", verbosity=0)
    return here.town.organisation


@contextmanager
def served(*options: str) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    """The web process, as an operator starts it."""
    port = free_port()
    settings = {"PORT": str(port), "DEONTOS_BASE_URL": f"http://127.0.0.1:{port}"}
    process = subprocess.Popen(
        [*PROGRAM, "serve", "--processes", "1", *options], env=environment(settings), stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        assert process.stdout.readline().startswith("Serving")
        yield port, process
    finally:
        process.terminate()
        process.communicate(timeout=60)


class Flood:
    """Many senders at one channel at the same time, each of whom takes the next piece of work until none is left."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.heard: Counter[tuple[int, str]] = Counter()
        self.failures: list[BaseException] = []
        self.left = ["draft", "disclosure"] * min(DRAFTS, DISCLOSURES)
        self.left += ["draft"] * (DRAFTS - self.left.count("draft"))
        self.alone = Lock()

    @property
    def is_going_on(self) -> bool:
        """Whether anybody still sends."""
        return any(each.is_alive() for each in self.threads)

    def __enter__(self) -> "Flood":
        self.threads = [Thread(target=self._send) for _each in range(SENDERS)]
        for each in self.threads:
            each.start()
        return self

    def __exit__(self, *_failure: object) -> None:
        for each in self.threads:
            each.join()

    def _send(self) -> None:
        try:
            while self.left:
                with self.alone:
                    kind = self.left.pop() if self.left else ""
                if kind:
                    self._take(kind)
        except BaseException as failure:  # noqa: BLE001 -- told by the test, in its own thread
            self.failures.append(failure)

    def _take(self, kind: str) -> None:
        reporter = window(self.port)
        begun = reporter.client.post(reporter.address("%72eport/"), {"go": "next"})
        self._hear(begun)
        if kind == "disclosure":
            self._hear(filled_and_sent(reporter))

    def _hear(self, answer: Any) -> None:
        with self.alone:
            self.heard[answer.status_code, answer.headers["Location"] or ""] += 1


def filled_and_sent(reporter: Reporter) -> Any:
    """The answer to the last step of the whole form."""
    answer: Any = None
    for step, answers in ANSWERS.items():
        reporter.look(f"report/{step}/")
        answer = reporter.send(step, **answers)
    return answer


def window(port: int, home: str = "lindewater") -> Reporter:
    """A browser of its own at the reporting form."""
    reporter = Reporter(home=home, client=cast("Any", RemoteBrowser(port)))
    reporter.look("report/")
    return reporter


def resident(process: "subprocess.Popen[str]") -> list[int]:
    """Kilobytes that the server and its children hold in memory."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii").split()
    said = [Path(f"/proc/{each}/status").read_text("ascii") for each in (process.pid, *children)]
    return [int(re.findall(r"VmRSS:\s+(\d+) kB", each)[0]) for each in said]


def test_a_flood_is_slowed_and_flagged_and_none_of_it_is_refused(home: Organisation) -> None:
    with served("--flood", str(FLOOD)) as (port, process):
        began = monotonic()
        with Flood(port) as flood:
            others = [visited(port) for _each in range(VISITS)]
            is_going_on = flood.is_going_on
        took = monotonic() - began
        memory = resident(process)
    assert flood.failures == []
    begun, sent = "/nl/lindewater/report/code/", "/nl/lindewater/report/sent/"
    assert flood.heard == {(303, begun): DRAFTS + DISCLOSURES, (303, sent): DISCLOSURES}
    assert (Draft.objects.filter(organisation=home).count(), Disclosure.objects.count()) == (DRAFTS, DISCLOSURES)
    assert CaseFile.objects.count() == DISCLOSURES
    assert set(FloodDay.objects.values_list("organisation__slug", "flooded_on")) == {("lindewater", clock.today())}
    assert took >= (DRAFTS + DISCLOSURES - FLOOD - SENDERS) * PAUSE / TURNS
    assert (others, is_going_on) == ([[303, 200, 200, 200]] * VISITS, True)
    assert [each for each in memory if each > MOST_RESIDENT] == []


def test_who_sends_a_byte_at_a_time_keeps_nobody_waiting_for_ever(home: Organisation) -> None:
    """As many as there are turns begin a form and never end it."""
    with served("--flood", "1") as (port, _process):
        for _each in range(2):
            window(port).client.post("/nl/lindewater/report/", {"go": "next"})
        slow = [begun_and_never_ended(port) for _each in range(TURNS)]
        reporter = window(port)
        answer = reporter.client.post(reporter.address("report/"), {"go": "next"})
        told = [each.makefile("rb").readline() for each in slow]
        for each in slow:
            each.close()
    assert answer.status_code == 303
    assert [line.split()[1] for line in told] == [b"400"] * TURNS


def begun_and_never_ended(port: int) -> socket.socket:
    """A line over which a part of a form came."""
    line = socket.create_connection(("127.0.0.1", port), timeout=60)
    head = f"POST /nl/lindewater/report/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 1000\r\n"
    line.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\ngo=".encode())
    return line


def visited(port: int) -> list[int]:
    """What somebody else is answered: at another channel, at the flooded organisation's page, at the desk."""
    other = window(port, home="zilverbeek")
    answers = [other.client.post(other.address("report/"), {"go": "next"})]
    answers += [other.client.get(path) for path in ("/nl/lindewater/", "/nl/lindewater/report/", "/desk/sign-in/")]
    return [answer.status_code for answer in answers]
