"""The one letter to somebody outside the house: to a reporter who asked for it. Its address stands in no row in clear.

It says nothing of whom or what it is about, and is the same every day. Only who opens the address calls this.
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from enum import StrEnum
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from types import TracebackType
from typing import Self

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.message import sanitize_address
from django.template import Context
from django.utils import translation
from django.utils.translation import gettext

from deontos.notices.letters import ENGINE, ON_THE_WIRE
from deontos.notices.sending import hang_up, is_silence, kind_of
from deontos.notices.transport import mail_domain, mail_route, sender_address

logger = logging.getLogger(__name__)

FOR_EVER = range(500, 600)
"""What a mail server answers when trying again is of no use."""


@dataclass(frozen=True, slots=True)
class OutsideLetter:
    """One e-mail of one day. `name` makes its Message-ID; `stop_path` is where whoever gets it can end it."""

    address: str = field(repr=False)
    language: str
    name: str
    stop_path: str = field(repr=False)


class Brought(StrEnum):
    """What became of a letter."""

    TAKEN = "taken"
    REFUSED = "refused"
    NOT_NOW = "not_now"
    SILENCE = "silence"


class Messenger:
    """Brings letters over one connection, which it hangs up at the end. No transaction may be open meanwhile."""

    def __init__(self, *, at: datetime) -> None:
        self.at = at
        self._route = mail_route(settings.OPERATOR.smtp_url)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        hang_up(self._route)

    def bring(self, letter: OutsideLetter) -> Brought:
        """Bring one letter. What goes wrong is logged by its kind: the words of a failure repeat addresses.

        An address that no mail can carry is refused like one that a server does not know: tomorrow is no better.
        """
        if not is_for_mail(letter.address):
            logger.warning("A daily e-mail has an address that no mail can carry.")
            return Brought.REFUSED
        try:
            self._route.open()
            self._route.send_messages([_message(letter, at=self.at)])
        except Exception as failure:  # noqa: BLE001 whatever it is, the others have their turn
            hang_up(self._route)
            logger.warning("A daily e-mail was not taken by the mail server: %s.", kind_of(failure))
            return _outcome(failure)
        return Brought.TAKEN


def is_for_mail(address: str) -> bool:
    """Whether a mail can carry an address: the name behind the @ needs a form in plain letters (RFC 3490)."""
    try:
        sanitize_address(address, "utf-8")
    except ValueError:
        return False
    return True


def _message(letter: OutsideLetter, *, at: datetime) -> EmailMessage:
    house = settings.OPERATOR
    with translation.override(letter.language):
        words = Context({"stop": f"{house.base_url}{letter.stop_path}"}, autoescape=False)
        text = ENGINE.get_template("outside/daily_notice.txt").render(words)
        subject = gettext("The daily e-mail that you asked for")
    headers = {
        "Message-ID": f"<{letter.name}@{mail_domain(house.base_url)}>",
        "Date": format_datetime(at),
        "Content-Language": letter.language,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    sender = sender_address(house.smtp_url, house.base_url)
    message = EmailMessage(subject=subject, body=text, from_email=sender, to=[letter.address], headers=headers)
    message.encoding = ON_THE_WIRE
    return message


def _outcome(failure: Exception) -> Brought:
    if is_silence(failure):
        return Brought.SILENCE
    if isinstance(failure, SMTPRecipientsRefused):
        codes = [code for code, _words in failure.recipients.values()]
    else:
        codes = [failure.smtp_code] if isinstance(failure, SMTPResponseException) else []
    return Brought.REFUSED if codes and all(code in FOR_EVER for code in codes) else Brought.NOT_NOW
