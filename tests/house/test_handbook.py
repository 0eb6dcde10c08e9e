"""The chapters of the handbook say the same in each language."""

import re

import pytest

from tests.house.plan import ROOT

pytestmark = pytest.mark.row("1.2", "2.12")

HANDBOOK = ROOT / "docs" / "handbook"
CHAPTERS = sorted({path.name.partition(".")[0] for path in HANDBOOK.glob("*.en.md")})
LANGUAGES = ("nl", "en")


def outline(text: str) -> list[str]:
    """The kinds of lines that a chapter is made of: headings, steps, entries and rows, in order."""
    return [match[0].strip() for match in re.finditer(r"^(?:#+ |\d\. |\* |\| ?\d? ?\|?)", text, re.MULTILINE)]


def addresses(text: str) -> list[str]:
    """The addresses at the desk that a chapter names, in order."""
    return re.findall(r"`(/desk/[^`]*)`", text)


def chapter(name: str, language: str) -> str:
    return (HANDBOOK / f"{name}.{language}.md").read_text("utf-8")


def test_there_are_chapters() -> None:
    assert CHAPTERS == ["administrators", "stewards"]


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_is_built_the_same_in_every_language(name: str) -> None:
    texts = [chapter(name, language) for language in LANGUAGES]
    assert outline(texts[0]) == outline(texts[1])
    assert addresses(texts[0]) == addresses(texts[1])
