"""What falls due is enqueued once, on the clock of Brussels, and what was missed is caught up once."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult
from pytest_django.asserts import assertNumQueries

from deontos.jobs import sweeps, timetable
from deontos.jobs.models import Period
from deontos.jobs.timetable import AT_MOST, Timetable
from tests.jobs import samples

BRUSSELS = ZoneInfo("Europe/Brussels")
START = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)
SEVEN = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def made(*times: str) -> Timetable:
    """A timetable with one entry for each of the times."""
    one = Timetable()
    for number, each in enumerate(times):
        one.every(f"entry {number}", each, samples.note)
    return one


def queued() -> int:
    return DBTaskResult.objects.count()


@pytest.mark.row("1.6")
@pytest.mark.django_db
def test_a_period_is_enqueued_once_however_often_it_ticks() -> None:
    one = made("0 7,13 * * *")
    assert one.tick(at=START) == SEVEN
    assert queued() == 0
    one.tick(at=SEVEN - timedelta(microseconds=1))
    assert queued() == 0
    for seconds in (0, 0.5, 20, 3600):
        assert one.tick(at=SEVEN + timedelta(seconds=seconds)) == SEVEN + timedelta(hours=6)
        assert queued() == 1
    one.tick(at=SEVEN + timedelta(hours=6))
    assert queued() == 2
    assert set(Period.objects.values_list("entry", "due_at")) == {
        ("entry 0", START),
        ("entry 0", SEVEN),
        ("entry 0", SEVEN + timedelta(hours=6)),
    }


@pytest.mark.row("1.6")
@pytest.mark.django_db
def test_a_restart_does_not_enqueue_again_and_what_was_missed_comes_once() -> None:
    made("0 * * * *").tick(at=START)
    made("0 * * * *").tick(at=SEVEN)
    made("0 * * * *").tick(at=SEVEN + timedelta(minutes=5))
    assert queued() == 1
    made("0 * * * *").tick(at=SEVEN + timedelta(days=3, minutes=5))
    assert queued() == 2
    made("0 * * * *").tick(at=SEVEN + timedelta(days=3, minutes=6))
    assert queued() == 2


@pytest.mark.row("1.6")
@pytest.mark.django_db(transaction=True)
def test_schedulers_at_the_same_moment_enqueue_once() -> None:
    made("0 7 * * *").tick(at=START)
    together = Barrier(4)

    def scheduler() -> None:
        one = made("0 7 * * *")
        together.wait()
        one.tick(at=SEVEN)
        connection.close()

    threads = [Thread(target=scheduler) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (queued(), Period.objects.filter(due_at=SEVEN).count()) == (1, 1)


@pytest.mark.django_db
def test_a_clock_that_was_ahead_for_a_while_stops_nothing() -> None:
    one = made("0 7 * * *")
    one.tick(at=START)
    one.tick(at=SEVEN + timedelta(days=400))
    assert queued() == 1
    one.tick(at=SEVEN)
    one.tick(at=SEVEN + timedelta(days=1))
    assert queued() == 3


@pytest.mark.parametrize(
    ("after", "due"),
    [
        ("2026-03-28T07:00", "2026-03-29T07:00"),
        ("2026-10-24T07:00", "2026-10-25T07:00"),
        ("2026-12-31T23:59", "2027-01-01T07:00"),
    ],
)
def test_seven_is_seven_in_brussels_all_year(after: str, due: str) -> None:
    entry = made("0 7 * * *").entries["entry 0"]
    wall = [datetime.fromisoformat(text).replace(tzinfo=BRUSSELS) for text in (after, due)]
    assert entry.first_after(wall[0]) == wall[1]
    assert entry.latest(wall[0].astimezone(UTC), wall[1].astimezone(UTC)) == wall[1]


@pytest.mark.parametrize(("entries", "queries"), [(1, 1), (3, 1)])
@pytest.mark.django_db
def test_a_tick_without_anything_due_asks_once(entries: int, queries: int) -> None:
    one = made(*["0 7 * * *"] * entries)
    one.tick(at=START)
    with assertNumQueries(queries):
        one.tick(at=START + timedelta(minutes=1))


@pytest.mark.django_db
def test_an_empty_timetable_looks_again_in_a_day() -> None:
    assert Timetable().tick(at=START) == START + AT_MOST


def test_a_name_stands_for_one_entry() -> None:
    one = made("0 7 * * *")
    one.every("entry 0", "0 7 * * *", samples.note)
    with pytest.raises(ValueError, match="entry 0 stands in the timetable already"):
        one.every("entry 0", "0 8 * * *", samples.note)
    with pytest.raises(ValueError, match="fields"):
        one.every("entry 1", "at seven", samples.note)


@pytest.mark.row("1.6")
def test_the_house_sends_letters_in_the_windows_and_sweeps_on_the_full_hour() -> None:
    times = {name: (entry.times, entry.task.module_path) for name, entry in timetable.HOUSE.entries.items()}
    assert times["letters"] == ("0 7,13 * * *", "deontos.notices.jobs.open_window")
    assert times["sweep"] == ("0 * * * *", "deontos.jobs.sweeps.sweep_house")
    assert "letters" in sweeps.HOUSE.by_name
