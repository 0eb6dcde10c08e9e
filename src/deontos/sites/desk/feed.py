"""Somebody's agenda for a calendar program: days on which something falls due, and not what; and the key to it."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from deontos.access.doors import door
from deontos.access.gate import actor_of
from deontos.access.vocabulary import Entrant
from deontos.administration.actions.agenda_keys import (
    agenda_key_asked,
    end_agenda_key,
    make_agenda_key,
)
from deontos.administration.actions.attempts import take
from deontos.administration.queries import agenda_key_of
from deontos.administration.vocabulary import AttemptKind
from deontos.kernel import clock
from deontos.organisations.models import Person
from deontos.sites.desk.agenda import AGENDA, EVER
from deontos.ui.calendars import MEDIA_TYPE, DayEvent, calendar_text
from deontos.vault.digests import digest

KEY = "key"
MOST = 500
"""Things that are looked at; more than that nobody does."""
RETRY_AFTER = "900"
"""Seconds."""
HEADERS = {"Cache-Control": "private, no-cache", "Content-Disposition": 'inline; filename="deontos.ics"'}


@door(open_to=Entrant.ANYBODY)
def agenda_feed(request: HttpRequest) -> HttpResponse:
    """The days of whoever the key belongs to. Without a key that counts, the answer is that there is no such page."""
    today = clock.today()
    row = agenda_key_asked(request.GET.get(KEY, ""), on=today)
    if row is None:
        if _is_asked_too_often(AttemptKind.AGENDA_GUESS, ""):
            return _later()
        raise Http404
    if _is_asked_too_often(AttemptKind.AGENDA, str(row.id)):
        return _later()
    return _answered(request, _calendar(row.person, today))


@door(open_to=Entrant.SIGNED_IN, methods=("GET", "HEAD", "POST"))
def agenda_calendar(request: HttpRequest) -> HttpResponse:
    """Make the address for one's own calendar program, renew it or end it; it stands in the answer and nowhere else."""
    person: Person = request.person  # type: ignore[attr-defined]
    go = request.POST.get("go")
    if go == "end":
        if end_agenda_key(person, at=clock.now()):
            messages.success(request, _("The address opens nothing any more."))
        return redirect("agenda_calendar")
    if go == "make":
        return _made(request, make_agenda_key(person, at=clock.now()))
    return render(request, "desk/agenda_calendar.html", {"key": agenda_key_of(person.id)})


def _made(request: HttpRequest, key: str) -> HttpResponse:
    address = f"{settings.OPERATOR.base_url}{reverse('agenda_feed')}?{urlencode({KEY: key})}"
    return render(request, "desk/agenda_calendar_made.html", {"address": address})


def _calendar(person: Person, today: date) -> str:
    with translation.override(person.language):
        return calendar_text("Deontos", _events(person, today))


def _events(person: Person, today: date) -> Iterator[DayEvent]:
    """One a day, however much falls due: how much it is would tell something too."""
    actor = actor_of(person.id, on=today)
    rows = AGENDA.rows(actor, EVER, on=today, most=MOST, is_locked=True)
    for day in sorted({row.on for row in rows}):
        uid = f"{digest('agenda day', str(person.id), day.isoformat()).hex()}@deontos"
        yield DayEvent(uid, day, _("Something falls due in Deontos"), f"{settings.OPERATOR.base_url}/desk/agenda/")


def _answered(request: HttpRequest, text: str) -> HttpResponse:
    """The calendar; or, to a program that has it already, that nothing changed."""
    body = text.encode()
    response = HttpResponse(body, content_type=MEDIA_TYPE, headers=HEADERS)
    etag = f'"{digest("agenda feed", text).hex()}"'
    response.headers["ETag"] = etag
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag, response=response)
    assert isinstance(answer, HttpResponse)
    return answer


def _is_asked_too_often(kind: AttemptKind, whose: str) -> bool:
    return take(kind, whose, device="", at=clock.now()) is None


def _later() -> HttpResponse:
    return HttpResponse(status=429, headers={"Retry-After": RETRY_AFTER})
