"""A real mail server on a bad day: it hangs, or breaks off after it has read a letter and before it says so."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Set
from threading import Event
from types import TracebackType
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.services.ports import free_port
from tests.services.smtp import ACCEPTED

Mood = Callable[[SMTP], Awaitable[str]]


async def accept(server: SMTP) -> str:
    """Take the letter."""
    return ACCEPTED


async def break_off(server: SMTP) -> str:
    """Read the letter and hang up without an answer."""
    assert server.transport is not None
    server.transport.close()
    return ACCEPTED


async def hang(server: SMTP) -> str:
    """Read the letter and say nothing for longer than anybody waits."""
    await asyncio.sleep(60)
    return ACCEPTED


def answering(words: str) -> Mood:
    """Read the letter and answer so."""

    async def mood(server: SMTP) -> str:
        return words

    return mood


class Postroom:
    """Takes letters, each in the next of the given moods; `read` holds the Message-IDs in the order of arrival.

    `unknown` are recipients that it refuses by name; `slowness` are the seconds it takes for each letter.
    """

    def __init__(self, *moods: Mood, unknown: Set[str] = frozenset(), slowness: float = 0) -> None:
        self.moods = deque(moods)
        self.unknown, self.slowness = unknown, slowness
        self.read: list[str] = []
        self.taken: list[str] = []
        self.has_read = Event()
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    @property
    def url(self) -> str:
        """What DEONTOS_SMTP_URL takes."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(  # noqa: N802 the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.unknown:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 the library's name
        content = (envelope.original_content or b"").decode("ascii")
        [message_id] = [line.split(": ")[1].strip() for line in content.splitlines() if line.startswith("Message-ID:")]
        self.read.append(message_id)
        self.has_read.set()
        await asyncio.sleep(self.slowness)
        mood = self.moods.popleft() if self.moods else accept
        answer = await mood(server)
        if mood is accept:
            self.taken.append(message_id)
        return answer

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()
