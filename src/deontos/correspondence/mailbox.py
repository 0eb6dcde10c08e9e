"""Sections that other rooms put into the reporter's mailbox; registered in `sites/wiring.py`, in their order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from deontos.correspondence.models import Conversation


class Area(StrEnum):
    """Where on the mailbox page a section stands."""

    MAIN = "main"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class MailboxSection:
    """One section: the template that draws it and what it shows. Nothing in it is meant for anybody but the reporter.

    The template is an include and sees `context` only.
    """

    template: str
    context: Mapping[str, Any]
    area: Area = Area.ASIDE


class SectionMaker(Protocol):
    """What a room registers."""

    def __call__(self, conversation: Conversation, *, on: date) -> MailboxSection | None:
        """The room's section for this conversation, or None when the conversation belongs to another room."""


_makers: list[SectionMaker] = []


def register(maker: SectionMaker) -> None:
    """Let a room add a section for the conversations that it owns; for others its maker answers None."""
    if maker not in _makers:
        _makers.append(maker)


def sections_of(conversation: Conversation, *, on: date) -> list[MailboxSection]:
    """The sections of one mailbox, as they stand on a day."""
    made = (maker(conversation, on=on) for maker in _makers)
    return [section for section in made if section is not None]
