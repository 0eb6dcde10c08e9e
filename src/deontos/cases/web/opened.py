"""What an unlocked reader finds in a case: what was confided, whether there is a name, and the conversation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from django.db.models import Q, Subquery
from django.urls import reverse
from django.utils import translation

from deontos.cases.models import CaseFile
from deontos.correspondence.agreement import OF_CHECKING, Agreement, agreement_in
from deontos.correspondence.models import Conversation, Item
from deontos.correspondence.queries import OpenedItem, items_of, opened
from deontos.correspondence.removed import FIRST, Removed, removed_from
from deontos.correspondence.vocabulary import ItemKind
from deontos.correspondence.web.rows import FileRow, row_of
from deontos.keyring.queries import readers_of
from deontos.keyring.readers import UnlockedReader
from deontos.keyring.vocabulary import Ground
from deontos.organisations.vocabulary import Language
from deontos.speakup.authenticity import is_typed_as_said
from deontos.speakup.content import DisclosureContent
from deontos.speakup.passing_on import Decided, decided
from deontos.speakup.queries import is_as_received
from deontos.speakup.web.entered import Said, entered_lines

IN_TALK = (ItemKind.MESSAGE, ItemKind.ATTACHMENT, *OF_CHECKING)
MESSAGES_SHOWN = 12
"""In one stretch of a conversation: what is new stays in sight, and the panel below it within reach."""

CHECKS_OPENED = 20
"""Of what the reporter said of what was typed, the newest: an agreement that counts stands behind every correction.
All of it stands in the conversation, a stretch at a time."""


class NameStanding(StrEnum):
    """Whether the reporter left a name, and whether this reader may know it."""

    NONE = "none"
    LOCKED = "locked"
    RELEASED = "released"
    BY_LAW = "by_law"


@dataclass(frozen=True, slots=True)
class Confided:
    """The first item of a conversation, opened, with the name where it was released.

    `has_key` is False where nothing could be opened; there is no `content` where what was opened is not authentic, or
    where it `is_removed`. `files` came with it, up to the position `last_file`. `typed_by` is who typed it for the
    reporter, and `agreement` what the reporter said of that.
    """

    has_key: bool
    content: DisclosureContent | None
    name_standing: NameStanding
    identity: Mapping[str, Any] = field(repr=False)
    is_removed: bool = False
    files: tuple[FileRow, ...] = ()
    last_file: int = 0
    typed_by: str = ""
    agreement: Agreement | None = None
    passing_on: Decided | None = None

    @property
    def entered(self) -> list[Said]:
        """How it came, where somebody typed it, in the language of the reporter."""
        if self.content is None or self.content.entered is None:
            return []
        with translation.override(self.content.language):
            return entered_lines(self.content.entered)

    @property
    def language(self) -> Language:
        """The language in which the reporter writes."""
        return self.content.language if self.content else Language.ENGLISH


@dataclass(frozen=True, slots=True)
class Message:
    """One message as the page shows it."""

    is_removed: ClassVar[bool] = False

    author: str
    from_reporter: bool
    own: bool
    on: date
    text: str = field(repr=False)
    language: str
    new: bool
    authentic: bool
    file: FileRow | None = None
    kind: ItemKind = ItemKind.MESSAGE

    @property
    def is_of_checking(self) -> bool:
        """Whether the reporter answers with it to what somebody typed."""
        return self.from_reporter and self.kind in OF_CHECKING


@dataclass(frozen=True, slots=True)
class Talk:
    """A stretch of the conversation; `earlier` is the position before which more stands, 0 when nothing does.

    `last` is the position of the last item that it shows.
    """

    messages: tuple[Message | Removed, ...]
    earlier: int
    is_latest: bool
    last: int = 0


def removed(case: CaseFile) -> list[Removed]:
    """What was taken out of the conversation of a case without the program. Two queries."""
    return removed_from(case.disclosure.conversation, about=(case.id, case.disclosure_id))


def confided(case: CaseFile, reader: UnlockedReader, gone: Sequence[Removed] = ()) -> Confided:
    """What the reporter confided, and the name if this reader may know it. Five queries at most.

    However often the reporter corrected and agreed, only the newest of it is opened; which words an agreement covers is
    seen in the rows, sealed as they are.
    """
    items = list(items_of(case.disclosure.conversation).filter(_of_the_first_day(case)))
    every = opened(_newest_checks(items), reader)
    found = {item.kind: item for item in reversed(every)}
    files = [item for item in every if item.file and item.authentic and item.file.confided]
    first, identity = found.get(ItemKind.CONFIDED), found.get(ItemKind.IDENTITY)
    left = any(item.kind == ItemKind.IDENTITY for item in items)
    is_sound = first is not None and _is_sound(case, first)
    opened_as = _standing(case, reader) if identity else None
    standing = opened_as or (NameStanding.LOCKED if left else NameStanding.NONE)
    is_removed = first is None and any(each.position == FIRST for each in gone)
    content = DisclosureContent.read(first.content) if first and is_sound else None
    return Confided(
        has_key=first is not None or is_removed,
        content=content,
        name_standing=standing,
        identity=identity.content if identity and identity.authentic else {},
        is_removed=is_removed,
        files=tuple(_file_row(case, item) for item in files),
        last_file=max((item.position for item in files), default=0),
        typed_by=first.author_name if first else "",
        agreement=agreement_in(items, every),
        passing_on=decided(every, content, gone=[each.position for each in gone]),
    )


def _newest_checks(items: list[Item]) -> list[Item]:
    """The items, in their order, with the newest alone of what the reporter said of what was typed."""
    checks = [item for item in items if item.kind in OF_CHECKING]
    left_closed = {item.id for item in checks[:-CHECKS_OPENED]}
    return [item for item in items if item.id not in left_closed]


def _is_sound(case: CaseFile, first: OpenedItem) -> bool:
    """Whether it is what was received, by whom the log says."""
    entry = case.disclosure.conversation.holder.entry
    return first.authentic and is_as_received(case.disclosure) and is_typed_as_said(entry, first)


def _standing(case: CaseFile, reader: UnlockedReader) -> NameStanding:
    """Whether the reporter released the name to this reader, or a law opened it. One query."""
    mine = readers_of(case.disclosure.conversation.identity_pair_id, on=reader.on)
    by_law = mine.filter(certificate__person=reader.person, ground=Ground.LEGAL_DUTY)
    return NameStanding.BY_LAW if by_law.exists() else NameStanding.RELEASED


def _of_the_first_day(case: CaseFile) -> Q:
    """What was confided, the name, what the reporter said since and decided last; and files of theirs from that day.

    Some of these may have come along. However often somebody decides anew, only the last one is opened.
    """
    conversation = case.disclosure.conversation
    files = Q(kind=ItemKind.ATTACHMENT, author__isnull=True, written_on=conversation.opened_on)
    decisions = items_of(conversation).filter(kind=ItemKind.PASSING_ON).order_by("-position")
    last = Q(position=Subquery(decisions.values("position")[:1]))
    return Q(kind__in=(ItemKind.CONFIDED, ItemKind.IDENTITY, *OF_CHECKING)) | last | files


def talk(
    case: CaseFile,
    reader: UnlockedReader,
    gone: Sequence[Removed] = (),
    *,
    before: int | None,
    after: int = 0,
    most: int = MESSAGES_SHOWN,
) -> Talk:
    """The latest messages, or the latest before a position, so many at most; with the places of those that are gone.

    What stands up to `after` belongs to what was confided. Two queries at most.
    """
    conversation: Conversation = case.disclosure.conversation
    rows = items_of(conversation).filter(kind__in=IN_TALK, position__gt=after).order_by("-position")
    if before is not None:
        rows = rows.filter(position__lt=before)
    found = list(rows[: most + 1])
    shown = found[:most]
    items = opened(reversed(shown), reader)
    news = _news(items) if case.has_news and before is None else frozenset()
    earlier = shown[-1].position if len(found) > len(shown) else 0
    placed: list[tuple[int, Message | Removed]] = [
        (item.position, _message(case, item, reader, new=item.position in news)) for item in items
    ]
    placed += [
        (each.position, each)
        for each in gone
        if max(earlier, FIRST) < each.position and (before is None or each.position < before)
    ]
    messages = tuple(message for _position, message in sorted(placed, key=lambda each: each[0]))
    last = shown[0].position if shown else after
    return Talk(messages=messages, earlier=earlier, is_latest=before is None, last=last)


def written_since(case: CaseFile, reader: UnlockedReader, position: int) -> list[Message]:
    """What was written in a case after a position that somebody has seen, so many at most. Two queries at most."""
    rows = items_of(case.disclosure.conversation).filter(kind__in=IN_TALK, position__gt=position)
    return [_message(case, item, reader, new=True) for item in opened(list(rows[:MESSAGES_SHOWN]), reader)]


def _news(items: list[OpenedItem]) -> frozenset[int]:
    """The positions of what the reporter wrote after the last answer."""
    answered = max((item.position for item in items if not item.from_reporter), default=0)
    return frozenset(item.position for item in items if item.position > answered)


def _message(case: CaseFile, item: OpenedItem, reader: UnlockedReader, *, new: bool) -> Message:
    return Message(
        author=item.author_name,
        from_reporter=item.from_reporter,
        own=item.author_person is not None and item.author_person == reader.person,
        on=item.written_on,
        text=str(item.content.get("text", "")),
        language=str(item.content.get("language", "")) if item.content.get("language") in set(Language) else "",
        new=new,
        authentic=item.authentic,
        file=_file_row(case, item) if item.file else None,
        kind=item.kind,
    )


def _file_row(case: CaseFile, item: OpenedItem) -> FileRow:
    assert item.file is not None
    return row_of(item.file, href=reverse("case_file_view", args=[case.id, item.id]), for_handler=True)
