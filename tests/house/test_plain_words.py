"""What reporters and the public read on a page uses no office words, in any language, and takes a breath in time."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from deontos.organisations.vocabulary import Language
from tests.house.plain_words import faults, sentences
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


@pytest.mark.parametrize("language", Language)
def test_no_sentence_on_a_page_is_longer_than_a_breath(language: Language) -> None:
    long = {
        sentence
        for text in spoken(language)
        for sentence in sentences(text)
        if len(sentence.split()) > LONGEST_SENTENCE
    }
    assert long == set()
