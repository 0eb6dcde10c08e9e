"""Every mark names a row or promise that exists, and the list of what is shown misses no way of marking."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.complaints import Complaint, insist
from tests.house.plan import ROOT
from tools.rows import EXISTING, Shown, is_known, shown, shown_in

pytestmark = pytest.mark.row("1.2")

EVERY_WAY = """
import pytest
pytestmark = [pytest.mark.slow, pytest.mark.row("1.1")]
class TestA:
    pytestmark = pytest.mark.row("1.2")
    @pytest.mark.row("1.3", "R-000.65")
    def test_in_class(self): ...
@pytest.mark.row("1.4a")
async def test_later(): ...
@pytest.mark.parametrize("a", [pytest.param(1, marks=pytest.mark.row("1.5")), 2])
def test_parameters(a): ...
@pytest.mark.row("1.6")
def helper(): ...
"""


def test_every_mark_names_something_that_exists() -> None:
    insist("rows", [Complaint(test, f"{row} is no row and no promise") for row, test in shown() if not is_known(row)])


def test_every_way_of_marking_is_read() -> None:
    assert sorted(shown_in(EVERY_WAY, "t.py")) == [
        Shown("1.1", "t.py::TestA::test_in_class"),
        Shown("1.1", "t.py::test_later"),
        Shown("1.1", "t.py::test_parameters"),
        Shown("1.2", "t.py::TestA::test_in_class"),
        Shown("1.3", "t.py::TestA::test_in_class"),
        Shown("1.4a", "t.py::test_later"),
        Shown("1.5", "t.py::test_parameters"),
        Shown("R-000.65", "t.py::TestA::test_in_class"),
    ]


def test_a_mark_that_does_not_write_out_its_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="line 2: a mark names its rows as texts"):
        list(shown_in("ROW = '1.1'\n@pytest.mark.row(ROW)\ndef test_a(): ...", "t.py"))


@pytest.mark.parametrize("row", ["R-000.01", "R-000.60a", "R-001.44", "R-004.73", "1.1", "1.4a", "3.14", "12.10"])
def test_what_exists_is_known(row: str) -> None:
    assert is_known(row)


@pytest.mark.parametrize(
    "row", ["R-000.1", "R-000.91", "R-001.18", "R-005.01", "T5", "1", "1.0", "0.1", "1.4ab", "R-000.65 "]
)
def test_what_does_not_exist_is_noticed(row: str) -> None:
    assert not is_known(row)


def test_there_are_as_many_rows_as_the_requirements_have() -> None:
    assert len(EXISTING) == 325


def test_rows_come_before_promises_and_ten_after_nine(tmp_path: Path) -> None:
    marks = '@pytest.mark.row("1.10", "1.9", "R-004.02", "R-000.65")\ndef test_a(): ...'
    (tmp_path / "test_a.py").write_text(marks)
    assert [each.row for each in shown(tmp_path)] == ["R-000.65", "R-004.02", "1.9", "1.10"]


def test_the_command_prints_one_test_a_line() -> None:
    command = [sys.executable, "-m", "tools.rows", "1.3"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    assert "1.3 tests/kernel/test_clock.py::test_civil_date_in_brussels" in printed
    assert {line.split(" ")[0] for line in printed} == {"1.3"}


def test_asking_for_what_nothing_shows_fails() -> None:
    command = [sys.executable, "-m", "tools.rows", "99.9"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 1
