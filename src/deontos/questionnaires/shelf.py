"""The questionnaires that are shipped, read from their files once and refused when something is wrong with them."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from deontos.organisations.vocabulary import Language
from deontos.questionnaires.rules import LONGEST_ANSWER, Option, Question, Questionnaire, Section, faults
from deontos.questionnaires.vocabulary import QuestionKind

SHIPPED = Path(__file__).with_name("shipped")
DEFAULT_REPORTING = "default_reporting"
LANGUAGES = frozenset(language.value for language in Language)


class QuestionnaireFaulty(ValueError):
    """A definition that cannot be used; the message names each fault."""


@cache
def shipped(id: str) -> Questionnaire:  # noqa: A002 a questionnaire is known by its id
    """A shipped questionnaire by its id. Raises FileNotFoundError, QuestionnaireFaulty."""
    return read((SHIPPED / f"{id}.yaml").read_text("utf-8"))


def read(text: str) -> Questionnaire:
    """A questionnaire from its YAML. Raises QuestionnaireFaulty."""
    try:
        questionnaire = _questionnaire(yaml.safe_load(text))
        wrong = faults(questionnaire, LANGUAGES)
    except (KeyError, TypeError, ValueError, AttributeError, yaml.YAMLError) as failure:
        raise QuestionnaireFaulty(f"cannot be read: {type(failure).__name__} {failure}") from None
    if wrong:
        raise QuestionnaireFaulty("; ".join(wrong))
    return questionnaire


def _questionnaire(values: dict[str, Any]) -> Questionnaire:
    sections = tuple(
        Section(section["id"], section["title"], tuple(_question(each) for each in section["questions"]))
        for section in values["sections"]
    )
    return Questionnaire(values["id"], values["version"], sections)


def _question(values: dict[str, Any]) -> Question:
    options = tuple(Option(each["id"], each["label"], each.get("hint", {})) for each in values.get("options", ()))
    return Question(
        id=values["id"],
        kind=QuestionKind(values["kind"]),
        label=values["label"],
        hint=values.get("hint", {}),
        if_missing=values.get("if_missing", {}),
        required=values.get("required", False),
        longest=values.get("longest", LONGEST_ANSWER),
        options=options,
    )
