"""Tables of moves: which verb leads from which state to which, and on what ground. Each stands in a ``rules.py``.

The buttons on a page, the rule that guards the action and the diagram in the handbook all ask the same table.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from deontos.kernel.refusals import Refusal

State = TypeVar("State", bound=StrEnum)
Verb = TypeVar("Verb", bound=StrEnum)


class MoveRefusal(StrEnum):
    """Why a table says no."""

    ILLEGAL_MOVE = "illegal_move"


class IllegalMove(Refusal):
    """This verb does not exist in this state; parameters: ``table``, ``state``, ``verb``."""


@dataclass(frozen=True, slots=True)
class Move(Generic[Verb, State]):
    """One line of a table: ``verb`` leads from each state of ``from_`` to ``to``; ``because`` is its ground."""

    verb: Verb
    from_: tuple[State, ...]
    to: State
    because: str


class Table(Generic[Verb, State]):
    """The moves of one kind of row, in the order in which a page offers them.

    Raises ``ValueError`` when it is made of nothing, when a move starts nowhere or has no ground, and when one verb
    would lead from one state to two.
    """

    def __init__(self, name: str, moves: Iterable[Move[Verb, State]]) -> None:
        self.name = name
        self.moves = tuple(moves)
        self._lines: dict[tuple[State, Verb], Move[Verb, State]] = {}
        for move in self.moves:
            self._add(move)
        if not self._lines:
            raise ValueError(f"{name}: a table needs at least one move")

    def _add(self, move: Move[Verb, State]) -> None:
        if not move.from_:
            raise ValueError(f"{self.name}: {move.verb} starts in no state")
        if not move.because.strip():
            raise ValueError(f"{self.name}: {move.verb} has no ground")
        for state in move.from_:
            if (state, move.verb) in self._lines:
                raise ValueError(f"{self.name}: {move.verb} from {state} stands here twice")
            self._lines[state, move.verb] = move

    @property
    def states(self) -> tuple[State, ...]:
        """Every state that a move leaves or reaches, in the order of the table."""
        return tuple(dict.fromkeys(state for move in self.moves for state in (*move.from_, move.to)))

    @property
    def verbs(self) -> tuple[Verb, ...]:
        """Every verb once, in the order of the table."""
        return tuple(dict.fromkeys(move.verb for move in self.moves))

    def possible(self, state: State) -> tuple[Verb, ...]:
        """The verbs that exist in ``state``, in the order of the table; none at an end."""
        return tuple(move.verb for move in self.moves if state in move.from_)

    def move(self, state: State, verb: Verb) -> Move[Verb, State]:
        """The line for ``verb`` in ``state``. Raises ``IllegalMove`` when there is none."""
        if (state, verb) not in self._lines:
            raise IllegalMove(MoveRefusal.ILLEGAL_MOVE, table=self.name, state=state, verb=verb)
        return self._lines[state, verb]

    def after(self, state: State, verb: Verb) -> State:
        """The state that ``verb`` leads to. Raises ``IllegalMove`` when it does not exist in ``state``."""
        return self.move(state, verb).to

    def ground(self, verb: Verb, state: State) -> str:
        """What the move rests on. Raises ``IllegalMove`` when ``verb`` does not exist in ``state``."""
        return self.move(state, verb).because

    def diagram(self) -> str:
        """The table as a Mermaid state diagram. What nothing reaches is a beginning, what nothing leaves an end."""
        reached = {move.to for move in self.moves}
        left = {state for state, _verb in self._lines}
        begins = [f"    [*] --> {state}" for state in self.states if state not in reached]
        moves = [f"    {state} --> {move.to}: {move.verb}" for move in self.moves for state in move.from_]
        ends = [f"    {state} --> [*]" for state in self.states if state not in left]
        return "\n".join(["stateDiagram-v2", *begins, *moves, *ends]) + "\n"
