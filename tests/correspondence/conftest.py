"""An organisation that somebody writes to, and a receipt."""

from uuid import UUID

import pytest

from deontos.vault.receipts import Receipt
from tests.factories.organisations import organisation


@pytest.fixture
def home(db: None) -> UUID:
    """The organisation."""
    return organisation().id


@pytest.fixture
def receipt() -> Receipt:
    """A receipt that nothing was sent under yet."""
    return Receipt.make()
