"""The rows of the inbox: where each case stands and which term ends next, and never a word of what was confided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest

from deontos.access.doors import actor_at
from deontos.access.permissions import Permission
from deontos.cases.models import CaseFile
from deontos.cases.queries import InboxCounts, inbox, inbox_counts
from deontos.cases.vocabulary import CaseState
from deontos.cases.web.clocks import ClockInWords, next_in_words
from deontos.cases.web.tags import Tag, state_tag
from deontos.kernel import clock

PAGE_SIZE = 20
CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Row:
    """One case in the list. `number` is empty while the vault is closed and before the case was opened."""

    id: UUID
    number: str
    organisation: str
    state: Tag
    received_on: date
    closed_on: date | None
    next: ClockInWords | None
    has_news: bool


def counts_at(request: HttpRequest) -> InboxCounts:
    """How many open and closed cases whoever sends a request may see; asked once a request."""
    known: InboxCounts | None = getattr(request, "inbox_counts", None)
    if known is None:
        actor = actor_at(request)
        assert actor is not None
        known = request.inbox_counts = inbox_counts(actor, on=clock.today())  # type: ignore[attr-defined]
    return known


def inbox_page(request: HttpRequest, *, is_locked: bool) -> dict[str, Any]:
    """One page of the inbox; three queries, however many rows."""
    actor, today = actor_at(request), clock.today()
    assert actor is not None
    closed = request.GET.get("state") == CLOSED
    counts = counts_at(request)
    pages = Paginator(inbox(actor, on=today, closed=closed), PAGE_SIZE)
    pages.count = counts.closed if closed else counts.open
    page = pages.get_page(request.GET.get("page"))
    return {
        "page": page,
        "rows": list(_rows(page.object_list, today=today, is_locked=is_locked)),
        "counts": counts,
        "closed": closed,
        "query": f"state={CLOSED}" if closed else "",
        "several": len(actor.organisations_with(Permission.CASES_CASE_READ)) > 1,
        "is_locked": is_locked,
    }


def _rows(cases: Iterable[CaseFile], *, today: date, is_locked: bool) -> Iterable[Row]:
    for case in cases:
        yield Row(
            id=case.id,
            number="" if is_locked else case.number or "",
            organisation=case.organisation.name,
            state=state_tag(CaseState(case.state)),
            received_on=case.received_on,
            closed_on=case.closed_on,
            next=next_in_words(case, today=today),
            has_news=case.has_news,
        )
