"""What the hourly sweep does for conversations: erases what nobody came back to."""

from datetime import datetime

from deontos.correspondence.actions.sweeping import sweep
from deontos.kernel.clock import civil_date


def sweep_sittings(*, at: datetime) -> None:
    """Erase sittings that nobody used and drafts that nobody came back to."""
    sweep(on=civil_date(at))
