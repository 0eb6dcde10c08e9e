"""The shipped questions of the form: complete in four languages; a definition with a fault is never used."""

import pytest

from deontos.questionnaires.shelf import (
    DEFAULT_REPORTING,
    QuestionnaireFaulty,
    newest,
    read,
    shipped,
    versions,
)
from deontos.questionnaires.vocabulary import QuestionKind

SMALL = """
id: small
version: 1
title: {nl: Klein, fr: Petit, en: Small, es: Breve}
sections:
  - id: one
    title: {nl: Een, fr: Un, en: One, es: Uno}
    questions:
      - id: what
        kind: short_text
        label: {nl: Wat, fr: Quoi, en: What, es: Qué}
"""


@pytest.mark.row("3.1", "1.9")
def test_the_first_version_stays_as_it_was_for_the_answers_that_were_given_to_it() -> None:
    form = shipped(DEFAULT_REPORTING, 1)
    assert [(question.id, question.kind, question.required) for question in form.questions] == [
        ("what", QuestionKind.LONG_TEXT, True),
        ("when", QuestionKind.SHORT_TEXT, False),
        ("where", QuestionKind.SHORT_TEXT, False),
        ("how", QuestionKind.SINGLE_CHOICE, False),
        ("others", QuestionKind.LONG_TEXT, False),
        ("relation", QuestionKind.SINGLE_CHOICE, False),
        ("help", QuestionKind.LONG_TEXT, False),
    ]
    assert {question.longest for question in form.questions} == {200_000}
    options = [[option.id for option in question.options] for question in form.questions if question.options]
    assert options == [
        ["saw", "heard", "found", "other"],
        ["staff", "former_staff", "partner", "participant", "resident", "rather_not_say"],
    ]


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
    for id_, version in (("nothing", 1), (DEFAULT_REPORTING, 99)):
        with pytest.raises(KeyError):
            shipped(id_, version)


@pytest.mark.parametrize("id_", versions())
def test_every_version_from_the_first_on_is_there(id_: str) -> None:
    numbers = versions()[id_]
    assert numbers == tuple(range(1, newest(id_) + 1))
    assert [shipped(id_, number).version for number in numbers] == list(numbers)
