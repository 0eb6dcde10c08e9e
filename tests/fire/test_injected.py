"""The system refuses one call after the other: nobody reads "received" of what is not, and words stay."""

import resource
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F

from deontos.correspondence.models import Item, WaitingFile
from deontos.correspondence.phrases import REFUSALS
from deontos.correspondence.vocabulary import CorrespondenceCode
from deontos.kernel import clock
from deontos.organisations.models import Organisation
from deontos.speakup.models import Disclosure
from tests.factories.files import store_in
from tests.factories.keyring import keyed
from tests.factories.speakup import ANSWERS, Reporter, page, reporting_point, said
from tests.fire import IS_LONG
from tests.fire.running import Running, serving
from tests.fire.senders import attach, contents, window
from tests.fire.tracing import INJECTED, insist_on_tracing, processes, traced

pytestmark = pytest.mark.row("4.4")

STORY = "De sleutel van de kassa lag weer op tafel."
UNSAVED = ("This was not saved.", said(REFUSALS[CorrespondenceCode.NOT_SAVED]))
UNSURE = ("We do not know whether this was saved.", said(REFUSALS[CorrespondenceCode.MAY_BE_SAVED]))
POSSIBLE = (("saved", 1), ("not saved", 0), ("unsure", 0), ("unsure", 1))
"""What somebody is told, and how much more there is then."""
MOST = 400
"""Calls of one kind that one request makes at most; more would be a loop."""


@dataclass(frozen=True)
class Fault:
    """One kind of call that fails in one way. `at` says which of them do in the short form.

    `file` is how the name of the file of the database goes on whose calls fail; None where those of every file do.
    """

    call: str
    error: str
    file: str | None
    at: tuple[int, ...] = ()


IN_SQLITE = (
    Fault("pwrite64", "ENOSPC", "-wal", (1, 12)),
    Fault("pwrite64", "EIO", "-wal"),
    Fault("fdatasync", "EIO", "-wal", (1, 2)),
    Fault("fdatasync", "ENOSPC", "-wal"),
    Fault("pread64", "EIO", "-wal"),
    Fault("pread64", "EIO", "", (1,)),
    Fault("ftruncate", "EIO", "-wal"),
    Fault("openat", "EMFILE", None),
    Fault("openat", "ENOMEM", None),
)
IN_FILES = (
    Fault("openat", "EMFILE", None, (2,)),
    Fault("openat", "ENOSPC", None),
    Fault("mkdir", "ENOSPC", None),
    Fault("write", "ENOSPC", None, (2,)),
    Fault("write", "EIO", None),
    Fault("fsync", "EIO", None, (1,)),
)


@pytest.fixture
def ready(transactional_db: None) -> None:
    """A town with an open reporting point, on the day of this very run."""
    reporting_point(keyed(on=clock.today()).town.organisation)
    call_command("migrate", verbosity=0)


def database_file() -> str:
    return unquote(str(connection.settings_dict["NAME"]))


@dataclass
class Place:
    """A house with one hand, so that the calls of a request can be counted; and somebody in front of it."""

    port: int
    running: Running
    folder: Path
    reporter: Reporter

    def struck(self, fault: Fault, number: int, act: Callable[[], Any]) -> tuple[Any, bool]:
        """What is answered when the n-th call of this kind fails, and whether it came to it."""
        record = self.folder / "record.txt"
        if fault.call == "pread64":
            Organisation.objects.update(slug=F("slug"))  # what a connection remembers of the file counts no longer
        within = ["-P", f"{database_file()}{fault.file}"] if fault.file is not None else []
        inject = f"inject={fault.call}:error={fault.error}:when={number}"
        with traced(self.running.pid, record, "-e", f"trace={fault.call}", "-e", inject, *within):
            answer = act()
        return answer, INJECTED in record.read_text(errors="replace")


@pytest.fixture
def place(ready: None, tmp_path: Path) -> Iterator[Place]:
    insist_on_tracing()
    settings = {"DEONTOS_STORAGE_URL": store_in(tmp_path / "blobs")}
    with serving("--threads", "1", settings=settings) as (port, running):
        yield Place(port, running, tmp_path, window(port, "en"))


def strikes(faults: Sequence[Fault]) -> Iterator[tuple[Fault, int, list[bool]]]:
    """Each fault, at each call until a request does not come to it any more; in the short form at a few.

    Whoever tries one says in the list whether it came to it.
    """
    for fault in faults:
        for number in range(1, MOST) if IS_LONG else fault.at:
            is_struck: list[bool] = []
            yield fault, number, is_struck
            if is_struck == [False]:
                break


