"""A town with an open reporting point at a fixed moment: manager, two deputies, officer and director hold keys."""

from collections.abc import Iterator

import pytest
import time_machine

from deontos.organisations.models import Person
from deontos.speakup.models import Channel
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW
from tests.factories.speakup import CERTIFIED_ON, Reporter, reporting_point, second_deputy


@pytest.fixture
def today() -> Iterator[None]:
    """The moment at which the clock of these tests stands still."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def house(db: None) -> KeyedTown:
    """Lindewater, with keys."""
    return keyed(on=CERTIFIED_ON)


@pytest.fixture
def second(house: KeyedTown) -> Person:
    """The second deputy in line."""
    return second_deputy(house)


@pytest.fixture
def channel(house: KeyedTown) -> Channel:
    """Its reporting point."""
    return reporting_point(house.town.organisation)


@pytest.fixture
def reporter(channel: Channel, today: None) -> Reporter:
    """Somebody with a browser."""
    return Reporter()
