"""The background process: jobs run once each, it stops when told to, and a database that is away is waited for."""

import time
from threading import Event

import pytest
from django.db import OperationalError
from django_tasks_db.models import DBTaskResult

from deontos.jobs import worker
from deontos.jobs.locks import alone
from deontos.jobs.models import Period
from deontos.jobs.timetable import Timetable
from tests.jobs import samples
from tests.jobs.hands import until, working

pytestmark = pytest.mark.django_db(transaction=True)


def statuses() -> list[str]:
    return sorted(DBTaskResult.objects.values_list("status", flat=True))


@pytest.mark.row("1.6")
def test_every_job_runs_once_with_several_workers() -> None:
    for number in range(40):
        samples.note.enqueue(str(number))
    with working(threads=2, processes=2):
        assert until(lambda: DBTaskResult.objects.finished().count() == 40)
    assert sorted(samples.done, key=int) == [str(number) for number in range(40)]
    assert statuses() == ["SUCCESSFUL"] * 40


def test_urgent_work_goes_first() -> None:
    samples.note.enqueue("usual")
    samples.note_urgently.enqueue()
    with working():
        assert until(lambda: len(samples.done) == 2)
    assert samples.done == ["urgent", "usual"]


@pytest.mark.row("1.6")
def test_a_job_queued_later_is_picked_up_within_seconds() -> None:
    with working():
        time.sleep(0.2)
        samples.note.enqueue("later")
        started = time.monotonic()
        assert until(lambda: samples.done == ["later"])
        assert time.monotonic() - started < 5


def test_what_failed_keeps_no_words_in_the_queue_or_the_log(caplog: pytest.LogCaptureFixture) -> None:
    samples.fail.enqueue()
    samples.note.enqueue("after it")
    with working():
        assert until(lambda: samples.done == ["after it"])
    row = DBTaskResult.objects.get(status="FAILED")
    assert row.exception_class_path == "deontos.jobs.tasks.JobFailed"
    assert samples.SECRET not in row.traceback + caplog.text
    assert "tests.jobs.samples.fail: ValueError" in row.traceback


@pytest.mark.row("1.7")
def test_what_is_under_way_is_finished_and_nothing_more_is_begun() -> None:
    samples.take_long.enqueue()
    samples.note.enqueue("never begun")
    with working() as stop:
        assert samples.began.wait(20)
        stop.set()
        samples.may_end.set()
    assert samples.done == ["long"]
    assert statuses() == ["READY", "SUCCESSFUL"]


def test_the_timetable_is_kept_by_one() -> None:
    one = Timetable()
    one.every("an entry", "0 7 * * *", samples.note)
    with alone("timetable"), working(timetable=one):
        time.sleep(0.5)
        assert Period.objects.count() == 0
    with working(timetable=one, processes=2):
        assert until(lambda: Period.objects.count() == 1)
        time.sleep(0.3)
    assert Period.objects.count() == 1


def test_a_database_that_is_away_is_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    stop, steps = Event(), list[int]()

    def step() -> float:
        steps.append(1)
        if len(steps) < 3:
            raise OperationalError("could not connect as mira")
        stop.set()
        return 0

    worker.repeat(stop, step, without_database=0.05)
    assert len(steps) == 3
    assert caplog.messages == ["The database failed (OperationalError), trying again."] * 2


def test_a_failure_of_our_own_stops_everything_and_is_raised() -> None:
    class Broken(Timetable):
        def tick(self, *, at: object) -> None:  # type: ignore[override]
            raise ZeroDivisionError

    stop = Event()
    with pytest.raises(ZeroDivisionError):
        worker.run(stop, threads=2, timetable=Broken())
    assert stop.is_set()
