"""Watches how long each transaction, and each write outside of one, holds the write lock of the database.

The time in which this thread was ready and got no processor, as others had them all, does not count: other tests on the
same machine are no reason to hold a lock. Work, sleep, and waiting for a server do. Of waiting for the disk, which is
what a commit is, as much counts as the commits of that work take in the middle: a disk that many machines share stalls
for half a second now and then whatever is written to it.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
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
    """What was held until its commit, in milliseconds, by what the lock was taken for; and how long commits took."""

    held: list[tuple[float, str]] = field(default_factory=list)
    commits: dict[str, list[float]] = field(default_factory=dict)
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
                self.ended(began)  # a statement on its own is its own commit
        return done

    def ended(self, commit_began: float) -> None:
        """The lock is let go."""
        if self.began is not None:
            what = self.what[:80]
            self.held.append(((commit_began - self.began) * 1000, what))
            self.commits.setdefault(what, []).append((now() - commit_began) * 1000)
        self.began, self.what = None, ""

    def over(self, bound: float) -> list[tuple[float, str]]:
        """What was held for longer, with its commit."""
        middle = {what: median(taken) for what, taken in self.commits.items()}
        whole = ((taken + middle[what], what) for taken, what in self.held)
        return sorted(each for each in whole if each[0] > bound)


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[LockWatch]:
    """Whatever this process writes meanwhile. Django says of a commit and of a rollback no word to its wrappers."""
    watch = LockWatch()
    with monkeypatch.context() as patch, connection.execute_wrapper(watch.seen):
        for name in ("_commit", "_rollback"):
            patch.setattr(connection, name, _timed(getattr(connection, name), watch.ended))
        yield watch


def _timed(commit: Callable[[], Any], ended: Callable[[float], None]) -> Callable[[], Any]:
    def timed() -> Any:
        began = now()
        done = commit()
        ended(began)
        return done

    return timed
