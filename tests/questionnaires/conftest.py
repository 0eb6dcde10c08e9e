"""Two towns that keep questionnaires, at a fixed moment."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.factories.organisations import NOW, Town, town


@pytest.fixture
def here(db: None) -> Iterator[Town]:
    """Lindewater, with its people; the clock stands still."""
    with time_machine.travel(NOW, tick=False):
        yield town()


@pytest.fixture
def there(here: Town) -> Town:
    """A town that is none of their business."""
    return town("Hazelaar")
