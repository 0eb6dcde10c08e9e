"""The long texts of the letterbox, one file a page with all four languages beside one another."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel.lists import format_list
from django.utils.translation import get_language

from deontos.organisations.vocabulary import Language
from deontos.speakup.promises import Promises
from deontos.speakup.web.terms import profile_in_words, term_in_words
from deontos.ui.dates import NO_BREAK_SPACE

FOLDER = Path(__file__).with_name("texts")
PAGES = ("procedure", "privacy", "accessibility", "protection", "not_from_work")
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


def words_of_terms(promises: Promises) -> dict[str, str]:
    """How long each term is and which laws apply, in the language of the page; no line breaks inside a term."""
    terms = {name: term_in_words(term).replace(" ", NO_BREAK_SPACE) for name, term in promises.terms.items()}
    laws = [profile_in_words(law) for law in promises.laws]
    return {**terms, "laws": format_list(laws, locale=get_language())}


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
