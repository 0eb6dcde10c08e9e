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


SWEEPS: dict[str, Sweep] = {}


def sweep(name: str, function: Sweep) -> None:
    """Let a room's function run on every full hour, in the order of declaration. Raises ValueError for a taken name."""
    if SWEEPS.setdefault(name, function) is not function:
        raise ValueError(f"there is a sweep {name} already")


@job()
def sweep_house() -> None:
    """Run every sweep; one that fails does not keep the others from theirs."""
    at, failed = clock.now(), []
    for name, function in SWEEPS.items():
        try:
            function(at=at)
        except Exception as failure:  # noqa: BLE001 whatever it is, the other rooms have their turn
            logger.error("The sweep %s failed: %s.", name, type(failure).__name__)  # noqa: TRY400 no words of a failure
            failed.append(name)
    if failed:
        raise SweepFailed
