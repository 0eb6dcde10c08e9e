"""Jobs of these tests begin with nothing done."""

from collections.abc import Iterator

import pytest

from tests.jobs import samples


@pytest.fixture(autouse=True)
def nothing_done() -> Iterator[None]:
    """Forget what the jobs of another test did."""
    samples.done.clear()
    samples.at_once.clear()
    samples.most_at_once.clear()
    samples.began.clear()
    samples.may_end.clear()
    yield
    samples.may_end.set()
