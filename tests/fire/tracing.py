"""What a running process asks of the system, in its order, seen with strace; and what strace lets it be refused."""

import re
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

LINE = re.compile(r"(?P<pid>\d+) +(?P<rest>.*)")
BEGUN = re.compile(r"(?P<name>\w+)\((?P<given>.*?)(?: <unfinished \.\.\.>)?$")
RESUMED = re.compile(r"<\.\.\. (?P<name>\w+) resumed>(?P<rest>.*)")
INJECTED = "(INJECTED)"


@dataclass(frozen=True)
class Call:
    """One call: its words, and the places in the record where it began and ended."""

    name: str
    words: str
    begun: int
    ended: int

    def is_of(self, *names: str, file: str = "") -> bool:
        """Whether it is one of these calls, with these words among its own."""
        return self.name in names and file in self.words


def can_trace() -> bool:
    """Whether strace is there and may look at a process of ours."""
    program = shutil.which("strace")
    if program is None:
        return False
    with subprocess.Popen(["sleep", "60"]) as sleeper:
        try:
            watched = subprocess.run(
                ["timeout", "1", program, "-p", str(sleeper.pid)], capture_output=True, text=True, check=False
            )
        finally:
            sleeper.kill()
    return "attached" in watched.stderr


def insist_on_tracing() -> None:
    """Skip a test where nobody can look."""
    if not can_trace():
        pytest.skip("strace is not there, or may not look at processes here")


def processes(pid: int) -> list[int]:
    """A process and those that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in processes(int(child)))]


@contextmanager
def traced(pid: int, record: Path, *options: str) -> Iterator[None]:
    """While it lasts, every call that the options name is written down; afterwards the record is whole."""
    pids = processes(pid)
    asked = [part for each in pids for part in ("-p", str(each))]
    command = ["strace", "-f", "-y", "-s", "80", "-o", str(record), *options, *asked]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as looking:
        assert looking.stderr
        said = [looking.stderr.readline() for _each in pids]
        assert all("attached" in line for line in said), said
        try:
            yield
        finally:
            looking.send_signal(signal.SIGINT)
            looking.communicate()


def calls(record: Path) -> list[Call]:
    """Every call of a record in the order in which they began."""
    found, open_calls = list[Call](), dict[tuple[str, str], tuple[int, str]]()
    for place, line in enumerate(record.read_text(errors="replace").splitlines()):
        parts = LINE.fullmatch(line)
        if parts is None:
            continue
        pid, rest = parts["pid"], parts["rest"]
        resumed = RESUMED.fullmatch(rest)
        begun = BEGUN.match(rest)
        if resumed:
            start, words = open_calls.pop((pid, resumed["name"]), (place, ""))
            found.append(Call(resumed["name"], words + resumed["rest"], start, place))
        elif begun and rest.endswith("<unfinished ...>"):
            open_calls[pid, begun["name"]] = (place, rest)
        elif begun:
            found.append(Call(begun["name"], rest, place, place))
    return sorted(found, key=lambda call: call.begun)


def unsynced(made: Sequence[Call], file: str, *, before: Call) -> list[str]:
    """What was written to a file before a call began, and not brought to the disk in between."""
    syncs = [call for call in made if call.is_of("fsync", "fdatasync", file=f"{file}>") and call.ended < before.begun]
    written = [call for call in made if call.is_of("write", "writev", "pwrite64", file=f"{file}>")]
    return [
        call.words
        for call in written
        if call.begun < before.begun and not any(sync.begun > call.ended for sync in syncs)
    ]
