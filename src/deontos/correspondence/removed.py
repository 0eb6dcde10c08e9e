"""What is not in a conversation any more, so that its page says so at that place: by the log, and by gaps."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from deontos.audit.models import Entry
from deontos.audit.queries import is_authentic
from deontos.correspondence.models import Conversation, Item
from deontos.correspondence.written import SEAL, Written, items_in

FIRST = 1
"""The position of what was confided; messages come after it."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A place in a conversation where something stood; the day where the log knows it."""

    is_removed: ClassVar[bool] = True

    position: int
    on: date | None


def removed_from(conversation: Conversation, *, about: Collection[UUID]) -> list[Removed]:
    """What was removed, by position; `about` are the ids under which other rooms record what they write here.

    Two queries. Gaps tell it where the log named no items yet.
    """
    stored = dict(Item.objects.filter(conversation=conversation).values_list("id", "position"))
    return missing_among(stored, said_of(conversation, about=about))


def said_of(conversation: Conversation, *, about: Collection[UUID]) -> list[Written]:
    """Every item of a conversation that the log names. One query."""
    rows = Entry.objects.filter(subject_id__in=[conversation.id, *about], details__contains=f'"{SEAL}":')
    return [each for entry in rows if is_authentic(entry) for each in items_in(entry) if each.thread == conversation.id]


def missing_among(stored: Mapping[UUID, int], said: Collection[Written]) -> list[Removed]:
    """What is named and not stored, and every place that nothing stands at."""
    gone = {each.position: each.on for each in said if each.item not in stored}
    held = set(stored.values())
    gaps = {place: None for place in range(FIRST, max(held, default=0)) if place not in held}
    return [Removed(place, on) for place, on in sorted((gaps | gone).items())]
