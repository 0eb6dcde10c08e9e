"""Where in a definition something stands, and what is wrong there. Pure. Ground: house rule.

A place reads as a path: `sections[2].questions[0].options[3].label.fr`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from deontos.questionnaires.vocabulary import INCOMPLETE, FaultCode


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a place; `parameters` fill the sentence."""

    place: str
    code: FaultCode
    parameters: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_only_unfinished(self) -> bool:
        """Whether something is only not there yet, so that a draft may have it."""
        return self.code in INCOMPLETE


def inside(place: str, key: str) -> str:
    """The place of something under a name. House rule."""
    return f"{place}.{key}" if place else key


def nth(place: str, number: int) -> str:
    """The place of a member of a list, counted from 0. House rule."""
    return f"{place}[{number}]"
