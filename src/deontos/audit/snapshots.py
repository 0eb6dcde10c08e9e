"""Reading many rows as they stood at one moment, while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

AS_OF_NOW = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


@contextmanager
def unchanging() -> Iterator[None]:
    """Within this block all reading shows one moment; nothing is locked and nothing may be written.

    Inside a transaction that is open already, that transaction decides.
    """
    if connection.in_atomic_block:
        yield
        return
    with _on_postgresql() if connection.vendor == "postgresql" else _on_sqlite():
        yield


@contextmanager
def _on_postgresql() -> Iterator[None]:
    with transaction.atomic():
        connection.connection.execute(AS_OF_NOW)
        yield


@contextmanager
def _on_sqlite() -> Iterator[None]:
    """Transactions of the house take the write lock at once; a reader of many rows must not."""
    connection.ensure_connection()
    connection.connection.execute("BEGIN DEFERRED")
    try:
        yield
    finally:
        connection.connection.execute("ROLLBACK")
