"""What this room does without being asked: erases halves of closed vaults, and watches over keys. No key is touched."""

from datetime import datetime

from deontos.jobs.tasks import job
from deontos.kernel import clock
from deontos.keyring.actions import alarms, ceremonies, losing_custody, renewals, vaults
from deontos.organisations.models import Organisation

EVERY_MORNING = "40 5 * * *"


def sweep_vaults(*, at: datetime) -> None:
    """Erase what no cookie opens any more, and end the ceremonies that two stewards did not finish."""
    vaults.close_overdue(at=at)
    ceremonies.end_overdue(at=at)


@job()
def watch_over_keys() -> None:
    """In every organisation: raise what is wrong with keys, remind of those that end, and look who can open names."""
    now = clock.now()
    for organisation in Organisation.objects.order_by("id").values_list("pk", flat=True):
        alarms.look_closely(organisation, at=now)
        renewals.remind(organisation, at=now)
        losing_custody.look_at_custody(organisation, at=now)
