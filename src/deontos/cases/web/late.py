"""What somebody whose key sleeps is shown of terms that are over: that they are, since when, and who reads the case."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deontos.access.doors import actor_at, door
from deontos.access.permissions import Permission
from deontos.cases.models import CaseClock
from deontos.cases.phrases import DUE
from deontos.cases.queries import late_terms_told_to, names_of_readers
from deontos.cases.web.clocks import ClockInWords, in_words
from deontos.kernel import clock

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class LateRow:
    """One term that is over, and by whom the case is read."""

    words: ClockInWords
    received_on: date
    organisation: str
    readers: list[str]


@door(requires=Permission.CASES_CASE_READ)
def late_terms(request: HttpRequest) -> HttpResponse:
    """The terms that are over of which this person was told, page by page."""
    actor, today = actor_at(request), clock.today()
    assert actor is not None
    page = Paginator(late_terms_told_to(actor, on=today), PAGE_SIZE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    names = names_of_readers({_pair_of(each) for each in shown}, on=today) if shown else {}
    late = [
        LateRow(
            in_words(each, each.case, DUE, today=today),
            each.case.received_on,
            each.case.organisation.name,
            names.get(_pair_of(each), []),
        )
        for each in shown
    ]
    return render(request, "cases/late_terms.html", {"page": page, "rows": late})


def _pair_of(row: CaseClock) -> UUID:
    pair: UUID = row.case.disclosure.conversation.pair_id
    return pair
