"""When something that failed is tried again: soon at first, then ever more rarely, and never given up."""

from datetime import datetime, timedelta
from typing import TypeVar

from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

Answer = TypeVar("Answer")

READY = TaskResultStatus.READY

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
)
LONGEST_PAUSE = PAUSES[-1]


def pause_after(failures: int) -> timedelta:
    """How long to wait after so many failures in a row (from 1); the last pause is kept for ever."""
    if failures < 1:
        raise ValueError("there is no pause before the first failure")
    return PAUSES[min(failures, len(PAUSES)) - 1]


def enqueue_for(task: Task[[], Answer], moment: datetime) -> None:
    """Queue a job that takes nothing; no worker runs it before this moment."""
    task.using(run_after=moment).enqueue()


def come_back_by(task: Task[[], Answer], moment: datetime) -> None:
    """The same, unless it waits already for this moment or an earlier one: tries again do not gather in the queue."""
    if not DBTaskResult.objects.filter(task_path=task.module_path, status=READY, run_after__lte=moment).exists():
        enqueue_for(task, moment)
