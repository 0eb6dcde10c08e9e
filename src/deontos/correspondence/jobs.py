"""What the sweeps do for conversations: erase what nobody came back to, and tell the operator when the disk fills."""

import logging
from datetime import datetime

from deontos.correspondence.actions.sweeping import sweep, sweep_store
from deontos.correspondence.files.installed import blob_store
from deontos.correspondence.rules import FILLING_AT, FULL_AT, StorageMark, storage_mark
from deontos.jobs.tasks import job
from deontos.kernel import clock
from deontos.kernel.clock import civil_date

EVERY_NIGHT = "40 3 * * *"

logger = logging.getLogger(__name__)


def sweep_sittings(*, at: datetime) -> None:
    """Erase sittings that nobody used and drafts that nobody came back to; look how full the store of files is."""
    capacity = blob_store().capacity()
    mark = storage_mark(capacity)
    sweep(on=civil_date(at), mark=mark)
    if capacity is not None and mark is not StorageMark.ROOMY:
        logger.warning(_WORDS[mark], capacity.percent)


@job()
def clear_store() -> None:
    """Erase files that nobody took in, and what lies in the store without a row."""
    sweep_store(on=clock.today())


_WORDS = {
    StorageMark.FILLING: (
        f"The disk for attachments is %d %% full. From {FILLING_AT} %% on, drafts hold 20 MB of files, for a day."
    ),
    StorageMark.FULL: (
        f"The disk for attachments is %d %% full. From {FULL_AT} %% on, or with less than 1 GiB free, no attachment is "
        "taken. Text is still stored. Make room."
    ),
}
