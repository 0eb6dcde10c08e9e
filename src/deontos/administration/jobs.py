"""What this room does on the full hour, and at night: sign-ins that ended are forgotten, leavers let out."""

from datetime import datetime

from django.contrib.sessions.models import Session

from deontos.administration.actions import leaving
from deontos.jobs.tasks import job
from deontos.kernel import clock

AFTER_MIDNIGHT = "5 0 * * *"


def forget_sessions(*, at: datetime) -> None:
    """Erase the sessions of the desk whose time is over."""
    Session.objects.filter(expire_date__lte=at).delete()


@job()
def part_with_leavers() -> None:
    """Switch off the sign-in of whoever had their last day yesterday."""
    leaving.part_with_leavers(at=clock.now())
