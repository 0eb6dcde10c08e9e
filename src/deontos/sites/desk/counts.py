"""The counts beside the entries of the side navigation."""

from deontos.access.gate import Actor
from deontos.cases.queries import inbox_counts
from deontos.kernel import clock
from deontos.kernel.urgency import Urgency
from deontos.sites.desk.agenda import AGENDA
from deontos.sites.desk.navigation import Count


def late_things(actor: Actor) -> Count:
    """How many things are late, beside the home page."""
    return Count(AGENDA.counts(actor, on=clock.today())[Urgency.LATE], overdue=True)


def open_cases(actor: Actor) -> Count:
    """How many open cases somebody may see."""
    return Count(inbox_counts(actor, on=clock.today()).open)
