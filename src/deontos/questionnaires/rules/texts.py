"""Every text of a definition with its place, and how many of them are there in each language. Pure.

Ground: house rule.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from deontos.questionnaires.rules.definition import Definition, Question, Score, Texts
from deontos.questionnaires.rules.places import inside, nth


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of the texts that have to be there are there in a language, and the places of the others."""

    language: str
    filled: int
    whole: int
    missing: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every text is there."""
        return self.filled == self.whole


def said_in(texts: Texts, language: str) -> str:
    """A text in a language; in another one where it is not written yet. House rule."""
    return texts.get(language) or next(iter(texts.values()), "")


def completeness(definition: Definition, language: str) -> Completeness:
    """How far a questionnaire is written in a language. House rule."""
    every = [(place, bool(texts.get(language, "").strip())) for place, texts in texts_of(definition)]
    missing = tuple(inside(place, language) for place, is_there in every if not is_there)
    return Completeness(language, len(every) - len(missing), len(every), missing)


def texts_of(definition: Definition) -> Iterator[tuple[str, Texts]]:
    """Every text that has to be there in each language: names and questions always, hints where one is begun."""
    yield "title", definition.title
    for number, section in enumerate(definition.sections):
        place = nth("sections", number)
        yield inside(place, "title"), section.title
        for count, question in enumerate(section.questions):
            yield from _of_question(question, nth(inside(place, "questions"), count))
    for number, score in enumerate(definition.scores):
        yield from _of_score(score, nth("scores", number))


def _of_question(question: Question, place: str) -> Iterator[tuple[str, Texts]]:
    yield inside(place, "label"), question.label
    yield from _where_begun(place, "hint", question.hint)
    yield from _where_begun(place, "if_missing", question.if_missing)
    for number, option in enumerate(question.options):
        there = nth(inside(place, "options"), number)
        yield inside(there, "label"), option.label
        yield from _where_begun(there, "hint", option.hint)
    for number, row in enumerate(question.rows):
        yield inside(nth(inside(place, "rows"), number), "label"), row.label


def _of_score(score: Score, place: str) -> Iterator[tuple[str, Texts]]:
    yield inside(place, "label"), score.label
    for number, band in enumerate(score.bands):
        there = nth(inside(place, "bands"), number)
        yield inside(there, "label"), band.label
        yield from _where_begun(there, "hint", band.hint)


def _where_begun(place: str, name: str, texts: Texts) -> Iterator[tuple[str, Texts]]:
    if any(text.strip() for text in texts.values()):
        yield inside(place, name), texts
