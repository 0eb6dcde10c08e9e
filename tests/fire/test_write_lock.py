"""No transaction holds the write lock for more than 250 ms, in all bulk work there is (security.md, rule 4).

The work is what the timetable and the sweeps know: an entry that is added is measured without a word here.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from django.db import models, transaction

import deontos.sites.wiring  # noqa: F401 -- declares the timetable
from deontos.cases.actions.leaving import release
from deontos.cases.models import CaseFile
from deontos.correspondence.models import Blob, Draft, Sitting
from deontos.jobs.models import Period
from deontos.jobs.slices import erase_in_slices
from deontos.jobs.sweeps import HOUSE as SWEEPS
from deontos.jobs.timetable import HOUSE as TIMETABLE
from deontos.keyring.actions.alarms import raise_alarms
from deontos.keyring.models import KeyAlarm
from deontos.keyring.suspicions import Suspicion
from deontos.keyring.vocabulary import AlarmKind
from deontos.notices.models import Letter, WindowedNotice
from deontos.notices.vocabulary import LetterTemplate
from deontos.organisations.models import Person
from deontos.speakup.actions.flooding import note_flood
from tests.factories.cases import told
from tests.factories.files import decided
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY
from tests.factories.speakup import CERTIFIED_ON
from tests.fire import times
from tests.fire.lock_watch import LockWatch, watched

pytestmark = [pytest.mark.row("4.16"), pytest.mark.django_db(transaction=True)]

MOST = 250.0
"""Milliseconds (security.md, rule 4)."""
MANY = times(400, fire=10_000)
CASES = times(3, fire=60)
LONG_AGO = NOW - timedelta(days=400)


@pytest.fixture
def house(blobs: Path, tmp_path: Path) -> Iterator[KeyedTown]:
    """A town with cases, and with much that waits to be swept up; its anchors stand in a folder of their own."""
    made = keyed(on=CERTIFIED_ON)
    for number in range(CASES):
        told(made, on=TODAY - timedelta(days=8 + number % 90))
    fill(made.town.manager)
    note_flood(made.town.organisation.slug, on=TODAY)
    with decided(data_folder=tmp_path):
        yield made


def fill(someone: Person) -> None:
    """So many rows of each kind that work in bulk goes over."""
    home, long_ago = someone.organisation, LONG_AGO.date()
    rows: list[Callable[[], models.Model]] = [
        lambda: Draft(organisation=home, locator=uuid4().bytes, locator_version=1, touched_on=long_ago),
        lambda: Sitting(row_key=uuid4().bytes, sealed=bytes(600), sweeps=2),
        lambda: Sitting(row_key=uuid4().bytes, sealed=bytes(600)),
        lambda: Blob(organisation=home, begun_on=long_ago),
        lambda: Period(entry=uuid4().hex, due_at=LONG_AGO),
        lambda: Letter(**written(someone), due_from=LONG_AGO, sent_on=long_ago),
        lambda: WindowedNotice(**written(someone), written_on=TODAY - timedelta(days=1)),
    ]
    for row in rows:
        made = [row() for _each in range(MANY)]
        type(made[0])._default_manager.bulk_create(made, batch_size=500)


def written(someone: Person) -> dict[str, object]:
    """What every letter has."""
    template = LetterTemplate.SOMETHING_WAITS.value
    named = {"organisation": someone.organisation, "recipient": someone, "template": template}
    return {**named, "message_id": f"<{uuid4().hex}@deontos.example>"}


def held(watch: LockWatch) -> list[tuple[float, str]]:
    """What held the lock for too long; fails where nothing was watched."""
    assert watch.held
    return watch.over(MOST)


def test_everything_on_the_timetable_lets_others_write(house: KeyedTown, monkeypatch: pytest.MonkeyPatch) -> None:
    assert {"sittings and drafts", "letters", "vaults", "sign-ins"} <= set(SWEEPS.by_name)
    with time_machine.travel(NOW + timedelta(days=1)), watched(monkeypatch) as watch:
        for entry in TIMETABLE.entries.values():
            entry.task.func()
    assert held(watch) == []
    assert (Draft.objects.count(), Sitting.objects.count(), Letter.objects.filter(sent_on__lt=TODAY).count()) == (
        0,
        MANY,
        0,
    )
    waiting = WindowedNotice.objects.filter(written_on__lt=TODAY)
    assert (Blob.objects.filter(item__isnull=True).count(), waiting.count()) == (0, 0)


def test_taking_all_keys_of_somebody_lets_others_write(house: KeyedTown, monkeypatch: pytest.MonkeyPatch) -> None:
    with watched(monkeypatch) as watch:
        release(house.town.manager.id, house.town.organisation.id, at=NOW)
    assert held(watch) == []
    assert len(watch.held) >= CASES == CaseFile.objects.count()


def test_a_thousand_forged_rows_are_told_of_in_slices(house: KeyedTown, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Suspicion(next(iter(AlarmKind)), uuid4()) for _each in range(times(60, fire=1000))]
    with watched(monkeypatch) as watch:
        raise_alarms(house.town.organisation.id, found, at=NOW)
    assert held(watch) == []
    assert KeyAlarm.objects.count() == len(found)
    assert Letter.objects.filter(template=LetterTemplate.KEY_ALARM).count() == 4


def test_what_is_erased_in_slices_is_erased_whole(house: KeyedTown) -> None:
    rows = Period.objects.filter(due_at=LONG_AGO)
    assert (erase_in_slices(rows, size=7), rows.count()) == (MANY, 0)
    assert erase_in_slices(rows) == 0


def test_the_watch_sees_each_time_the_lock_is_held(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with watched(monkeypatch) as watch:
        with transaction.atomic():
            Period.objects.create(entry="one", due_at=NOW)
            Period.objects.create(entry="two", due_at=NOW)
        list(Period.objects.all())
        Period.objects.update(due_at=LONG_AGO)
        with suppress(RuntimeError), transaction.atomic():
            Period.objects.all().delete()
            raise RuntimeError
    assert [what.split(" ")[0] for _took, what in watch.held] == ["INSERT", "UPDATE", "DELETE"]
    assert sorted(what for _took, what in watch.over(0)) == sorted(what for _took, what in watch.held)
    assert all(taken > 0 for each in watch.commits.values() for taken in each)


def test_a_commit_counts_as_long_as_its_kind_takes_in_the_middle() -> None:
    stalled = LockWatch([(10.0, "a"), (20.0, "a"), (30.0, "a"), (40.0, "b")], {"a": [5.0, 900.0, 6.0], "b": [300.0]})
    assert stalled.over(25) == [(26.0, "a"), (36.0, "a"), (340.0, "b")]
