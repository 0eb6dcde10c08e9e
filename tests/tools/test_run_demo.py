"""Setting up the demo: what it writes, what it keeps, and what it says when it cannot start."""

import socket
import stat
from pathlib import Path

import pytest

from tools.run_demo import NotStarted, _begin_again, check_port, prepare_folder


def test_the_folder_and_its_settings_are_for_their_owner(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    prepare_folder(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "deontos.env").stat().st_mode) == 0o600
    assert "DEONTOS_ENV=demo" in (folder / "deontos.env").read_text().splitlines()


def test_settings_that_are_there_stay(tmp_path: Path) -> None:
    (tmp_path / "deontos.env").write_text("DEONTOS_ENV=production\n")
    prepare_folder(tmp_path)
    assert (tmp_path / "deontos.env").read_text() == "DEONTOS_ENV=production\n"


def test_a_taken_port_is_told_with_what_to_do() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(NotStarted, match=f"PORT={port + 1} make run"):
            check_port(port)
    check_port(port)


def test_a_demo_that_was_broken_off_is_made_anew_and_nothing_else_is_removed(tmp_path: Path) -> None:
    for name in ("deontos.sqlite3", "deontos.sqlite3-wal", "demo.txt", "demo.unfinished", "secrets.json", "mine.txt"):
        (tmp_path / name).write_text("x")
    _begin_again(tmp_path, tmp_path / "demo.unfinished")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.txt", "secrets.json"]
