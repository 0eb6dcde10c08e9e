"""The long texts that we ship, one file a page with all four languages beside one another.

An organisation may publish its own in the place of some of them (`document_models`), and begins with these.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from deontos.organisations.vocabulary import Language

FOLDER = Path(__file__).with_name("texts")
PAGES = ("policy", "procedure", "privacy", "accessibility", "protection", "not_from_work")
WITH_TERMS = frozenset({"procedure"})
"""The pages that speak of the terms of a channel, in braces: `{answered}`."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with paragraphs and, where there are several things to say, points."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()

    def filled(self, words: Mapping[str, str]) -> "Section":
        """The same with these words in the place of their names."""
        paragraphs, points = (
            tuple(text.format_map(words) for text in texts) for texts in (self.paragraphs, self.points)
        )
        return Section(self.heading, paragraphs, points)


@dataclass(frozen=True, slots=True)
class Explanation:
    """One page in one language."""

    title: str
    lead: str
    sections: tuple[Section, ...]

    def filled(self, words: Mapping[str, str]) -> "Explanation":
        """The same with these words in the place of their names."""
        return Explanation(self.title, self.lead, tuple(section.filled(words) for section in self.sections))


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
