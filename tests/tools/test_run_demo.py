"""Setting up the demo: what it writes, what it keeps, and what it says when it cannot start."""

import json
import os
import socket
import stat
import sys
from pathlib import Path

import pytest

from tests.services.ports import free_port
from tools import run_demo
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
    for name in ("deontos.sqlite3", "deontos.sqlite3-wal", "demo.json", "demo.unfinished", "secrets.json", "mine.txt"):
        (tmp_path / name).write_text("x")
    _begin_again(tmp_path, tmp_path / "demo.unfinished")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.txt", "secrets.json"]


def test_who_can_sign_in_is_told_from_what_the_demo_wrote(tmp_path: Path) -> None:
    one = {"name": "Mira", "offices": ["complaints_manager"], "organisation": "linde", "email": "m@linde.example"}
    vault = {"password": "a b", "totp_secret": "", "vault_passphrase": "kamer stadion"}
    nobody = {**one, **vault, "name": "Wout", "offices": ["hr_manager"], "vault_passphrase": ""}
    receipt = {"receipt": "AAAA-BBBB", "language": "nl", "organisation": "linde", "state": "close"}
    demo = {"people": [{**one, **vault}, nobody], "receipts": [receipt], "organisations": ["linde"]}
    (tmp_path / "demo.json").write_text(json.dumps(demo))
    told = run_demo.sign_ins(tmp_path, "http://localhost:1")
    assert told[2:5] == [
        "  Mira, complaints manager, linde",
        "    e-mail m@linde.example  password a b",
        "    vault passphrase kamer stadion",
    ]
    assert told[6] == f"1 others stand in {tmp_path / 'demo.json'}."
    assert told[-2] == "  AAAA-BBBB  http://localhost:1/nl/linde/receipt/"


PROGRAM = """#!{python}
import http.server, os, sys, time, pathlib
pathlib.Path("{folder}", sys.argv[1]).write_text(str(os.getpid()))
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
        self.wfile.write(b'<a href="/nl/lindewater/">Lindewater</a>')
    def log_message(self, *words): pass
if sys.argv[1] == "{fails}":
    time.sleep(1)
    sys.exit(3)
if sys.argv[1] == "serve":
    http.server.HTTPServer(("127.0.0.1", {port}), Page).serve_forever()
time.sleep(60)
"""


@pytest.mark.row("1.1")
@pytest.mark.parametrize("fails", ["serve", "work"])
def test_when_one_process_stops_the_other_does_too(
    tmp_path: Path, fails: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    port = free_port()
    program = tmp_path / "program"
    program.write_text(PROGRAM.format(python=sys.executable, folder=tmp_path, port=port, fails=fails))
    program.chmod(0o755)
    monkeypatch.setattr(run_demo, "DEONTOS", program)
    with pytest.raises(NotStarted, match=f"deontos {fails}"):
        run_demo.serve(f"http://127.0.0.1:{port}")
    for name in ("serve", "work"):
        with pytest.raises(ProcessLookupError):
            os.kill(int((tmp_path / name).read_text()), 0)
    if fails == "work":
        assert f"http://127.0.0.1:{port}/nl/lindewater/report/" in capsys.readouterr().out
