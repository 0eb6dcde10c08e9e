"""A table of moves answers, refuses and draws what its lines say, and nothing else."""

from enum import StrEnum

import pytest

from deontos.kernel.transitions import IllegalMove, Move, MoveRefusal, Table

pytestmark = pytest.mark.row("1.3")


class Door(StrEnum):
    SHUT = "shut"
    OPEN = "open"
    LOCKED = "locked"
    WALLED = "walled"


class Act(StrEnum):
    OPEN = "open"
    SHUT = "shut"
    LOCK = "lock"
    WALL = "wall"


def door() -> Table[Act, Door]:
    return Table(
        "door",
        [
            Move(Act.OPEN, (Door.SHUT, Door.LOCKED), Door.OPEN, because="house rule"),
            Move(Act.SHUT, (Door.OPEN,), Door.SHUT, because="fire regulation 4"),
            Move(Act.LOCK, (Door.SHUT,), Door.LOCKED, because="house rule"),
            Move(Act.WALL, (Door.SHUT, Door.LOCKED), Door.WALLED, because="decree on doors"),
        ],
    )


ALLOWED = {
    (Door.SHUT, Act.OPEN): Door.OPEN,
    (Door.SHUT, Act.LOCK): Door.LOCKED,
    (Door.SHUT, Act.WALL): Door.WALLED,
    (Door.OPEN, Act.SHUT): Door.SHUT,
    (Door.LOCKED, Act.OPEN): Door.OPEN,
    (Door.LOCKED, Act.WALL): Door.WALLED,
}


@pytest.mark.parametrize("state", Door)
@pytest.mark.parametrize("verb", Act)
def test_every_verb_in_every_state(state: Door, verb: Act) -> None:
    table = door()
    if (state, verb) in ALLOWED:
        assert table.after(state, verb) is ALLOWED[state, verb]
        assert verb in table.possible(state)
        return
    assert verb not in table.possible(state)
    for ask in (lambda: table.after(state, verb), lambda: table.move(state, verb), lambda: table.ground(verb, state)):
        with pytest.raises(IllegalMove) as refused:
            ask()
        assert refused.value.code is MoveRefusal.ILLEGAL_MOVE
        assert dict(refused.value.parameters) == {"table": "door", "state": state, "verb": verb}


def test_possible_verbs_stand_in_the_order_of_the_table() -> None:
    assert [door().possible(state) for state in Door] == [
        (Act.OPEN, Act.LOCK, Act.WALL),
        (Act.SHUT,),
        (Act.OPEN, Act.WALL),
        (),
    ]


def test_states_and_verbs_stand_once_each() -> None:
    assert door().states == (Door.SHUT, Door.LOCKED, Door.OPEN, Door.WALLED)
    assert door().verbs == (Act.OPEN, Act.SHUT, Act.LOCK, Act.WALL)


def test_each_move_tells_its_ground() -> None:
    assert door().ground(Act.SHUT, Door.OPEN) == "fire regulation 4"


def test_one_verb_may_lead_from_two_states_to_two_others() -> None:
    moves = [
        Move(Act.SHUT, (Door.OPEN,), Door.SHUT, because="house rule"),
        Move(Act.SHUT, (Door.SHUT,), Door.LOCKED, because="house rule"),
    ]
    table = Table("door", moves)
    assert (table.after(Door.OPEN, Act.SHUT), table.after(Door.SHUT, Act.SHUT)) == (Door.SHUT, Door.LOCKED)
    assert table.verbs == (Act.SHUT,)


def test_the_same_verb_from_the_same_state_twice_is_refused() -> None:
    moves = [
        Move(Act.OPEN, (Door.SHUT,), Door.OPEN, because="house rule"),
        Move(Act.OPEN, (Door.LOCKED, Door.SHUT), Door.OPEN, because="house rule"),
    ]
    with pytest.raises(ValueError, match=r"^door: open from shut stands here twice$"):
        Table("door", moves)


@pytest.mark.parametrize("ground", ["", "  ", "\n"])
def test_a_move_without_ground_is_refused(ground: str) -> None:
    with pytest.raises(ValueError, match=r"^door: open has no ground$"):
        Table("door", [Move(Act.OPEN, (Door.SHUT,), Door.OPEN, because=ground)])


def test_a_move_that_starts_nowhere_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^door: open starts in no state$"):
        Table("door", [Move(Act.OPEN, (), Door.OPEN, because="house rule")])


def test_a_table_without_moves_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^door: a table needs at least one move$"):
        Table[Act, Door]("door", [])


def test_the_diagram_shows_every_move_and_every_end() -> None:
    assert door().diagram() == (
        "stateDiagram-v2\n"
        "    shut --> open: open\n"
        "    locked --> open: open\n"
        "    open --> shut: shut\n"
        "    shut --> locked: lock\n"
        "    shut --> walled: wall\n"
        "    locked --> walled: wall\n"
        "    walled --> [*]\n"
    )


def test_the_diagram_begins_where_nothing_leads() -> None:
    table = Table("door", [Move(Act.OPEN, (Door.SHUT,), Door.OPEN, because="house rule")])
    assert table.diagram() == "stateDiagram-v2\n    [*] --> shut\n    shut --> open: open\n    open --> [*]\n"
