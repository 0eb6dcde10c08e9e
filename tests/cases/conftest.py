"""Towns whose managers and deputies hold certified keys; their cases were really confided."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from deontos.organisations.models import Office
from deontos.organisations.vocabulary import OfficeKind
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, town

CERTIFIED_ON = date(2026, 1, 15)
"""Long enough ago for every day of these tests."""


@pytest.fixture
def house(db: None) -> KeyedTown:
    """Lindewater, with keys."""
    return keyed(on=CERTIFIED_ON)


@pytest.fixture
def hazelaar(house: KeyedTown) -> KeyedTown:
    """Another town, whose complaints manager is the one of Lindewater."""
    there = town("Hazelaar")
    Office.objects.filter(pk=there.manager_office.pk).update(holder=house.town.manager)
    other = keyed(there, on=CERTIFIED_ON)
    other.keys[house.town.manager.id] = house.keys[house.town.manager.id]
    other.certify(house.town.manager, OfficeKind.COMPLAINTS_MANAGER, on=CERTIFIED_ON)
    return other


@pytest.fixture
def today() -> Iterator[None]:
    """The moment at which the clock of these tests stands still."""
    with time_machine.travel(NOW, tick=False):
        yield
