"""A town with an open reporting point, at a fixed moment, and somebody with a browser."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW
from tests.factories.speakup import CERTIFIED_ON, Reporter, reporting_point


@pytest.fixture
def house(db: None) -> KeyedTown:
    """Lindewater, with keys."""
    made = keyed(on=CERTIFIED_ON)
    reporting_point(made.town.organisation)
    return made


@pytest.fixture
def reporter(house: KeyedTown) -> Iterator[Reporter]:
    """Somebody with a browser, in English."""
    with time_machine.travel(NOW, tick=False):
        yield Reporter(language="en")
