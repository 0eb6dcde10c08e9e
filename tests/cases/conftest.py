"""A town whose manager and deputies hold certified keys; its cases were really confided."""

from datetime import date

import pytest

from tests.factories.keyring import KeyedTown, keyed


@pytest.fixture
def house(db: None) -> KeyedTown:
    """Lindewater, with keys that were certified long enough ago for every day of these tests."""
    return keyed(on=date(2026, 1, 15))
