"""How we stand to OWASP ASVS 5.0 says so for each requirement of levels 1 and 2, and what it names is there."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.house.complaints import Complaint, insist
from tests.house.plan import ROOT
from tests.house.test_security_map import NAMED, missing

pytestmark = pytest.mark.row("4.18")

PAGE = ROOT / "docs/asvs.md"
LEVELS = Path(__file__).with_name("asvs_levels.txt")
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| (.+?) \| (.+) \|$", re.M)
GAP, ELSEWHERE = "**Gap:** ", "Not applicable: "


class Line(NamedTuple):
    """One requirement as the page has it."""

    number: str
    level: str
    asked: str
    shown: str


def asked_for(text: str) -> set[tuple[str, str]]:
    """Number and level of every requirement of levels 1 and 2; a section a line, its levels in their order."""
    sections = (line.split(": ") for line in text.splitlines() if line and not line.startswith("#"))
    return {
        (f"{section}.{place}", level)
        for section, levels in sections
        for place, level in enumerate(levels.split(), start=1)
        if level != "3"
    }


def lines(text: str) -> list[Line]:
    """The requirements of the page, in its order."""
    return [Line(*found) for found in ROW.findall(text)]


def places_in(page: str) -> set[str]:
    """What may stand after # in a link to a page: its headings, small, without signs, with hyphens."""
    headings = re.findall(r"^#+ (.+)$", page, re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def dead_places(text: str) -> Iterator[Complaint]:
    """Links to pages or headings that are not there."""
    for target, place in LINK.findall(text):
        page = (PAGE.parent / target) if target else None
        if page is not None and not page.is_file():
            yield Complaint("docs/asvs.md", f"{target}: is not there")
        elif place and place not in places_in(page.read_text("utf-8") if page else text):
            yield Complaint("docs/asvs.md", f"{target}#{place}: no such heading")


def unshown(line: Line) -> Iterator[Complaint]:
    """A line that shows nothing and admits nothing."""
    is_admitted = any(line.shown.startswith(word) and len(line.shown) > len(word) + 10 for word in (GAP, ELSEWHERE))
    if not is_admitted and not NAMED.search(line.shown) and not LINK.search(line.shown):
        yield Complaint(line.number, "neither a test, nor a page, nor a gap")
    if ELSEWHERE in line.shown[1:] or GAP in line.shown[1:]:
        yield Complaint(line.number, "says further on that it is a gap or not applicable: that stands first")


def gaps_at_the_end(text: str) -> set[str]:
    """The numbers in the table under the heading of gaps."""
    table = text.partition("\n## Gaps\n")[2]
    return {number for first in re.findall(r"^\| ([\d., ]+) \|", table, re.M) for number in first.split(", ")}


def test_every_requirement_of_levels_1_and_2_stands_there_once() -> None:
    found = [(line.number, line.level) for line in lines(PAGE.read_text("utf-8"))]
    wanted = asked_for(LEVELS.read_text("utf-8"))
    assert (len(wanted), sum(level == "1" for _number, level in wanted)) == (253, 70)
    assert sorted(found) == sorted(wanted)
    assert [number for number, _level in found] == sorted(
        {number for number, _level in wanted}, key=lambda number: [int(part) for part in number.split(".")]
    )


def test_every_line_shows_something_or_admits_it() -> None:
    insist("asvs", [wrong for line in lines(PAGE.read_text("utf-8")) for wrong in unshown(line)])


def test_what_it_names_is_there() -> None:
    text = PAGE.read_text("utf-8")
    gone = [Complaint("docs/asvs.md", wrong.wrong) for wrong in missing(text)]
    insist("asvs_places", [*gone, *dead_places(text)])


def test_the_gaps_stand_together_at_the_end() -> None:
    text = PAGE.read_text("utf-8")
    gaps = {line.number for line in lines(text) if line.shown.startswith(GAP)}
    assert gaps
    assert gaps_at_the_end(text) == gaps


def test_a_line_that_shows_nothing_is_noticed() -> None:
    text = (
        "| 1.1.1 | 2 | a | `tests/house/test_asvs.py` |\n| 1.1.2 | 2 | b | yes, really |\n"
        "| 1.2.1 | 1 | c | **Gap:** soon |\n| 1.2.2 | 1 | d | Not applicable: nothing here speaks that language. |\n"
        "| 1.2.3 | 1 | e | [a page](operations.md), **Gap:** but not where anybody would look for it |\n"
    )
    assert [wrong.place for line in lines(text) for wrong in unshown(line)] == ["1.1.2", "1.2.1", "1.2.3"]


def test_a_number_that_is_missing_is_noticed() -> None:
    assert asked_for("# two\n1.1: 2 3 1\n1.2: 1\n") == {("1.1.1", "2"), ("1.1.3", "1"), ("1.2.1", "1")}
    assert gaps_at_the_end("| 9.9.9 | x |\n\n## Gaps\n\n| Nr |\n|---|\n| 1.1.1, 1.1.3 | x |\n") == {"1.1.1", "1.1.3"}


def test_a_dead_place_is_noticed() -> None:
    text = (
        "# A: b, `c`\n[a](#a-b-c) [b](#b) [c](operations.md#mail) [d](operations.md#male) [e](gone.md) [f](https://x.y)"
    )
    assert [wrong.wrong for wrong in dead_places(text)] == [
        "#b: no such heading",
        "operations.md#male: no such heading",
        "gone.md: is not there",
    ]
