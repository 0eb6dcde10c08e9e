"""The background process: some threads run jobs, one keeps the timetable. Any number of them over PostgreSQL.

A job that a killed worker had in its hands is not run again by itself: jobs can be repeated, and the sweep of their
room finds what was left undone.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import uuid4

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from deontos.jobs.locks import alone
from deontos.jobs.timetable import HOUSE, Timetable
from deontos.kernel import clock

SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_BETWEEN_TICKS = 20.0
SECONDS_WITHOUT_DATABASE = 5.0

logger = logging.getLogger(__name__)


class Hand(Worker):
    """A worker of the job queue that puts nothing down half done and takes up nothing after the word to stop."""

    def __init__(self, stop: Event) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=uuid4().hex,
        )
        self.stop = stop

    def run_task(self, db_task_result: DBTaskResult[..., object]) -> None:
        """Run one job to its end, then look whether to go on."""
        super().run_task(db_task_result)
        self.running = not self.stop.is_set()


def run(stop: Event, *, threads: int = 1, timetable: Timetable = HOUSE) -> None:
    """Work until `stop` is set and what is under way is finished. A failure of our own stops all, and is raised."""
    with ThreadPoolExecutor(threads, thread_name_prefix="hand") as pool:
        hands = [pool.submit(work, stop) for _ in range(threads)]
        keep_time(stop, timetable)
    for hand in hands:
        hand.result()


def work(stop: Event) -> None:
    """Take up jobs one after another."""
    hand = Hand(stop)
    repeat(stop, lambda: _take_up(hand))


def keep_time(stop: Event, timetable: Timetable) -> None:
    """Tick, at the latest when something falls due; one scheduler at a time."""
    repeat(stop, lambda: _tick(timetable))


def _take_up(hand: Hand) -> float:
    # Looking takes no lock; only when there is something does the library lock the queue to claim it.
    if DBTaskResult.objects.ready().exists():
        hand.run()
    return SECONDS_BETWEEN_LOOKS


def _tick(timetable: Timetable) -> float:
    with alone("timetable") as mine:
        if not mine:
            return SECONDS_BETWEEN_TICKS
        following = timetable.tick(at=clock.now())
    return min(SECONDS_BETWEEN_TICKS, max(0.0, (following - clock.now()).total_seconds()))


def repeat(stop: Event, step: Callable[[], float], *, without_database: float = SECONDS_WITHOUT_DATABASE) -> None:
    """Repeat a step with the pauses (seconds) it asks for; while the database is away, with this pause."""
    try:
        while not stop.is_set():
            close_old_connections()
            try:
                pause = step()
            except (DatabaseError, InterfaceError) as failure:
                logger.error("The database failed (%s), trying again.", type(failure).__name__)  # noqa: TRY400 no words
                connection.close()
                pause = without_database
            stop.wait(pause)
    finally:
        stop.set()
        connection.close()
