"""A reporter's sitting and draft: begun, touched, saved, taken up again, ended. No moment is written in clear.

Records nothing: that somebody began to write and stopped is nobody's business.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from deontos.correspondence.actions.erasing import erase_waiting
from deontos.correspondence.models import Conversation, Draft, Sitting, WaitingFile
from deontos.correspondence.queries import conversation_of, draft_of, lock_draft
from deontos.correspondence.rules import is_live, is_stale_draft
from deontos.correspondence.sittings import SittingContent, keys_of
from deontos.correspondence.vocabulary import CorrespondenceCode, SittingState
from deontos.kernel.clock import civil_date
from deontos.kernel.refusals import Refusal
from deontos.keyring.readers import UnlockedReader
from deontos.keyring.secrets import install_secrets
from deontos.vault.failures import VaultFailure
from deontos.vault.framing import canonical
from deontos.vault.receipts import Receipt
from deontos.vault.sealing import seal_to_public
from deontos.vault.sessions import new_session_key, open_session, seal_session, session_row_key

USE = "sitting"

Change = Callable[[dict[str, Any]], Mapping[str, Any]]
"""From what a draft holds to what it holds from now on."""
Rewrite = Callable[[SittingContent], SittingContent]
"""The same of a sitting."""


class ReceiptRefused(Refusal):
    """A receipt that opens nothing here."""


@dataclass(frozen=True, slots=True)
class OpenSitting:
    """A sitting that lasts: its row's id (the hidden `sitting` of the pages), the cookie's key, and what it holds.

    `sealed` is the same content as it was read: by it a write knows whether the row was written since.
    """

    id: UUID
    key: bytes = field(repr=False)
    content: SittingContent
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """What was answered so far, and on which day it was last changed."""

    answers: dict[str, Any] = field(repr=False)
    touched_on: date


def start(organisation: UUID, receipt: Receipt, *, on: date, at: datetime) -> OpenSitting:
    """Begin a draft under a fresh receipt. `at` is sealed inside the sitting and stands nowhere else."""
    version, locator = receipt.locator(install_secrets().pepper_locator)
    with transaction.atomic():
        Draft.objects.create(
            organisation_id=organisation, locator=locator, locator_version=version, sealed=None, touched_on=on
        )
        return _new_sitting(SittingContent(SittingState.WRITING, organisation, at, receipt=receipt))


def live(key: bytes, organisation: UUID, *, at: datetime) -> OpenSitting | None:
    """The sitting that a cookie opens in this organisation, when it still lasts. One query."""
    found = _found(key)
    if found is None or found.content.organisation != organisation:
        return None
    return found if is_live(found.content.state, used=found.content.used, at=at) else None


def touch(sitting: OpenSitting, *, at: datetime, seen: Mapping[str, str] | None = None) -> None:
    """Let the sitting's idle time begin anew; `seen` is what a page of the draft held that is shown now.

    What another window wrote meanwhile stays; nothing is written once the sitting was marked "sent" or ended.
    """
    _rewrite(sitting, lambda content: content.touched(at, seen=seen))


def save(sitting: OpenSitting, answers: Mapping[str, Any], *, at: datetime) -> None:
    """Seal these answers to the receipt, and nobody else, whatever was answered so far. Refuses as `change` does."""
    change(sitting, lambda _stored: answers, at=at)


def change(
    sitting: OpenSitting, how: Change, *, at: datetime, seen: Callable[[], Mapping[str, str]] | None = None
) -> None:
    """Change the draft and seal it to the receipt, and nobody else. No other browser changes it between these two.

    `seen` is asked after the change what a page held of it that is shown now.

    Refuses: ALREADY_RECEIVED when it was sent meanwhile, RECEIPT_UNKNOWN when it was erased.
    """
    receipt, organisation = _receipt_of(sitting), sitting.content.organisation
    with transaction.atomic():
        draft = lock_draft(receipt, organisation)
        if draft is None:
            raise _gone(receipt, organisation)
        answers = json.dumps(how(_opened(sitting, draft))).encode()
        sealed = seal_to_public(answers, receipt.sealing_pair().public, _draft_context(sitting))
        Draft.objects.filter(pk=draft.pk).update(sealed=sealed, touched_on=civil_date(at))
        touch(sitting, at=at, seen=seen() if seen else None)


def draft_in(sitting: OpenSitting) -> OpenDraft:
    """What was answered so far, nothing before the first answer; and when.

    Refuses: ALREADY_RECEIVED when the draft was sent, RECEIPT_UNKNOWN when it was erased. Two queries at most.
    """
    receipt = _receipt_of(sitting)
    draft = draft_of(receipt, sitting.content.organisation)
    if draft is None:
        raise _gone(receipt, sitting.content.organisation)
    return OpenDraft(_opened(sitting, draft), draft.touched_on)


def answers_of(sitting: OpenSitting) -> dict[str, Any]:
    """What was answered so far. Refuses, and asks, as `draft_in` does."""
    return draft_in(sitting).answers


def move(sitting: OpenSitting, organisation: UUID, how: Change, *, at: datetime) -> OpenSitting:
    """Take a draft along to another organisation, under the same receipt, changed for there. Nothing is sent.

    What another browser saved meanwhile goes along. From then on the receipt opens it there, and where it was it opens
    nothing. Refuses: ALREADY_RECEIVED when it was sent meanwhile, RECEIPT_UNKNOWN when it was erased.
    """
    receipt, left = _receipt_of(sitting), sitting.content.organisation

    def moved(content: SittingContent) -> SittingContent:
        return replace(content, organisation=organisation, used=at)

    there = replace(sitting, content=moved(sitting.content))
    with transaction.atomic():
        draft = lock_draft(receipt, left)
        if draft is None:
            raise _gone(receipt, left)
        answers = json.dumps(how(_opened(sitting, draft))).encode()
        sealed = seal_to_public(answers, receipt.sealing_pair().public, _draft_context(there))
        Draft.objects.filter(pk=draft.pk).update(organisation_id=organisation, sealed=sealed, touched_on=civil_date(at))
        _rewrite(sitting, moved)
    return there


def take_up(receipt: Receipt, organisation: UUID, *, at: datetime) -> OpenSitting:
    """Open what a receipt stands for: the mailbox, or the draft that was not sent. Refuses: RECEIPT_UNKNOWN.

    A draft opens no longer after its last day, also where no sweep came by yet. The mailbox's sitting holds derived
    keys only. Two queries whatever is found, and then one to write.
    """
    conversation = conversation_of(receipt, organisation)
    draft = draft_of(receipt, organisation)
    if conversation is not None:
        return _new_sitting(_reading(receipt, conversation, at))
    if draft is not None and not is_stale_draft(draft.touched_on, on=civil_date(at)):
        return _new_sitting(SittingContent(SittingState.WRITING, organisation, at, receipt=receipt))
    raise ReceiptRefused(CorrespondenceCode.RECEIPT_UNKNOWN)


def mark_sent(sitting: OpenSitting, *, at: datetime, repeated: bool = False) -> None:
    """Replace what the sitting holds by the mark "sent", so that sending again is answered with "already received".

    Whatever another window wrote meanwhile: nothing comes after this mark.
    """
    content = SittingContent(SittingState.SENT, sitting.content.organisation, at, repeated=repeated)
    Sitting.objects.filter(pk=sitting.id).update(sealed=_sealed(sitting, content), sweeps=0)


def hold(sitting: OpenSitting, text: str, *, at: datetime) -> OpenSitting:
    """Keep a message that was begun in an open mailbox, for as long as the mailbox stays open."""

    def holding(content: SittingContent) -> SittingContent:
        return replace(content, used=at, typed=text)

    _rewrite(sitting, holding)
    return replace(sitting, content=holding(sitting.content))


def let_go(sitting: OpenSitting, *, at: datetime) -> None:
    """Forget the message that was begun, as it was sent now; one that another window began meanwhile stays."""
    begun = sitting.content.typed
    _rewrite(sitting, lambda content: replace(content, used=at, typed="" if content.typed == begun else content.typed))


def end(key: bytes) -> None:
    """Forget a sitting and the files that waited in it; the draft stays under its receipt.

    The sitting is locked before its files, as everywhere: the other way round two windows could wait for each other.
    """
    with transaction.atomic():
        rows = Sitting.objects.filter(row_key=session_row_key(key))
        list(rows.select_for_update(no_key=True).values_list("pk", flat=True))
        erase_waiting(WaitingFile.objects.filter(sitting__in=rows))
        rows.delete()


def discard(sitting: OpenSitting) -> None:
    """Forget the sitting and erase the draft with its files."""
    with transaction.atomic():
        draft = lock_draft(_receipt_of(sitting), sitting.content.organisation)
        if draft is not None:
            erase_waiting(draft.files.all())
            draft.delete()
        end(sitting.key)


def _reading(receipt: Receipt, conversation: Conversation, at: datetime) -> SittingContent:
    return SittingContent(
        SittingState.READING,
        conversation.organisation_id,
        at,
        keys=keys_of(receipt),
        holder=conversation.holder_id,
    )


def _new_sitting(content: SittingContent) -> OpenSitting:
    key = new_session_key()
    row = Sitting(row_key=session_row_key(key))
    row.sealed = seal_session(content.to_bytes(), key, USE, row.id)
    row.save(force_insert=True)
    return OpenSitting(row.id, key, content, row.sealed)


def _found(key: bytes) -> OpenSitting | None:
    """What a cookie opens, wherever and however old. One query."""
    row = Sitting.objects.filter(row_key=session_row_key(key)).first()
    if row is None:
        return None
    sealed = bytes(row.sealed)
    try:
        content = SittingContent.from_bytes(open_session(sealed, key, USE, row.id))
    except VaultFailure:
        return None
    return OpenSitting(row.id, key, content, sealed)


def _rewrite(sitting: OpenSitting, how: Rewrite) -> None:
    """Write over what was read, and over nothing else: what was written since is read anew and changed instead.

    Two queries more for each time that somebody else was first. Nothing is written in a sitting that was marked "sent"
    since, or is gone.
    """
    found: OpenSitting | None = sitting
    while found is not None and found.content.state is sitting.content.state:
        as_read = Sitting.objects.filter(pk=found.id, sealed=found.sealed)
        if as_read.update(sealed=_sealed(found, how(found.content)), sweeps=0):
            return
        found = _found(sitting.key)


def _sealed(sitting: OpenSitting, content: SittingContent) -> bytes:
    return seal_session(content.to_bytes(), sitting.key, USE, sitting.id)


def _opened(sitting: OpenSitting, draft: Draft) -> dict[str, Any]:
    if draft.sealed is None:
        return {}
    reader = UnlockedReader(keys_of(_receipt_of(sitting)), draft.touched_on)
    answers: dict[str, Any] = json.loads(reader.open_deposit(bytes(draft.sealed), _draft_context(sitting)))
    return answers


def _gone(receipt: Receipt, organisation: UUID) -> ReceiptRefused:
    """Why there is no draft under a receipt any more."""
    sent = conversation_of(receipt, organisation) is not None
    return ReceiptRefused(CorrespondenceCode.ALREADY_RECEIVED if sent else CorrespondenceCode.RECEIPT_UNKNOWN)


def _receipt_of(sitting: OpenSitting) -> Receipt:
    if sitting.content.receipt is None:
        raise ReceiptRefused(CorrespondenceCode.ALREADY_RECEIVED)
    return sitting.content.receipt


def _draft_context(sitting: OpenSitting) -> bytes:
    return canonical("draft", sitting.content.organisation)
