"""What the room clears away each night: jobs that ended long ago, periods no longer the latest, locks of the dead."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django_tasks_db.models import DBTaskResult

from deontos.jobs.claims import forget_dead_seats
from deontos.jobs.models import Period
from deontos.jobs.slices import erase_in_slices
from deontos.jobs.tasks import job
from deontos.kernel import clock

EVERY_NIGHT = "15 3 * * *"
KEPT = timedelta(days=14)


@job()
def clear_away() -> None:
    """Delete what is older than fourteen days, and what killed workers left."""
    delete_before(clock.now() - KEPT)
    forget_dead_seats()


def delete_before(moment: datetime) -> None:
    """Delete what ended before a moment; a job that began before it and never ended was nobody's."""
    erase_in_slices(DBTaskResult.objects.finished().filter(finished_at__lt=moment))
    erase_in_slices(DBTaskResult.objects.running().filter(started_at__lt=moment))
    later = Period.objects.filter(entry=OuterRef("entry"), due_at__gt=OuterRef("due_at"))
    erase_in_slices(Period.objects.filter(Exists(later), due_at__lt=moment))
