"""What the tests of the doors share: two towns at a fixed moment."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.factories.organisations import NOW
from tests.sites.world import World, make_world


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """Both towns, at a fixed moment."""
    with time_machine.travel(NOW, tick=False):
        yield make_world()
