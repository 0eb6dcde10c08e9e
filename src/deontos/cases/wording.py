"""What a ready text says in each language, and everything that may be wrong with it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from deontos.cases.placeholders import BraceFault, brace_faults
from deontos.cases.rules import LONGEST_NAME, LONGEST_READY_TEXT
from deontos.cases.vocabulary import CaseVerb, WritingCode
from deontos.organisations.vocabulary import Language
from deontos.speakup.vocabulary import DisclosureKind


@dataclass(frozen=True, slots=True)
class TextFault:
    """What is wrong with a name or a text, in which language; where it is about braces, at which place."""

    code: WritingCode
    field: str
    language: Language
    at: BraceFault | None = None
    length: int = 0
    longest: int = 0


@dataclass(frozen=True, slots=True)
class Wording:
    """What a ready text says: for which step and kind, its name and its text by language. Empty ones are left out."""

    verb: CaseVerb
    kind: DisclosureKind | None
    names: Mapping[Language, str] = field(default_factory=dict)
    texts: Mapping[Language, str] = field(default_factory=dict)

    def faults(self) -> tuple[TextFault, ...]:
        """Everything that is wrong with the words, by language."""
        return tuple(fault for language in Language for fault in _faults(self, language))

    def values(self) -> dict[str, object]:
        """The columns of it."""
        names = {language.value: words for language, words in self.names.items() if words}
        texts = {language.value: words for language, words in self.texts.items() if words}
        return {"verb": self.verb, "kind": self.kind or "", "names": names, "texts": texts}


def _faults(wording: Wording, language: Language) -> list[TextFault]:
    name, text = wording.names.get(language, ""), wording.texts.get(language, "")
    found = []
    if text and not name:
        found.append(TextFault(WritingCode.NAME_MISSING, "name", language))
    if name and not text:
        found.append(TextFault(WritingCode.TEXT_MISSING, "text", language))
    if len(name) > LONGEST_NAME:
        found.append(TextFault(WritingCode.NAME_TOO_LONG, "name", language, None, len(name), LONGEST_NAME))
    if len(text) > LONGEST_READY_TEXT:
        found.append(TextFault(WritingCode.TEXT_TOO_LONG, "text", language, None, len(text), LONGEST_READY_TEXT))
    return found + [TextFault(fault.code, "text", language, fault) for fault in brace_faults(text)]
