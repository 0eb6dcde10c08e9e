"""The rows of the inbox: where each case stands and which term ends next, and never a word of what was confided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deontos.access.doors import actor_at
from deontos.access.gate import Actor
from deontos.access.permissions import Permission
from deontos.cases.filter_phrases import NO_SUCH_PAGE
from deontos.cases.filters import Filter
from deontos.cases.inboxes import filters_of, inbox
from deontos.cases.models import CaseFile
from deontos.cases.queries import InboxCounts, floods_told_to, inbox_counts
from deontos.cases.rules import offered
from deontos.cases.vocabulary import CaseState, CaseVerb, Half, Order
from deontos.cases.web.clocks import ClockInWords, next_in_words
from deontos.cases.web.inbox_form import InboxForm
from deontos.cases.web.keep_form import KeepForm
from deontos.cases.web.tags import Tag, state_tag
from deontos.kernel import clock

PAGE_SIZE = 20
FLOODS_SHOWN = 3
"""The latest ones; who was flooded every day knows it by then."""
COLUMNS: Mapping[Order, str | Promise] = {
    Order.NUMBER: _("Case"),
    Order.ORGANISATION: _("Organisation"),
    Order.NEXT: _("Next term"),
    Order.CLOSED: pgettext_lazy("case", "Closed"),
    Order.STATE: _("State"),
    Order.RECEIVED: _("Received"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One case in the list. `number` is empty while the vault is closed and before the case was opened.

    `may_tick`: receipt can be confirmed together with that of others.
    """

    id: UUID
    number: str
    organisation: str
    state: Tag
    received_on: date
    closed_on: date | None
    next: ClockInWords | None
    has_news: bool
    was_read: bool
    may_tick: bool


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column: the address that sorts by it, and how it is sorted now (the words of `aria-sort`)."""

    name: str | Promise
    address: str
    sorted: str


def counts_at(request: HttpRequest) -> InboxCounts:
    """How many open and closed cases whoever sends a request may see; asked once a request."""
    known: InboxCounts | None = getattr(request, "inbox_counts", None)
    if known is None:
        actor = actor_at(request)
        assert actor is not None
        known = request.inbox_counts = inbox_counts(actor, on=clock.today())  # type: ignore[attr-defined]
    return known


def inbox_page(request: HttpRequest, *, is_locked: bool) -> dict[str, Any]:
    """One page of the inbox; six queries at most, however many rows."""
    actor, today = actor_at(request), clock.today()
    assert actor is not None
    form = InboxForm(request.GET, actor=actor, is_locked=is_locked)
    form.is_valid()
    asked, counts, typed = form.asked, counts_at(request), request.GET.get("page", "1")
    page = _page(actor, asked, counts, typed, today)
    several = len(actor.organisations_with(Permission.CASES_CASE_READ)) > 1
    rows = list(_rows(page.object_list, actor, today=today, is_locked=is_locked))
    return {
        "page": page,
        "rows": rows,
        "columns": list(_columns(form, asked, several=several, is_locked=is_locked)),
        "counts": counts,
        "closed": asked.is_of_closed,
        "tab": _tab(asked),
        "form": form,
        "asked": asked,
        "words": form.in_words() if asked.narrows or asked.order else [],
        "query": form.address(),
        "keeping": KeepForm(),
        "kept": list(filters_of(actor)),
        "several": several,
        "floods": list(floods_told_to(actor, on=today)[:FLOODS_SHOWN]),
        "is_locked": is_locked,
        "may_tick": any(row.may_tick for row in rows),
        "no_such_page": "" if typed == str(page.number) else NO_SUCH_PAGE,
    }


def _page(actor: Actor, asked: Filter, counts: InboxCounts, typed: str, today: date) -> Page[CaseFile]:
    """The page that was asked for, or the nearest; what was counted already is not counted again."""
    pages = Paginator(inbox(actor, on=today, asked=asked), PAGE_SIZE)
    if not asked.narrows:
        pages.count = {Half.OPEN: counts.open, Half.CLOSED: counts.closed}[Half(asked.state)]
    return pages.get_page(typed)


def _tab(asked: Filter) -> Half:
    """The half of the inbox that a page belongs to."""
    if asked.is_of_closed:
        return Half.CLOSED
    return Half.ANY if asked.state is Half.ANY else Half.OPEN


def _columns(form: InboxForm, asked: Filter, *, several: bool, is_locked: bool) -> Iterable[Column]:
    """The columns of the table; sorting by one turns it round where it is sorted by that already."""
    left_out = {Order.NEXT if asked.is_of_closed else Order.CLOSED}
    left_out |= set() if several else {Order.ORGANISATION}
    for order, name in COLUMNS.items():
        if order in left_out:
            continue
        back, now = Order(f"-{order}"), asked.sorted_by
        address = form.address(order=back if now is order else order)
        sorted_now = "ascending" if now is order else "descending" if now is back else ""
        yield Column(name, "" if is_locked and order is Order.NUMBER else f"?{address}", sorted_now)


def _rows(cases: Iterable[CaseFile], actor: Actor, *, today: date, is_locked: bool) -> Iterable[Row]:
    handles = actor.organisations_with(Permission.CASES_CASE_HANDLE)
    for case in cases:
        state = CaseState(case.state)
        yield Row(
            id=case.id,
            number="" if is_locked else case.number or "",
            organisation=case.organisation.name,
            state=state_tag(state),
            received_on=case.received_on,
            closed_on=case.closed_on,
            next=next_in_words(case, today=today),
            has_news=case.has_news,
            was_read=case.was_read,  # type: ignore[attr-defined]
            may_tick=case.organisation_id in handles and CaseVerb.ACKNOWLEDGE in offered(state),
        )
