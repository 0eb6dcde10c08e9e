"""What our scripts keep in the browser: one switch for shortcuts, and nothing of anybody."""

import re

import pytest

from tests.house.complaints import Complaint, insist
from tests.house.plan import HOUSE, ROOT

pytestmark = pytest.mark.row("4.18")

KEEPING = re.compile(r"\b(localStorage|sessionStorage|indexedDB|document\.cookie|caches|serviceWorker)\b(\.\w+\(\w*)?")
ONE_SWITCH = {("keys.js", "localStorage", ".getItem(OFF"), ("keys.js", "localStorage", ".setItem(OFF")}
OTHERS = re.compile(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|postMessage|eval|Function)\b\s*[(=]")


def kept_by(name: str, text: str) -> set[tuple[str, str, str]]:
    """Each place at which a script keeps something, with what it does there."""
    return {(name, where, what) for where, what in KEEPING.findall(text)}


def risky(name: str, text: str) -> list[Complaint]:
    """Where a script makes markup or code out of text, or speaks with other windows."""
    return [Complaint(name, f"{what}: use textContent and elements") for what in OTHERS.findall(text)]


def scripts() -> dict[str, str]:
    """Every script that a page may load."""
    return {path.name: path.read_text("utf-8") for path in (ROOT / HOUSE).rglob("*.js")}


def test_nothing_but_one_switch_is_kept_in_the_browser() -> None:
    assert len(scripts()) > 3
    assert {kept for name, text in scripts().items() for kept in kept_by(name, text)} == ONE_SWITCH


def test_no_script_makes_markup_of_text() -> None:
    insist("scripts", [wrong for name, text in scripts().items() for wrong in risky(name, text)])


def test_what_keeps_or_makes_markup_is_noticed() -> None:
    text = 'sessionStorage.setItem("a", b); x.innerHTML = y; window.postMessage("z"); document.cookie'
    assert kept_by("a.js", text) == {("a.js", "sessionStorage", ".setItem("), ("a.js", "document.cookie", "")}
    assert len(risky("a.js", text)) == 2
