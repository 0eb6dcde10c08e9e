"""Workers in threads of the test, as many as it wants, and patience with them."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from deontos.jobs import worker
from deontos.jobs.timetable import Timetable
from tests.jobs import samples


@contextmanager
def working(*, threads: int = 1, timetable: Timetable | None = None, processes: int = 1) -> Iterator[Event]:
    """Workers at work until the block ends."""
    stop = Event()
    own = timetable or Timetable()
    workers = [
        Thread(target=worker.run, args=(stop,), kwargs={"threads": threads, "timetable": own}) for _ in range(processes)
    ]
    for each in workers:
        each.start()
    try:
        yield stop
    finally:
        stop.set()
        samples.may_end.set()
        for each in workers:
            each.join(30)
    assert not any(each.is_alive() for each in workers)


def until(is_so: Callable[[], bool]) -> bool:
    """Whether something becomes true within a few seconds."""
    latest = time.monotonic() + 20
    while not is_so() and time.monotonic() < latest:
        time.sleep(0.02)
    return is_so()
