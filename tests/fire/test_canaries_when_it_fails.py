"""Words and files that nobody else may read, sent while all sorts of things fail: in clear they are written nowhere.

Every write of the serving process and its children is looked at with strace, in every form in which words are encoded.
Only two may hold them: the answer to whoever sent them, and the pipe to the process that makes a cleaned copy.
"""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from deontos.correspondence.models import Item
from deontos.kernel import clock
from deontos.organisations.models import Organisation
from tests.factories.files import store_in
from tests.factories.keyring import keyed
from tests.factories.speakup import Reporter, page, reporting_point
from tests.fire import times
from tests.services.operator import PROGRAM, database_url, environment
from tests.services.ports import free_port
from tests.services.remote import RemoteBrowser
from tests.sites.searching import as_bytes, cells, forms_in, forms_of

pytestmark = pytest.mark.row("4.10")

CANARY = "KanarieZingtLuid7f3aInDeMijn"
TEXT = "\n".join(f"{number}. {CANARY}" for number in range(3000))
PIECE = (f"{CANARY}\n" * 2300).encode()[: 64 * 1024]
MEGABYTES = times(3, fire=50)
WRITES = "write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,rename,renameat2,mkdir,openat,execve"
BROWSER, CHILD = (r"\\x54\\x43\\x50", r"\\x70\\x69\\x70\\x65")
"""TCP and pipe, as strace mostly spells what a number stands for."""
TO_OTHERS = re.compile(rf"^\d+ +(?:write|writev|sendto|sendmsg)\(\d+<(?:{BROWSER}|{CHILD}|TCP|pipe)".encode())
ATTACHMENTS, HAPPENED = "/nl/lindewater/report/attachments/", "/nl/lindewater/report/happened/"


@dataclass
class Served:
    """The server that is watched: where it listens, what it said, and where it may write."""

    port: int
    folder: Path
    process: "subprocess.Popen[bytes]" = field(repr=False)

    @property
    def blobs(self) -> Path:
        return self.folder / "blobs"

    def browser(self) -> RemoteBrowser:
        return RemoteBrowser(self.port)


@contextmanager
def watched(folder: Path) -> Iterator[Served]:
    """The server under strace, with folders of its own; killed at the end, in the middle of whatever it does."""
    port, temporary = free_port(), folder / "tmp"
    temporary.mkdir(exist_ok=True)
    settings = {
        "PORT": str(port),
        "DEONTOS_BASE_URL": f"http://127.0.0.1:{port}",
        "DEONTOS_STORAGE_URL": store_in(folder / "blobs"),
        "TMPDIR": str(temporary),
    }
    strace = ("strace", "-f", "-qq", "-yy", "-xx", "-s", "2048", "-e", f"trace={WRITES}", "-o", str(folder / "calls"))
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(
            [*strace, *PROGRAM, "serve"],
            env=environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            start_new_session=True,
        )
        try:
            assert process.stdout
            assert process.stdout.readline().startswith(b"Serving")
            yield Served(port, folder, process)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            (folder / "said-first").write_bytes(process.communicate()[0])  # a pipe as well


