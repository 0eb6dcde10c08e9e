"""A real mail server on a free port of this machine, which can be told to refuse."""

from collections import deque
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.services.ports import free_port

ACCEPTED = "250 accepted"
TRY_LATER = "451 try again later"
NO_SUCH_MAILBOX = "550 no such mailbox"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One letter as the server took it: the envelope and the parsed message."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage


@dataclass
class _Postroom:
    deliveries: list[Delivery] = field(default_factory=list)
    refused: list[Delivery] = field(default_factory=list)
    answers: deque[str] = field(default_factory=deque)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 the library's name
        content = envelope.original_content or b""
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        delivery = Delivery(envelope.mail_from or "", tuple(envelope.rcpt_tos), message)
        answer = self.answers.popleft() if self.answers else ACCEPTED
        (self.deliveries if answer == ACCEPTED else self.refused).append(delivery)
        return answer


class MailServer:
    """Takes letters until it is stopped. `deliveries` in order of arrival; `answer_next` scripts its coming answers."""

    def __init__(self) -> None:
        self._postroom = _Postroom()
        self.port = free_port()
        self._controller = Controller(self._postroom, hostname="127.0.0.1", port=self.port)

    @property
    def url(self) -> str:
        """What DEONTOS_SMTP_URL takes."""
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def deliveries(self) -> list[Delivery]:
        return self._postroom.deliveries

    @property
    def refused(self) -> list[Delivery]:
        return self._postroom.refused

    def answer_next(self, *answers: str) -> None:
        """Give these answers to the coming letters, one each; then accept again."""
        self._postroom.answers.extend(answers)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()
