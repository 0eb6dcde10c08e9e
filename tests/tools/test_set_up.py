"""Finding a Python that really runs, among names on the PATH that do not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _find(*programs: Path, python: str = "") -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([*(str(program) for program in programs), "/usr/bin", "/bin"])
    return subprocess.run(
        [ROOT / "tools" / "find_python.sh"],
        env={"PATH": path, "PYTHON": python},
        capture_output=True,
        text=True,
        check=False,
    )


def _program(folder: Path, name: str, script: str) -> Path:
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return folder


def test_a_shim_that_refuses_is_passed_over(tmp_path: Path) -> None:
    broken = _program(tmp_path / "broken", "python3", "echo 'version not installed' >&2; exit 127")
    working = _program(tmp_path / "working", "python3.11", f'exec {sys.executable} "$@"')
    found = _find(broken, working)
    assert found.returncode == 0
    assert Path(found.stdout.strip()).samefile(sys.executable) or found.stdout.startswith("/usr/")


def test_a_python_that_is_too_old_is_passed_over(tmp_path: Path) -> None:
    old = "import sys; sys.version_info = (3, 10, 0); sys.executable = '/old'"
    script = f'[ "$1" = -c ] && exec {sys.executable} -c "{old}\n$2"'
    found = _find(_program(tmp_path / "old", "python3", script), python=str(tmp_path / "old" / "python3"))
    assert found.stdout.strip() != "/old"


def test_the_one_that_is_named_comes_first() -> None:
    assert Path(_find(python=sys.executable).stdout.strip()).samefile(sys.executable)


@pytest.mark.parametrize("script", ["find_python.sh", "set_up.sh", "browser.sh"])
def test_every_script_tells_what_it_is_for(script: str) -> None:
    told = subprocess.run([ROOT / "tools" / script, "--help"], capture_output=True, text=True, check=True)
    assert told.stdout.startswith("usage: tools/")


@pytest.mark.row("1.1")
@pytest.mark.parametrize(("user", "code", "asked"), [("0", 0, ["update", "install"]), ("1000", 1, [])])
def test_a_missing_browser_is_installed_by_root_and_explained_to_others(
    tmp_path: Path, user: str, code: int, asked: list[str]
) -> None:
    _program(tmp_path / "bin", "id", f"echo {user}")
    _program(tmp_path / "bin", "apt-get", f'echo "$1" >>{tmp_path}/asked')
    told = subprocess.run(
        ["/bin/sh", ROOT / "tools" / "browser.sh"],
        env={"PATH": str(tmp_path / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )
    log = tmp_path / "asked"
    assert (told.returncode, log.read_text().split() if log.exists() else []) == (code, asked)
    assert ("sudo apt install chromium" in told.stderr) is bool(code)
