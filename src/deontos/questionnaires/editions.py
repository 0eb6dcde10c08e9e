"""One version of one questionnaire, as answers and drafts name it."""

from dataclasses import dataclass
from typing import Self

from deontos.questionnaires.shelf import newest


@dataclass(frozen=True, slots=True)
class Edition:
    """`questionnaire` is the name of a shipped one, or the id of one that an organisation made."""

    questionnaire: str
    version: int

    @classmethod
    def newest_shipped(cls, name: str) -> Self:
        """The newest version of a shipped questionnaire. Raises KeyError."""
        return cls(name, newest(name))

    @classmethod
    def read(cls, text: str) -> Self:
        """The inverse of `text`. Raises ValueError."""
        questionnaire, _dot, version = text.rpartition(".")
        if not questionnaire or not version.isascii() or not version.isdigit() or len(version) > LONGEST_VERSION:
            raise ValueError("no edition")
        return cls(questionnaire, int(version))

    @property
    def text(self) -> str:
        """As a page carries it."""
        return f"{self.questionnaire}.{self.version}"


LONGEST_VERSION = 6
"""Figures of a version."""
