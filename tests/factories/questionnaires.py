"""Questionnaires of organisations: begun, published, with texts in four languages."""

from dataclasses import replace

from deontos.organisations.models import Organisation, Person
from deontos.questionnaires.actions import begin, change_draft, publish
from deontos.questionnaires.models import Questionnaire, QuestionnaireVersion
from deontos.questionnaires.queries import digest_at, newest_version
from deontos.questionnaires.rules.definition import Definition, Look, Option, Question, Section
from deontos.questionnaires.vocabulary import QuestionKind, Test
from tests.factories.organisations import NOW, actor


def in_four(text: str) -> dict[str, str]:
    """A text in each language."""
    return {language: f"{text} ({language})" for language in ("nl", "fr", "en", "es")}


STORY = Question("story", QuestionKind.LONG_TEXT, in_four("Verhaal"), required=True)
SOURCE = Question(
    "source",
    QuestionKind.SINGLE_CHOICE,
    in_four("Bron"),
    options=(Option("self", in_four("Zelf")), Option("paper", in_four("Papier"))),
)
PAPER = Question(
    "paper",
    QuestionKind.SHORT_TEXT,
    in_four("Welk papier"),
    required=True,
    shown_if=Look("source", Test.EQUALS, "paper"),
)
OWN = Definition("own", 0, in_four("Eigen vragen"), (Section("one", in_four("Deel"), (STORY, SOURCE, PAPER)),))
"""A story, and a question that another one brings up and that has to be answered then."""


def begun(home: Organisation, by: Person, definition: Definition = OWN) -> Questionnaire:
    """A questionnaire with its first draft."""
    return begin(home, definition, by=actor(by), at=NOW)


def changed(questionnaire: Questionnaire, by: Person, definition: Definition) -> QuestionnaireVersion:
    """The draft with other questions."""
    seen = digest_at(newest_version(questionnaire))
    return change_draft(questionnaire, definition, seen=seen, by=actor(by), at=NOW)


def published(questionnaire: Questionnaire, by: Person) -> QuestionnaireVersion:
    """The draft, published."""
    return publish(questionnaire, seen=digest_at(newest_version(questionnaire)), by=actor(by), at=NOW)


def titled(title: str) -> Definition:
    """The same questions under another title."""
    return replace(OWN, title=in_four(title))
