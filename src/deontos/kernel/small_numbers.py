"""Small-number protection: which figures of a table of people or cases may be shown, and which betray somebody.

Ground: law.md B5 (k = 5, so that "one violation in one municipality" names nobody), R-004.27, T16. Pure and exact:
whole numbers, no chance. What may be calculated from the figures that are shown counts as shown.

What is promised of a figure that is not shown and is smaller than k: with all shown figures of its table in hand it may
still be anything from 0 to k - 1, even for whoever knows this code and supposes of every hidden figure on which side of
k it stands. A nought is hidden too: that nobody spoke about one department says as much about who spoke about the other
as a one would (house rule). No hidden figure that is larger can be calculated either.

Two editions of one table, counted at different moments, would say who came in between. So nothing here counts twice:
a figure is protected once, kept, and shown as it was kept for good (ADR 49).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import product
from math import prod

K = 5
"""Figures from 0 up to and without this are not shown (law.md B5)."""

Index = tuple[int | None, ...]
Place = tuple[int, ...]


class Withheld(StrEnum):
    """What stands instead of a figure. It is no number: nothing can be added to it, and nothing sorted by it.

    `FEWER` is said of a whole table only; within one it would say which figures are small and which hide them.
    """

    FEWER = "fewer"
    NOT_SHOWN = "not_shown"


Figure = int | Withheld


@dataclass(frozen=True, slots=True)
class Counts:
    """A table of true counts: how many categories along each axis, and the counts, the last axis running fastest.

    Raises ValueError for an axis of fewer than two categories, another number of counts, or a count below nought.
    """

    shape: tuple[int, ...]
    cells: tuple[int, ...] = field(repr=False)

    def __post_init__(self) -> None:
        if any(size < 2 for size in self.shape):
            raise ValueError("an axis of one category says nothing that its total does not")
        if len(self.cells) != prod(self.shape):
            raise ValueError(f"{len(self.cells)} counts for a table of {prod(self.shape)}")
        if any(count < 0 for count in self.cells):
            raise ValueError("a count is never below nought")


@dataclass(frozen=True, slots=True)
class Protected:
    """A table as it may be shown: a figure or its substitute for each cell and each total."""

    shape: tuple[int, ...]
    shown: tuple[Figure, ...]

    def at(self, *index: int | None) -> Figure:
        """What stands at a place; `None` along an axis asks for the total over it."""
        place = 0
        for size, each in zip(self.shape, index, strict=True):
            if each is not None and not 0 <= each < size:
                raise IndexError(f"no category {each} along an axis of {size}")
            place = place * (size + 1) + (size if each is None else each)
        return self.shown[place]

    @property
    def total(self) -> Figure:
        """The figure for the whole table."""
        return self.shown[-1]

    @property
    def hides_all(self) -> bool:
        """Whether nothing but the total of everything is left, if that."""
        return all(isinstance(figure, Withheld) for figure in self.shown[:-1])


def protect(counts: Counts, *, k: int = K) -> Protected:
    """The table with every total, as it may be shown.

    A whole of fewer than k hides everything. Else whatever is smaller than k is hidden, and beside it as much as it
    takes; the total of everything is always shown, because other tables about the same cases show it too. The same
    counts give the same table.
    """
    table = _Table(counts, k)
    if table.whole < k:
        nothing = [Withheld.NOT_SHOWN] * (len(table.places) - 1)
        return Protected(counts.shape, (*nothing, Withheld.FEWER))
    hidden = _hidden(table)
    shown = (Withheld.NOT_SHOWN if place in hidden else table.values[place] for place in table.places)
    return Protected(counts.shape, tuple(shown))


def protect_one(count: int, *, k: int = K) -> Figure:
    """One figure that stands by itself."""
    return protect(Counts((), (count,)), k=k).total


def protect_list(counts: Sequence[int], *, k: int = K) -> Protected:
    """A list of counts with their total; one category alone is a figure by itself, and its total."""
    if len(counts) == 1:
        figure = protect_one(counts[0], k=k)
        return Protected((1,), (figure, figure))
    return protect(Counts((len(counts),), tuple(counts)), k=k)


class _Table:
    """The counts with all their totals. A place is an index along each axis; the size of the axis means its total."""

    def __init__(self, counts: Counts, k: int) -> None:
        self.shape, self.k = counts.shape, k
        self.places: list[Place] = list(product(*(range(size + 1) for size in self.shape)))
        self.top: Place = self.shape
        self.values: dict[Place, int] = dict.fromkeys(self.places, 0)
        for place, count in zip(product(*map(range, self.shape)), counts.cells, strict=True):
            for switched in product(*zip(place, self.shape, strict=True)):
                self.values[switched] += count

    @cached_property
    def whole(self) -> int:
        """The total of everything."""
        return self.values[self.top]

    def with_parts(self, hidden: set[Place]) -> set[Place]:
        """The same with all that a hidden total is the sum of: alone in the open, a part would say why it is hidden."""
        totals = [each for each in hidden if any(at == size for at, size in zip(each, self.shape, strict=True))]
        return hidden | {part for total in totals for part in self._parts(total)}

    def _parts(self, total: Place) -> Iterator[Place]:
        ways = zip(total, self.shape, strict=True)
        return product(*(range(size + 1) if at == size else (at,) for at, size in ways))

    def boxes(self, place: Place) -> Iterator["_Box"]:
        """Every box with a corner at a place: another index along each axis."""
        others = ([each for each in range(size + 1) if each != at] for at, size in zip(place, self.shape, strict=True))
        for opposite in product(*others):
            yield _Box.between(place, opposite, self.shape)


@dataclass(frozen=True, slots=True)
class _Box:
    """The corners between two places. Moving cases along them changes no sum of the table.

    `rising` go up when the first place does, `falling` go down.
    """

    rising: tuple[Place, ...]
    falling: tuple[Place, ...]

    @classmethod
    def between(cls, place: Place, opposite: Place, shape: Place) -> "_Box":
        """A corner falls when an odd number of axes is switched; a total goes with its parts, so each turns that."""
        rising: list[Place] = []
        falling: list[Place] = []
        start = sum(at == size for at, size in zip(place, shape, strict=True))
        for corner in product(*zip(place, opposite, strict=True)):
            turns = sum(here != there for here, there in zip(corner, place, strict=True))
            turns += sum(at == size for at, size in zip(corner, shape, strict=True)) + start
            (falling if turns % 2 else rising).append(corner)
        return cls(tuple(rising), tuple(falling))

    @property
    def corners(self) -> tuple[Place, ...]:
        """All of them."""
        return self.rising + self.falling


@dataclass(frozen=True, slots=True)
class _Need:
    """How far a hidden figure must be able to go, up or down, for all that the shown figures say."""

    place: Place
    upwards: bool
    by: int

    def step(self, box: _Box, values: dict[Place, int], bounds: "_Bounds") -> int:
        """How far a box lets it go at once: every corner stays on its side of k."""
        rising, falling = (box.rising, box.falling) if self.upwards else (box.falling, box.rising)
        down = (values[each] - bounds.lowest(each) for each in falling)
        up = (top - values[each] for each in rising if (top := bounds.highest(each)) is not None)
        return min((self.by, *down, *up))

    def taken(self, box: _Box, values: dict[Place, int], step: int) -> dict[Place, int]:
        """The table after that."""
        sign = step if self.upwards else -step
        return (
            values
            | {each: values[each] + sign for each in box.rising}
            | {each: values[each] - sign for each in box.falling}
        )


@dataclass(frozen=True, slots=True)
class _Bounds:
    """What whoever knows this code may suppose of hidden figures: on which side of k each stands. Never more."""

    values: dict[Place, int]
    k: int

    def lowest(self, place: Place) -> int:
        """The least that a figure may be."""
        return 0 if self.values[place] < self.k else self.k

    def highest(self, place: Place) -> int | None:
        """The most that it may be, if there is a most."""
        return self.k - 1 if self.values[place] < self.k else None


def _hidden(table: _Table) -> frozenset[Place]:
    """The places that are not shown: the small ones, and what keeps them from being calculated."""
    hidden = table.with_parts({place for place, value in table.values.items() if value < table.k})
    everything = frozenset(table.places) - {table.top}
    while need := next(_unmet(table, hidden), None):
        more = _best(table, hidden, need)
        if more is None:
            return everything  # then any table of this total is possible
        hidden |= more
    return frozenset(hidden)


def _unmet(table: _Table, hidden: set[Place]) -> Iterator[_Need]:
    """What hidden figures need and have not; small ones first, in the order of the table."""
    if len(hidden) == len(table.places) - 1:
        return
    for place in sorted(hidden, key=lambda each: (table.values[each] >= table.k, each)):
        boxes = [box for box in table.boxes(place) if hidden.issuperset(box.corners)]
        value = table.values[place]
        if value < table.k:
            needs: Iterable[_Need] = (_Need(place, True, table.k - 1 - value), _Need(place, False, value))
            yield from (each for each in needs if not _is_met(each, boxes, table))
        elif not any(_is_met(_Need(place, up, 1), boxes, table) for up in (True, False)):
            yield _Need(place, True, 1)


def _is_met(need: _Need, boxes: Sequence[_Box], table: _Table) -> bool:
    """Whether cases can be moved between hidden places, step by step, until the need is met. Each step is a witness."""
    now, bounds = table.values, _Bounds(table.values, table.k)
    while need.by > 0:
        room, number = max(
            ((need.step(each, now, bounds), -number) for number, each in enumerate(boxes)), default=(0, 0)
        )
        if room <= 0:
            return False
        now = need.taken(boxes[-number], now, room)
        need = _Need(need.place, need.upwards, need.by - room)
    return True


def _best(table: _Table, hidden: set[Place], need: _Need) -> set[Place] | None:
    """What to hide for a need: enough at once rather than piece by piece, then as few cases as may be."""
    best: tuple[tuple[bool, int, int], set[Place]] | None = None
    bounds = _Bounds(table.values, table.k)
    for box in table.boxes(need.place):
        more = table.with_parts(set(box.corners) - hidden) - hidden
        room = need.step(box, table.values, bounds)
        if not more or room <= 0 or table.top in more:
            continue
        cost = room < need.by, sum(table.values[each] for each in more), len(more)
        if best is None or cost < best[0]:
            best = cost, more
    return best[1] if best else None
