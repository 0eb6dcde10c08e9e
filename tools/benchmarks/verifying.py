"""How long `deontos verify` takes over 5,000 cases, and how much memory it takes on top."""

import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator

from tools.benchmarks import Figure, measures
from tools.benchmarks.inbox import fill
from tools.benchmarks.stage import DATABASES, print_figures, stage

FEW, MANY = 500, 5_000


@measures("verifying")
def verifying() -> Iterable[Figure]:
    """Every row of every room, on both databases."""
    for database in DATABASES:
        with stage(database) as house:
            yield from house.named("verifying")


def _measured() -> Iterator[Figure]:
    from tools.benchmarks.town import make_town

    town, before = make_town(), 0.0
    for cases, more in ((FEW, FEW), (MANY, MANY - FEW)):
        fill(town, more)
        memory, began, worked = _memory(), time.perf_counter(), time.process_time()
        rows, queries = _walk()
        each = (time.process_time() - worked) / cases
        yield Figure(f"verifying {cases:,} cases", round(time.perf_counter() - began, 1), "s")
        yield Figure(f"work of the processor for verifying {cases:,} cases", round(each * cases, 1), "s")
        yield Figure(f"rows looked at with {cases:,} cases", rows, "rows")
        yield Figure(f"rows looked at by a query with {cases:,} cases", round(rows / queries), "rows")
        yield Figure(f"memory that verifying {cases:,} cases takes on top", round(_memory() - memory, 1), "MiB")
        if before:
            yield Figure("work for verifying one case", round(each / before, 2), "times", f"among {FEW} cases")
        before = each


def _walk() -> tuple[int, int]:
    """Look at every row; how many there were, and how many queries that took."""
    from django.db import connection

    from deontos.audit.verification import HOUSE

    counts: list[int] = []
    asked: list[str] = []

    def noting(execute: Callable[..., object], sql: str, *rest: object) -> object:
        asked.append("")
        return execute(sql, *rest)

    with connection.execute_wrapper(noting):
        # The vaults of a measured town were made without a passphrase, and so without a row of the log.
        found = [flaw for _room, flaw in HOUSE.run(looked=lambda _room, count: counts.append(count))]
    if wrong := [flaw for flaw in found if flaw.table != "keyring.vault"]:
        raise RuntimeError(f"{len(wrong)} rows are wrong")
    return sum(counts), len(asked)


def _memory() -> float:
    """The most that this process ever held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Measure in this house."""
    import django

    django.setup()
    return print_figures(_measured())


if __name__ == "__main__":
    sys.exit(main())
