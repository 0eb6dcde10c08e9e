"""From a definition to plain values, what is left at its default left out. Pure. Ground: house rule; see `reading`."""

import json
from dataclasses import MISSING, fields
from datetime import date
from decimal import Decimal

from deontos.questionnaires.rules.definition import (
    AllOf,
    AnyOf,
    Band,
    Condition,
    Definition,
    Look,
    Not,
    Option,
    Question,
    Row,
    Score,
    Section,
)
from deontos.questionnaires.vocabulary import Test
from deontos.vault.digests import digest

Plain = dict[str, object]


def plain(definition: Definition) -> Plain:
    """A definition as plain values, without its id and version: these belong to who keeps it. House rule."""
    found: Plain = {"title": dict(definition.title), "sections": [_filled(each) for each in definition.sections]}
    return {**found, "scores": [_filled(each) for each in definition.scores]} if definition.scores else found


def digest_of(definition: Definition) -> str:
    """What a definition is, in 64 figures; its id and version make no difference. House rule."""
    return digest("questionnaire", json.dumps(plain(definition), sort_keys=True)).hex()


def _filled(part: Section | Question | Option | Row | Score | Band) -> Plain:
    """The settings of a part that were set, in the order in which they are declared."""
    found: Plain = {}
    for each in fields(part):
        value = getattr(part, each.name)
        default = each.default if each.default is not MISSING else None
        is_needed = each.default is MISSING and each.default_factory is MISSING
        if is_needed or value not in (default, {}, ()):
            found[each.name] = _value(value)
    return found


def _value(value: object) -> object:
    match value:
        case Look() | AllOf() | AnyOf() | Not():
            return _condition(value)
        case Section() | Question() | Option() | Row() | Score() | Band():
            return _filled(value)
        case tuple():
            return [_value(each) for each in value]
        case dict():
            return dict(value)
        case Decimal() | date():
            return str(value)
        case _:
            return value


def _condition(condition: Condition) -> Plain:
    match condition:
        case AllOf(conditions):
            return {"all": [_condition(each) for each in conditions]}
        case AnyOf(conditions):
            return {"any": [_condition(each) for each in conditions]}
        case Not(inner):
            return {"not": _condition(inner)}
        case Look(question, test, value):
            return {"question": question, test.value: True if test is Test.ANSWERED else value}
