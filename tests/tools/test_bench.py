"""The frame of the benchmarks: registered once each, with the facts of the machine."""

from collections.abc import Iterable, Iterator

import pytest

from tools.bench import machine
from tools.benchmarks import BENCHMARKS, Figure, measures


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    before = dict(BENCHMARKS)
    yield
    BENCHMARKS.clear()
    BENCHMARKS.update(before)


def _nothing() -> Iterable[Figure]:
    return []


def test_a_name_is_taken_once() -> None:
    measures("a measure of the tests")(_nothing)
    with pytest.raises(ValueError, match="a measure of the tests"):
        measures("a measure of the tests")(_nothing)


def test_the_facts_say_what_figures_depend_on() -> None:
    facts = machine()
    assert isinstance(facts["cores"], int)
    assert isinstance(facts["memory_mib"], int)
    assert facts["memory_mib"] > 0
    assert set(facts) == {
        "processor", "cores", "load", "memory_mib", "system", "python", "sqlite", "openssl", "libraries", "commit",
    }  # fmt: skip
