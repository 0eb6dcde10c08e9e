"""Opening a reporter's name because a law demands it: the reporter is told first, then two stewards are asked."""

from datetime import datetime

from django.db import transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.audit.actions import record
from deontos.cases.actions.dialogue import Words
from deontos.cases.actions.renewing import renew_where_due
from deontos.cases.actions.steps import lock
from deontos.cases.models import CaseFile
from deontos.correspondence.actions.conversations import write_message
from deontos.correspondence.written import written
from deontos.kernel.clock import civil_date
from deontos.keyring.actions.custody import ask_stewards, open_by_duty
from deontos.keyring.own_vault import VaultRefused
from deontos.keyring.queries import certificate_to_sign
from deontos.keyring.readers import KeyNotAuthentic, NoEnvelope, UnlockedReader
from deontos.keyring.recovery import own_ceremony_for
from deontos.keyring.vocabulary import KeyringCode
from deontos.speakup.queries import is_as_received


def ask_by_law(case: CaseFile, ground: str, words: Words, *, by: Actor, reader: UnlockedReader, at: datetime) -> None:
    """Tell the reporter in a message that a law demands the name, and ask two stewards for its key.

    Refuses: NotAllowed, NoEnvelope, KEY_NOT_AUTHENTIC, TEXT_EMPTY, TEXT_TOO_LONG, NOT_IN_CUSTODY, CEREMONY_RUNS.
    Records: identity.asked_by_law, ceremony.begun. Notifies: all stewards, and whoever asks.
    """
    demand(by, Permission.CASES_IDENTITY_OPEN, case.organisation_id)
    on = civil_date(at)
    with transaction.atomic():
        conversation, locked = lock(case)
        if not is_as_received(case.disclosure):
            raise KeyNotAuthentic(KeyringCode.KEY_NOT_AUTHENTIC)
        renew_where_due(locked, conversation, by=by, reader=reader, at=at)
        signer = reader.signer(certificate=certificate_to_sign(conversation.pair_id, reader, on=on))
        message = write_message(conversation, words.text, words.language, reader, by=signer, on=on)
        record(
            case.organisation_id, "identity.asked_by_law", by=by.person, about=case.id, at=at, details=written(message)
        )
        ask_stewards(case.organisation_id, conversation.identity_pair_id, ground, by=by, at=at)


def open_by_law(case: CaseFile, *, by: Actor, reader: UnlockedReader, at: datetime) -> None:
    """Put together what two stewards handed on; from then on whoever asked reads the name, and the reporter sees it.

    Refuses: NotAllowed, NoEnvelope, CEREMONY_OVER, TOO_FEW_SHARES, SHARES_DO_NOT_FIT. Records: identity.opened_by_duty,
    ceremony.ended. Notifies: all stewards, and whoever asked.
    """
    demand(by, Permission.CASES_IDENTITY_OPEN, case.organisation_id)
    conversation = case.disclosure.conversation
    ceremony = own_ceremony_for(conversation.identity_pair_id, by.person, at=at)
    if ceremony is None:
        raise VaultRefused(KeyringCode.CEREMONY_OVER)
    certificate = certificate_to_sign(conversation.pair_id, reader, on=civil_date(at))
    if certificate is None:
        raise NoEnvelope(KeyringCode.NOT_CERTIFIED)
    open_by_duty(ceremony, certificate, by=by, reader=reader, at=at)
