"""What the tests of the doors share: two towns at a fixed moment."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import time_machine

from tests.factories.organisations import NOW
from tests.services.operator import deontos
from tests.services.ports import free_port
from tests.sites.installation import Installation
from tests.sites.world import World, make_world


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """Both towns, at a fixed moment."""
    with time_machine.travel(NOW, tick=False):
        yield make_world()


OWN_DATABASE = "nothing_leaks"


@pytest.fixture
def database_url(tmp_path: Path) -> Iterator[str]:
    """A new database of the kind that this run is about."""
    url = os.environ["DEONTOS_DATABASE_URL"]
    if url.startswith("sqlite:"):
        yield f"sqlite:///{tmp_path}/data/deontos.sqlite3"
        return
    name = f"{OWN_DATABASE}_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"create database {name}".encode())
    yield f"{url.rpartition('/')[0]}/{name}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)".encode())


@pytest.fixture
def installation(tmp_path: Path, database_url: str) -> Installation:
    """Migrated and filled by the commands."""
    folder, temporary, port = tmp_path / "data", tmp_path / "tmp", free_port()
    folder.mkdir()
    temporary.mkdir()
    settings = {
        "DEONTOS_ENV": "demo",
        "DEONTOS_DATA_DIR": str(folder),
        "DEONTOS_DATABASE_URL": database_url,
        "DEONTOS_BASE_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "TMPDIR": str(temporary),
        "DJANGO_SETTINGS_MODULE": "",
    }
    assert deontos("migrate", settings=settings).returncode == 0
    made = deontos("demo", "--organisations", "1", "--cases", "0", "--json", settings=settings)
    assert made.returncode == 0, made.stderr
    people = json.loads(made.stdout)["people"]
    [manager] = [someone for someone in people if "complaints_manager" in someone["offices"]]
    return Installation(folder, temporary, settings, port, manager)
