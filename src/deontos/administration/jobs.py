"""What this room does on the full hour: sign-ins that ended are forgotten."""

from datetime import datetime

from django.contrib.sessions.models import Session


def forget_sessions(*, at: datetime) -> None:
    """Erase the sessions of the desk whose time is over."""
    Session.objects.filter(expire_date__lte=at).delete()
