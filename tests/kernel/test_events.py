"""Facts reach their reactions at once, in order, and what a reaction raises reaches the caller."""

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Thread

import pytest

from deontos.kernel.events import HOUSE, Registry, announce, using, when

pytestmark = pytest.mark.row("1.3")


@dataclass(frozen=True)
class BellRung:
    times: int


@dataclass(frozen=True)
class LoudBellRung(BellRung):
    pass


@pytest.fixture
def registry() -> Iterator[Registry]:
    with using(Registry()) as own:
        yield own


def test_reactions_run_at_once_and_in_order(registry: Registry) -> None:
    heard: list[str] = []
    when(BellRung, lambda fact: heard.append(f"first {fact.times}"))
    when(BellRung, lambda fact: heard.append(f"second {fact.times}"))
    announce(BellRung(3))
    assert heard == ["first 3", "second 3"]


def test_a_fact_that_nobody_waits_for_is_fine(registry: Registry) -> None:
    announce(BellRung(1))


def test_only_facts_of_exactly_that_kind_count(registry: Registry) -> None:
    heard: list[BellRung] = []
    when(BellRung, heard.append)
    announce(LoudBellRung(1))
    assert heard == []


def test_what_a_reaction_raises_stops_the_rest_and_reaches_the_caller(registry: Registry) -> None:
    heard: list[BellRung] = []

    def fail(fact: BellRung) -> None:
        raise LookupError(fact.times)

    when(BellRung, fail)
    when(BellRung, heard.append)
    with pytest.raises(LookupError, match=r"^7$"):
        announce(BellRung(7))
    assert heard == []


def test_the_same_pair_twice_counts_once(registry: Registry) -> None:
    heard: list[BellRung] = []
    when(BellRung, heard.append)
    when(BellRung, heard.append)
    announce(BellRung(1))
    assert heard == [BellRung(1)]


def test_a_reaction_may_register_another_for_the_next_time(registry: Registry) -> None:
    heard: list[BellRung] = []
    when(BellRung, lambda fact: when(BellRung, heard.append))
    announce(BellRung(1))
    assert heard == []


def test_a_fact_must_be_frozen(registry: Registry) -> None:
    @dataclass
    class Changeable:
        times: int

    for kind in (Changeable, str):
        with pytest.raises(TypeError, match=f"^{kind.__name__} is not a frozen dataclass$"):
            when(kind, print)


def test_a_registry_of_ones_own_leaves_the_house_alone() -> None:
    heard: list[BellRung] = []
    with using(Registry()):
        when(BellRung, heard.append)
        with using(Registry()):
            announce(BellRung(1))
        announce(BellRung(2))
    announce(BellRung(3))
    HOUSE.announce(BellRung(4))
    assert heard == [BellRung(2)]


def test_a_thread_of_its_own_speaks_to_the_house(registry: Registry) -> None:
    heard: list[BellRung] = []
    when(BellRung, heard.append)
    thread = Thread(target=announce, args=(BellRung(1),))
    thread.start()
    thread.join()
    assert heard == []
