"""The questionnaires that are shipped, read from their files once and refused when something is wrong with them.

A published version keeps its meaning for ever: each version is a file of its own, `name-version.yaml`.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from deontos.organisations.vocabulary import Language
from deontos.questionnaires.rules.definition import Definition
from deontos.questionnaires.rules.faults import faults
from deontos.questionnaires.rules.places import Fault
from deontos.questionnaires.rules.reading import DefinitionRefused, definition_in

SHIPPED = Path(__file__).with_name("shipped")
DEFAULT_REPORTING = "default_reporting"
POLICY_QUESTION = "policy_question"
LANGUAGES = frozenset(language.value for language in Language)
FILE = re.compile(r"([a-z_]+)-([1-9][0-9]*)\.yaml")


class QuestionnaireFaulty(ValueError):
    """A definition that cannot be used; the message names each fault."""


@cache
def versions() -> dict[str, tuple[int, ...]]:
    """The shipped questionnaires by their id, with their versions, the newest last."""
    found: dict[str, list[int]] = {}
    for path in sorted(SHIPPED.iterdir()):
        name = FILE.fullmatch(path.name)
        if name:
            found.setdefault(name[1], []).append(int(name[2]))
    return {each: tuple(sorted(numbers)) for each, numbers in found.items()}


def newest(id: str) -> int:  # noqa: A002 a questionnaire is known by its id
    """The newest version of a shipped questionnaire. Raises KeyError."""
    return versions()[id][-1]


@cache
def shipped(id: str, version: int) -> Definition:  # noqa: A002 a questionnaire is known by its id
    """A version of a shipped questionnaire. Raises KeyError where there is none, QuestionnaireFaulty."""
    if version not in versions()[id]:
        raise KeyError(id, version)
    definition = read((SHIPPED / f"{id}-{version}.yaml").read_text("utf-8"))
    if (definition.id, definition.version) != (id, version):
        raise QuestionnaireFaulty(f"{id}-{version}: names itself otherwise")
    return definition


def read(text: str) -> Definition:
    """A questionnaire from its YAML. Raises QuestionnaireFaulty."""
    try:
        values: dict[str, Any] = yaml.safe_load(text)
        kept = {key: value for key, value in values.items() if key not in ("id", "version")}
        definition = definition_in(kept, id=values["id"], version=values["version"])
    except DefinitionRefused as refusal:
        raise QuestionnaireFaulty(_said(refusal.faults)) from None
    except (KeyError, TypeError, ValueError, AttributeError, yaml.YAMLError) as failure:
        raise QuestionnaireFaulty(f"cannot be read: {type(failure).__name__} {failure}") from None
    wrong = faults(definition, LANGUAGES)
    if wrong:
        raise QuestionnaireFaulty(_said(wrong))
    return definition


def _said(found: Iterable[Fault]) -> str:
    return "; ".join(f"{fault.place}: {fault.code.name}" for fault in found)
