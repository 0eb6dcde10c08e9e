"""The second look at risky calls: every level of it counts, and each place that it passes over says why."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.plan import ROOT, modules
from tools.check import QUICK

pytestmark = pytest.mark.row("4.15")

LOOKED_AT_ELSEWHERE = {
    "B101": "tests/house/test_risky_calls.py",
    "B105": "ruff",
    "B108": "ruff",
    "B308": "tests/house/test_habits.py",
    "B703": "tests/house/test_habits.py",
}
"""What it leaves out everywhere, with who looks at it instead."""
PASSED_OVER = {
    ("src/deontos/correspondence/viewing/markup.py", "B406"),
    ("src/deontos/documents/confined/process.py", "B404"),
    ("src/deontos/documents/confined/process.py", "B603"),
    ("src/deontos/sites/demo/build.py", "B311"),
}
"""May only shrink."""
EXCUSE = re.compile(r"# nosec\b(?P<tests>[ B0-9,]*)(?P<reason>.*)")
RUFFS_EXCUSE = re.compile(r"# noqa: (?P<tests>S\d+)(?P<reason>.*)")
BAD = """
import pickle
import subprocess
import telnetlib
import yaml
from xml.etree import ElementTree
subprocess.run(f"ls {name}", shell=True)
pickle.loads(given)
yaml.load(given)
eval(given)
hashlib.md5(given)
random.random()
tempfile.mktemp()
cursor.execute("select * from people where name = '%s'" % name)
ElementTree.parse(given)
try:
    pass
except Exception:
    pass
"""
SEEN_IN_IT = {
    "B602",
    "B301",
    "B506",
    "B307",
    "B324",
    "B311",
    "B306",
    "B608",
    "B314",
    "B110",
    "B401",
    "B403",
    "B404",
    "B405",
}


def test_it_is_part_of_every_check_at_every_level() -> None:
    [command] = [command for name, command in QUICK if name == "risky calls"]
    assert Path(command[0]).name == "bandit"
    assert command[1:] == ["--quiet", "--recursive", "--configfile", "pyproject.toml", "src"]


def test_what_it_leaves_out_is_looked_at_elsewhere() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    assert told["bandit"] == {"skips": sorted(LOOKED_AT_ELSEWHERE)}
    assert "S" in told["ruff"]["lint"]["select"]
    assert [rule for rule in told["ruff"]["lint"]["ignore"] if rule.startswith("S")] == ["S101"]
    excused = {
        place: rules for place, rules in told["ruff"]["lint"]["per-file-ignores"].items() if place.startswith("src")
    }
    assert [rule for rules in excused.values() for rule in rules if rule.startswith("S")] == []


def test_each_place_that_it_passes_over_is_known_and_says_why() -> None:
    found = [
        (module.place, excuse["tests"].strip(), excuse["reason"])
        for module in modules()
        for excuse in EXCUSE.finditer(module.text)
    ]
    assert {(place, tests) for place, tests, _reason in found} == PASSED_OVER
    assert [place for place, _tests, reason in found if len(reason.split()) < 4] == []


def test_each_place_that_ruff_passes_over_says_why() -> None:
    found = [(module.place, excuse) for module in modules() for excuse in RUFFS_EXCUSE.finditer(module.text)]
    assert found
    assert [f"{place}: {excuse[0]}" for place, excuse in found if len(excuse["reason"].split()) < 3] == []


def test_it_notices_what_is_risky(tmp_path: Path) -> None:
    """As it is set up for this house: with the same file of settings."""
    (tmp_path / "bad.py").write_text(BAD, "utf-8")
    bandit, settings = Path(sys.executable).parent / "bandit", ROOT / "pyproject.toml"
    command = [
        bandit,
        "--quiet",
        "--configfile",
        settings,
        "--format",
        "custom",
        "--msg-template",
        "{test_id}",
        tmp_path,
    ]
    told = subprocess.run([*map(str, command), "--recursive"], capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert SEEN_IN_IT - set(told.stdout.split()) == set()
