"""What the worker does for this room: asks for tests of a channel in time, tells of floods. No key is touched."""

import logging
from datetime import datetime

from deontos.jobs.tasks import job
from deontos.kernel import clock
from deontos.speakup.actions.flooding import tell_of_floods
from deontos.speakup.actions.testing import remind_of_tests

EVERY_MORNING = "15 6 * * *"
"""Before the first window of mails."""

logger = logging.getLogger(__name__)


@job()
def ask_for_tests() -> None:
    """Write to those whose test soon counts no longer."""
    remind_of_tests(on=clock.today())


def sweep_floods(*, at: datetime) -> None:
    """Tell administrators, and whoever reads the log of the machine, of channels that were flooded."""
    for day in tell_of_floods(at=at):
        logger.warning(
            "Flood: far more than usual was begun or sent at the reporting point %s on %s. Nothing is refused; "
            "answers to more of it are slowed. See docs/operations.md.",
            day.organisation.slug,
            day.flooded_on,
        )
