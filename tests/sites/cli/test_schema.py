"""The state of the database: told by `version`, mended by `migrate`."""

import json
import sqlite3
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from deontos import VERSION
from deontos.sites.cli.frame import main
from tests.services.operator import deontos, deontos_started
from tests.sites.cli.conftest import newest


@pytest.mark.row("1.7")
def test_version_tells_version_and_schema(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["version"]) == 0
    assert capsys.readouterr().out == f"deontos {VERSION}\nschema: up to date\n"
    assert main(["version", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "version": VERSION,
        "schema": {"current": True, "waiting": [], "unknown": []},
    }


def test_migrations_of_a_newer_version_are_told_and_do_not_disturb(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    MigrationRecorder(connection).record_applied("notices", "9999_of_tomorrow")
    MigrationRecorder(connection).record_applied("gone", "0001_initial")
    assert main(["version", "--json"]) == 0
    schema = json.loads(capsys.readouterr().out)["schema"]
    assert schema == {"current": True, "waiting": [], "unknown": ["notices.9999_of_tomorrow"]}


def test_migrations_that_wait_are_told(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    MigrationRecorder(connection).record_unapplied(*newest("notices"))
    assert main(["version"]) == 0
    told = capsys.readouterr().out.splitlines()[1]
    assert told.startswith("schema: ")
    assert told.endswith(" migrations wait (deontos migrate)")


@pytest.mark.row("1.7")
def test_two_that_migrate_a_new_database_at_once_both_succeed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new.sqlite3"
    settings = {"DEONTOS_DATABASE_URL": url, "DEONTOS_DATA_DIR": str(tmp_path)}
    both = [deontos_started("migrate", settings=settings) for _ in range(2)]
    said = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert [text.splitlines()[-1] for text in said] == ["The database and the static files are up to date."] * 2
    applied = sorted(sum(line.startswith("applying ") for line in text.splitlines()) for text in said)
    assert applied[0] == 0
    assert applied[1] == _rows(tmp_path / "new.sqlite3")
    assert (tmp_path / "static" / "staticfiles.json").is_file()
    assert "up to date" in deontos("version", settings=settings).stdout


def _rows(database: Path) -> int:
    rows = sqlite3.connect(database)
    count: int = rows.execute("select count(*) from django_migrations").fetchone()[0]
    rows.close()
    return count
