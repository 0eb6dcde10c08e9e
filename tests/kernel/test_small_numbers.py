"""Small numbers: what is shown lets nobody calculate what is hidden, not even who knows how it was hidden."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import product
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deontos.kernel.small_numbers import Counts, Figure, K, Protected, Withheld, protect, protect_list, protect_one

pytestmark = pytest.mark.row("5.9", "R-004.27")

HIDDEN, FEWER = Withheld.NOT_SHOWN, Withheld.FEWER
SMALL_K = 3
"""So that every table of so many cases can be tried one by one."""
SHAPES = ((2,), (3,), (4,), (5,), (2, 2), (2, 3), (3, 2), (2, 2, 2))
MOST = {1: 12, 2: 9, 3: 6}
"""How many cases a table of so many axes holds in these tests."""


def tables(cells: int, total: int) -> Iterator[tuple[int, ...]]:
    """Every way to lay so many cases into so many cells."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in tables(cells - 1, total - first):
            yield (first, *rest)


def with_totals(shape: tuple[int, ...], cells: tuple[int, ...]) -> tuple[int, ...]:
    """The cells and every total, in the order in which a protected table has them; added up the slow way."""
    places = list(product(*(range(size) for size in shape)))
    asked = product(*([*range(size), None] for size in shape))
    return tuple(
        sum(
            count
            for place, count in zip(places, cells, strict=True)
            if all(wanted in (None, at) for wanted, at in zip(each, place, strict=True))
        )
        for each in asked
    )


@cache
def every_table(shape: tuple[int, ...], total: int) -> tuple[tuple[int, ...], ...]:
    """All tables of a shape and a total, with their totals."""
    return tuple(with_totals(shape, cells) for cells in tables(prod(shape), total))


def fits(shown: tuple[Figure, ...], table: tuple[int, ...]) -> bool:
    """Whether a table could lie behind what is shown."""
    return all(isinstance(figure, Withheld) or figure == value for figure, value in zip(shown, table, strict=True))


@st.composite
def counted(draw: st.DrawFn) -> Counts:
    """A small table, many of its cells small."""
    shape = draw(st.sampled_from(SHAPES))
    left, cells = MOST[len(shape)], []
    for _cell in range(prod(shape)):
        cells.append(draw(st.integers(0, left)))
        left -= cells[-1]
    return Counts(shape, tuple(draw(st.permutations(cells))))


@given(counts=counted())
@settings(max_examples=80)
def test_whoever_solves_the_whole_table_learns_nothing_of_small_figures(counts: Counts) -> None:
    """The attacker tries every table in whole numbers with the shown figures and the true total."""
    shown, true = protect(counts, k=SMALL_K).shown, with_totals(counts.shape, counts.cells)
    assert all(isinstance(figure, Withheld) or figure == value for figure, value in zip(shown, true, strict=True))
    possible = [each for each in every_table(counts.shape, true[-1]) if fits(shown, each)]
    for number, (figure, value) in enumerate(zip(shown, true, strict=True)):
        if figure is HIDDEN and value < SMALL_K:
            assert set(range(min(SMALL_K, true[-1] + 1))) <= {each[number] for each in possible}
        elif figure is HIDDEN:
            assert len({each[number] for each in possible}) > 1
        else:
            assert figure is FEWER or value >= SMALL_K


@given(counts=counted())
@settings(max_examples=60)
def test_even_who_is_told_which_hidden_figures_are_small_learns_no_more(counts: Counts) -> None:
    """Except where everything is hidden: then nobody is told, and every table of that total is possible."""
    table = protect(counts, k=SMALL_K)
    true = with_totals(counts.shape, counts.cells)
    sides = [value < SMALL_K for value in true]
    possible = [
        each
        for each in every_table(counts.shape, true[-1])
        if fits(table.shown, each) and [value < SMALL_K for value in each] == sides
    ]
    if not all(isinstance(figure, Withheld) for figure in table.shown[:-1]):
        for number, figure in enumerate(table.shown):
            if figure is HIDDEN and sides[number]:
                assert {each[number] for each in possible} == set(range(SMALL_K))


