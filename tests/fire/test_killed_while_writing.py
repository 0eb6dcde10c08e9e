"""Whoever writes a file is killed: what is left in the store tells nobody when, from the next start or sweep on."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

import pytest
from django.core.management import call_command

from deontos.correspondence.files.folders import FolderStore
from deontos.correspondence.jobs import sweep_sittings
from deontos.kernel import clock
from deontos.organisations.models import Organisation
from tests.factories.files import decided, store_in
from tests.factories.keyring import keyed
from tests.factories.speakup import Reporter, reporting_point
from tests.services.operator import PROGRAM, environment
from tests.services.ports import free_port
from tests.services.remote import RemoteBrowser

pytestmark = pytest.mark.row("4.11")

PIECE = os.urandom(256 * 1024)
PATIENCE = 30.0
GET_DUMPABLE = 3
CORE = "Max core file size"


def told(folder: Path) -> list[str]:
    """The places in a store whose times tell more than a day."""
    midnight = "00:00"
    return [
        str(place)
        for place in (folder, *folder.rglob("*"))
        for moment in (place.stat().st_mtime, *([place.stat().st_atime] if place.is_file() else []))
        if datetime.fromtimestamp(moment, UTC).strftime("%M:%S") != midnight
    ]


def left_behind(folder: Path) -> Path:
    """A file of which a process that was killed had written a piece, with the times of that moment."""
    place = folder / "4c" / "4c0ffee5a1d24e3b9a7c1d2e3f405162"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"half")
    return place


@pytest.mark.django_db
def test_the_hourly_sweep_takes_the_time_from_what_a_killed_process_left(tmp_path: Path) -> None:
    folder = tmp_path / "blobs"
    place = left_behind(folder)
    assert len(told(folder)) == 4
    with decided(storage_url=store_in(folder)):
        sweep_sittings(at=clock.now())
    assert told(folder) == []
    assert place.read_bytes() == b"half", "the nightly sweep erases it"


def test_erasing_beside_one_who_writes_leaves_no_time(tmp_path: Path) -> None:
    """The folder told a moment when erasing began, as somebody else wrote in it: that moment is not put back."""
    folder = tmp_path / "blobs"
    left_behind(folder)
    store, today = FolderStore(folder), clock.today()
    [stored] = store.stored()
    store.erase(stored.name)
    assert told(folder / "4c") == []
    store.forget_times()
    assert told(folder) == []
    assert [each.on for each in store.stored()] == [], f"nothing of {today} is left"


def test_a_store_without_a_folder_has_no_times(tmp_path: Path) -> None:
    FolderStore(tmp_path / "nowhere").forget_times()
    assert not (tmp_path / "nowhere").exists()


@contextmanager
def started(command: str, blobs: Path) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    """One of our processes on the database of this test, in a group of its own, and where it listens."""
    port = free_port()
    settings = {
        "PORT": str(port),
        "DEONTOS_BASE_URL": f"http://127.0.0.1:{port}",
        "DEONTOS_STORAGE_URL": store_in(blobs),
    }
    process = subprocess.Popen(
        [*PROGRAM, command],
        env=environment(settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout
        assert process.stdout.readline().startswith(("Serving", "Working"))
        yield port, process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


@pytest.fixture
def home(transactional_db: None) -> Organisation:
    """A town with an open reporting point, on the day of this very run: another process has the same clock."""
    house = keyed(on=clock.today())
    reporting_point(house.town.organisation)
    call_command("migrate", verbosity=0)
    return house.town.organisation


def _killed_in_an_upload(blobs: Path) -> Path:
    """The server is killed while a file comes in; the file that lies in the store."""
    with started("serve", blobs) as (port, process):
        browser = RemoteBrowser(port)
        reporter = Reporter(client=browser)  # type: ignore[arg-type]
        reporter.look("report/")
        reporter.fill("attachments")
        reporter.look("report/attachments/")
        fields = {"sitting": reporter.sitting, "go": "add"}
        line = browser.begin_upload(reporter.address("report/attachments/"), fields, "nota.txt", 40 * len(PIECE))
        for _piece in range(8):
            line.send(PIECE)
        until, found = monotonic() + PATIENCE, list[Path]()
        while not found and monotonic() < until:
            sleep(0.05)
            found = [place for place in blobs.rglob("*") if place.is_file()]
        os.killpg(process.pid, signal.SIGKILL)
        line.close()
    [coming] = found
    return coming


def test_a_start_after_a_kill_takes_the_time_from_what_was_coming_in(home: Organisation, tmp_path: Path) -> None:
    blobs = tmp_path / "blobs"
    coming = _killed_in_an_upload(blobs)
    for command in ("serve", "work"):
        for place in (coming, coming.parent, blobs):
            os.utime(place)  # as they are for an instant at each write: the kill may come just there
        assert told(blobs) != []
        with started(command, blobs) as (_port, process):
            assert told(blobs) == []
            limits = Path(f"/proc/{process.pid}/limits")
            if limits.exists():
                [core] = [each.split()[4:6] for each in limits.read_text().splitlines() if each.startswith(CORE)]
                assert core == ["0", "0"]


@pytest.mark.row("4.10")
@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux")
def test_the_memory_of_a_process_of_ours_is_handed_to_no_program_that_keeps_it() -> None:
    asked = (
        "import ctypes, django; django.setup();"
        "from deontos.sites.safety import keep_to_ourselves; keep_to_ourselves();"
        f"print(ctypes.CDLL(None).prctl({GET_DUMPABLE}, 0, 0, 0, 0))"
    )
    said = subprocess.run(
        [sys.executable, "-c", asked], env=environment(), capture_output=True, text=True, check=True, timeout=120
    )
    assert said.stdout == "0\n"
