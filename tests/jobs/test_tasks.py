"""A job is queued with the transaction, run with its arguments, and fails without words."""

import json
import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from deontos.jobs import clearing
from deontos.jobs.models import Period
from deontos.jobs.retries import PAUSES, enqueue_for, pause_after
from deontos.jobs.sweeps import SweepFailed, Sweeps
from deontos.jobs.tasks import JobFailed
from tests.jobs import samples

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_a_job_is_queued_with_the_transaction_of_its_caller() -> None:
    with transaction.atomic():
        samples.note.enqueue("rolled back")
        transaction.set_rollback(True)
    samples.note.enqueue("kept")
    row = DBTaskResult.objects.get()
    assert row.task_path == "tests.jobs.samples.note"
    assert row.args_kwargs == {"args": ["kept"], "kwargs": {}}
    assert (row.priority, samples.note_urgently.priority) == (0, 50)


def test_a_job_can_be_called() -> None:
    assert samples.note.call("hello") == "hello"
    assert samples.done == ["hello"]


def test_a_failure_loses_its_words() -> None:
    with pytest.raises(JobFailed) as failed:
        samples.fail.call()
    assert str(failed.value) == "tests.jobs.samples.fail: ValueError"
    assert (failed.value.__cause__, failed.value.__context__) == (None, None)


def test_pauses_grow_and_then_stay() -> None:
    assert [pause_after(number) for number in range(1, 9)] == [*PAUSES, PAUSES[-1], PAUSES[-1]]
    assert list(PAUSES) == sorted(set(PAUSES))
    with pytest.raises(ValueError, match="before the first failure"):
        pause_after(0)


@pytest.mark.django_db
def test_a_job_can_be_queued_for_later() -> None:
    enqueue_for(samples.note, AT)
    assert DBTaskResult.objects.get().run_after == AT


@pytest.mark.row("1.6")
def test_a_sweep_that_fails_does_not_keep_the_others_from_theirs(
    caplog: pytest.LogCaptureFixture,
) -> None:
    swept: list[datetime] = []

    def failing(*, at: datetime) -> None:
        raise ValueError(samples.SECRET)

    own = Sweeps()
    own.add("failing", failing)
    own.add("other", lambda *, at: swept.append(at))
    with caplog.at_level(logging.INFO), pytest.raises(SweepFailed):
        own.run(at=AT)
    assert swept == [AT]
    assert caplog.messages == ["The sweep failing failed: ValueError."]
    assert samples.SECRET not in caplog.text
    with pytest.raises(ValueError, match="a sweep other already"):
        own.add("other", failing)


@pytest.mark.django_db
def test_only_what_ended_long_ago_is_cleared_away() -> None:
    for days, status in ((1, "SUCCESSFUL"), (15, "SUCCESSFUL"), (15, "FAILED"), (15, "RUNNING"), (15, "READY")):
        row = samples.note.enqueue(f"{status} {days}")
        moment = AT - timedelta(days=days)
        changes = {"status": status, "started_at": moment, "finished_at": moment, "enqueued_at": moment}
        DBTaskResult.objects.filter(pk=row.id).update(**changes)
    for entry, days in (("a", 40), ("a", 39), ("a", 1), ("b", 400), ("b", 399)):
        Period.objects.create(entry=entry, due_at=AT - timedelta(days=days))
    clearing.delete_before(AT - clearing.KEPT)
    words = [json.dumps(row["args"]) for row in DBTaskResult.objects.values_list("args_kwargs", flat=True)]
    assert sorted(words) == ['["READY 15"]', '["SUCCESSFUL 1"]']
    assert sorted(Period.objects.values_list("entry", "due_at")) == [
        ("a", AT - timedelta(days=1)),
        ("b", AT - timedelta(days=399)),
    ]
