"""A house to measure in: a folder of its own, one of the two databases as in production, and processes that work in it.

A process knows one database only, so what is measured runs as `python -m` and prints its figures, which are read here.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from tests.services.postgresql import PostgresqlServer
from tools.benchmarks import Figure

ROOT = Path(__file__).resolve().parents[2]
DATABASES = ("SQLite", "PostgreSQL")


@dataclass(frozen=True)
class Stage:
    """A migrated, empty house on one database."""

    database: str
    environment: dict[str, str]

    def run(self, module: str, *arguments: str) -> str:
        """Run a module of this folder in this house; what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", f"tools.benchmarks.{module}", *arguments],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return done.stdout

    def figures(self, module: str) -> list[Figure]:
        """The figures that a module prints."""
        found: list[dict[str, Any]] = json.loads(self.run(module))
        return [Figure(**each) for each in found]

    def named(self, module: str) -> list[Figure]:
        """The same, with the database in their names."""
        return [replace(figure, name=f"{figure.name}, {self.database}") for figure in self.figures(module)]

    @contextmanager
    def twin(self) -> "Iterator[Stage]":
        """The same house once more, with all that is in it now; SQLite only, while nobody serves it."""
        own = self.environment["DEONTOS_DATA_DIR"]
        with tempfile.TemporaryDirectory(prefix="deontos-bench-") as folder:
            shutil.copytree(own, folder, dirs_exist_ok=True)
            moved = {name: value.replace(own, folder) for name, value in self.environment.items()}
            yield replace(self, environment=moved)


@contextmanager
def stage(database: str) -> Iterator[Stage]:
    """A new house, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="deontos-bench-") as folder, _address(database, folder) as url:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DEONTOS_")}
        environment |= {"DEONTOS_ENV": "demo", "DEONTOS_DATA_DIR": folder, "DEONTOS_DATABASE_URL": url}
        environment |= {"DJANGO_SETTINGS_MODULE": "deontos.sites.settings", "DEONTOS_BASE_URL": "http://localhost"}
        migrate = [sys.executable, "-m", "deontos", "migrate"]
        subprocess.run(migrate, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
        yield Stage(database, environment)


@contextmanager
def _address(database: str, folder: str) -> Iterator[str]:
    if database == "SQLite":
        yield f"sqlite:///{folder}/deontos.sqlite3"
        return
    server = PostgresqlServer.in_new_folder(durable=True)
    server.start()
    try:
        yield server.url
    finally:
        server.stop()


def print_figures(figures: Iterable[Figure]) -> int:
    """What a measured process ends with."""
    print(json.dumps([asdict(figure) for figure in figures]))
    return 0
