"""What falls due for a person, from every room that registers in the wiring, in one order."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Protocol, overload

from django.http import HttpRequest

from deontos.access.doors import actor_at
from deontos.access.gate import Actor
from deontos.kernel import clock
from deontos.kernel.urgency import Urgency
from deontos.ui.agenda import AgendaRow

Days = tuple[date, date]
EVER: Days = (date.min, date.max)


class Counts(Protocol):
    """How a room counts what falls due for somebody."""

    def __call__(self, actor: Actor, *, on: date) -> Mapping[Urgency, int]:
        """How many things, by urgency."""


class Rows(Protocol):
    """How a room lists what falls due for somebody."""

    def __call__(self, actor: Actor, days: Days, *, on: date, most: int, is_locked: bool) -> Iterable[AgendaRow]:
        """The first things whose last day falls within these days, the nearest first, so many at most."""


class Late(Protocol):
    """How a room counts what is late for somebody, and nothing else: every page of the desk asks that."""

    def __call__(self, actor: Actor, *, on: date) -> int:
        """How many things."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a room registers. Without `late`, nothing of it is ever late."""

    counts: Counts
    rows: Rows
    late: Late | None = None


class Agenda:
    """The sources of the house. A test may have its own."""

    def __init__(self) -> None:
        self._sources: list[Source] = []

    def add(self, source: Source) -> None:
        """Let a room's things appear. The same source again changes nothing."""
        if source not in self._sources:
            self._sources.append(source)

    def counts(self, actor: Actor, *, on: date) -> dict[Urgency, int]:
        """How many things fall in each group, over all rooms."""
        counted = [source.counts(actor, on=on) for source in self._sources]
        return {urgency: sum(each[urgency] for each in counted) for urgency in Urgency}

    def late(self, actor: Actor, *, on: date) -> int:
        """How many things are late, over all rooms."""
        return sum(source.late(actor, on=on) for source in self._sources if source.late)

    def rows(self, actor: Actor, days: Days, *, on: date, most: int, is_locked: bool) -> list[AgendaRow]:
        """The first things within these days over all rooms, the nearest first, so many at most."""
        found = [
            row for source in self._sources for row in source.rows(actor, days, on=on, most=most, is_locked=is_locked)
        ]
        return sorted(found, key=attrgetter("on"))[:most]


@dataclass(frozen=True, slots=True)
class Everything(Sequence[AgendaRow]):
    """The whole agenda for a paginator: asks each room no further than the page that is shown."""

    total: int
    first: Callable[[int], list[AgendaRow]]

    def __len__(self) -> int:
        return self.total

    @overload
    def __getitem__(self, place: int) -> AgendaRow: ...

    @overload
    def __getitem__(self, place: slice) -> list[AgendaRow]: ...

    def __getitem__(self, place: int | slice) -> AgendaRow | list[AgendaRow]:
        if isinstance(place, slice):
            return self.first(place.stop)[place]
        return self.first(place + 1)[place]


AGENDA = Agenda()


def agenda_counts_at(request: HttpRequest) -> dict[Urgency, int]:
    """How many things fall in each group for whoever sends a request; asked once a request."""
    known: dict[Urgency, int] | None = getattr(request, "agenda_counts", None)
    if known is None:
        actor = actor_at(request)
        assert actor is not None
        known = request.agenda_counts = AGENDA.counts(actor, on=clock.today())  # type: ignore[attr-defined]
    return known


def late_at(request: HttpRequest) -> int:
    """How many things are late for whoever sends a request; not asked again where all were counted."""
    known: dict[Urgency, int] | None = getattr(request, "agenda_counts", None)
    if known is not None:
        return known[Urgency.LATE]
    actor = actor_at(request)
    assert actor is not None
    return AGENDA.late(actor, on=clock.today())
