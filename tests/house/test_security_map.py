"""The map from the security design to tests names tests that exist."""

import ast
import re
from functools import cache

import pytest

from tests.house.complaints import Complaint, insist
from tests.house.plan import ROOT

pytestmark = pytest.mark.row("1.2")

NAMED = re.compile(r"`(tests/[\w/.]+\.py)(?:::(\w+))?`")


@cache
def shown_by(place: str) -> frozenset[str]:
    """The tests of a module; empty where there is none."""
    path = ROOT / place
    tree = ast.parse(path.read_text("utf-8")) if path.is_file() else ast.Module([], [])
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name[:5] == "test_")


def missing(text: str) -> list[Complaint]:
    """Tests that the map names and that are not there."""
    return [
        Complaint("docs/security-map.md", f"{place}::{name}" if name else place)
        for place, name in NAMED.findall(text)
        if not shown_by(place) or (name and name not in shown_by(place))
    ]


def test_every_test_that_is_named_exists() -> None:
    text = (ROOT / "docs/security-map.md").read_text("utf-8")
    assert len(NAMED.findall(text)) > 100
    insist("security_map", missing(text))


def test_a_test_that_is_gone_is_noticed() -> None:
    own = "tests/house/test_security_map.py"
    assert missing(f"`{own}` `{own}::test_a_test_that_is_gone_is_noticed`") == []
    assert len(missing(f"`{own}::test_that_never_was` `tests/house/test_gone.py`")) == 2
