"""The sweep on the full hour: rooms look for what a reporter, or a worker that was killed, left for them to do."""

import logging
from datetime import datetime
from typing import Protocol

from deontos.jobs.tasks import job
from deontos.kernel import clock

ON_THE_HOUR = "0 * * * *"

logger = logging.getLogger(__name__)


class Sweep(Protocol):
    """What a room does once an hour: quick, repeatable, enqueuing what takes longer."""

    def __call__(self, *, at: datetime) -> object:
        """Look and act."""


class SweepFailed(Exception):
    """Some sweeps ended in a failure; the others were carried out."""


class Sweeps:
    """The sweeps by name, in the order of declaration. The house has one of this; a test may have its own."""

    def __init__(self) -> None:
        self.by_name: dict[str, Sweep] = {}

    def add(self, name: str, function: Sweep) -> None:
        """Declare a sweep. Raises ValueError when the name is taken by another one."""
        if self.by_name.setdefault(name, function) is not function:
            raise ValueError(f"there is a sweep {name} already")

    def run(self, *, at: datetime) -> None:
        """Run every sweep; one that fails does not keep the others from theirs. Raises SweepFailed afterwards."""
        failed = [name for name, function in self.by_name.items() if not _is_done(name, function, at)]
        if failed:
            raise SweepFailed


HOUSE = Sweeps()


def sweep(name: str, function: Sweep) -> None:
    """Let a room's function run on every full hour; see `Sweeps.add`."""
    HOUSE.add(name, function)


@job()
def sweep_house() -> None:
    """Run every sweep of the house."""
    HOUSE.run(at=clock.now())


def _is_done(name: str, function: Sweep, at: datetime) -> bool:
    try:
        function(at=at)
    except Exception as failure:  # noqa: BLE001 whatever it is, the other rooms have their turn
        logger.error("The sweep %s failed: %s.", name, type(failure).__name__)  # noqa: TRY400 no words of a failure
        return False
    return True
