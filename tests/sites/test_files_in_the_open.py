"""Files over a real server process: never in clear on a disk, not even while they come in, never whole in memory."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deontos.kernel.clock import civil_date
from deontos.vault.receipts import Receipt
from tests.factories.speakup import Reporter, page
from tests.services.operator import deontos, deontos_started
from tests.services.remote import RemoteBrowser
from tests.sites.installation import Installation, served
from tests.sites.test_nothing_leaks import found_in_files, found_in_rows
from tools.benchmarks.memory import family
from tools.benchmarks.uploads import PEAK

pytestmark = pytest.mark.row("3.4")

CANARY = "Kanariepiet 9c1e zingt"
LINE = f"{CANARY}\n".encode() * 4000
MEGABYTE = 1024 * 1024
MOST_GROWTH = 40 * MEGABYTE


def begun(installation: Installation) -> tuple[Reporter, Receipt]:
    """Somebody at the step of files."""
    reporter = Reporter(client=RemoteBrowser(installation.port))  # type: ignore[arg-type]
    reporter.look("report/")
    return reporter, reporter.fill("attachments")


def in_clear(installation: Installation) -> list[str]:
    """Where the words stand: in the data folder, in the folder for temporary files, in the database."""
    found = found_in_files(installation.folder, CANARY) + found_in_files(installation.temporary, CANARY)
    return found + found_in_rows(installation, CANARY)


def blobs(installation: Installation) -> list[Path]:
    """What lies in the store."""
    return [place for place in (installation.folder / "blobs").rglob("*") if place.is_file()]


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
        [coming] = blobs(installation)
        assert coming.stat().st_size > 0
        assert in_clear(installation) == []
        for _each in range(pieces // 2):
            line.send(LINE)
        assert browser.end_upload(line).status_code == 303
        assert CANARY in page(reporter.look("report/attachments/"))
        for step, answers in (("attachments", {}), ("name", {"identity": "anonymous"}), ("check", {})):
            reporter.look(f"report/{step}/")
            assert reporter.send(step, **answers).status_code == 303
        reporter.look("report/send/")
        assert reporter.send("send", receipt_kept="on", go="send").status_code == 303
        look = re.findall(r'class="file__name" href="([^"]*)"', page(reporter.read(receipt)))[0]
        assert CANARY in page(browser.get(look))
        assert browser.get(look.removesuffix("view/")).content == LINE * 40
    assert in_clear(installation) == []
    assert list(installation.temporary.iterdir()) == []
    assert CANARY not in "".join(log)
    [kept] = blobs(installation)
    for moment in (kept.stat().st_mtime, kept.stat().st_atime, kept.parent.stat().st_mtime):
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
