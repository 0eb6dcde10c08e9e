"""Towns whose managers and deputies hold certified keys; their cases were really confided."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from deontos.organisations.models import Office, Person
from deontos.organisations.vocabulary import Language, OfficeKind
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, town

CERTIFIED_ON = date(2026, 1, 15)
"""Long enough ago for every day of these tests."""


def in_english(house: KeyedTown) -> KeyedTown:
    """The same town, its people reading English."""
    Person.objects.filter(organisation=house.town.organisation).update(language=Language.ENGLISH)
    return house


@pytest.fixture
def house(db: None) -> KeyedTown:
    """Lindewater, with keys. Its people read English, so that sentences are those of the sources."""
    return in_english(keyed(on=CERTIFIED_ON))


@pytest.fixture
def hazelaar(house: KeyedTown) -> KeyedTown:
    """Another town, whose complaints manager is the one of Lindewater."""
    there = town("Hazelaar")
    Office.objects.filter(pk=there.manager_office.pk).update(holder=house.town.manager)
    other = keyed(there, on=CERTIFIED_ON)
    other.keys[house.town.manager.id] = house.keys[house.town.manager.id]
    other.certify(house.town.manager, OfficeKind.COMPLAINTS_MANAGER, on=CERTIFIED_ON)
    return in_english(other)


@pytest.fixture
def today() -> Iterator[None]:
    """The moment at which the clock of these tests stands still."""
    with time_machine.travel(NOW, tick=False):
        yield
