"""The Makefile: it lists its commands, and everything it calls tells what it is for."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
PROMISED = {"run", "test", "check", "check-all", "rows", "bench"}


@pytest.mark.row("1.1")
def test_make_lists_the_promised_commands() -> None:
    told = subprocess.run(["make", "-C", ROOT, "--no-print-directory"], capture_output=True, text=True, check=True)
    listed = dict(line.removeprefix("make ").split(maxsplit=1) for line in told.stdout.splitlines())
    assert listed.keys() >= PROMISED
    assert all(listed.values())


@pytest.mark.parametrize("module", sorted(set(re.findall(r"python -m (tools\.\w+)", MAKEFILE))))
def test_every_tool_tells_what_it_is_for(module: str) -> None:
    told = subprocess.run(
        [sys.executable, "-m", module, "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.startswith("usage: ")
    assert len(told.stdout.splitlines()) > 3
