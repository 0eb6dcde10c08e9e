"""The process that looks at files: what it cannot do when it was taken over, and how it ends whatever it does."""

import os
import platform
import sys
from pathlib import Path

import pytest

from deontos.correspondence.viewing.wire import Question
from deontos.correspondence.vocabulary import Family
from deontos.documents.confined.bounds import Bounds, Ending, NoAnswer
from deontos.documents.confined.confinement import ALLOWED_CALLS
from deontos.documents.confined.process import SOURCE, answered
from tools.benchmarks.memory import family

pytestmark = pytest.mark.row("3.5")

ROOT = Path(__file__).resolve().parents[2]
IS_LISTED = sys.platform == "linux" and platform.machine() in ALLOWED_CALLS
OPEN = Path("/proc/self/fd")
SHORT = Bounds(computing=1, waiting=4.0, answer=300_000)
ON_EVERY_UNIX = ("read_a_file", "write_a_file", "list_a_folder", "connect", "connect_within", "take_memory")
BY_THE_LIST = (
    "erase_a_file",
    "start_a_process",
    "start_a_program",
    "signal_ours",
    "read_ours",
    "become_root",
    "start_in_a_thread",
)
NO_MEMORY = "MemoryError"


def do(deed: str, bounds: Bounds = SHORT) -> str:
    """What a process answers that does a deed."""
    question = Question(Family.TEXT, "text/plain", len(deed), bounds=bounds)
    content = question.to_line() + deed.encode()
    return answered(content, module="tests.correspondence.misbehaving", bounds=bounds, sources=(SOURCE, ROOT)).decode()


def standing() -> tuple[list[int], int]:
    """The processes of this test, and how many files it holds open."""
    return list(family(os.getpid())), len(list(OPEN.iterdir()))


@pytest.mark.parametrize("deed", ON_EVERY_UNIX)
def test_it_reaches_nothing_but_its_pipes(deed: str) -> None:
    assert do(deed) == (NO_MEMORY if deed == "take_memory" else "PermissionError" if IS_LISTED else "OSError")
    assert not Path("/tmp/deontos-taken-over").exists()


def test_it_gets_no_limit_back() -> None:
    assert do("raise_a_limit") == "ValueError"


@pytest.mark.skipif(not IS_LISTED, reason="asks a Linux kernel on a machine whose calls are listed")
@pytest.mark.parametrize("deed", BY_THE_LIST)
def test_the_kernel_refuses_what_is_not_on_the_list(deed: str) -> None:
    assert do(deed) == "PermissionError"


@pytest.mark.skipif(not OPEN.exists(), reason="asks Linux what a process has")
@pytest.mark.parametrize(
    ("deed", "code"),
    [
        ("compute", Ending.TOO_LONG),
        ("wait", Ending.TOO_LONG),
        ("close_and_go_on", Ending.TOO_LONG),
        ("crash", Ending.STOPPED),
        ("leave", Ending.STOPPED),
        ("flood", Ending.TOO_MUCH),
    ],
)
def test_however_it_ends_it_is_gone_and_said(deed: str, code: Ending) -> None:
    before = standing()
    with pytest.raises(NoAnswer) as said:
        do(deed)
    assert said.value.ending is code
    assert standing() == before


def test_it_starts_with_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEONTOS_SECRETS_FILE", "/geheim")
    beside = os.open("/dev/null", os.O_RDONLY)
    os.set_inheritable(beside, True)
    environment, rest = do("tell").split("}")
    os.close(beside)
    assert "DEONTOS" not in environment
    assert rest.startswith(", '/', 1, ")


def test_a_file_that_nobody_reads_to_the_end_keeps_nobody_waiting() -> None:
    question = Question(Family.TEXT, "text/plain", 4, bounds=SHORT).to_line()
    content = question + b"leave".ljust(5) + b"x" * 5_000_000
    with pytest.raises(NoAnswer) as said:
        answered(content, module="tests.correspondence.misbehaving", bounds=SHORT, sources=(SOURCE, ROOT))
    assert said.value.ending is Ending.STOPPED


@pytest.mark.skipif(not IS_LISTED, reason="asks a Linux kernel on a machine whose calls are listed")
def test_the_list_is_as_long_on_every_machine() -> None:
    assert {machine: len(set(calls)) for machine, calls in ALLOWED_CALLS.items()} == {"x86_64": 30, "aarch64": 30}
