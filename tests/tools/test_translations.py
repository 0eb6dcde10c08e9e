"""The catalogues: what is extracted, what an update keeps, and that each fault is named."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tools.translations import catalogue_path, compile_catalogue, extract_sentences, problems, update_catalogue

MODULE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
LABEL = _("Send the {thing}")
def count(n): return ngettext("%(n)d case", "%(n)d cases", n) + pgettext("month", "May")
"""
TEMPLATE = """{% load i18n %}
    {# a comment with "quotes' #}
  <p title="{% translate "Come back" %}">{{ name }}</p>
        {% blocktranslate trimmed with name=person.name %}
            Written by
            {{ name }}.
        {% endblocktranslate %}
{% blocktranslate count n=cases|length %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}
{{ _("Inside")|upper }}
"""


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    (tmp_path / "room" / "templates").mkdir(parents=True)
    (tmp_path / "room" / "phrases.py").write_text(MODULE)
    (tmp_path / "room" / "templates" / "page.html").write_text(TEMPLATE)
    (tmp_path / "room" / "other.html").write_text("{% load i18n %}{% translate 'Not a template of ours' %}")
    return tmp_path


def _ids(catalogue: Catalog) -> set[object]:
    return {message.id for message in catalogue if message.id}


def _complete(path: Path, language: str) -> None:
    """Write every translation as its source, which has the right placeholders."""
    text = path.read_text()
    text = text.replace('msgid "Send the {thing}"\nmsgstr ""', 'msgid "Send the {thing}"\nmsgstr "Stuur {thing}"')
    for sentence in ("Come back", "Written by %(name)s.", "Inside", "May"):
        text = text.replace(f'msgid "{sentence}"\nmsgstr ""', f'msgid "{sentence}"\nmsgstr "x{sentence}"')
    for form in ("case", "day"):
        text = text.replace(
            f'msgid_plural "%(n){"d" if form == "case" else "s"} {form}s"\nmsgstr[0] ""\nmsgstr[1] ""',
            f'msgid_plural "%(n){"d" if form == "case" else "s"} {form}s"\n'
            f'msgstr[0] "%(n){"d" if form == "case" else "s"} a"\nmsgstr[1] "%(n){"d" if form == "case" else "s"} b"',
        )
    path.write_text(text)


@pytest.fixture
def complete(sources: Path) -> Path:
    path = update_catalogue("nl", extract_sentences(sources), sources / "locale")
    _complete(path, "nl")
    return path


def test_sentences_come_from_modules_and_templates(sources: Path) -> None:
    assert _ids(extract_sentences(sources)) == {
        "Send the {thing}",
        ("%(n)d case", "%(n)d cases"),
        "May",
        "Come back",
        "Written by %(name)s.",
        ("%(n)s day", "%(n)s days"),
        "Inside",
    }


def test_a_complete_catalogue_has_no_problems_and_compiles(sources: Path, complete: Path) -> None:
    assert problems("nl", extract_sentences(sources), complete) == []
    assert compile_catalogue(complete, "nl").stat().st_size > 0


def test_an_update_keeps_what_was_translated_and_changes_nothing_else(sources: Path, complete: Path) -> None:
    before = complete.read_text()
    update_catalogue("nl", extract_sentences(sources), sources / "locale")
    assert complete.read_text() == before
    assert "Creation-Date" not in before


def test_a_changed_sentence_is_a_new_one(sources: Path, complete: Path) -> None:
    template = sources / "room" / "templates" / "page.html"
    template.write_text(template.read_text().replace("Come back", "Come back soon"))
    update_catalogue("nl", extract_sentences(sources), sources / "locale")
    assert "xCome back" not in complete.read_text()
    assert problems("nl", extract_sentences(sources), complete) == ["nl: not translated: 'Come back soon'"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"xInside"', '""', "nl: not translated: 'Inside'"),
        ('"Stuur {thing}"', '"Stuur {ding}"', "nl: other placeholders than the source: 'Send the {thing}'"),
        ('"%(n)d b"', '"%(m)d b"', "nl: other placeholders than the source: '%(n)d case'"),
        ('"%(n)d b"', '""', "nl: not translated: '%(n)d case'"),
        ('"xWritten by %(name)s."', '"Geschreven"', "nl: other placeholders than the source: 'Written by %(name)s.'"),
        ('"xInside"', '"xInside "', "nl: begins or ends with a space: 'Inside'"),
        ('"xInside"', '"binnen \u2014 hier"', "nl: has an em-dash: 'Inside'"),
        ('msgid "Inside"', '#, fuzzy\nmsgid "Inside"', "nl: fuzzy: 'Inside'"),
        ('msgid "Inside"\nmsgstr "xInside"', "", "nl: not in the catalogue: 'Inside'"),
        ('msgid "Inside"', 'msgid "Gone"\nmsgstr "Weg"\n\nmsgid "Inside"', "nl: no longer in the sources: 'Gone'"),
        ('msgid "Inside"', '#~ msgid "Old"\n#~ msgstr "Oud"\n\nmsgid "Inside"', "nl: obsolete entry: 'Old'"),
    ],
)
def test_each_fault_is_named(sources: Path, complete: Path, old: str, new: str, problem: str) -> None:
    text = complete.read_text()
    assert text.count(old) == 1
    complete.write_text(text.replace(old, new))
    assert problems("nl", extract_sentences(sources), complete) == [problem]


def test_a_missing_catalogue_misses_every_sentence(sources: Path) -> None:
    template = extract_sentences(sources)
    assert len(problems("fr", template, catalogue_path("fr", sources / "locale"))) == len(_ids(template))
