"""The long texts of the letterbox, one file a page with all four languages beside one another."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from deontos.organisations.vocabulary import Language

FOLDER = Path(__file__).with_name("texts")
PAGES = ("procedure", "privacy", "accessibility", "protection", "not_from_work")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with paragraphs and, where there are several things to say, points."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """One page in one language."""

    title: str
    lead: str
    sections: tuple[Section, ...]


@cache
def explanation(page: str, language: Language) -> Explanation:
    """A page in a language; `page` is one of PAGES. Raises KeyError when the language is missing."""
    texts: dict[str, dict[str, Any]] = yaml.safe_load((FOLDER / f"{page}.yaml").read_text("utf-8"))
    text = texts[language.value]
    sections = tuple(
        Section(section["heading"], tuple(section.get("paragraphs", ())), tuple(section.get("points", ())))
        for section in text["sections"]
    )
    return Explanation(text["title"], text["lead"], sections)
