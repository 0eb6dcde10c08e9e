"""What a process of ours leaves on the disk is for its owner alone, and its memory is never written there."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.services.operator import deontos, environment

LOOK = (
    "import os, resource, sys; sys.argv[1:] = ['version']; from deontos.__main__ import main; main();"
    "print(oct(os.umask(0)), *resource.getrlimit(resource.RLIMIT_CORE))"
)


@pytest.mark.row("1.7")
def test_no_file_of_a_new_installation_can_be_read_by_others(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    told = deontos("migrate", settings={"DEONTOS_DATABASE_URL": "", "DEONTOS_DATA_DIR": str(folder)})
    assert told.returncode == 0, told.stderr
    made = [folder, *(path for path in folder.rglob("*") if "static" not in path.relative_to(folder).parts)]
    assert {path.name for path in made} >= {"deontos.sqlite3", "secrets.json"}
    assert {path.name for path in made if path.stat().st_mode & 0o077} == set()


def test_a_crash_writes_no_memory_to_the_disk(transactional_db: None) -> None:
    told = subprocess.run([sys.executable, "-c", LOOK], env=environment(), capture_output=True, text=True, check=True)
    assert told.stdout.splitlines()[-1] == "0o77 0 0"
