"""The catalogues of nl, fr and es: bring them up to date with the sources, compile them, say what is wrong with them.

English is the source language and needs no catalogue. Nothing here guesses: a changed sentence is a new sentence.
"""

import argparse
import io
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src" / "deontos"
LANGUAGES = ("nl", "fr", "es")
DOMAIN = "django"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
# Dates and names of people or programs in the header would make two engineers' catalogues differ for no reason.
HEADER_NOISE = re.compile(
    r'^"(?:POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By|Report-Msgid-Bugs-To).*\n',
    re.M,
)
Key = tuple[str, str | None]


def catalogue_path(language: str, locale: Path | None = None) -> Path:
    """Where the catalogue of a language is kept."""
    return (locale or SOURCES / "locale") / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def extract_sentences(sources: Path = SOURCES) -> Catalog:
    """Every sentence that the Python modules and templates under `sources` mark for translation."""
    catalogue = Catalog(domain=DOMAIN)
    for path in sorted([*sources.rglob("*.py"), *sources.rglob("*.html"), *sources.rglob("*.txt")]):
        name = path.relative_to(sources.parent).as_posix()
        for line, sentence, comments, context in _sentences_of(path):
            catalogue.add(sentence, locations=[(name, line)], auto_comments=comments, context=context)
    return catalogue


def _sentences_of(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        if not {"templates", "components"} & set(path.parts):
            return
        # Django turns a template into something that reads like Python but for its indentation.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())
    for line, sentence, comments, context in extract(
        "python", io.BytesIO(text.encode()), keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    ):
        if sentence:
            yield line, sentence, comments, context


def read_catalogue(path: Path, language: str) -> Catalog:
    """The catalogue in a file; an empty one when the file is not there yet."""
    if not path.exists():
        return Catalog(locale=language, domain=DOMAIN)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def update_catalogue(language: str, template: Catalog, locale: Path | None = None) -> Path:
    """Add what is new and drop what is gone; a translation stays only under the very same sentence."""
    path = catalogue_path(language, locale)
    old = read_catalogue(path, language)
    new = Catalog(locale=language, domain=DOMAIN, fuzzy=False)
    for message in _messages(template):
        known = old.get(message.id, message.context)
        translation = known.string if known and _shape(known) == _shape(message) else ""
        added = new.add(
            message.id, translation, message.locations, auto_comments=message.auto_comments, context=message.context
        )
        if known and known.fuzzy:
            added.flags.add("fuzzy")
    written = io.BytesIO()
    write_po(written, new, width=0, sort_by_file=True, include_lineno=False, omit_header=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER_NOISE.sub("", _without_comment_header(written.getvalue().decode())), "utf-8")
    return path


def compile_catalogue(path: Path, language: str) -> Path:
    """Write the compiled form beside the catalogue."""
    compiled = path.with_suffix(".mo")
    with compiled.open("wb") as file:
        write_mo(file, read_catalogue(path, language))
    return compiled


def problems(language: str, template: Catalog, path: Path) -> list[str]:
    """What is wrong with the catalogue of a language, one plain line each; an empty list when it is complete."""
    catalogue = read_catalogue(path, language)
    wanted = {_key(message): message for message in _messages(template)}
    present = {_key(message): message for message in _messages(catalogue)}
    found = [f"{language}: not in the catalogue: {key[0]!r}" for key in wanted if key not in present]
    found += [f"{language}: no longer in the sources: {key[0]!r}" for key in present if key not in wanted]
    found += [f"{language}: obsolete entry: {message.id!r}" for message in catalogue.obsolete.values()]
    for message in present.values():
        found += [f"{language}: {wrong}: {_key(message)[0]!r}" for wrong in _wrong_in(message)]
    return found


def _wrong_in(message: Message) -> Iterator[str]:
    forms = [message.string] if isinstance(message.string, str) else list(message.string or ("",))
    if message.fuzzy:
        yield "fuzzy"
    if not all(forms):
        yield "not translated"
        return
    sources = [message.id] if isinstance(message.id, str) else list(message.id)
    allowed = [sorted(PLACEHOLDER.findall(source)) for source in sources]
    if any(sorted(PLACEHOLDER.findall(form)) not in allowed for form in forms):
        yield "other placeholders than the source"
    if any(form.strip() == form for form in sources) and any(form.strip() != form for form in forms):
        yield "begins or ends with a space"
    if any("\N{EM DASH}" in text for text in [*sources, *forms]):
        yield "has an em-dash"


def _messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _key(message: Message) -> Key:
    return (message.id if isinstance(message.id, str) else message.id[0]), message.context


def _shape(message: Message) -> object:
    return message.id if isinstance(message.id, str) else tuple(message.id)


def _without_comment_header(text: str) -> str:
    return re.sub(r"\A(?:#.*\n)+", "", text)


def _update() -> list[str]:
    template = extract_sentences()
    for language in LANGUAGES:
        print(update_catalogue(language, template).relative_to(ROOT))
    return []


def _compile() -> list[str]:
    for language in LANGUAGES:
        if catalogue_path(language).exists():
            compile_catalogue(catalogue_path(language), language)
    return []


def _check() -> list[str]:
    template = extract_sentences()
    return [line for language in LANGUAGES for line in problems(language, template, catalogue_path(language))]


COMMANDS: dict[str, Callable[[], list[str]]] = {"update": _update, "compile": _compile, "check": _check}


def main() -> int:
    """Run one command; the exit code is 1 when something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=COMMANDS, help="update from the sources, compile, or check")
    wrong = COMMANDS[parser.parse_args().command]()
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
