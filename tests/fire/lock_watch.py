"""Watches how long each transaction, and each write outside of one, holds the write lock of the database.

The time in which this thread was ready and got no processor, as others had them all, does not count: other tests on the
same machine are no reason to hold a lock. Work, sleep, and waiting for a disk or a server do.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from django.db import connection

SCHEDULED = Path("/proc/thread-self/schedstat")
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|BEGIN IMMEDIATE)|.*\bFOR (NO KEY )?UPDATE\b", re.IGNORECASE | re.DOTALL)
"""What takes the lock. SQLite takes it with BEGIN IMMEDIATE, for reading too; PostgreSQL with the first row."""


def now() -> float:
    """Seconds, without those in which this thread waited for a processor."""
    without_processor = int(SCHEDULED.read_text("ascii").split()[1]) / 1e9 if SCHEDULED.exists() else 0.0
    return perf_counter() - without_processor


@dataclass
class LockWatch:
    """What was held, in milliseconds, by what the lock was taken for."""

    held: list[tuple[float, str]] = field(default_factory=list)
    began: float | None = None
    what: str = ""

    def seen(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Around every statement."""
        began = now()
        done = execute(sql, params, many, context)
        if WRITES.match(sql):
            self.what = self.what or (sql if not sql.startswith("BEGIN") else "")
            if self.began is None:
                self.began = now() if sql.startswith("BEGIN") else began
            if not connection.in_atomic_block and not sql.startswith("BEGIN"):
                self.ended()
        return done

    def ended(self) -> None:
        """The lock is let go."""
        if self.began is not None:
            self.held.append(((now() - self.began) * 1000, self.what[:80]))
        self.began, self.what = None, ""

    def over(self, bound: float) -> list[tuple[float, str]]:
        """What was held for longer."""
        return sorted(each for each in self.held if each[0] > bound)


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[LockWatch]:
    """Whatever this process writes meanwhile. Django says of a commit and of a rollback no word to its wrappers."""
    watch = LockWatch()
    with monkeypatch.context() as patch, connection.execute_wrapper(watch.seen):
        for name in ("_commit", "_rollback"):
            patch.setattr(connection, name, _then(getattr(connection, name), watch.ended))
        yield watch


def _then(first: Callable[[], Any], second: Callable[[], None]) -> Callable[[], Any]:
    def both() -> Any:
        done = first()
        second()
        return done

    return both
