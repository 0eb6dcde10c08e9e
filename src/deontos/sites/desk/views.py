"""The desk's home: what needs attention today; and the whole agenda, page by page."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from deontos.access.doors import actor_at, door
from deontos.access.vocabulary import Entrant
from deontos.kernel import clock
from deontos.keyring.web.unlocking import unlocked
from deontos.sites.desk.agenda import AGENDA, EVER, Everything, agenda_counts_at
from deontos.sites.desk.home import Home, home_of

PAGE_SIZE = 25
KEYS = (
    ("j", _("To the next row of a list")),
    ("k", _("To the row before it")),
    ("o", _("Open the row that you are at")),
    ("/", _("To the search box of the page")),
    ("?", _("To this page")),
)
"""What a single key does; the script `ui/keys.js` listens to them."""


@door(open_to=Entrant.SIGNED_IN)
def desk_home(request: HttpRequest) -> HttpResponse:
    """What is late, what is due this week, and what comes later, for whoever is signed in."""
    home: Home = home_of(request)
    return render(request, "desk/desk_home.html", {"home": home})


@door(open_to=Entrant.SIGNED_IN)
def shortcuts(request: HttpRequest) -> HttpResponse:
    """The keys of the desk, what each does, and where they are switched off."""
    return render(request, "desk/shortcuts.html", {"keys": KEYS})


@door(open_to=Entrant.SIGNED_IN)
def desk_agenda(request: HttpRequest) -> HttpResponse:
    """Everything that falls due, the nearest last day first."""
    actor, today, is_locked = actor_at(request), clock.today(), unlocked(request) is None
    assert actor is not None
    rows = Everything(
        sum(agenda_counts_at(request).values()),
        lambda most: AGENDA.rows(actor, EVER, on=today, most=most, is_locked=is_locked),
    )
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "desk/desk_agenda.html", {"page": page, "is_locked": is_locked})
