"""Files that wait to be sent: taken in and taken away. Records nothing: what was never sent leaves no trace."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from deontos.correspondence.actions.erasing import erase_waiting
from deontos.correspondence.actions.sittings import OpenSitting, ReceiptRefused
from deontos.correspondence.files.facts import SealedFile
from deontos.correspondence.models import Draft, Sitting, WaitingFile
from deontos.correspondence.queries import lock_draft
from deontos.correspondence.trays import Tray, sealed_for_tray
from deontos.correspondence.vocabulary import CorrespondenceCode


def add_files(sitting: OpenSitting, files: Sequence[SealedFile], *, most: int, on: date) -> list[SealedFile]:
    """Let files wait with the draft, or in the open mailbox, so many altogether; the answer are those beyond.

    Refuses: RECEIPT_UNKNOWN where there is no draft any more, or the mailbox was closed meanwhile.
    """
    tray = Tray(sitting.id, sitting.content)
    with transaction.atomic():
        held = _lock(sitting, on=on)
        count = tray.rows.count()
        taken = files[: max(most - count, 0)]
        for position, file in enumerate(taken, count + 1):
            sealed = sealed_for_tray(file, tray.keys)
            WaitingFile.objects.create(**held, blob_id=file.facts.blob, position=position, sealed=sealed)
    return list(files[len(taken) :])


def remove_file(sitting: OpenSitting, file: UUID, *, on: date) -> None:
    """Take a file out of the draft or the open mailbox and erase it; one that is gone already is gone.

    Refuses as `add_files` does.
    """
    with transaction.atomic():
        _lock(sitting, on=on)
        rows = Tray(sitting.id, sitting.content).rows.filter(pk=file)
        erase_waiting(rows)


def _lock(sitting: OpenSitting, *, on: date) -> dict[str, Draft | Sitting]:
    """The row that holds the files of a sitting, so that two windows count one after another."""
    content = sitting.content
    if content.receipt is None:
        mailbox = Sitting.objects.select_for_update(no_key=True).filter(pk=sitting.id).first()
        if mailbox is None:
            raise ReceiptRefused(CorrespondenceCode.RECEIPT_UNKNOWN)
        return {"sitting": mailbox}
    draft = lock_draft(content.receipt, content.organisation)
    if draft is None:
        raise ReceiptRefused(CorrespondenceCode.RECEIPT_UNKNOWN)
    Draft.objects.filter(pk=draft.pk).update(touched_on=on)
    return {"draft": draft}
