"""What the sweeps erase: sittings that nobody touched, drafts that nobody came back to, files that nobody holds.

Records nothing: what was never sent leaves no trace.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from deontos.audit.verification import in_pieces
from deontos.correspondence.actions.erasing import erase_blobs, erase_waiting
from deontos.correspondence.files.installed import blob_store
from deontos.correspondence.models import Blob, Draft, Sitting, WaitingFile
from deontos.correspondence.queries import unheld_blobs
from deontos.correspondence.rules import (
    SWEEPS_BEFORE_ERASED,
    StorageMark,
    oldest_draft_day,
    oldest_file_day,
    oldest_unclaimed_day,
)
from deontos.jobs.slices import SLICE


def sweep(*, on: date, mark: StorageMark = StorageMark.ROOMY) -> None:
    """Count one sweep for every sitting and erase those untouched for two; erase drafts after their days.

    Files go with what they wait in; while the store fills (`mark`) those of drafts go before. What somebody has in
    hands at that moment is left to the next sweep, and keeps nothing else from being erased. Records nothing.
    """
    _sweep_drafts(on=on)
    if mark is not StorageMark.ROOMY:
        _sweep_files_of_drafts(oldest_file_day(mark, on=on))
    _sweep_sittings()


def _sweep_drafts(*, on: date) -> None:
    stale = Draft.objects.filter(touched_on__lt=oldest_draft_day(on=on))
    for keys in _slices(stale):
        with transaction.atomic():
            free = _not_in_hands(stale.filter(pk__in=keys))
            erase_waiting(WaitingFile.objects.filter(draft__in=free))
            Draft.objects.filter(pk__in=free).delete()


def _sweep_files_of_drafts(oldest: date) -> None:
    old = WaitingFile.objects.filter(draft__isnull=False, blob__begun_on__lt=oldest)
    for keys in _slices(Draft.objects.filter(pk__in=old.values("draft"))):
        with transaction.atomic():
            free = _not_in_hands(Draft.objects.filter(pk__in=keys))
            erase_waiting(old.filter(draft__in=free))


def _sweep_sittings() -> None:
    ended = Sitting.objects.filter(sweeps__gte=SWEEPS_BEFORE_ERASED)
    for keys in _slices(ended):
        with transaction.atomic():
            free = _not_in_hands(ended.filter(pk__in=keys))
            erase_waiting(WaitingFile.objects.filter(sitting__in=free))
            Sitting.objects.filter(pk__in=free).delete()
    for keys in _slices(Sitting.objects.all()):
        Sitting.objects.filter(pk__in=keys).update(sweeps=F("sweeps") + 1)


def _slices(rows: QuerySet[Any]) -> Iterator[list[UUID]]:
    """The keys of these rows, so many as one transaction may hold; a disclosure goes in between."""
    yield from in_pieces(list(rows.order_by("pk").values_list("pk", flat=True)), SLICE)


def _not_in_hands(rows: QuerySet[Any]) -> list[UUID]:
    """Those of these rows that nobody else has locked; from now on nobody changes them, or adds a file to them."""
    return list(rows.select_for_update(skip_locked=True, no_key=True).values_list("pk", flat=True))


def sweep_store(*, on: date) -> None:
    """Erase files that nobody took in within a day, and what lies in the store without a row.

    A row is there before its file, so what has none belongs to nobody. Records nothing.
    """
    for piece in in_pieces(list(unheld_blobs().filter(begun_on__lt=oldest_unclaimed_day(on=on))), SLICE):
        with transaction.atomic():
            erase_blobs([blob.pk for blob in piece])
    store = blob_store()
    for stored in in_pieces(store.stored()):
        names = {each.name for each in stored}
        for orphan in names - set(Blob.objects.filter(pk__in=names).values_list("pk", flat=True)):
            store.erase(orphan)
