"""The background process: some threads run jobs, one keeps the timetable. Any number of them over PostgreSQL.

A job that a killed worker had in its hands is taken up again by another within a minute: jobs can be repeated. The same
job is never in two hands at once.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from deontos.jobs import claims
from deontos.jobs.claims import Seat
from deontos.jobs.locks import alone
from deontos.jobs.timetable import HOUSE, Timetable
from deontos.kernel import clock

SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_BETWEEN_TICKS = 20.0
SECONDS_WITHOUT_SEAT = 0.05
SECONDS_WITHOUT_DATABASE = 5.0

logger = logging.getLogger(__name__)


class Hand(Worker):
    """A worker of the job queue that puts nothing down half done and takes up nothing after the word to stop."""

    def __init__(self, stop: Event, name: str) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
        )
        self.stop = stop
        self.was_interrupted = False

    def run_task(self, db_task_result: DBTaskResult[..., object]) -> None:
        """Run one job to its end unless the same is under way, then look whether to go on."""
        if claims.is_under_way_elsewhere(db_task_result):
            claims.wait_for_the_other(db_task_result)
        else:
            if claims.is_plain(db_task_result):
                claims.drop_doubles(db_task_result)
            super().run_task(db_task_result)
        self.running = not self.stop.is_set()


def run(stop: Event, *, threads: int = 1, timetable: Timetable = HOUSE) -> None:
    """Work until `stop` is set and what is under way is finished. A failure of our own stops all, and is raised."""
    seat = Seat()
    try:
        with ThreadPoolExecutor(threads, thread_name_prefix="hand") as pool:
            hands = [pool.submit(work, stop, seat, number) for number in range(threads)]
            keep_time(stop, seat, timetable)
    finally:
        seat.leave()
        connection.close()
    for hand in hands:
        hand.result()


def work(stop: Event, seat: Seat, number: int) -> None:
    """Take up jobs one after another."""
    hand = Hand(stop, seat.hand(number))
    repeat(stop, lambda: _take_up(hand, seat))


def keep_time(stop: Event, seat: Seat, timetable: Timetable) -> None:
    """Show that this process lives, and tick, at the latest when something falls due; one scheduler at a time."""
    repeat(stop, lambda: _tick(seat, timetable))


def _take_up(hand: Hand, seat: Seat) -> float:
    if not seat.is_kept:
        return SECONDS_WITHOUT_SEAT
    if hand.was_interrupted:
        claims.take_back_from(hand.worker_id)
        hand.was_interrupted = False
    # Looking takes no lock; only when there is something does the library lock the queue to claim it.
    if DBTaskResult.objects.ready().exists():
        hand.was_interrupted = True
        hand.run()
        hand.was_interrupted = False
    return SECONDS_BETWEEN_LOOKS


def _tick(seat: Seat, timetable: Timetable) -> float:
    seat.keep()
    with alone("timetable") as mine:
        if not mine:
            return SECONDS_BETWEEN_TICKS
        claims.take_back_from_the_dead()
        following = timetable.tick(at=clock.now())
    return min(SECONDS_BETWEEN_TICKS, max(0.0, (following - clock.now()).total_seconds()))


def repeat(stop: Event, step: Callable[[], float], *, without_database: float = SECONDS_WITHOUT_DATABASE) -> None:
    """Repeat a step with the pauses (seconds) it asks for; while the database is away, with this pause."""
    try:
        while not stop.is_set():
            try:
                close_old_connections()
                pause = step()
            except (DatabaseError, InterfaceError) as failure:
                logger.error("The database failed (%s), trying again.", type(failure).__name__)  # noqa: TRY400 no words
                connection.close()
                pause = without_database
            stop.wait(pause)
    finally:
        stop.set()
        connection.close()
