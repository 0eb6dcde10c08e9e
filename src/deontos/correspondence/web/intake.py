"""Where the files of a reporter go: to the draft, or to the open mailbox, within what there is room for."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from deontos.correspondence.actions.files import add_files
from deontos.correspondence.actions.sittings import OpenSitting
from deontos.correspondence.files.incoming import Intake
from deontos.correspondence.files.installed import file_limits
from deontos.correspondence.files.room import mark_now
from deontos.correspondence.queries import conversation_held_by
from deontos.correspondence.rules import FileLimits, StorageMark, limits_at
from deontos.correspondence.trays import Tray
from deontos.correspondence.vocabulary import FileCode, ItemKind, SittingState
from deontos.correspondence.web.uploads import LeftOut, Uploads


def intake_of(sitting: OpenSitting, *, on: date) -> Intake | None:
    """What a sitting takes in today; None where it has no place for files any more. Two queries at most."""
    thread = _thread_of(sitting)
    if thread is None:
        return None
    waiting = Tray(sitting.id, sitting.content).waiting()
    return intake(
        sitting.content.organisation,
        thread,
        ItemKind.ATTACHMENT,
        on=on,
        held=[each.file.facts.size for each in waiting],
        is_draft=sitting.content.state is SittingState.WRITING,
    )


def intake(
    organisation: UUID, thread: UUID, kind: str, *, on: date, held: Sequence[int] = (), is_draft: bool = False
) -> Intake:
    """Files for a thread, beside those of these sizes that are held already."""
    mark = mark_now()
    return Intake(
        organisation=organisation,
        thread=thread,
        kind=kind,
        limits=limits_at(mark, file_limits(), is_draft=is_draft),
        held=tuple(held),
        on=on,
        refusal=FileCode.STORAGE_FULL if mark is StorageMark.FULL else None,
    )


def limits_today(*, is_draft: bool) -> FileLimits:
    """What a page may promise; not one file where the store is full."""
    return limits_at(mark_now(), file_limits(), is_draft=is_draft)


def is_filling() -> bool:
    """Whether files of drafts go sooner than their text, as the disk fills."""
    return mark_now() is not StorageMark.ROOMY


def taken_in(sitting: OpenSitting, uploads: Uploads, *, on: date, is_asked: bool) -> list[LeftOut]:
    """Let the sealed files of a request wait with this sitting; every file that was left out, with why.

    `is_asked` says that the button was pressed that adds files, so that pressing it for nothing gets its sentence.
    Refuses: RECEIPT_UNKNOWN where there is no draft any more.
    """
    if is_asked and not (uploads.sealed or uploads.left_out):
        return [LeftOut("", FileCode.NONE_CHOSEN, file_limits())]
    if not uploads.sealed:
        return uploads.left_out
    limits = file_limits()
    beyond = add_files(sitting, uploads.sealed, most=limits.files, on=on)
    return uploads.left_out + [LeftOut(each.facts.name, FileCode.TOO_MANY, limits) for each in beyond]


def _thread_of(sitting: OpenSitting) -> UUID | None:
    """The conversation that there is, or will be."""
    content = sitting.content
    if content.receipt is not None:
        return content.receipt.thread()
    if content.holder is None:
        return None
    conversation = conversation_held_by(content.holder, content.organisation)
    return conversation.id if conversation else None
