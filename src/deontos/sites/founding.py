"""What `deontos init` has to know of a new organisation, each answer checked alone. Knows no database."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from deontos.organisations.vocabulary import Language, OrganisationKind

SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
LONGEST_SLUG, LONGEST_NAME, LONGEST_OWN_NAME, LONGEST_ADDRESS = 60, 200, 120, 254
ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@.]+(?:\.[^\s@.]+)+")


class AnswerRefused(Exception):
    """An answer cannot be used; the message says what is wrong and gives an example."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to know: the flag that answers it, the words that ask it, and what makes an answer right."""

    flag: str
    words: str
    checked: Callable[[str], str]

    @property
    def name(self) -> str:
        """Under which name the answer is kept."""
        return self.flag.removeprefix("--").replace("-", "_")


def _slug(text: str) -> str:
    if len(text) > LONGEST_SLUG or not SLUG.fullmatch(text):
        raise AnswerRefused(
            f"An address has at most {LONGEST_SLUG} small letters, digits and single hyphens, and begins with a "
            "letter. Example: lindewater"
        )
    return text


def _words(longest: int, example: str) -> Callable[[str], str]:
    def checked(text: str) -> str:
        if not text or len(text) > longest or not text.isprintable():
            raise AnswerRefused(f"A name has 1 to {longest} signs on one line. Example: {example}")
        return text

    return checked


def _one_of(kinds: type[OrganisationKind] | type[Language], example: str) -> Callable[[str], str]:
    def checked(text: str) -> str:
        known = [kind.value for kind in kinds]
        if text not in known:
            raise AnswerRefused(f"It must be one of: {', '.join(known)}. Example: {example}")
        return text

    return checked


def _address(text: str) -> str:
    if len(text) > LONGEST_ADDRESS or not text.isprintable() or not ADDRESS.fullmatch(text):
        raise AnswerRefused("This is no e-mail address. Example: ilse.vlierput@lindewater.example")
    return text.lower()


QUESTIONS = (
    Question("--organisation", "Address of the organisation on its pages, such as lindewater", _slug),
    Question("--name", "Name of the organisation", _words(LONGEST_NAME, "Gemeente Lindewater")),
    Question("--kind", "What it is, such as municipality", _one_of(OrganisationKind, "municipality")),
    Question("--language", "Language of its pages (nl, fr, en, es)", _one_of(Language, "nl")),
    Question("--given-name", "Given name of the first administrator", _words(LONGEST_OWN_NAME, "Ilse")),
    Question("--family-name", "Family name of the first administrator", _words(LONGEST_OWN_NAME, "Vlierput")),
    Question("--email", "E-mail address of the first administrator", _address),
)
"""In the order in which they are asked."""


def checked(question: Question, text: str) -> str:
    """The answer as it is kept. Raises AnswerRefused with the flag's name."""
    try:
        return question.checked(text.strip())
    except AnswerRefused as refusal:
        raise AnswerRefused(f"{question.flag}: {refusal}") from None
