"""When which job falls due, on the clock of Brussels. Entries are declared in `sites/wiring.py`; a tick enqueues them.

A period is enqueued once, however many schedulers there are. What fell due while nobody looked is caught up once, not
as often as it fell due. In the night in which summer time begins, what stands in the hour that is left out falls due an
hour later; in the night in which it ends, each time of day comes once, and a full hour every hour.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger
from django.db import IntegrityError, transaction
from django.db.models import Max
from django_tasks.base import Task

from deontos.jobs.models import Period
from deontos.kernel.clock import CIVIL_ZONE

AT_MOST = timedelta(days=1)
"""How far ahead a tick looks when nothing is declared."""
LOOKS_BACK = (timedelta(days=2), timedelta(days=70), timedelta(days=800))
"""How far back the last time is looked for, step by step, so that a machine that was off for years starts at once."""
EVERY_HOUR = ["*"] * 4


@dataclass(frozen=True, slots=True)
class Entry:
    """A job that takes nothing, with its times as a crontab writes them: minute, hour, day, month, weekday."""

    name: str
    times: str
    task: Task[[], Any]
    zone: str = CIVIL_ZONE

    def first_after(self, moment: datetime) -> datetime:
        """The first time this falls due after a moment.

        The crontab is read on a clock that knows no summer time: read on one that does, the library leaves out what
        stands in the first hour of the day after summer time began.
        """
        clock = UTC if self._is_hourly else ZoneInfo(self.zone)
        trigger = CronTrigger.from_crontab(self.times, timezone=UTC)
        wall = moment.astimezone(clock).replace(tzinfo=UTC, fold=0)
        while True:
            wall = trigger.get_next_fire_time(wall, wall)
            due: datetime = wall.replace(tzinfo=clock).astimezone(UTC)
            if due > moment:
                return due

    def latest(self, after: datetime, until: datetime) -> datetime | None:
        """The last time this fell due after one moment and not after the other, if it did."""
        for back in LOOKS_BACK:
            if until - back > after and (due := self._last(until - back, until)):
                return due
        return self._last(after, until)

    @property
    def _is_hourly(self) -> bool:
        """Whether every hour is meant, whatever it is called. Zones with quarters of hours are none of ours."""
        return self.times.split()[1:] == EVERY_HOUR

    def _last(self, after: datetime, until: datetime) -> datetime | None:
        due, following = None, self.first_after(after)
        while following <= until:
            due, following = following, self.first_after(following)
        return due


class Timetable:
    """Entries by name. The house has one; a test may have its own."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}

    def every(self, name: str, times: str, task: Task[[], Any]) -> None:
        """Declare an entry. Raises ValueError when the name is taken by another one, or the times are no crontab."""
        entry = Entry(name, times, task)
        CronTrigger.from_crontab(times)
        if self.entries.setdefault(name, entry) != entry:
            raise ValueError(f"{name} stands in the timetable already")

    def tick(self, *, at: datetime) -> datetime:
        """Enqueue what fell due; the answer is when something falls due next.

        An entry that is seen for the first time is remembered and falls due from then on.
        """
        known = Period.objects.filter(entry__in=self.entries, due_at__lte=at).values("entry")
        latest = {row["entry"]: row["latest"] for row in known.annotate(latest=Max("due_at")).order_by()}
        for entry in self.entries.values():
            if entry.name not in latest:
                Period.objects.create(entry=entry.name, due_at=at)
            elif due := entry.latest(latest[entry.name], at):
                _enqueue_once(entry, due)
        return min((entry.first_after(at) for entry in self.entries.values()), default=at + AT_MOST)


def _enqueue_once(entry: Entry, due: datetime) -> None:
    try:
        with transaction.atomic():
            Period.objects.create(entry=entry.name, due_at=due)
            entry.task.enqueue()
    except IntegrityError:
        return  # another scheduler was quicker


HOUSE = Timetable()


def every(name: str, times: str, task: Task[[], Any]) -> None:
    """Declare an entry of the house; see `Timetable.every`."""
    HOUSE.every(name, times, task)
