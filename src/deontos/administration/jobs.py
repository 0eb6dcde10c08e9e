"""What this room does on the full hour, and at night: what ended or counts no longer is forgotten, leavers let out."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from deontos.administration.actions import accounts, leaving
from deontos.administration.actions.attempts import forget_counts
from deontos.administration.events import HelpAsked
from deontos.administration.models import KnownDevice, SignIn, SingleUseLink
from deontos.administration.rules import DEVICE_IS_KNOWN_FOR, PAGE_LASTS
from deontos.jobs.slices import erase_in_slices
from deontos.jobs.tasks import URGENT, job
from deontos.kernel import clock
from deontos.kernel.clock import STEPS_BACK, civil_date

AFTER_MIDNIGHT = "5 0 * * *"


def forget_sessions(*, at: datetime) -> None:
    """Erase the sign-ins whose time is over, links that nobody can use, counts, and devices not seen for a year."""
    erase_in_slices(SignIn.objects.filter(Q(valid_until__lte=at) | Q(used_at__gt=at + STEPS_BACK)))
    erase_in_slices(SingleUseLink.objects.filter(valid_until__lte=at - PAGE_LASTS))
    erase_in_slices(KnownDevice.objects.filter(used_on__lt=civil_date(at) - DEVICE_IS_KNOWN_FOR))
    forget_counts(at=at)


@job()
def part_with_leavers() -> None:
    """Switch off the sign-in of whoever had their last day yesterday."""
    leaving.part_with_leavers(at=clock.now())


@job(priority=URGENT)
def send_reset(account: str) -> None:
    """Send the link for a new password, where there is such an account."""
    accounts.send_reset(UUID(account), at=clock.now())


def answer_help(fact: HelpAsked) -> None:
    """Let the worker do it: what a stranger sees, and how long it takes, is the same whether there is an account."""
    send_reset.enqueue(str(fact.account))
