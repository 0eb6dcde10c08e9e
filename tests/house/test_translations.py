"""Every sentence is there in four languages: catalogues complete and in step, long texts and lists side by side."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest
import yaml
from babel.messages.catalog import Catalog

from tests.house.complaints import Complaint, insist
from tests.house.plan import HOUSE, ROOT
from tools.translations import (
    LANGUAGES,
    catalogue_path,
    extract_sentences,
    problems,
    read_catalogue,
    update_catalogue,
)

pytestmark = pytest.mark.row("1.2")

EVERY_LANGUAGE = {"en", *LANGUAGES}
# A text file in one language: "nl.txt", "guidance.nl.md".
IN_ONE_LANGUAGE = re.compile(r"(?:^|(?<=[._-]))(?:nl|fr|en|es)(?=\.\w+$)")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


def missing_languages(names: Iterable[str]) -> Iterator[Complaint]:
    """Texts that are there in some languages and not in all four."""
    found: dict[str, set[str]] = {}
    for name in names:
        folder, _slash, file = name.rpartition("/")
        match = IN_ONE_LANGUAGE.search(file)
        if match:
            found.setdefault(f"{folder}/{IN_ONE_LANGUAGE.sub('*', file)}", set()).add(match.group())
    for text, languages in found.items():
        if languages != EVERY_LANGUAGE:
            yield Complaint(text, f"is missing in {', '.join(sorted(EVERY_LANGUAGE - languages))}")


def outline(markdown: str) -> list[str]:
    """The headings, list items and placeholders of a text, in order, without their words."""
    return re.findall(r"^(#+|[-*]|\d+\.)(?=\s)|(?:%\(\w+\)\w|\{\w+\})", markdown, re.M)


def different_outlines(texts: Mapping[str, str]) -> Iterator[Complaint]:
    """Markdown whose headings and lists differ from the English text's."""
    for name, text in texts.items():
        english = IN_ONE_LANGUAGE.sub("en", name)
        if name != english and english in texts and outline(text) != outline(texts[english]):
            yield Complaint(name, "has other headings or lists than the English text")


def shape(value: object) -> object:
    """What must be the same in every language: kinds, keys, lengths and placeholders, not the words."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    if isinstance(value, list):
        return [shape(each) for each in value]
    return sorted(PLACEHOLDER.findall(value)) if isinstance(value, str) and value.strip() else repr(value)


def uneven_blocks(place: str, value: object) -> Iterator[Complaint]:
    """Blocks of YAML that are there in some languages only, are empty in one, or differ in shape."""
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from uneven_blocks(f"{place}[{number}]", each)
    if not isinstance(value, dict):
        return
    if not EVERY_LANGUAGE & {str(key) for key in value}:
        for key, each in value.items():
            yield from uneven_blocks(f"{place}.{key}", each)
    elif set(value) != EVERY_LANGUAGE:
        yield Complaint(place, f"languages: {', '.join(sorted(map(str, value)))}")
    elif any(shape(value[language]) != shape(value["en"]) for language in LANGUAGES):
        yield Complaint(place, "differs in shape between the languages")


def text_files(*suffixes: str) -> dict[str, str]:
    """The texts of the house with these suffixes, by place."""
    paths = sorted(path for path in (ROOT / HOUSE).rglob("*") if path.suffix in suffixes)
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in paths}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_complete_and_in_step(language: str) -> None:
    found = problems(language, extract_sentences(), catalogue_path(language))
    insist("translations", [Complaint(catalogue_path(language).relative_to(ROOT).as_posix(), each) for each in found])


def test_texts_are_there_in_every_language_with_one_outline() -> None:
    insist("languages", missing_languages(text_files(".md", ".txt", ".html", ".yaml", ".yml")))
    insist("outlines", different_outlines(text_files(".md")))


def test_blocks_in_yaml_are_there_in_every_language() -> None:
    blocks = {place: yaml.safe_load(text) for place, text in text_files(".yaml", ".yml").items()}
    insist("blocks", [wrong for place, block in blocks.items() for wrong in uneven_blocks(place, block)])


def small_catalogue(*sentences: str | tuple[str, str]) -> Catalog:
    """A catalogue with these sentences."""
    catalogue = Catalog()
    for sentence in sentences:
        catalogue.add(sentence, locations=[("a.py", 1)])
    return catalogue


def test_a_catalogue_that_is_not_complete_is_noticed(tmp_path: Path) -> None:
    sentences = small_catalogue("Close", "%(count)s days", "Open", "Save")
    path = update_catalogue("nl", sentences, tmp_path)
    written = path.read_text("utf-8").replace('msgid "Open"', '#, fuzzy\nmsgid "Open"')
    for english, dutch in (("Close", "Sluiten"), ("%(count)s days", "%(days)s dagen"), ("Open", "Openen")):
        written = written.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{dutch}"')
    path.write_text(written + '\n#~ msgid "Gone"\n#~ msgstr "Weg"\n')
    assert len(read_catalogue(path, "nl").obsolete) == 1
    assert sorted(problems("nl", small_catalogue("Close", "%(count)s days", "Open", "Save", "Send"), path)) == [
        "nl: fuzzy: 'Open'",
        "nl: not in the catalogue: 'Send'",
        "nl: not translated: 'Save'",
        "nl: obsolete entry: 'Gone'",
        "nl: other placeholders than the source: '%(count)s days'",
    ]


def test_a_text_that_misses_a_language_is_noticed() -> None:
    names = [f"words/{language}.txt" for language in EVERY_LANGUAGE] + ["a/help.nl.md", "a/help.en.md", "a/plan.md"]
    assert list(missing_languages(names)) == [Complaint("a/help.*.md", "is missing in es, fr")]


def test_a_text_with_another_outline_is_noticed() -> None:
    texts = {"help.en.md": "# One\n\n* two", "help.nl.md": "# Een\n\n* twee", "help.fr.md": "# Un\n\n## Deux"}
    assert [wrong.place for wrong in different_outlines(texts)] == ["help.fr.md"]


@pytest.mark.parametrize(
    ("block", "count"),
    [
        ({"title": {"nl": "a", "fr": "b", "en": "c", "es": "d"}}, 0),
        ({"title": {"nl": "a", "fr": "b", "en": "c"}}, 1),
        ([{"title": {"nl": "a", "fr": "b", "en": "c", "es": " "}}], 1),
        ({"nl": ["a", "b"], "fr": ["a"], "en": ["a", "b"], "es": ["a", "b"]}, 1),
        ({"nl": "{name}", "fr": "{nom}", "en": "{name}", "es": "{name}"}, 1),
        ({"nl": {"a": "x"}, "fr": {"b": "x"}, "en": {"a": "x"}, "es": {"a": "x"}}, 1),
    ],
)
def test_a_block_that_is_not_the_same_in_every_language_is_noticed(block: object, count: int) -> None:
    assert len(list(uneven_blocks("a.yaml", block))) == count
