"""The counts beside the entries of the side navigation."""

from django.http import HttpRequest

from deontos.cases.web.inbox import counts_at
from deontos.sites.desk.agenda import late_at
from deontos.sites.desk.navigation import Count


def late_things(request: HttpRequest) -> Count:
    """How many things are late, beside the home page."""
    return Count(late_at(request), overdue=True)


def open_cases(request: HttpRequest) -> Count:
    """How many open cases somebody may see."""
    return Count(counts_at(request).open)
