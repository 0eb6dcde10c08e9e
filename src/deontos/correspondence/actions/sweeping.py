"""What the hourly sweep erases: sittings that nobody touched, drafts that nobody came back to.

Records nothing: what was never sent leaves no trace.
"""

from datetime import date

from django.db.models import F

from deontos.correspondence.models import Draft, Sitting
from deontos.correspondence.rules import SWEEPS_BEFORE_ERASED, oldest_draft_day


def sweep(*, on: date) -> None:
    """Count one sweep for every sitting and erase those untouched for two; erase drafts after their days.

    Records nothing.
    """
    Sitting.objects.filter(sweeps__gte=SWEEPS_BEFORE_ERASED).delete()
    Sitting.objects.update(sweeps=F("sweeps") + 1)
    Draft.objects.filter(touched_on__lt=oldest_draft_day(on=on)).delete()
