"""Who is sealed to: the whole table against a plain statement of the rule, and the routes that promises name."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from uuid import UUID

import pytest

from deontos.speakup.rules import InLine, asked_about, counts, is_asked_for_again, is_open, route
from deontos.speakup.vocabulary import Place

MANAGER, FIRST, SECOND, OFFICER, DIRECTOR = (UUID(int=number) for number in range(1, 6))
PLACES = {
    MANAGER: Place.MANAGER,
    FIRST: Place.DEPUTY,
    SECOND: Place.DEPUTY,
    OFFICER: Place.INTEGRITY_OFFICER,
    DIRECTOR: Place.GENERAL_DIRECTOR,
}
STATES = tuple(product((False, True), repeat=3))


def lines() -> Iterator[tuple[list[InLine], frozenset[UUID]]]:
    """Every combination of named, absent and certified over five people in line: 32,768."""
    for states in product(STATES, repeat=len(PLACES)):
        people = list(zip(PLACES, states, strict=True))
        line = [
            InLine(person, PLACES[person], certified=certified, absent=absent)
            for person, (_named, absent, certified) in people
        ]
        yield line, frozenset(person for person, (named, _absent, _certified) in people if named)


def said(line: list[InLine], named: frozenset[UUID]) -> tuple[list[UUID], list[UUID], list[UUID]]:
    """The rule as security.md tells it, said another way: per person, from who stands before."""
    able = [member.person for member in line if member.certified and member.person not in named]
    here = {member.person for member in line if not member.absent}
    reads = [person for place, person in enumerate(able) if not here & set(able[:place])]
    sleeps = [person for person in able if person not in reads and PLACES[person] is Place.DEPUTY]
    return reads, sleeps, [member.person for member in line if member.person in named]


@pytest.mark.row("R-000.69", "R-000.71", "1.9")
def test_the_whole_table() -> None:
    seen = 0
    for line, named in lines():
        way = route(line, named)
        found = tuple([member.person for member in part] for part in (way.sealed_to, way.dormant, way.shut_out))
        assert found == said(line, named)
        assert way.nobody_left == (not found[0])
        assert not named & (way.readers | way.sleeping)
        seen += 1
    assert seen == 32_768


def in_line(*away: UUID, uncertified: tuple[UUID, ...] = (), untested: tuple[UUID, ...] = ()) -> list[InLine]:
    """The line with these people absent, these without a certificate, and these who read no test."""
    return [
        InLine(
            person,
            place,
            certified=person not in uncertified,
            absent=person in away,
            tested=person not in untested,
        )
        for person, place in PLACES.items()
    ]


@pytest.mark.row("R-000.69", "R-000.71")
@pytest.mark.parametrize(
    ("away", "named", "reads", "sleeps"),
    [
        ((), (), [MANAGER], [FIRST, SECOND]),
        ((MANAGER,), (), [MANAGER, FIRST], [SECOND]),
        ((), (MANAGER,), [FIRST], [SECOND]),
        ((MANAGER, FIRST), (), [MANAGER, FIRST, SECOND], []),
        ((FIRST,), (MANAGER,), [FIRST, SECOND], []),
        ((), (FIRST,), [MANAGER], [SECOND]),
        ((), (MANAGER, FIRST, SECOND), [OFFICER], []),
        ((OFFICER,), (MANAGER, FIRST, SECOND), [OFFICER, DIRECTOR], []),
        ((MANAGER, FIRST, SECOND), (), [MANAGER, FIRST, SECOND, OFFICER], []),
        (tuple(PLACES), (), list(PLACES), []),
        ((), tuple(PLACES), [], []),
    ],
)
def test_routes_by_name(away: tuple[UUID, ...], named: tuple[UUID, ...], reads: list[UUID], sleeps: list[UUID]) -> None:
    way = route(in_line(*away), frozenset(named))
    assert [member.person for member in way.sealed_to] == reads
    assert [member.person for member in way.dormant] == sleeps


def test_who_holds_no_certificate_gets_no_key_of_any_kind() -> None:
    way = route(in_line(uncertified=(MANAGER, SECOND)), frozenset())
    assert ([member.person for member in way.sealed_to], way.dormant) == ([FIRST], ())


def test_somebody_who_stands_twice_in_the_line_gets_one_key_at_the_first_place() -> None:
    twice = [*in_line(), InLine(MANAGER, Place.GENERAL_DIRECTOR, certified=True)]
    way = route(twice, frozenset({FIRST, SECOND, OFFICER, DIRECTOR}))
    assert [(member.person, member.place) for member in way.sealed_to] == [(MANAGER, Place.MANAGER)]
    assert route(twice, frozenset(PLACES)).nobody_left


@pytest.mark.parametrize(
    ("named", "asked"),
    [
        ((), [MANAGER, FIRST, SECOND]),
        ((MANAGER,), [MANAGER, FIRST, SECOND]),
        ((MANAGER, FIRST, SECOND), [MANAGER, FIRST, SECOND, OFFICER]),
        ((MANAGER, FIRST, SECOND, OFFICER), list(PLACES)),
        (tuple(PLACES), list(PLACES)),
        ((OFFICER,), [MANAGER, FIRST, SECOND]),
    ],
)
def test_whom_the_form_asks_about(named: tuple[UUID, ...], asked: list[UUID]) -> None:
    assert [member.person for member in asked_about(in_line(), frozenset(named))] == asked


def test_who_would_be_next_is_asked_about_only_with_a_certificate() -> None:
    line = in_line(uncertified=(OFFICER,))
    asked = asked_about(line, frozenset({MANAGER, FIRST, SECOND}))
    assert [member.person for member in asked] == [MANAGER, FIRST, SECOND, DIRECTOR]


@pytest.mark.row("R-000.71")
def test_everybody_who_would_read_was_asked_about_by_name() -> None:
    for line, named in lines():
        beyond = {member.person for member in asked_about(line, named)}
        first = route(line, named).sealed_to[:1]
        assert {member.person for member in first} <= beyond


@pytest.mark.row("2.3")
def test_a_channel_is_open_with_a_manager_and_a_deputy_who_both_hold_a_key_and_read_a_test() -> None:
    """The whole table: certified and tested, over five people in line."""
    seen = 0
    for states in product(product((False, True), repeat=2), repeat=len(PLACES)):
        people = list(zip(PLACES.items(), states, strict=True))
        line = [
            InLine(person, place, certified=certified, tested=tested) for (person, place), (certified, tested) in people
        ]
        ready = {person for (person, _place), state in people if state == (True, True)}
        assert is_open(line) == (MANAGER in ready and bool({FIRST, SECOND} & ready))
        seen += 1
    assert seen == 1_024


@pytest.mark.row("2.3")
@pytest.mark.parametrize(
    ("uncertified", "untested", "opened"),
    [
        ((), (), True),
        ((MANAGER,), (), False),
        ((FIRST, SECOND), (), False),
        ((FIRST,), (), True),
        ((OFFICER, DIRECTOR), (OFFICER, DIRECTOR), True),
        ((), (MANAGER,), False),
        ((), (FIRST, SECOND), False),
        ((), (FIRST,), True),
        ((FIRST,), (SECOND,), False),
    ],
)
def test_a_channel_is_open_with_a_manager_and_one_deputy(
    uncertified: tuple[UUID, ...], untested: tuple[UUID, ...], opened: bool
) -> None:
    assert is_open(in_line(uncertified=uncertified, untested=untested)) is opened


def test_one_person_in_both_places_does_not_open_a_channel() -> None:
    alone = [InLine(MANAGER, place, certified=True, tested=True) for place in (Place.MANAGER, Place.DEPUTY)]
    assert not is_open(alone)
    assert not is_open([])


@pytest.mark.row("2.3")
@pytest.mark.parametrize(
    ("days", "counted", "asked"),
    [
        (-1, False, False),
        (0, True, False),
        (334, True, False),
        (335, True, True),
        (365, True, True),
        (366, False, True),
    ],
)
def test_a_test_counts_for_a_year_and_is_asked_for_again_a_month_before(days: int, counted: bool, asked: bool) -> None:
    read_on = date(2026, 1, 1)
    on = read_on + timedelta(days=days)
    assert (counts(read_on, on=on), is_asked_for_again(read_on, on=on)) == (counted, asked)
