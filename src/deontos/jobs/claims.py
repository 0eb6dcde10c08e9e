"""Who has which job in hand: what a killed worker left is taken up again, and nothing overlaps with itself."""

import logging
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from uuid import uuid4

from django.db.models import Q, QuerySet
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from deontos.jobs.locks import alone, forget_lock, locks_like
from deontos.jobs.retries import pause_after
from deontos.kernel import clock

Row = DBTaskResult[..., object]

WHILE_IT_RUNS = timedelta(seconds=5)
"""How long a job waits for the same job under way."""

logger = logging.getLogger(__name__)


class Seat:
    """What shows that a worker process lives: a lock of its own, which it loses when it dies."""

    def __init__(self) -> None:
        self.name = uuid4().hex
        self._held: AbstractContextManager[bool] | None = None

    @property
    def is_kept(self) -> bool:
        """Whether it was taken; only then may a hand take something up."""
        return self._held is not None

    def keep(self) -> None:
        """Hold the lock, once more where a lost connection let go of it."""
        if self._held is None or not _is_alive(self.name):
            self.leave()
            lock = alone(_lock_of(self.name))
            if lock.__enter__():
                self._held = lock
            else:  # somebody looks at this very moment whether it is held
                lock.__exit__(None, None, None)

    def leave(self) -> None:
        """Let go."""
        held, self._held = self._held, None
        if held is not None:
            held.__exit__(None, None, None)
            forget_lock(_lock_of(self.name))

    def hand(self, number: int) -> str:
        """How one of its hands signs what it takes up."""
        return f"{self.name}-{number}"


def is_under_way_elsewhere(row: Row) -> bool:
    """Whether another hand runs the same; asked after the own claim is written, so that one of two always sees."""
    return _same_as(row).filter(status=TaskResultStatus.RUNNING).exists()


def wait_for_the_other(row: Row) -> None:
    """Lay a job back for some seconds, as if nobody had taken it up."""
    _lay_back(row, row.worker_ids[:-1], clock.now() + WHILE_IT_RUNS)


def drop_doubles(row: Row) -> None:
    """Forget the same job where it was queued again before this run: what they were queued for, it finds as well."""
    due = Q(run_after=get_date_max()) | Q(run_after__lte=clock.now())
    _same_as(row).filter(due, status=TaskResultStatus.READY).delete()


def is_plain(row: Row) -> bool:
    """Whether a job takes nothing, so that one run is as good as several."""
    return not row.args_kwargs["args"] and not row.args_kwargs["kwargs"]


def forget_dead_seats() -> None:
    """Remove what workers left beside an embedded database when they were killed."""
    for lock in locks_like(_lock_of("")):
        if _is_free(lock):
            forget_lock(lock)


def take_back_from(hand: str) -> None:
    """Lay back what stands in the name of a hand that has nothing in it."""
    for row in DBTaskResult.objects.running():
        if row.worker_ids[-1:] == [hand]:
            _take_back(row)


def take_back_from_the_dead() -> None:
    """Lay back what workers had in hand when they were killed."""
    rows = {row: _seat_of(row) for row in DBTaskResult.objects.running()}
    for seat in set(rows.values()):
        if not _is_alive(seat):
            for row in rows:
                if rows[row] == seat:
                    _take_back(row)


def _take_back(row: Row) -> None:
    """At once for the first time, then after ever longer pauses: the job itself may be what killed its workers."""
    left = len(row.worker_ids)
    logger.warning("A job was left %d times by a worker that is gone (%s). It is taken up again.", left, row.task_path)
    _lay_back(row, row.worker_ids, clock.now() + pause_after(left - 1) if left > 1 else get_date_max())


def _lay_back(row: Row, hands: list[str], moment: datetime) -> None:
    _running(row).update(status=TaskResultStatus.READY, started_at=None, worker_ids=hands, run_after=moment)


def _running(row: Row) -> "QuerySet[Row]":
    """This row while it is in the same hands: somebody else may have been quicker."""
    return DBTaskResult.objects.running().filter(pk=row.pk, started_at=row.started_at)


def _same_as(row: Row) -> "QuerySet[Row]":
    return DBTaskResult.objects.filter(task_path=row.task_path, args_kwargs=row.args_kwargs).exclude(pk=row.pk)


def _is_alive(seat: str) -> bool:
    return not _is_free(_lock_of(seat))


def _is_free(lock: str) -> bool:
    with alone(lock) as is_mine:
        return is_mine


def _seat_of(row: Row) -> str:
    return str(row.worker_ids[-1]).partition("-")[0] if row.worker_ids else ""


def _lock_of(seat: str) -> str:
    return f"worker-{seat}"
