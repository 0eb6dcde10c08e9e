"""Ready beginnings of messages to reporters, shipped as data: several for each step, each in every language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from deontos.cases.vocabulary import CaseVerb
from deontos.organisations.vocabulary import Language
from deontos.speakup.vocabulary import DisclosureKind

SHIPPED = Path(__file__).with_name("shipped") / "openings.yaml"


@dataclass(frozen=True, slots=True)
class Opening:
    """One beginning of a message, for one step; `name` is what a handler chooses it by.

    `kind` is set where it is made for one kind of disclosure; `for_unread` where it does not say that anybody read it.
    What an organisation wrote may lack a language.
    """

    id: str
    verb: CaseVerb
    kind: DisclosureKind | None
    name: Mapping[Language, str]
    text: Mapping[Language, str]
    for_unread: bool = False


@cache
def shipped() -> tuple[Opening, ...]:
    """Every opening, in the order in which a page offers them. KeyError where a text lacks a language."""
    steps = yaml.safe_load(SHIPPED.read_text("utf-8"))
    return tuple(_read(CaseVerb(verb), each) for verb, openings in steps.items() for each in openings)


def opening_named(name: str) -> Opening | None:
    """The opening with this id."""
    return next((opening for opening in shipped() if opening.id == name), None)


def fitting(openings: Iterable[Opening], verb: CaseVerb, kind: DisclosureKind) -> list[Opening]:
    """Those that may begin a message of this step about such a disclosure, in their order."""
    return [each for each in openings if each.verb is verb and each.kind in (None, kind)]


def ready_opening(
    openings: Iterable[Opening], verb: CaseVerb, kind: DisclosureKind, language: Language
) -> Opening | None:
    """The opening that stands ready for a step: one made for this kind of disclosure, else the first for any kind."""
    there = [each for each in fitting(openings, verb, kind) if language in each.text]
    return min(there, key=lambda each: each.kind is not kind, default=None)


def openings_for_several(verb: CaseVerb) -> list[Opening]:
    """The openings of a step that go to cases of any kind together."""
    return [opening for opening in shipped() if opening.verb is verb and opening.kind is None]


def made_for(opening: Opening, kind: DisclosureKind) -> Opening:
    """The same opening in the words for one kind of disclosure, where there are such; else as it is."""
    like = [each for each in shipped() if each.verb is opening.verb and each.for_unread is opening.for_unread]
    is_plain = opening == next((each for each in like if each.kind is None), None)
    return next((each for each in like if is_plain and each.kind is kind), opening)


def begun_with(text: str, typed: str, stood: Iterable[str]) -> str:
    """What was typed with a ready text in front of it, in the place of any of those that may have stood there."""
    rest = typed.replace("\r\n", "\n").strip()
    former = max((each for each in stood if rest.startswith(each)), key=len, default="")
    rest = rest.removeprefix(former).strip()
    return "\n\n".join(filter(None, (text, rest)))


def _read(verb: CaseVerb, entry: Mapping[str, Any]) -> Opening:
    kind = DisclosureKind(entry["kind"]) if "kind" in entry else None
    return Opening(
        entry["id"],
        verb,
        kind,
        _in_every_language(entry["name"]),
        _in_every_language(entry["text"]),
        bool(entry.get("for_unread")),
    )


def _in_every_language(texts: Mapping[str, str]) -> dict[Language, str]:
    return {language: texts[language] for language in Language}
