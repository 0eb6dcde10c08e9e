"""Files over a real server process: never in clear on a disk, not even while they come in, never whole in memory."""

import os
import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

import pytest

from deontos.correspondence.files.folders import FolderStore
from deontos.correspondence.rules import StorageMark, storage_mark
from deontos.correspondence.viewing.asking import MAKER
from deontos.kernel.clock import civil_date
from deontos.vault.receipts import Receipt
from tests.correspondence.looked_at import pdf_that_draws_itself
from tests.factories.speakup import Reporter, page
from tests.services.operator import deontos, deontos_started
from tests.services.remote import RemoteAnswer, RemoteBrowser
from tests.sites.installation import Installation, served
from tests.sites.test_nothing_leaks import found_in_files, found_in_rows
from tools.benchmarks.memory import family
from tools.benchmarks.uploads import PEAK

pytestmark = pytest.mark.row("3.4")

CANARY = "Kanariepiet 9c1e zingt"
LINE = f"{CANARY}\n".encode() * 4000
DRAWING = 50
"""Hundredths of a second of computing after which it has read the file and is drawing."""
MEGABYTE = 1024 * 1024
PATIENCE = 20.0
MOST_GROWTH = 40 * MEGABYTE


def begun(installation: Installation) -> tuple[Reporter, Receipt]:
    """Somebody at the step of files."""
    reporter = Reporter(client=RemoteBrowser(installation.port))  # type: ignore[arg-type]
    reporter.look("report/")
    return reporter, reporter.fill("attachments")


def send_off(reporter: Reporter) -> None:
    """From the step of files to "received"."""
    for step, answers in (("attachments", {}), ("name", {"identity": "anonymous"}), ("check", {})):
        reporter.look(f"report/{step}/")
        assert reporter.send(step, **answers).status_code == 303
    reporter.look("report/send/")
    assert reporter.send("send", receipt_kept="on", go="send").status_code == 303


def in_clear(installation: Installation) -> list[str]:
    """Where the words stand: in the data folder, in the folder for temporary files, in the database."""
    found = found_in_files(installation.folder, CANARY) + found_in_files(installation.temporary, CANARY)
    return found + found_in_rows(installation, CANARY)


def blobs(installation: Installation) -> list[Path]:
    """What lies in the store."""
    return [place for place in (installation.folder / "blobs").rglob("*") if place.is_file()]


def _coming(installation: Installation) -> Path:
    """The file that is being sent, once its first piece is written."""
    until = monotonic() + PATIENCE
    while not blobs(installation) and monotonic() < until:
        sleep(0.05)
    [coming] = blobs(installation)
    return coming


