"""What the worker does for this room: asks for the next test of a channel in time. No key is touched."""

from deontos.jobs.tasks import job
from deontos.kernel import clock
from deontos.speakup.actions.testing import remind_of_tests

EVERY_MORNING = "15 6 * * *"
"""Before the first window of mails."""


@job()
def ask_for_tests() -> None:
    """Write to those whose test soon counts no longer."""
    remind_of_tests(on=clock.today())
