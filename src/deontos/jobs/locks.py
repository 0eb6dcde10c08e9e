"""What only one process at a time may do, whichever database they share. Whoever dies lets go."""

import contextlib
import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.db import DatabaseError, InterfaceError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

SECONDS_BETWEEN_TRIES = 0.1

TRY = "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))"
LET_GO = "SELECT pg_advisory_unlock_all() IS NULL OR %s IS NULL"


@contextmanager
def alone(name: str, *, patience: float = 0) -> Iterator[bool]:
    """Hold the lock of this name; False when somebody else still holds it after `patience` seconds.

    Not re-entrant: a second holder in the same process waits too.
    """
    holding = _advisory_lock if connection.vendor == "postgresql" else _file_lock
    with holding(name, patience) as mine:
        yield mine


@contextmanager
def _advisory_lock(name: str, patience: float) -> Iterator[bool]:
    """A lock of PostgreSQL, on a connection of its own: it neither depends on transactions nor outlives the holder."""
    own: BaseDatabaseWrapper = connection.copy()
    own.ensure_connection()
    try:
        yield _tried(lambda: _is_true(own, TRY, name), patience)
    finally:
        with contextlib.suppress(DatabaseError, InterfaceError):  # whoever lost the connection has lost the lock
            _is_true(own, LET_GO, name)  # closing alone lets go too, only some moments later
        own.close()


def _is_true(own: BaseDatabaseWrapper, question: str, name: str) -> bool:
    # Session locks have no query API. The driver's own `execute` needs no cursor of ours.
    with own.wrap_database_errors:
        return bool(own.connection.execute(question, [f"deontos {name}"]).fetchone()[0])


@contextmanager
def _file_lock(name: str, patience: float) -> Iterator[bool]:
    """A lock on an empty file beside the embedded database. Its times do not change when it is taken."""
    with _lock_file(name).open("ab") as file:
        yield _tried(lambda: _is_locked(file), patience)


def forget_lock(name: str) -> None:
    """Remove what is left of a lock that nobody will ever take again."""
    if connection.vendor == "sqlite":
        _lock_file(name).unlink(missing_ok=True)


def locks_like(beginning: str) -> list[str]:
    """The names of locks with this beginning that left something behind."""
    if connection.vendor != "sqlite":
        return []
    model = _lock_file(f"{beginning}*")
    before, after = model.name.split("*")
    return [beginning + each.name.removeprefix(before).removesuffix(after) for each in model.parent.glob(model.name)]


def _lock_file(name: str) -> Path:
    database = Path(str(connection.settings_dict["NAME"]))
    return database.with_name(f"{database.name}-{name}.lock")


def _is_locked(file: IO[bytes]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _tried(attempt: Callable[[], bool], patience: float) -> bool:
    """Whether an attempt succeeds within `patience` seconds."""
    latest = time.monotonic() + patience
    while not (mine := attempt()) and time.monotonic() < latest:
        time.sleep(SECONDS_BETWEEN_TRIES)
    return mine
