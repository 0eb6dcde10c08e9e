"""What the worker does for the outbox: sends what is due, in the windows and between them; forgets what was sent."""

import logging
from datetime import datetime, timedelta

from deontos.jobs.retries import come_back_by
from deontos.jobs.tasks import URGENT, job
from deontos.kernel import clock
from deontos.notices import actions
from deontos.notices.events import LetterWritten

logger = logging.getLogger(__name__)

WINDOWS = "0 7,13 * * *"
NIGHTLY = "30 3 * * *"
WHILE_ANOTHER_SENDS = timedelta(seconds=5)


@job(priority=URGENT)
def send_letters() -> None:
    """Send what is due; come back when another sender is at work, or for what has not left."""
    now = clock.now()
    outcome = actions.send_due(at=now, opens_window=False)
    if outcome is None:
        come_back_by(send_letters, now + WHILE_ANOTHER_SENDS)
    else:
        _come_back(outcome)


@job(priority=URGENT)
def open_window() -> None:
    """Send what waits for a window, and all else that is due; come back as `send_letters` does."""
    now = clock.now()
    outcome = actions.send_due(at=now)
    if outcome is None:
        come_back_by(open_window, now + WHILE_ANOTHER_SENDS)
    else:
        _come_back(outcome)


def _come_back(outcome: actions.Outcome) -> None:
    if outcome.failed:
        logger.warning("Letters not taken by the mail server: %d (%s). Kept.", outcome.failed, outcome.reason)
    if outcome.next_try:
        come_back_by(send_letters, outcome.next_try)


@job()
def forget_sent_letters() -> None:
    """Delete what was sent long ago."""
    actions.forget_sent(on=clock.today())


def send_soon(fact: LetterWritten) -> None:
    """Let the worker send once the transaction of the writer is done: the queue stands in the same database."""
    send_letters.enqueue()


def sweep_letters(*, at: datetime) -> None:
    """Once an hour, send what a worker that was killed left behind."""
    send_letters.enqueue()
