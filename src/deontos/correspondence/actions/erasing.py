"""Erasing files: the rows in the caller's transaction, the bytes once that is certain. Records nothing itself."""

from collections.abc import Collection, Iterable
from functools import partial
from uuid import UUID

from django.db import transaction

from deontos.correspondence.files.installed import blob_store
from deontos.correspondence.models import Blob, WaitingFile
from deontos.correspondence.queries import unheld_blobs


def erase_waiting(rows: Iterable[WaitingFile]) -> None:
    """Erase files that wait, with what lies in the store. Needs an open transaction.

    One that goes along with a message at this very moment waits no longer, and stays.
    """
    waiting = WaitingFile.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk")
    found = list(waiting.select_for_update(no_key=True))
    WaitingFile.objects.filter(pk__in=[row.pk for row in found]).delete()
    erase_blobs([row.blob_id for row in found])


def erase_blobs(blobs: Collection[UUID]) -> None:
    """Erase files that nothing holds any longer: the rows now, the bytes once that is certain.

    Needs an open transaction. What cannot be erased from the store has no row from then on; the nightly sweep finds it.
    """
    if not blobs:
        return
    Blob.objects.filter(pk__in=blobs).delete()
    transaction.on_commit(partial(_erase_bytes, list(blobs)))


def discard_unheld(blobs: Collection[UUID]) -> None:
    """Erase those of these files that nothing took in, such as those that came with a form that was refused."""
    with transaction.atomic():
        erase_blobs(list(unheld_blobs().filter(pk__in=blobs).values_list("pk", flat=True)))


def _erase_bytes(blobs: list[UUID]) -> None:
    store = blob_store()
    for blob in blobs:
        try:
            store.erase(blob)
        except OSError:
            continue
