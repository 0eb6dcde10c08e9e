"""Sections that rooms put into a mailbox: asked in their order, once each, and left out where they have nothing."""

from datetime import date
from uuid import uuid4

from deontos.correspondence import mailbox
from deontos.correspondence.mailbox import Area, MailboxSection, register, sections_of
from deontos.correspondence.models import Conversation


def first(conversation: Conversation, *, on: date) -> MailboxSection | None:
    """A room that has something to say."""
    return MailboxSection("cases/_first.html", {"on": on, "id": conversation.id}, Area.MAIN)


def silent(conversation: Conversation, *, on: date) -> MailboxSection | None:
    """A room that knows nothing of this conversation."""
    return None


def test_sections_stand_in_the_order_of_their_rooms() -> None:
    before = list(mailbox._makers)
    try:
        mailbox._makers.clear()
        for maker in (silent, first, first):
            register(maker)
        conversation, day = Conversation(id=uuid4()), date(2026, 11, 24)
        assert sections_of(conversation, on=day) == [
            MailboxSection("cases/_first.html", {"on": day, "id": conversation.id}, Area.MAIN)
        ]
    finally:
        mailbox._makers[:] = before
