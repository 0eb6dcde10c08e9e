"""Lists which tests show which requirement row and which promise, one a line: the row, then the test.

Read from the marks in the source, so it takes no database and no settings.
"""

import argparse
import ast
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
# The rows that the requirements have, by document; gaps and letters are the requirements' own.
ROWS = {
    "R-000": (*range(1, 91), "60a", "60b", "60c"),
    "R-001": (*range(1, 18), 30, 31, *range(36, 45)),
    "R-002": tuple(range(1, 96)),
    "R-003": tuple(range(1, 37)),
    "R-004": tuple(range(1, 74)),
}
EXISTING = {f"{document}.{number:0>2}" for document, numbers in ROWS.items() for number in numbers}
PROMISE = re.compile(r"[1-9]\d?\.[1-9]\d?[a-z]?")
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Shown(NamedTuple):
    """A row or promise, and a test that would fail if it were not met."""

    row: str
    test: str


def is_known(row: str) -> bool:
    """Whether a mark names a requirement row that exists, or a promise of a step: ``R-000.65``, ``3.14``, ``1.4a``."""
    return row in EXISTING or PROMISE.fullmatch(row) is not None


def shown_in(text: str, place: str) -> Iterator[Shown]:
    """What the tests of one module show, by marks on the module, its classes, functions and parameters.

    Raises ``ValueError`` for a mark whose rows are not written out.
    """
    tree = ast.parse(text)
    yield from _shown_by(tree.body, place, _module_rows(tree.body))


def shown(folder: Path = TESTS) -> list[Shown]:
    """What all tests under a folder show, in the order of the rows."""
    paths = sorted(folder.rglob("test_*.py"))
    every = {each for path in paths for each in shown_in(path.read_text("utf-8"), _place(path, folder))}
    return sorted(every, key=lambda each: (_order(each.row), each.test))


def _shown_by(body: Iterable[ast.stmt], place: str, above: frozenset[str]) -> Iterator[Shown]:
    for node in body:
        if isinstance(node, Function | ast.ClassDef):
            rows = above | {row for decorator in node.decorator_list for row in _rows_in(decorator)}
            if isinstance(node, ast.ClassDef):
                yield from _shown_by(node.body, f"{place}::{node.name}", rows | _module_rows(node.body))
            elif node.name.startswith("test"):
                yield from (Shown(row, f"{place}::{node.name}") for row in rows)


def _module_rows(body: Iterable[ast.stmt]) -> frozenset[str]:
    assigned = (node for node in body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark")
    return frozenset(row for node in assigned for row in _rows_in(node.value))


def _rows_in(expression: ast.expr) -> Iterator[str]:
    for node in ast.walk(expression):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.row":
            for argument in node.args:
                row = argument.value if isinstance(argument, ast.Constant) else None
                if not isinstance(row, str):
                    raise ValueError(f"line {node.lineno}: a mark names its rows as texts")  # noqa: TRY004
                yield row


def _place(path: Path, folder: Path) -> str:
    return path.relative_to(folder.parent).as_posix()


def _order(row: str) -> tuple[bool, list[tuple[int, str]]]:
    parts = re.findall(r"(\d+)([a-z]?)", row)
    return row[0] != "R", [(int(number), letter) for number, letter in parts]


def main() -> int:
    """Print the list, or the part of it that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("row", nargs="*", help="only these rows and promises, such as R-000.65 or 1.4")
    wanted = set(parser.parse_args().row)
    lines = [f"{row} {test}" for row, test in shown() if not wanted or row in wanted]
    print("\n".join(lines))
    return 1 if wanted and not lines else 0


if __name__ == "__main__":
    sys.exit(main())
