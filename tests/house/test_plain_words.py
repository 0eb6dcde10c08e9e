"""What reporters and the public read on a page uses no office words, in any language, and takes a breath in time."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from deontos.organisations.vocabulary import Language
from tests.house.plain_words import FRENCH_SPACES, faults, sentences
from tools.translations import catalogue_path, extract_sentences

pytestmark = pytest.mark.row("3.19", "R-000.63")

READ_BY_ALL = re.compile(r"sites/letterbox/|speakup/web/(?!channels)|questionnaires/web/|speakup/phrases")
NOT_BY_ALL = re.compile(
    r"channel|document_(?:parts|edit|list|publish)|speakup/web/terms|templates/speakup/_(?:texts|laws)"
)
SIGNS = {r"[!¡]": "shouts", r"[–—·]": "a dash or dot that is not ours", r"['\"]": "a straight quotation mark"}
LONGEST_SENTENCE = 24
"""Words. The long texts keep to 18; a sentence on a page holds names and days as well."""


def catalogue(language: Language) -> Catalog:
    """What was translated into a language; English is what the sources say."""
    if language is Language.ENGLISH:
        return Catalog()
    with catalogue_path(language).open("rb") as file:
        return read_po(file)


def spoken(language: Language) -> Iterator[str]:
    """What stands on pages for everybody in a language, as far as it is translated."""
    known = catalogue(language)
    for sentence in extract_sentences():
        places = [place for place, _line in sentence.locations]
        if sentence.id and any(READ_BY_ALL.search(place) and not NOT_BY_ALL.search(place) for place in places):
            found = known.get(sentence.id, sentence.context)
            said = sentence.id if language is Language.ENGLISH else found.string if found else ""
            yield from (text for text in (said if isinstance(said, tuple | list) else (said,)) if text)


@pytest.mark.parametrize("language", Language)
def test_no_page_for_everybody_speaks_like_an_office(language: Language) -> None:
    texts = list(spoken(language))
    assert len(texts) > 100
    assert [fault for text in texts for fault in faults(text, language, SIGNS)] == []


def test_no_french_sign_begins_a_line_on_any_page() -> None:
    """At the desk too: a sign that stands after a space stays with its word."""
    addresses = re.compile(r"https?://|mailto:|tel:")
    said = [text for each in catalogue(Language.FRENCH) if each.id for text in _forms(each.string or "")]
    assert len(said) > 3000
    assert [text for text in said for pattern in FRENCH_SPACES if re.search(pattern, addresses.sub("", text))] == []


def _forms(said: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


@pytest.mark.parametrize("language", Language)
def test_no_sentence_on_a_page_is_longer_than_a_breath(language: Language) -> None:
    long = {
        sentence
        for text in spoken(language)
        for sentence in sentences(text)
        if len(sentence.split()) > LONGEST_SENTENCE
    }
    assert long == set()
