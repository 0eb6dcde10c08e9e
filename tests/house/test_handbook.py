"""The chapters of the handbook say the same in each language, and the pages of the desk that they name are there."""

import re

import pytest

from deontos.sites.routes import routes
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
    assert CHAPTERS == ["administrators", "complaints-managers", "stewards"]


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_is_built_the_same_in_every_language(name: str) -> None:
    texts = [chapter(name, language) for language in LANGUAGES]
    assert outline(texts[0]) == outline(texts[1])
    assert addresses(texts[0]) == addresses(texts[1])


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_page_that_a_chapter_names_is_there(name: str) -> None:
    """Or is where pages begin, such as that of settings."""
    known = [route.pattern for route in routes()]
    named = set(addresses(chapter(name, "en")))
    assert {address for address in named if not any(each.startswith(address) for each in known)} == set()
