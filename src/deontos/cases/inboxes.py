"""The cases of somebody's inbox, narrowed and sorted in the database as a `Filter` asks; and the filters they keep."""

from datetime import date

from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    OrderBy,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Replace

from deontos.access.gate import Actor
from deontos.cases.filter_models import SavedFilter
from deontos.cases.filters import Filter, Sought
from deontos.cases.models import CaseClock, CaseFile
from deontos.cases.queries import RUNNING, cases_visible_to
from deontos.cases.vocabulary import CaseState, Half, Held, Order
from deontos.kernel.urgency import last_days
from deontos.keyring.models import Envelope
from deontos.keyring.queries import pairs_readable_by

COLUMNS = {
    Order.NEXT: "next_on",
    Order.RECEIVED: "received_on",
    Order.CLOSED: "closed_on",
    Order.STATE: "rank",
    Order.NUMBER: "number",
    Order.ORGANISATION: "organisation__name",
}
OPEN = Q(closed_on__isnull=True)
AS_IT_STANDS = Filter()
HALVES = {Half.OPEN: OPEN, Half.CLOSED: ~OPEN, Half.ANY: Q()}


def inbox(actor: Actor, *, on: date, asked: Filter = AS_IT_STANDS) -> QuerySet[CaseFile]:
    """The cases of somebody's inbox, as a filter asks.

    Each has `was_read`: by this very person; and `next_clocks`: the clock that ends first of those that run, or none.
    """
    rows: QuerySet[CaseFile] = cases_visible_to(actor, on=on).annotate(
        was_read=Exists(_keys(actor, on=on).filter(first_opened_on__isnull=False)),
        rank=Case(*_ranks(), output_field=IntegerField()),
    )
    rows = rows.filter(_plainly(asked), _of_its_holder(actor, asked, on=on), _waiting(asked, on=on))
    if asked.sought:
        rows = _searched(rows, asked.sought)
    return rows.order_by(*_order(asked.sorted_by)).prefetch_related(_next_clocks())


def _next_clocks() -> Prefetch[str]:
    first = CaseClock.objects.filter(RUNNING, case=OuterRef("case")).order_by("due_on", "id").values("pk")[:1]
    clocks = CaseClock.objects.filter(pk=Subquery(first)).prefetch_related("terms")
    return Prefetch("clocks", queryset=clocks, to_attr="next_clocks")


def filters_of(actor: Actor) -> QuerySet[SavedFilter]:
    """The filters that somebody keeps, by name."""
    return SavedFilter.objects.filter(person=actor.person).order_by("name", "id")


def _keys(actor: Actor, *, on: date) -> QuerySet[Envelope]:
    return pairs_readable_by(actor.person, on=on).filter(pair=OuterRef("pair"))


def _plainly(asked: Filter) -> Q:
    """What the row of a case itself says."""
    wanted = HALVES[asked.state] if isinstance(asked.state, Half) else Q(state=asked.state)
    given = {
        "disclosure__kind": asked.kind,
        "organisation": asked.organisation,
        "received_on__gte": asked.received_from,
        "received_on__lte": asked.received_until,
    }
    return wanted & Q(**{column: value for column, value in given.items() if value is not None})


def _waiting(asked: Filter, *, on: date) -> Q:
    """What is due, and what is not read."""
    due = OPEN & Q(next_on__range=last_days(asked.due, today=on)) if asked.due else Q()
    return due & (Q(has_news=True) | Q(was_read=False)) if asked.unread else due


def _of_its_holder(actor: Actor, asked: Filter, *, on: date) -> Q:
    """By which office somebody reads, and whether it is one's own."""
    keys, wanted = _keys(actor, on=on), Q()
    if asked.office:
        wanted &= Q(Exists(keys.filter(certificate__office=asked.office)))
    if asked.held:
        own = Q(pk__in=[])
        for seat in actor.seats:
            if not seat.as_deputy:
                own |= Q(certificate__organisation=seat.organisation, certificate__office=seat.office)
        is_own = Exists(keys.filter(own))
        wanted &= Q(is_own) if asked.held is Held.OWN else ~Q(is_own)
    return wanted


def _searched(rows: QuerySet[CaseFile], sought: Sought) -> QuerySet[CaseFile]:
    found = Q(state__in=sought.states)
    if sought.number:
        rows = rows.annotate(symbols=Replace(F("number"), Value("-"), Value("")))
        found |= Q(symbols__contains=sought.number)
    if sought.days:
        clocks = CaseClock.objects.filter(RUNNING, case=OuterRef("pk"), due_on__range=sought.days)
        days = ("received_on", "acknowledged_on", "closed_on")
        for column in days:
            found |= Q(**{f"{column}__range": sought.days})
        found |= Q(Exists(clocks))
    return rows.filter(found)


def _ranks() -> list[When]:
    return [When(state=state, then=Value(place)) for place, state in enumerate(CaseState)]


def _order(order: Order) -> tuple[OrderBy | str, ...]:
    """The column that was chosen, cases without it last; then as they came in."""
    column = F(COLUMNS[Order(order.removeprefix("-"))])
    chosen = column.desc(nulls_last=True) if order.startswith("-") else column.asc(nulls_last=True)
    return chosen, "received_on", "id"
