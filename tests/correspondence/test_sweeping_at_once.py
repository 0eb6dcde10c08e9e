"""The sweep while somebody is at work: what is in hands stays as it is, and keeps nothing else from being erased."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connections, transaction

from deontos.correspondence.actions import sittings
from deontos.correspondence.actions.files import add_files
from deontos.correspondence.actions.sittings import OpenSitting
from deontos.correspondence.actions.sweeping import sweep
from deontos.correspondence.models import Blob, Draft, WaitingFile
from deontos.vault.receipts import Receipt
from tests.factories.files import bound_for, taken_in
from tests.factories.organisations import NOW, TODAY

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.row("3.4", "3.7")]

STALE_ON = TODAY + timedelta(days=8)
LONG_ENOUGH = 2
"""Seconds after which a sweep that waits for a row has come as far as it can."""


def begun(home: UUID, *, with_file: bool = False) -> OpenSitting:
    """A draft of today, with a file when that is wanted."""
    receipt = Receipt.make()
    sitting = sittings.start(home, receipt, on=TODAY, at=NOW)
    if with_file:
        assert add_files(sitting, [taken_in(bound_for(home, receipt.thread()))], most=20, on=TODAY) == []
    return sitting


def during(work: Callable[[], object], sweeping: Callable[[], None]) -> None:
    """Do this, and let the sweep run before it is certain; on SQLite the sweep waits. Raises what the sweep raises."""

    def swept() -> None:
        try:
            sweeping()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as hand:
        with transaction.atomic():
            work()
            done: Future[None] = hand.submit(swept)
            with suppress(TimeoutError):
                done.result(timeout=LONG_ENOUGH)
        done.result()


def drafts() -> list[int]:
    """How many files wait with each draft that is there."""
    return [draft.files.count() for draft in Draft.objects.all()]


def test_a_draft_to_which_a_file_is_added_keeps_no_other_from_being_erased(home: UUID, blobs: Path) -> None:
    kept, _forgotten, _filled = begun(home), begun(home), begun(home, with_file=True)
    receipt = kept.content.receipt
    assert receipt
    file = taken_in(bound_for(home, receipt.thread()))
    during(lambda: add_files(kept, [file], most=20, on=STALE_ON), lambda: sweep(on=STALE_ON))
    assert drafts() == [1]
    assert WaitingFile.objects.get().blob_id == file.facts.blob
    sweep(on=STALE_ON + timedelta(days=8))
    assert (drafts(), Blob.objects.count()) == ([], 0)


def test_a_draft_that_is_saved_at_its_last_moment_stays(home: UUID) -> None:
    kept, _forgotten = begun(home), begun(home)
    typed = {"typed": {"happened": {"what": ["kwartelzilver"]}}}
    during(lambda: sittings.save(kept, typed, at=NOW + timedelta(days=8)), lambda: sweep(on=STALE_ON))
    assert (Draft.objects.count(), sittings.answers_of(kept)) == (1, typed)


def test_a_mailbox_in_which_something_is_written_at_that_moment_stays_open(home: UUID) -> None:
    kept, left = begun(home), begun(home)
    for _ in range(2):
        sweep(on=TODAY)
    during(lambda: sittings.touch(kept, at=NOW), lambda: sweep(on=TODAY))
    assert sittings.live(kept.key, home, at=NOW) is not None
    assert sittings.live(left.key, home, at=NOW) is None
