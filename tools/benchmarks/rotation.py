"""How long one slice of work holds the write lock while a person's conversations follow a new key."""

import sys
import time
from collections.abc import Iterable, Iterator
from statistics import median
from typing import TYPE_CHECKING

from tools.benchmarks import Figure, measures
from tools.benchmarks.inbox import fill
from tools.benchmarks.stage import DATABASES, print_figures, stage

if TYPE_CHECKING:
    from deontos.keyring.readers import UnlockedReader
    from tests.factories.keyring import KeyedTown

CASES = 300
SLICES = 10
ALLOWED_MS = 250
"""Milliseconds that a transaction may hold the write lock (rule 4 of the design)."""
PASSPHRASE = "lantaarn boomgaard fluweel kano weide spiegel haven"  # noqa: S105 of an invented person


@measures("rotation")
def rotation() -> Iterable[Figure]:
    """A manager with new keys, on both databases."""
    for database in DATABASES:
        with stage(database) as house:
            yield from house.named("rotation")


def _measured() -> Iterator[Figure]:
    from deontos.keyring.actions.rotation import SLICE
    from tools.benchmarks.town import make_town

    town = make_town()
    fill(town, CASES)
    yield from _figures(f"slice of {SLICE} envelopes", _slices(_renewed(town)))


def _figures(name: str, taken: list[float]) -> Iterator[Figure]:
    yield Figure(f"write lock for a {name}, median of {len(taken)}", round(median(taken), 1), "ms")
    yield Figure(f"write lock for a {name}, longest of {len(taken)}", round(max(taken), 1), "ms")
    bound = f"the {ALLOWED_MS} ms that a transaction may take"
    yield Figure(f"longest write lock for a {name}", round(max(taken) / ALLOWED_MS, 2), "times", bound)


def _renewed(town: "KeyedTown") -> "UnlockedReader":
    """The manager, with new keys under which nothing lies yet."""
    from deontos.kernel import clock
    from deontos.keyring.actions.rotation import renew_keys
    from deontos.keyring.before import keys_of_before
    from deontos.keyring.own_vault import existing_vault
    from deontos.keyring.readers import UnlockedReader
    from deontos.keyring.ways_in import opened_slot
    from deontos.vault.keys import UserKeys

    manager, on = town.town.manager, clock.today()
    renew_keys(manager, town.reader(manager, on=on), PASSPHRASE, at=clock.now())
    vault = existing_vault(manager.id)
    keys = UserKeys.from_bytes(opened_slot(vault, PASSPHRASE))
    return UnlockedReader(keys, on, person=manager.id, older=keys_of_before(vault, keys))


def _slices(reader: "UnlockedReader") -> list[float]:
    """Milliseconds of so many slices, each one transaction that holds the lock from its first to its last moment."""
    from deontos.kernel import clock
    from deontos.keyring.actions.rotation import Progress, go_on

    taken = []
    for _number in range(SLICES):
        began = time.perf_counter()
        progress = go_on(reader, at=clock.now(), slices=1)
        taken.append((time.perf_counter() - began) * 1000)
        if progress is not Progress.MORE:
            raise RuntimeError("there is less to seal anew than is measured")
    return taken


def main() -> int:
    """Measure in this house."""
    import django

    django.setup()
    return print_figures(_measured())


if __name__ == "__main__":
    sys.exit(main())
