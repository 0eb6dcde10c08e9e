"""How a lower room tells higher rooms what happened, without knowing them: facts, and reactions to them.

Facts are frozen dataclasses in the past tense, kept in a room's ``events.py``. Who reacts is said in one place,
``sites/wiring.py``; reactions run at once, in that order, inside the transaction of the announcing action.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import is_dataclass
from typing import Any, TypeVar

Fact = TypeVar("Fact")


class Registry:
    """Which reactions follow which kind of fact. The house has one; a test may have its own."""

    def __init__(self) -> None:
        self._reactions: dict[type[Any], list[Callable[[Any], object]]] = {}

    def when(self, kind: type[Fact], reaction: Callable[[Fact], object]) -> None:
        """Let ``reaction`` follow every fact of exactly this kind. The same pair again changes nothing.

        Raises ``TypeError`` when ``kind`` is not a frozen dataclass: a reaction could change what the next one hears.
        """
        if not is_dataclass(kind) or not kind.__dataclass_params__.frozen:  # type: ignore[attr-defined]
            raise TypeError(f"{kind.__name__} is not a frozen dataclass")
        reactions = self._reactions.setdefault(kind, [])
        if reaction not in reactions:
            reactions.append(reaction)

    def announce(self, fact: object) -> None:
        """Call every reaction to this kind of fact, in order. What one raises stops the rest and reaches the caller."""
        for reaction in tuple(self._reactions.get(type(fact), ())):
            reaction(fact)


HOUSE = Registry()
_current: ContextVar[Registry] = ContextVar("registry", default=HOUSE)


def when(kind: type[Fact], reaction: Callable[[Fact], object]) -> None:
    """Register a reaction with the house; see ``Registry.when``."""
    _current.get().when(kind, reaction)


def announce(fact: object) -> None:
    """Tell the house a fact; see ``Registry.announce``."""
    _current.get().announce(fact)


@contextmanager
def using(registry: Registry) -> Iterator[Registry]:
    """Within this block, ``when`` and ``announce`` speak to ``registry`` instead of the house."""
    token = _current.set(registry)
    try:
        yield registry
    finally:
        _current.reset(token)
