"""Brings letters to the mail server, one after another over one connection. Only `actions` calls it, under its lock."""

import contextlib
import logging
import time
from dataclasses import dataclass
from datetime import datetime
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPHeloError,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from deontos.jobs.retries import pause_after
from deontos.kernel.clock import civil_date
from deontos.notices.letters import message_of
from deontos.notices.models import Letter
from deontos.notices.queries import due_letters
from deontos.notices.transport import mail_route
from deontos.vault.failures import UnknownSecretVersion

logger = logging.getLogger(__name__)

AT_ONCE = 100
LONGEST_RUN = 20.0
"""Seconds after which a run of the worker ends, and the next begins with what was written since: before a slow mail
server, a letter of now would else wait until hundreds have left."""
SILENCES_IN_A_ROW = 3
"""After so many broken connections one after another the rest waits: the server is ill, not a letter."""
LONGEST_SILENCE = 3
"""A server that is away is asked again as after so many failures, and not ever more rarely: it comes back for all."""

OLDER_SECRETS = "A letter waits: this process started with an older secrets file than it needs. Restart this process."
NO_TALK = (SMTPServerDisconnected, SMTPConnectError, SMTPHeloError, SMTPAuthenticationError, SMTPNotSupportedError)
CLOSING = 421


@dataclass(slots=True)
class Delivery:
    """What happened so far in one run."""

    sent: int = 0
    failed: int = 0
    reason: str = ""
    silences: int = 0


def deliver(*, at: datetime, lasting: float = float("inf")) -> Delivery:
    """Try every letter that is due, once, for so many seconds. No transaction is open while a server is spoken to."""
    delivery, latest = Delivery(), time.monotonic() + lasting
    due = due_letters(at=at).select_related("recipient", "organisation")
    route = mail_route(settings.OPERATOR.smtp_url)
    try:
        while letters := list(due[:AT_ONCE]):
            for letter in letters:
                _try(letter, route, delivery, at)
                if delivery.silences >= SILENCES_IN_A_ROW:
                    due.update(due_from=at + pause_after(1))
                    return delivery
                if time.monotonic() >= latest:
                    return delivery
    finally:
        hang_up(route)
    return delivery


def _try(letter: Letter, route: BaseEmailBackend, delivery: Delivery, at: datetime) -> None:
    try:
        route.open()
        route.send_messages([message_of(letter, at=at)])
    except Exception as failure:  # noqa: BLE001 a letter that cannot even be made must not hold up the others
        if isinstance(failure, UnknownSecretVersion):
            logger.error(OLDER_SECRETS)  # noqa: TRY400 the trace says no more
        hang_up(route)
        delivery.failed, delivery.reason = delivery.failed + 1, kind_of(failure)
        delivery.silences = delivery.silences + 1 if is_silence(failure) else 0
        _put_off(letter, delivery.reason, at, is_silence=is_silence(failure))
    else:
        delivery.sent, delivery.silences = delivery.sent + 1, 0
        Letter.objects.filter(pk=letter.pk).update(sent_on=civil_date(at), last_failure="", sealed_details="")


def _put_off(letter: Letter, reason: str, at: datetime, *, is_silence: bool) -> None:
    failures = letter.failures + 1
    pause = pause_after(min(failures, LONGEST_SILENCE) if is_silence else failures)
    Letter.objects.filter(pk=letter.pk).update(failures=failures, last_failure=reason, due_from=at + pause)


def is_silence(failure: Exception) -> bool:
    """Whether there was no talk with the server at all, or it broke off: no letter's fault."""
    if isinstance(failure, SMTPException):  # which are kinds of OSError
        is_closing = isinstance(failure, SMTPResponseException) and failure.smtp_code == CLOSING
        return is_closing or isinstance(failure, NO_TALK)
    return isinstance(failure, OSError)


def kind_of(failure: BaseException) -> str:
    """The name of a failure and the server's code; never its words, which repeat addresses."""
    codes: list[int] = []
    if isinstance(failure, SMTPResponseException):
        codes = [failure.smtp_code]
    elif isinstance(failure, SMTPRecipientsRefused):
        codes = [code for code, _words in failure.recipients.values()]
    return " ".join([type(failure).__name__, *map(str, codes)])


def hang_up(route: BaseEmailBackend) -> None:
    """Close a way out, whatever state it is in."""
    with contextlib.suppress(SMTPException, OSError):
        route.close()
