"""Opening a reporter's name because a law demands it: the reporter is told first, then two stewards are asked.

Where telling would do harm that the law names, the reporter is left untold until a day (`withholding`).
"""

from datetime import datetime

from django.db import transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.audit.actions import record
from deontos.cases.actions.dialogue import Words
from deontos.cases.actions.steps import lock
from deontos.cases.actions.withholding import Withheld, note_opened, note_told, running_of, say, withhold
from deontos.cases.models import CaseFile
from deontos.cases.signing import signer_of
from deontos.kernel.clock import civil_date
from deontos.keyring.actions.custody import ask_stewards, open_by_duty
from deontos.keyring.own_vault import VaultRefused
from deontos.keyring.readers import KeyNotAuthentic, NoEnvelope, UnlockedReader
from deontos.keyring.recovery import own_ceremony_for
from deontos.keyring.vocabulary import KeyringCode
from deontos.speakup.queries import is_as_received


def ask_by_law(
    case: CaseFile, ground: str, telling: Words | Withheld, *, by: Actor, reader: UnlockedReader, at: datetime
) -> None:
    """Tell the reporter in a message that a law demands the name, or say why not yet; and ask two stewards for its key.

    Refuses: NotAllowed, NoEnvelope, KEY_NOT_AUTHENTIC, TEXT_EMPTY, TEXT_TOO_LONG, REVIEW_OUT_OF_TERM, NOT_IN_CUSTODY,
    CEREMONY_RUNS. Records: identity.asked_by_law or identity.withheld, ceremony.begun. Notifies: all stewards, and
    whoever asks.
    """
    demand(by, Permission.CASES_IDENTITY_OPEN, case.organisation_id)
    with transaction.atomic():
        conversation, locked = lock(case)
        if not is_as_received(case.disclosure):
            raise KeyNotAuthentic(KeyringCode.KEY_NOT_AUTHENTIC)
        if isinstance(telling, Withheld):
            withhold(locked, telling, by=by, reader=reader, at=at)
        else:
            told = say(locked, conversation, telling, by=by, reader=reader, at=at)
            record(case.organisation_id, "identity.asked_by_law", by=by.person, about=case.id, at=at, details=told)
            former = running_of(locked, by.person, at=at)
            if former is not None:
                note_told(former, {}, by=by.person, at=at)
        ask_stewards(case.organisation_id, conversation.identity_pair_id, ground, by=by, at=at)


def open_by_law(case: CaseFile, *, by: Actor, reader: UnlockedReader, at: datetime) -> None:
    """Put together what two stewards handed on; from then on whoever asked reads the name.

    The reporter sees it, unless that is withheld. Refuses: NotAllowed, NoEnvelope, CEREMONY_OVER, TOO_FEW_SHARES,
    SHARES_DO_NOT_FIT. Records: identity.opened_by_duty, ceremony.ended, identity.opened_untold where it is withheld.
    Notifies: all stewards, and whoever asked.
    """
    demand(by, Permission.CASES_IDENTITY_OPEN, case.organisation_id)
    with transaction.atomic():
        conversation, locked = lock(case)
        ceremony = own_ceremony_for(conversation.identity_pair_id, by.person, at=at)
        if ceremony is None:
            raise VaultRefused(KeyringCode.CEREMONY_OVER)
        certificate = signer_of(conversation.pair_id, reader, by=by, on=civil_date(at)).certificate
        if certificate is None:
            raise NoEnvelope(KeyringCode.NOT_CERTIFIED)
        open_by_duty(ceremony, certificate, by=by, reader=reader, at=at)
        note_opened(locked, by.person, at=at)