@pytest.mark.parametrize(
    ("shape", "totals", "k"),
    [
        ((2,), range(5, 31), K),
        ((3,), range(5, 19), K),
        ((4,), (9, 12, 14), K),
        ((4,), range(3, 11), SMALL_K),
        ((2, 2), range(3, 12), SMALL_K),
        ((2, 3), range(3, 8), SMALL_K),
        ((2, 2, 2), (3, 4), SMALL_K),
    ],
)
def test_the_code_is_public_and_its_choices_betray_nothing(shape: tuple[int, ...], totals: range, k: int) -> None:
    """The attacker runs our own code on every table: which of them come out as this one did?"""
    for total in totals:
        alike: defaultdict[tuple[Figure, ...], list[tuple[int, ...]]] = defaultdict(list)
        for cells in tables(prod(shape), total):
            alike[protect(Counts(shape, cells), k=k).shown].append(with_totals(shape, cells))
        for shown, behind in alike.items():
            for number, figure in enumerate(shown):
                values = {each[number] for each in behind}
                if figure is HIDDEN and min(values) < k:
                    assert len(values) > 1
                    assert min(values) == 0 or max(values) >= k


@given(counts=st.lists(st.integers(0, 60), min_size=2, max_size=14))
def test_of_a_list_the_hidden_rest_is_never_small_itself(counts: list[int]) -> None:
    """Whatever can be added up from what is shown: the sum of the hidden ones is a figure of k or more."""
    table = protect_list(counts)
    hidden = [count for number, count in enumerate(counts) if table.at(number) is HIDDEN]
    if sum(counts) < K:
        assert table.total is FEWER
        assert hidden == counts
    else:
        assert table.total == sum(counts)
        assert len(hidden) != 1
        assert not hidden or (sum(hidden) >= K - 1 and len(hidden) > 1)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([12, 8, 30], (12, 8, 30, 50)),
        ([30, 20, 2], (30, HIDDEN, HIDDEN, 52)),
        ([8, 4, 0], (8, HIDDEN, HIDDEN, 12)),
        ([12, 0, 0], (HIDDEN, HIDDEN, HIDDEN, 12)),
        ([12, 4, 4, 4], (HIDDEN, HIDDEN, HIDDEN, HIDDEN, 24)),
        ([50, 1, 1, 1, 1, 1], (50, HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN, 55)),
        ([4, 0, 0], (HIDDEN, HIDDEN, HIDDEN, FEWER)),
        ([0, 0], (HIDDEN, HIDDEN, FEWER)),
        ([5], (5, 5)),
        ([4], (FEWER, FEWER)),
    ],
)
def test_lists_as_they_come_out(counts: list[int], shown: tuple[Figure, ...]) -> None:
    assert protect_list(counts).shown == shown


def test_a_table_with_rows_and_columns_hides_more_than_the_one_small_cell() -> None:
    table = protect(Counts((3, 3), (30, 40, 50, 33, 20, 44, 18, 19, 4)))
    assert [[table.at(row, column) for column in (0, 1, 2, None)] for row in (0, 1, 2, None)] == [
        [30, 40, 50, 120],
        [33, HIDDEN, HIDDEN, 97],
        [18, HIDDEN, HIDDEN, 41],
        [81, 79, 98, 258],
    ]


def test_under_a_hidden_total_nothing_stands_in_the_open() -> None:
    table = protect(Counts((2, 2), (5, 0, 0, 5)))
    assert table.total == 10
    assert set(table.shown[:-1]) == {HIDDEN}
    assert table.hides_all


@pytest.mark.parametrize(("count", "figure"), [(0, FEWER), (4, FEWER), (5, 5), (112, 112)])
def test_one_figure(count: int, figure: Figure) -> None:
    assert protect_one(count) == figure


def test_what_stands_for_a_figure_is_no_number() -> None:
    assert not any(isinstance(each, int) for each in Withheld)


@pytest.mark.parametrize(
    ("shape", "cells"), [((1,), (3,)), ((3, 1), (1, 2, 3)), ((2,), (1, 2, 3)), ((2,), (1, -1)), ((0,), ())]
)
def test_a_table_that_is_none_is_refused(shape: tuple[int, ...], cells: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"axis|counts|nought"):
        Counts(shape, cells)


def test_a_place_outside_the_table_is_refused() -> None:
    table: Protected = protect_list([9, 9])
    with pytest.raises(IndexError):
        table.at(2)


def test_true_counts_are_not_told_by_what_prints_them() -> None:
    assert "7" not in repr(Counts((2,), (7, 1)))


def test_a_later_edition_would_betray_whoever_came_between() -> None:
    """Why an edition is made once and kept: each of these is sound alone, and both together name one report."""
    first, second = protect_list([20, 7]), protect_list([20, 8])
    assert second.at(1) == 8
    assert first.at(1) == 7
