"""A virus scanner: what it finds is refused, and its silence, absence or failure decides nothing and is told."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from deontos.correspondence.files.incoming import IncomingFile
from deontos.correspondence.files.installed import file_limits
from deontos.correspondence.files.looking import FileRefused
from deontos.correspondence.models import Blob
from deontos.correspondence.vocabulary import FileCode, Scan
from tests.factories.files import CONTENT, PIECE, bound_for, decided, taken_in
from tests.services.clamd import SIGNATURE, Clamd, Mood

pytestmark = [pytest.mark.row("3.6"), pytest.mark.django_db]

CLAMD = shutil.which("clamd")


def scanned(home: UUID, url: str, content: bytes = CONTENT) -> Scan:
    """What is said of a file that comes in while this scanner is set up."""
    with decided(clamd_url=url):
        return taken_in(bound_for(home, uuid4()), content).facts.scan


@pytest.fixture(params=["port", "socket"])
def clamd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Clamd]:
    """A scanner that is well."""
    with Clamd(socket_in=tmp_path if request.param == "socket" else None) as scanner:
        yield scanner


def test_a_clean_file_is_said_to_be_clean_and_was_seen_whole(home: UUID, blobs: Path, clamd: Clamd) -> None:
    content = CONTENT * 10_000
    assert scanned(home, clamd.url, content) is Scan.CLEAN
    assert clamd.seen == content


def test_a_finding_is_refused(home: UUID, blobs: Path, clamd: Clamd) -> None:
    with pytest.raises(FileRefused) as refused:
        scanned(home, clamd.url, CONTENT + SIGNATURE)
    assert refused.value.code is FileCode.INFECTED


def test_without_a_scanner_nobody_looked(home: UUID, blobs: Path) -> None:
    assert scanned(home, "") is Scan.NO_SCANNER


def test_an_absent_scanner_leaves_the_file_unscanned(home: UUID, blobs: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    for url in (f"tcp://127.0.0.1:{port}", f"unix://{tmp_path}/nobody.ctl"):
        assert scanned(home, url) is Scan.NOT_SCANNED


@pytest.mark.parametrize("mood", [Mood.SILENT, Mood.HANGS_UP, Mood.CONFUSED])
def test_a_failing_scanner_leaves_the_file_unscanned(home: UUID, blobs: Path, mood: Mood) -> None:
    with Clamd(mood) as scanner:
        assert scanned(home, f"{scanner.url}?seconds=0.3", CONTENT * 30_000) is Scan.NOT_SCANNED


def test_a_file_that_is_too_large_for_the_scanner_is_kept_unscanned(home: UUID, blobs: Path, clamd: Clamd) -> None:
    assert scanned(home, clamd.url, bytes(3 * 1024 * 1024)) is Scan.NOT_SCANNED
    assert Blob.objects.get().size is not None


EICAR_LIKE = b"deontos-harmless-test-pattern-7f3a"


@pytest.fixture
def real_clamd(tmp_path: Path) -> Iterator[str]:
    """Debian's own clamd with one hand-made signature."""
    if CLAMD is None:
        pytest.skip("clamd is not installed here")
    signatures, working = tmp_path / "signatures", tmp_path / "working"
    signatures.mkdir()
    working.mkdir()
    (signatures / "test.ndb").write_text(f"Deontos.Test:0:*:{EICAR_LIKE.hex()}\n")
    wanted = {
        "LocalSocket": tmp_path / "clamd.ctl",
        "DatabaseDirectory": signatures,
        "TemporaryDirectory": working,
        "Foreground": "yes",
        "LogFile": tmp_path / "clamd.log",
    }
    settings = tmp_path / "clamd.conf"
    settings.write_text("".join(f"{name} {value}\n" for name, value in wanted.items()))
    process = subprocess.Popen([CLAMD, "--config-file", str(settings)])
    try:
        for _attempt in range(300):
            if (tmp_path / "clamd.ctl").exists():
                break
            time.sleep(0.1)
        yield f"unix://{tmp_path}/clamd.ctl"
    finally:
        process.terminate()
        process.wait(20)


def test_with_the_real_scanner(home: UUID, blobs: Path, real_clamd: str) -> None:
    assert scanned(home, real_clamd, CONTENT * 5000) is Scan.CLEAN
    for content in (EICAR_LIKE, CONTENT * 5000 + EICAR_LIKE, bytes(PIECE - 5) + EICAR_LIKE + bytes(PIECE)):
        with pytest.raises(FileRefused) as refused:
            scanned(home, real_clamd, content)
        assert refused.value.code is FileCode.INFECTED


def test_a_scanner_that_gave_no_answer_is_not_waited_for_again(home: UUID, blobs: Path) -> None:
    intake = bound_for(home, uuid4())
    with Clamd() as scanner, decided(clamd_url=scanner.url):
        second = IncomingFile(intake, "nota.txt", file_limits(), before=Scan.NOT_SCANNED)
        second.begin()
        second.push(CONTENT)
        assert (second.finish().facts.scan, scanner.seen) == (Scan.NOT_SCANNED, b"")
