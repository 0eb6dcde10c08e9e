"""A demo of its own, made by the commands and served by a real process: what it writes, and where, can be searched."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.services.operator import deontos_started


@dataclass(frozen=True)
class Installation:
    """A demo with one organisation and nothing confided yet: its settings, and who can sign in."""

    folder: Path
    temporary: Path
    settings: dict[str, str]
    port: int
    manager: dict[str, str]

    @property
    def database_url(self) -> str:
        return self.settings["DEONTOS_DATABASE_URL"]


@contextmanager
def served(installation: Installation, log: list[str]) -> Iterator[None]:
    """The web process, started and stopped; what it says is added to the log."""
    process = deontos_started("serve", settings=installation.settings)
    assert process.stdout
    try:
        log.append(process.stdout.readline())
        yield
    finally:
        process.terminate()
        try:
            log.append(process.communicate(timeout=60)[0])
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    assert process.returncode == 0