@pytest.fixture
def home(transactional_db: None) -> Organisation:
    """A town with an open reporting point, on the day of this very run: another process has the same clock."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed: what a process writes cannot be looked at")
    house = keyed(on=clock.today())
    reporting_point(house.town.organisation)
    call_command("migrate", verbosity=0)
    return house.town.organisation


def at_step(served: Served, step: str) -> tuple[Reporter, RemoteBrowser]:
    """Somebody at a step of the form."""
    browser = served.browser()
    reporter = Reporter(client=browser)  # type: ignore[arg-type]
    reporter.look("report/")
    reporter.fill(step)
    reporter.look(f"report/{step}/")
    return reporter, browser


def begins_upload(reporter: Reporter, browser: RemoteBrowser, size: int) -> HTTPConnection:
    fields = {"sitting": reporter.sitting, "go": "add"}
    return browser.begin_upload(ATTACHMENTS, fields, f"{CANARY}.txt", size)


def uploads(reporter: Reporter, browser: RemoteBrowser, megabytes: int) -> int:
    """Send a file of so many megabytes; with what it was answered."""
    pieces = megabytes * 16
    line = begins_upload(reporter, browser, pieces * len(PIECE))
    for _piece in range(pieces):
        line.send(PIECE)
    return browser.end_upload(line).status_code


def confides(served: Served) -> None:
    """The whole journey: 100 KB of text, a file, the mailbox, a look at the file, and a message."""
    browser = served.browser()
    reporter = Reporter(client=browser)  # type: ignore[arg-type]
    reporter.look("report/")
    receipt = reporter.fill("attachments", happened={"what": TEXT})
    reporter.look("report/attachments/")
    assert uploads(reporter, browser, MEGABYTES) == 303
    name = {"identity": "consent", "name": CANARY, "reach": CANARY}
    for step, answers in (("attachments", {}), ("name", name), ("check", {})):
        reporter.look(f"report/{step}/")
        assert reporter.send(step, **answers).status_code == 303
    reporter.look("report/send/")
    assert reporter.send("send", receipt_kept="on", go="send").status_code == 303
    [look] = re.findall(r'class="file__name" href="([^"]*)"', page(reporter.read(receipt)))
    assert browser.get(look).status_code == 200
    reporter.look("receipt/mailbox/")
    assert reporter.write(TEXT).status_code == 303


def is_not_taken(served: Served) -> None:
    """Sent where it is not taken: without proof, to no page, too much, with too many fields, in a broken body."""
    reporter, browser = at_step(served, "happened")
    fields: dict[str, object] = {"what": TEXT, "go": "next", "sitting": reporter.sitting}
    refused = served.browser().post(HAPPENED, fields)
    assert (refused.status_code, CANARY in page(refused)) == (403, True), "whoever typed it gets it back"
    assert CANARY not in page(browser.post(f"/nl/lindewater/nergens/{CANARY}/", fields))
    answers = {
        browser.post(HAPPENED, {"what": CANARY * 1_000_000}).status_code,
        browser.post(HAPPENED, {**fields, **{f"f{number}": CANARY for number in range(501)}}).status_code,
    }
    assert answers == {413, 400}
    headers = {"Content-Type": "multipart/form-data; boundary=kwartel", "Cookie": f"__Host-csrf={'7' * 32}"}
    broken = HTTPConnection("127.0.0.1", served.port, timeout=60)
    broken.request("POST", HAPPENED, TEXT.encode(), headers)
    assert CANARY.encode() not in broken.getresponse().read()
    broken.close()


def fails_in_the_middle(served: Served) -> None:
    """A table goes away before the last button is pressed, and the folder for files before one comes in."""
    browser = served.browser()
    reporter = Reporter(client=browser)  # type: ignore[arg-type]
    reporter.look("report/")
    reporter.fill("send", happened={"what": TEXT})
    reporter.look("report/send/")
    with without_table(Item._meta.db_table):
        assert reporter.send("send", receipt_kept="on", go="send").status_code in (200, 500, 503)
    with without_table("correspondence_draft"):
        fields: dict[str, object] = {"what": TEXT, "go": "next", "sitting": reporter.sitting}
        assert browser.post(HAPPENED, fields).status_code in (200, 500, 503)
    reporter, browser = at_step(served, "attachments")
    kept = served.blobs.rename(served.folder / "blobs-away")
    served.blobs.write_bytes(b"")
    assert uploads(reporter, browser, 1) in (200, 303, 500, 503)
    served.blobs.unlink()
    kept.rename(served.blobs)


def is_killed(served: Served) -> None:
    """A file and a text are on their way when everything is killed."""
    reporter, browser = at_step(served, "attachments")
    line = begins_upload(reporter, browser, 100 * len(PIECE))
    for _piece in range(20):
        line.send(PIECE)
    writing = browser.send(HAPPENED, {"what": TEXT, "go": "next", "sitting": reporter.sitting})
    os.killpg(served.process.pid, signal.SIGKILL)
    line.close()
    with suppress(HTTPException, OSError):
        writing.getresponse()
    writing.close()


@contextmanager
def without_table(name: str) -> Iterator[None]:
    """The table under another name for a while, so that what is asked of it fails."""
    with connection.schema_editor() as editor:
        editor.alter_db_table(Item, name, f"{name}_away")
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            editor.alter_db_table(Item, f"{name}_away", name)


def in_hexadecimal(content: bytes) -> bytes:
    """As strace shows it."""
    return "".join(f"\\x{byte:02x}" for byte in content).encode()


def written_in_clear(calls: Path) -> list[str]:
    """The calls that wrote these words, in any form, to anybody but the browser and the process that cleans copies."""
    wanted = {name: in_hexadecimal(form) for name, form in forms_of(CANARY).items()}
    found = []
    with calls.open("rb") as lines:
        for line in lines:
            if not TO_OTHERS.match(line):
                found += [f"{name}: {line[:120]!r}" for name, form in wanted.items() if form in line]
    return found


def lying_about(folder: Path) -> list[str]:
    """The files in which, or in whose names, these words stand; also those of the database, where it is a file."""
    places = [place for place in folder.rglob("*") if place.name != "calls"]
    if connection.vendor == "sqlite":
        kept = Path(connection.settings_dict["NAME"])
        places += [Path(f"{kept}{end}") for end in ("", "-wal", "-journal") if Path(f"{kept}{end}").exists()]
    contents = [(place, place.read_bytes() if place.is_file() else b"") for place in places]
    return [f"{place}: {form}" for place, held in contents for form in forms_in(str(place).encode() + held, CANARY)]


def test_whatever_fails_words_and_files_are_written_nowhere_in_clear(home: Organisation, tmp_path: Path) -> None:
    with watched(tmp_path) as served:
        confides(served)
        is_not_taken(served)
        fails_in_the_middle(served)
        is_killed(served)
    assert written_in_clear(tmp_path / "calls") == []
    assert lying_about(tmp_path) == []
    assert list((tmp_path / "tmp").iterdir()) == []
    rows = cells(database_url())
    assert [f"{table}.{column}" for table, column, value in rows if forms_in(as_bytes(value), CANARY)] == []


def test_a_write_in_clear_is_seen_in_every_form(tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed: what a process writes cannot be looked at")
    for number, form in enumerate(forms_of(CANARY).values()):
        calls, target = tmp_path / f"calls{number}", tmp_path / "leak"
        source = tmp_path / "source"
        source.write_bytes(b"xx" + form + b"yy")
        watching = ["strace", "-f", "-qq", "-yy", "-xx", "-s", "2048", "-e", f"trace={WRITES}", "-o", str(calls)]
        subprocess.run([*watching, "dd", f"if={source}", f"of={target}", "status=none"], check=True, timeout=60)
        assert written_in_clear(calls) != []
