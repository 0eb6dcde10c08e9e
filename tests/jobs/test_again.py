"""What a killed worker had in hand is taken up again, and no job overlaps with itself, however long it takes."""

import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django_tasks_db.models import DBTaskResult, get_date_max

from deontos.jobs import claims
from deontos.jobs.claims import Seat
from deontos.jobs.locks import locks_like
from deontos.jobs.retries import PAUSES
from deontos.jobs.timetable import Timetable
from deontos.kernel import clock
from tests.jobs import samples
from tests.jobs.hands import until, working
from tests.services.operator import deontos_started

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.row("4.8")]

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
NOBODY = "0123456789abcdef0123456789abcdef"


def left_by(*hands: str) -> DBTaskResult[..., object]:
    """A job that these hands took up, one after another, and that the last of them never ended."""
    row = samples.note.enqueue()
    rows = DBTaskResult.objects.filter(pk=row.id)
    rows.update(status="RUNNING", started_at=clock.now(), worker_ids=[f"{hand}-0" for hand in hands])
    return rows.get()


def status_of(row: DBTaskResult[..., object]) -> str:
    row.refresh_from_db()
    return str(row.status)


def test_what_a_killed_process_had_in_hand_is_taken_up_by_another() -> None:
    row = samples.take_long.enqueue()
    process = deontos_started("work")
    try:
        assert until(lambda: DBTaskResult.objects.running().exists())
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()
    samples.may_end.set()
    with working():
        assert until(lambda: DBTaskResult.objects.successful().filter(pk=row.id).exists())
    assert samples.done == ["long"]
    assert len(set(DBTaskResult.objects.get(pk=row.id).worker_ids)) == 2


def test_what_a_living_worker_has_in_hand_stays_there() -> None:
    seat = Seat()
    seat.keep()
    row = left_by(seat.name)
    claims.take_back_from_the_dead()
    assert status_of(row) == "RUNNING"
    seat.leave()
    claims.take_back_from_the_dead()
    assert (status_of(row), row.started_at) == ("READY", None)


def test_a_hand_takes_up_again_what_it_lost_itself() -> None:
    seat = Seat()
    mine, other = left_by(seat.name), left_by(NOBODY)
    claims.take_back_from(seat.hand(0))
    assert (status_of(mine), status_of(other)) == ("READY", "RUNNING")


def test_a_job_that_workers_die_of_comes_back_ever_more_rarely(caplog: pytest.LogCaptureFixture) -> None:
    rows = {left: left_by(*[NOBODY] * left) for left in (1, 2, 3)}
    with time_machine.travel(AT, tick=False):
        claims.take_back_from_the_dead()
    assert {left: (status_of(row), row.run_after) for left, row in rows.items()} == {
        1: ("READY", get_date_max()),
        2: ("READY", AT + PAUSES[0]),
        3: ("READY", AT + PAUSES[1]),
    }
    again = "by a worker that is gone (tests.jobs.samples.note). It is taken up again."
    assert sorted(caplog.messages) == [f"A job was left {left} times {again}" for left in rows]


def test_a_job_longer_than_its_interval_does_not_overlap_with_itself() -> None:
    """Every due moment has its run, the second after the first, though two workers have four hands free."""
    one = Timetable()
    one.every("often", "* * * * *", samples.take_long)
    one.tick(at=AT)
    one.tick(at=AT + MINUTE)
    with working(threads=2, processes=2):
        assert samples.began.wait(20)
        one.tick(at=AT + 2 * MINUTE)
        later = DBTaskResult.objects.exclude(status="RUNNING")
        assert until(lambda: later.filter(run_after__lt=clock.now() + MINUTE).exists())
        assert DBTaskResult.objects.running().count() == 1
        samples.may_end.set()
        assert until(lambda: samples.done == ["long"])
        later.filter(status="READY").update(run_after=clock.now())
        assert until(lambda: samples.done == ["long", "long"])
    assert max(samples.most_at_once) == 1


def test_what_is_queued_several_times_runs_once_unless_it_was_told_something() -> None:
    for word in ("", "", "", "one", "other"):
        samples.note.enqueue(word) if word else samples.note.enqueue()
    with working():
        assert until(lambda: not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists())
    assert sorted(samples.done) == ["noted", "one", "other"]


def test_what_is_queued_while_it_runs_is_not_dropped() -> None:
    """What it was queued for may have come about after the run looked."""
    samples.take_long.enqueue()
    with working(threads=2):
        assert samples.began.wait(20)
        samples.take_long.enqueue()
        samples.may_end.set()
        assert until(lambda: samples.done == ["long", "long"])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a database server keeps its locks itself")
def test_what_killed_workers_leave_beside_the_database_is_removed() -> None:
    claims.forget_dead_seats()
    seat, dead = Seat(), Seat()
    seat.keep()
    beside = Path(str(connection.settings_dict["NAME"]))
    beside.with_name(f"{beside.name}-worker-{dead.name}.lock").touch()
    claims.forget_dead_seats()
    assert locks_like("worker-") == [f"worker-{seat.name}"]
    seat.leave()
    assert locks_like("worker-") == []
