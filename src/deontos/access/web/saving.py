"""Whether what a request was to save is saved: surely not, or nobody knows.

A connection may break off after COMMIT was sent and before the database answered; then nobody here knows. Each thread
has its own connection and answers one request at a time, so each remembers this for itself.
"""

from collections.abc import Callable
from threading import local

from django.db import DataError, Error, IntegrityError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

UNDONE_BY_SQLITE = ("SQLITE_FULL", "SQLITE_BUSY", "SQLITE_READONLY", "SQLITE_IOERR_WRITE", "SQLITE_CONSTRAINT")
"""How the names of failures begin after which a transaction is undone: the mark that ends it is written last."""
BROKEN_OFF = ("08", "57")
"""How the codes of PostgreSQL begin that say nothing of what became of a transaction: lost, or ended from outside."""

_thread = local()


def begin_to_save() -> None:
    """What was committed so far is not what somebody waits for now."""
    _thread.may_be_saved = False


def may_be_saved() -> bool:
    """Whether a transaction was brought to its end since, or perhaps was."""
    return getattr(_thread, "may_be_saved", False)


def watch_commits() -> None:
    """Watch every connection there will be."""
    connection_created.connect(_watch, dispatch_uid="deontos.access.web.saving")


def is_undone(failure: Error) -> bool:
    """Whether a failure at COMMIT says that nothing of the transaction stays."""
    cause = failure.__cause__
    if isinstance(failure, IntegrityError | DataError):
        return True
    code = getattr(cause, "sqlstate", None)
    if code:
        return not str(code).startswith(BROKEN_OFF)
    return str(getattr(cause, "sqlite_errorname", "")).startswith(UNDONE_BY_SQLITE)


def _watch(connection: BaseDatabaseWrapper, **_more: object) -> None:
    """Said anew at each connecting; the object that connects stays the same."""
    own = vars(connection)
    if "commit" not in own:
        own["commit"] = _watched(connection.commit)


def _watched(commit: Callable[[], None]) -> Callable[[], None]:
    def committed() -> None:
        before = may_be_saved()
        _thread.may_be_saved = True
        try:
            commit()
        except Error as failure:
            _thread.may_be_saved = before or not is_undone(failure)
            raise

    return committed