def test_a_file_is_in_clear_nowhere_while_it_comes_in_and_afterwards(installation: Installation) -> None:
    log: list[str] = []
    with served(installation, log):
        reporter, receipt = begun(installation)
        browser: RemoteBrowser = reporter.client  # type: ignore[assignment]
        reporter.look("report/attachments/")
        fields = {"sitting": reporter.sitting, "go": "add"}
        size, pieces = 40 * len(LINE), 40
        line = browser.begin_upload(reporter.address("report/attachments/"), fields, f"{CANARY}.txt", size)
        for _each in range(pieces // 2):
            line.send(LINE)
        coming = _coming(installation)
        assert coming.stat().st_size > 0
        assert in_clear(installation) == []
        for _each in range(pieces // 2):
            line.send(LINE)
        assert browser.end_upload(line).status_code == 303
        assert CANARY in page(reporter.look("report/attachments/"))
        send_off(reporter)
        look = re.findall(r'class="file__name" href="([^"]*)"', page(reporter.read(receipt)))[0]
        assert CANARY in page(browser.get(look))
        assert browser.get(look.removesuffix("view/")).content == LINE * 40
    [kept] = blobs(installation)
    moments = (kept.stat().st_mtime, kept.stat().st_atime, kept.parent.stat().st_mtime)
    assert in_clear(installation) == [], "this reads every file, which leaves a time at each"
    assert list(installation.temporary.iterdir()) == []
    assert CANARY not in "".join(log)
    for moment in moments:
        told = datetime.fromtimestamp(moment, UTC)
        assert (civil_date(told), told.minute, told.second) == (civil_date(datetime.now(UTC)), 0, 0)
    checked = deontos("verify", settings=installation.settings)
    assert (checked.returncode, checked.stdout) == (0, "Nothing is wrong.\n"), checked.stdout


def test_an_upload_that_breaks_off_leaves_no_word_and_nothing_that_waits(installation: Installation) -> None:
    log: list[str] = []
    with served(installation, log):
        reporter, _receipt = begun(installation)
        browser: RemoteBrowser = reporter.client  # type: ignore[assignment]
        reporter.look("report/attachments/")
        fields = {"sitting": reporter.sitting, "go": "add"}
        line = browser.begin_upload(reporter.address("report/attachments/"), fields, "half.txt", 100 * len(LINE))
        line.send(LINE * 5)
        line.close()
        assert "half.txt" not in page(reporter.look("report/attachments/"))
    assert in_clear(installation) == []
    assert CANARY not in "".join(log)
    assert blobs(installation) == []


def makers() -> list[Path]:
    """What Linux tells of the processes of this house that look at files at this moment."""
    with suppress(OSError):
        return [place for pid in family(os.getpid()) if MAKER in _told(place := Path(f"/proc/{pid}"), "cmdline")]
    return []


def _told(process: Path, what: str) -> str:
    try:
        return (process / what).read_bytes().decode(errors="replace")
    except OSError:
        return ""


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="asks Linux what a process has")
@pytest.mark.row("3.5")
def test_nothing_is_in_clear_anywhere_while_somebody_looks_at_a_file_that_never_comes_to_an_end(
    installation: Installation,
) -> None:
    """The process that reads it has two pipes and nothing else; it is gone afterwards, and the download remains."""
    log: list[str] = []
    content = pdf_that_draws_itself() + f"% {CANARY}\n".encode()
    with served(installation, log):
        reporter, receipt = begun(installation)
        browser: RemoteBrowser = reporter.client  # type: ignore[assignment]
        reporter.look("report/attachments/")
        fields = {"sitting": reporter.sitting, "go": "add"}
        line = browser.begin_upload(reporter.address("report/attachments/"), fields, f"{CANARY}.pdf", len(content))
        line.send(content)
        assert browser.end_upload(line).status_code == 303
        send_off(reporter)
        look = re.findall(r'class="file__name" href="([^"]*)"', page(reporter.read(receipt)))[0]
        with ThreadPoolExecutor(1) as hand:
            looking = hand.submit(browser.get, look)
            maker = _seen_at_work(looking)
            assert in_clear(installation) == []
            assert list(installation.temporary.iterdir()) == []
            assert CANARY not in _told(maker, "cmdline") + _told(maker, "environ")
            assert f'href="{look.removesuffix("view/")}"' in page(looking.result()), "the original can still be had"
        assert makers() == []
        assert browser.get(look.removesuffix("view/")).content == content
    assert in_clear(installation) == []
    assert CANARY not in "".join(log)


def _seen_at_work(looking: "Future[RemoteAnswer]") -> Path:
    """The process that looks, once it has begun to draw; what it holds open is what it was started with."""
    while not looking.done():
        for maker in makers():
            with suppress(OSError, IndexError):
                if int(_told(maker, "stat").rpartition(")")[2].split()[11]) > DRAWING:
                    held = {each.name: str(each.readlink()) for each in (maker / "fd").iterdir()}
                    kinds = {name: place.partition(":")[0] for name, place in held.items()}
                    assert kinds == {"0": "pipe", "1": "pipe", "2": "/dev/null"}
                    return maker
        sleep(0.05)
    raise AssertionError("nobody was seen looking")


@contextmanager
def serving(installation: Installation) -> Iterator[subprocess.Popen[str]]:
    """The web process, so that it can be weighed."""
    process = deontos_started("serve", settings=installation.settings)
    assert process.stdout
    try:
        process.stdout.readline()
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=60)


def weight(process: subprocess.Popen[str]) -> int:
    """The most bytes of memory that any process of the server ever held."""
    found = [PEAK.search(Path(f"/proc/{pid}/status").read_text()) for pid in family(process.pid)]
    return max(int(peak[1]) for peak in found if peak) * 1024


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux how much memory a process held")
def test_a_hundred_megabytes_do_not_make_the_server_grow(installation: Installation) -> None:
    if storage_mark(FolderStore(installation.folder).capacity()) is not StorageMark.ROOMY:
        pytest.skip("the disk of this machine is so full that drafts hold no more than 20 MB")
    with serving(installation) as process:
        reporter, _receipt = begun(installation)
        browser: RemoteBrowser = reporter.client  # type: ignore[assignment]
        reporter.look("report/attachments/")
        fields = {"sitting": reporter.sitting, "go": "add"}

        def upload(megabytes: int) -> int:
            piece = os.urandom(MEGABYTE)
            line = browser.begin_upload(
                reporter.address("report/attachments/"), fields, "groot.dat", megabytes * MEGABYTE
            )
            for _each in range(megabytes):
                line.send(piece)
            assert browser.end_upload(line).status_code == 303
            reporter.look("report/attachments/")
            return weight(process)

        before = upload(1)
        assert upload(100) - before < MOST_GROWTH
        assert sum(place.stat().st_size for place in blobs(installation)) > 100 * MEGABYTE
