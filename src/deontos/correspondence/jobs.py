"""What the sweeps do for conversations: erase what nobody came back to, send daily e-mails, look at the disk."""

import logging
from datetime import datetime

from deontos.correspondence.actions import daily_notices
from deontos.correspondence.actions.storage import tell_of_storage
from deontos.correspondence.actions.sweeping import sweep, sweep_store
from deontos.correspondence.files.installed import blob_store
from deontos.correspondence.files.room import capacity_now
from deontos.correspondence.queries import due_notices
from deontos.correspondence.rules import FILLING_AT, FULL_AT, StorageMark, is_time_for_notices, storage_mark
from deontos.jobs.tasks import job
from deontos.kernel import clock
from deontos.kernel.clock import civil_date

EVERY_NIGHT = "40 3 * * *"

logger = logging.getLogger(__name__)


def sweep_sittings(*, at: datetime) -> None:
    """Erase sittings that nobody used and drafts that nobody came back to; look after the store of files.

    What a killed process left there tells no longer when; and how full it is decides what is still taken in.
    """
    blob_store().forget_times()
    capacity = capacity_now()
    mark = storage_mark(capacity)
    sweep(on=civil_date(at), mark=mark)
    if capacity is not None and mark is not StorageMark.ROOMY:
        logger.warning(_WORDS[mark], capacity.percent)
        tell_of_storage(mark, at=at)


@job()
def clear_store() -> None:
    """Erase files that nobody took in, and what lies in the store without a row."""
    sweep_store(on=clock.today())


@job()
def send_notices() -> None:
    """Send the e-mail of today to reporters who asked for one; what the mail server did not take waits an hour."""
    daily_notices.send_notices(at=clock.now())


def sweep_notices(*, at: datetime) -> None:
    """From the hour of the daily e-mails on, send those of today that have not left."""
    if is_time_for_notices(at) and due_notices(on=civil_date(at)).exists():
        send_notices.enqueue()


_WORDS = {
    StorageMark.FILLING: (
        f"The disk for attachments or the database is %d %% full. From {FILLING_AT} %% on, drafts hold 20 MB of files, "
        "for a day."
    ),
    StorageMark.FULL: (
        f"The disk for attachments or the database is %d %% full. From {FULL_AT} %% on, or with less than 1 GiB free, "
        "no attachment is taken. Text is still stored. Make room."
    ),
}