def outcome_of(answer: Any) -> str:
    """What a page says of what was sent."""
    if answer.status_code == 303:
        return "saved"
    shown, said_so = page(answer), {"not saved": UNSAVED, "unsure": UNSURE}
    found = [name for name, sentences in said_so.items() if any(words in shown for words in sentences)]
    return " and ".join([*found, *([] if answer.status_code == 503 else [str(answer.status_code)])])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL answers for its own disk")
def test_a_disclosure_is_received_or_said_not_to_be(place: Place) -> None:
    reporter = place.reporter
    for fault, number, is_struck in strikes(IN_SQLITE):
        receipt = reporter.fill("send", happened={"what": STORY})
        before = Disclosure.objects.count()
        answer, was = place.struck(fault, number, lambda: reporter.send("send", **ANSWERS["send"]))
        is_struck.append(was)
        assert was or IS_LONG, fault
        outcome = outcome_of(answer), Disclosure.objects.count() - before
        assert outcome in POSSIBLE, (fault, number, outcome)
        assert answer.status_code == 303 or receipt.text in page(answer) or 'name="sitting"' in page(answer)
        assert reporter.send("send", **ANSWERS["send"]).headers["Location"].endswith("/report/sent/")
        assert STORY in page(reporter.read(receipt))
        assert Disclosure.objects.count() == before + 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL answers for its own disk")
def test_so_is_a_message(place: Place) -> None:
    reporter = place.reporter
    reporter.read(reporter.confide())
    for fault, number, is_struck in strikes(IN_SQLITE):
        before, text = Item.objects.count(), f"Bericht {number} na {fault.call} {fault.error} in {fault.file}."
        answer, was = place.struck(fault, number, partial(reporter.write, text))
        is_struck.append(was)
        assert was or IS_LONG, fault
        outcome = outcome_of(answer), Item.objects.count() - before
        assert outcome in POSSIBLE, (fault, number, outcome)
        assert answer.status_code == 303 or text in page(answer)
        assert reporter.write(f"Nog iets na {text}").status_code == 303
        assert page(reporter.look("receipt/mailbox/")).count(text) == outcome[1] + 1
        assert Item.objects.count() == before + outcome[1] + 1


def test_a_file_is_kept_or_said_not_to_be(place: Place) -> None:
    reporter = place.reporter
    for fault, number, is_struck in strikes(IN_FILES):
        reporter.fill("attachments")
        reporter.look("report/attachments/")
        before, content = WaitingFile.objects.count(), contents(Random(number), 128 * 1024)
        answer, was = place.struck(fault, number, partial(attach, reporter, "report/attachments/", content))
        is_struck.append(was)
        assert was or IS_LONG, fault
        outcome = answer.status_code, WaitingFile.objects.count() - before
        assert outcome in ((303, 1), (200, 0), (503, 0)), (fault, number, outcome)
        assert attach(reporter, "report/attachments/", contents(Random(-number), 640)).status_code == 303


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL answers for its own disk")
def test_what_is_written_in_part_is_not_called_received(place: Place) -> None:
    """The system takes the first bytes and refuses the rest, at another place each time."""
    reporter, journal = place.reporter, Path(f"{database_file()}-wal")
    receipt = reporter.fill("send", happened={"what": STORY})
    for number in range(24 if IS_LONG else 3):
        with limited(place.running, resource.RLIMIT_FSIZE, journal.stat().st_size + 1000 * number + 7):
            answer = reporter.send("send", **ANSWERS["send"])
        if answer.status_code == 303:
            receipt = reporter.fill("send", happened={"what": STORY})
            continue
        assert outcome_of(answer) in ("not saved", "unsure")
    assert reporter.send("send", **ANSWERS["send"]).status_code == 303
    assert STORY in page(reporter.read(receipt))


@contextmanager
def limited(running: Running, what: int, most: int) -> Iterator[None]:
    """While it lasts, the processes of a house have only so much of something."""
    before = {pid: resource.prlimit(pid, what) for pid in processes(running.pid)}
    for pid, (_soft, hard) in before.items():
        resource.prlimit(pid, what, (most, hard))
    yield
    for pid, limits in before.items():
        resource.prlimit(pid, what, limits)
