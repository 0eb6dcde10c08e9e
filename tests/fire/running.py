"""The processes of the house as an operator starts them, in groups of their own, so that they can be killed at once."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.services.operator import PROGRAM, environment
from tests.services.ports import free_port


@dataclass
class Running:
    """One command that runs until it is killed."""

    process: "subprocess.Popen[str]"

    @property
    def pid(self) -> int:
        return self.process.pid

    def up(self) -> Self:
        """Wait for the line with which it says that it runs."""
        assert self.process.stdout
        assert self.process.stdout.readline(), f"{self.process.args!r} did not start"
        return self

    def kill(self) -> None:
        """End every process of it at once, and wait until none is left. Nobody finishes anything."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        while _lives(self.process.pid):
            time.sleep(0.01)
        if self.process.stdout:
            self.process.stdout.close()

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None


def _lives(group: int) -> bool:
    """Whether a process of a group still holds files; one that only waits to be counted does not."""
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _parent, its_group, *_rest = place.read_text().rpartition(")")[2].split()
            if int(its_group) == group and state not in "ZX":
                return True
    return False


def run(*arguments: str, settings: Mapping[str, str] = {}) -> Running:
    """Start a command and wait for the line with which it says that it runs."""
    return begin(*arguments, settings=settings).up()


def begin(*arguments: str, settings: Mapping[str, str] = {}) -> Running:
    """Start a command and wait for nothing."""
    process = subprocess.Popen(
        [*PROGRAM, *arguments],
        env=environment(settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    return Running(process)


def at_port(port: int, settings: Mapping[str, str] = {}) -> dict[str, str]:
    """The settings of a house that answers at a port of this machine."""
    return {**settings, "PORT": str(port), "DEONTOS_BASE_URL": f"http://127.0.0.1:{port}"}


def serve(port: int, *options: str, settings: Mapping[str, str] = {}) -> Running:
    """Start the web process at a port, with one hand where the options say nothing else."""
    return run("serve", "--processes", "1", *options, settings=at_port(port, settings))


@contextmanager
def serving(*options: str, settings: Mapping[str, str] = {}) -> Iterator[tuple[int, Running]]:
    """The web process, killed in the end."""
    port = free_port()
    running = serve(port, *options, settings=settings)
    try:
        yield port, running
    finally:
        running.kill()
