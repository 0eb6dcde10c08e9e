"""Asking the reporter for the name, with a reason; and hearing what the reporter decided."""

from datetime import datetime

from django.db import transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.audit.actions import record, record_for_reporter
from deontos.cases.actions.dialogue import CaseChanged, Words
from deontos.cases.actions.opening import tell_readers
from deontos.cases.actions.renewing import renew_where_due
from deontos.cases.actions.steps import last_step, lock
from deontos.cases.models import CaseFile
from deontos.cases.signing import signer_of
from deontos.correspondence.actions.conversations import write_message
from deontos.correspondence.events import IdentityDecided
from deontos.correspondence.models import IdentityRequest
from deontos.correspondence.vocabulary import IdentityPurpose
from deontos.correspondence.written import written
from deontos.kernel.clock import civil_date
from deontos.keyring.events import CustodyEnded
from deontos.keyring.readers import KeyNotAuthentic, UnlockedReader
from deontos.keyring.vocabulary import KeyringCode
from deontos.speakup.queries import is_as_received


def ask_for_identity(
    case: CaseFile, purpose: IdentityPurpose, words: Words, *, by: Actor, reader: UnlockedReader, at: datetime
) -> IdentityRequest:
    """Ask the reporter in a message to let the asker know the name, for one purpose. No term begins or ends with it.

    Refuses: NotAllowed, CHANGED_MEANWHILE, NoEnvelope, KEY_NOT_AUTHENTIC, TEXT_EMPTY, TEXT_TOO_LONG.
    Records: identity.asked.
    """
    demand(by, Permission.CASES_CASE_HANDLE, case.organisation_id)
    on = civil_date(at)
    with transaction.atomic():
        conversation, locked = lock(case)
        if words.seen is not None and words.seen != last_step(locked):
            raise CaseChanged
        if not is_as_received(case.disclosure):
            raise KeyNotAuthentic(KeyringCode.KEY_NOT_AUTHENTIC)
        renew_where_due(locked, conversation, by=by, reader=reader, at=at)
        signer = signer_of(conversation.pair_id, reader, by=by, on=on)
        message = write_message(conversation, words.text, words.language, reader, by=signer, on=on)
        request = IdentityRequest.objects.create(conversation=conversation, message=message, purpose=purpose)
        details = {**written(message), "purpose": purpose}
        record(case.organisation_id, "identity.asked", by=by.person, about=case.id, at=at, details=details)
    return request


def hear_of_identity(fact: IdentityDecided) -> None:
    """Let the readers of a case know that its reporter decided about the name.

    Runs in the reporter's transaction: civil dates only. Records: case.identity_decided (reporters' chain).
    Notifies: each reader.
    """
    case = CaseFile.objects.select_related("organisation", "disclosure__conversation").filter(
        disclosure__conversation=fact.conversation
    )
    for found in case:
        CaseFile.objects.filter(pk=found.pk).update(has_news=True)
        record_for_reporter(fact.organisation, "case.identity_decided", about=found.id, on=fact.on)
        tell_readers(found, on=fact.on)


def hear_of_custody(fact: CustodyEnded) -> None:
    """Let the readers of a case know that stewards can no longer open its reporter's name.

    Runs in the transaction of whoever set it off, who may be the reporter: civil dates only. Records nothing:
    custody.ended stands. Notifies: each reader, in the next window.
    """
    cases = CaseFile.objects.select_related("organisation", "disclosure__conversation")
    for found in cases.filter(disclosure__conversation__identity_pair=fact.pair):
        tell_readers(found, on=fact.on)
