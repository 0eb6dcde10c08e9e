"""The shipped questions of the form: complete in four languages; a definition with a fault is never used."""

import pytest

from deontos.questionnaires.shelf import DEFAULT_REPORTING, LANGUAGES, QuestionnaireFaulty, read, shipped
from deontos.questionnaires.vocabulary import QuestionKind

SMALL = """
id: small
version: 1
sections:
  - id: one
    title: {nl: Een, fr: Un, en: One, es: Uno}
    questions:
      - id: what
        kind: short_text
        label: {nl: Wat, fr: Quoi, en: What, es: Qué}
"""


@pytest.mark.row("R-000.63", "1.9")
def test_the_shipped_questions_are_there_in_four_languages() -> None:
    form = shipped(DEFAULT_REPORTING)
    assert {"nl", "fr", "en", "es"} == LANGUAGES
    assert [(question.id, question.kind, question.required) for question in form.questions] == [
        ("what", QuestionKind.LONG_TEXT, True),
        ("when", QuestionKind.SHORT_TEXT, False),
        ("where", QuestionKind.SHORT_TEXT, False),
        ("how", QuestionKind.SINGLE_CHOICE, False),
        ("others", QuestionKind.LONG_TEXT, False),
        ("relation", QuestionKind.SINGLE_CHOICE, False),
        ("help", QuestionKind.LONG_TEXT, False),
    ]
    texts = [question.label for question in form.questions]
    assert all(len({text[language] for language in LANGUAGES}) == 4 for text in texts)


def test_every_text_field_holds_two_hundred_thousand_characters() -> None:
    assert {question.longest for question in shipped(DEFAULT_REPORTING).questions} == {200_000}


def test_nobody_has_to_say_how_they_are_connected() -> None:
    [relation] = [question for question in shipped(DEFAULT_REPORTING).questions if question.id == "relation"]
    assert relation.option("rather_not_say") is not None


@pytest.mark.parametrize(
    "change",
    [
        ("es: Qué", "de: Was"),
        ("kind: short_text", "kind: essay"),
        ("version: 1", "edition: 1"),
        ("id: what", "name: what"),
        ("{nl: Wat, fr: Quoi, en: What, es: Qué}", "Wat"),
        ("{nl: Wat, fr: Quoi, en: What, es: Qué}", "{nl: 1, fr: 2, en: 3, es: 4}"),
        ("sections:", "sections: 3\nrest:"),
        ("id: small", "id: ]"),
    ],
)
def test_a_definition_with_a_fault_is_refused(change: tuple[str, str]) -> None:
    assert read(SMALL).id == "small"
    with pytest.raises(QuestionnaireFaulty):
        read(SMALL.replace(*change))


def test_what_is_not_on_the_shelf_is_not_found() -> None:
    with pytest.raises(FileNotFoundError):
        shipped("nothing")
