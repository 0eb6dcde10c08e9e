"""What is acknowledged is on the disk first: the order of the calls, as the system saw them."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from urllib.parse import unquote

import pytest
from django.core.management import call_command
from django.db import connection

from deontos.kernel import clock
from tests.factories.files import store_in
from tests.factories.keyring import keyed
from tests.factories.speakup import ANSWERS, Reporter, reporting_point
from tests.fire.running import Running, serving
from tests.fire.senders import attach, contents, window
from tests.fire.tracing import Call, calls, insist_on_tracing, traced, unsynced

pytestmark = pytest.mark.row("4.3")

SEEN = "trace=openat,mkdir,write,writev,pwrite64,sendto,sendmsg,recvfrom,fsync,fdatasync"
ANSWER = '"HTTP/1.1 303'
COMMIT = "COMMIT"


@pytest.fixture
def ready(transactional_db: None) -> None:
    """A town with an open reporting point, on the day of this very run."""
    insist_on_tracing()
    reporting_point(keyed(on=clock.today()).town.organisation)
    call_command("migrate", verbosity=0)


class Watched:
    """A house whose calls are written down while somebody sends something."""

    def __init__(self, port: int, running: Running, folder: Path) -> None:
        self.port, self.running, self.folder = port, running, folder
        self.reporter: Reporter = window(port)

    def send(self, step: str) -> tuple[list[Call], Call]:
        """What was called while this was sent, and the call that answered."""
        record = self.folder / f"{step}.txt"
        with traced(self.running.pid, record, "-e", SEEN):
            {"send": self._send, "file": self._attach, "message": self._write}[step]()
        made = calls(record)
        return made, next(call for call in made if call.is_of("sendto", "sendmsg", "write", file=ANSWER))

    def _send(self) -> None:
        assert self.reporter.send("send", **ANSWERS["send"]).status_code == 303

    def _attach(self) -> None:
        content = contents(Random(), 128 * 1024)
        assert attach(self.reporter, "report/attachments/", content).status_code == 303

    def _write(self) -> None:
        assert self.reporter.write("Nog iets.").status_code == 303


@pytest.fixture
def settings_of_house() -> dict[str, str]:
    return {}


@pytest.fixture
def watched(ready: None, settings_of_house: dict[str, str], tmp_path: Path) -> Iterator[Watched]:
    settings = {"DEONTOS_STORAGE_URL": store_in(tmp_path / "blobs"), **settings_of_house}
    with serving(settings=settings) as (port, running):
        yield Watched(port, running, tmp_path)


def journal() -> str:
    """The file in which SQLite writes first."""
    return f"{Path(unquote(str(connection.settings_dict['NAME']))).name}-wal"


def uncommitted(made: list[Call], answer: Call) -> list[str]:
    """What was to be saved and was not on the disk when the answer began."""
    if connection.vendor == "sqlite":
        assert any(call.is_of("pwrite64", file=f"{journal()}>") for call in made)
        return unsynced(made, f"{journal()}", before=answer)
    asked = [call for call in made if call.is_of("sendto", "write", file=COMMIT) and call.begun < answer.begun]
    heard = [call for call in made if call.is_of("recvfrom", "read", file=COMMIT) and call.ended < answer.begun]
    assert asked
    return [call.words for call in asked if not any(reply.ended > call.begun for reply in heard)]


def test_every_byte_is_on_the_disk_before_anybody_reads_received(watched: Watched) -> None:
    reporter = watched.reporter
    receipt = reporter.fill("attachments")
    reporter.look("report/attachments/")
    made, answer = watched.send("file")
    assert (uncommitted(made, answer), blob_faults(made, watched.folder / "blobs", answer)) == ([], [])
    for step in ("attachments", "name", "check"):
        reporter.look(f"report/{step}/")
        assert reporter.send(step, **ANSWERS[step]).status_code == 303
    reporter.look("report/send/")
    assert uncommitted(*watched.send("send")) == []
    reporter.read(receipt)
    assert uncommitted(*watched.send("message")) == []


def blob_faults(made: list[Call], folder: Path, answer: Call) -> list[str]:
    """What of a sealed file, and of the folders it lies in, was not on the disk before the rows that speak of it."""
    [file] = list(folder.glob("??/*"))
    last = [call for call in made if is_commit(call) and call.begun < answer.begun][-1]
    assert any(call.is_of("write", file=f"{file}>") for call in made)
    found = unsynced(made, str(file), before=last)
    opened = next(call for call in made if call.is_of("openat", file="O_CREAT") and str(file) in call.words)
    for place in (file.parent, folder, folder.parent):
        syncs = [call for call in made if call.is_of("fsync", file=f"<{place}>") and call.ended < last.begun]
        if not any(sync.begun > opened.ended or place != file.parent for sync in syncs):
            found.append(f"{place} was not brought to the disk")
    return found


def is_commit(call: Call) -> bool:
    """The call that makes the last of the rows durable."""
    if connection.vendor == "sqlite":
        return call.is_of("fdatasync", "fsync", file=f"{journal()}>")
    return call.is_of("sendto", "write", file=COMMIT)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="how SQLite writes is the house's own choice")
@pytest.mark.parametrize("settings_of_house", [{"DJANGO_SETTINGS_MODULE": "tests.fire.careless"}])
def test_a_careless_house_is_noticed(watched: Watched) -> None:
    reporter = watched.reporter
    reporter.fill("send")
    reporter.look("report/send/")
    assert uncommitted(*watched.send("send"))
