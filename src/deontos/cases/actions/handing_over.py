"""Giving a case to the next in line: because one is involved, or cannot go on. The own keys are erased with it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.audit.actions import record
from deontos.cases.actions.dialogue import CaseChanged, Words
from deontos.cases.actions.drafts import let_drafts_go
from deontos.cases.actions.left_out import LEFT, let_go_of, reading
from deontos.cases.actions.renewing import knows_identity, renew, renew_identity
from deontos.cases.actions.steps import add_step, last_step, lock, pairs_of, private_keys
from deontos.cases.models import CaseFile
from deontos.cases.rules import MOVES
from deontos.cases.signing import signer_of
from deontos.cases.succession import Succession, succession
from deontos.cases.vocabulary import CaseCode, CaseState, CaseVerb, HandOverReason
from deontos.correspondence.actions.conversations import write_message
from deontos.correspondence.actions.identity import end_consents
from deontos.correspondence.models import Conversation
from deontos.correspondence.written import written
from deontos.kernel.clock import civil_date
from deontos.kernel.refusals import Refusal
from deontos.keyring.actions.envelopes import take_away
from deontos.keyring.given import Taken, taken
from deontos.keyring.readers import KeyNotAuthentic, UnlockedReader
from deontos.keyring.vocabulary import Ground, KeyringCode
from deontos.notices.actions import write_prompt
from deontos.notices.vocabulary import LetterTemplate
from deontos.speakup.queries import is_as_received

VERB = {HandOverReason.INVOLVED: CaseVerb.RECUSE, HandOverReason.UNABLE: CaseVerb.HAND_OVER}
FACT = {CaseVerb.RECUSE: "case.recused", CaseVerb.HAND_OVER: "case.handed_over"}


class HandOverRefused(Refusal):
    """Nothing was handed over; whoever read the case reads it still."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """Why, whom the page showed as next readers, whom the reporter named, and what the reporter is told."""

    reason: HandOverReason
    shown: frozenset[UUID]
    named: frozenset[UUID]
    words: Words | None = None
    seen: int | None = None


def hand_over(case: CaseFile, change: HandOver, *, by: Actor, reader: UnlockedReader, at: datetime) -> None:
    """Give a case to the next in line under new keys, and erase one's own, with one's private notes and drafts.

    Refuses: NotAllowed, NOBODY_LEFT, READERS_CHANGED, CHANGED_MEANWHILE, NoEnvelope, KEY_NOT_AUTHENTIC, TEXT_TOO_LONG.
    Records: case.recused or case.handed_over, epoch.opened for each pair; case.reader_left for each who reads it too
    and cannot be sealed to today. Notifies: whoever reads it next.
    """
    demand(by, Permission.CASES_CASE_HAND_OVER, case.organisation_id)
    verb, on = VERB[change.reason], civil_date(at)
    with transaction.atomic():
        conversation, locked = lock(case)
        following = _checked(case, locked, change, by=by, at=at)
        locked.state = MOVES.after(CaseState(locked.state), verb)
        others = reading(conversation, on=on) - {by.person}
        told = _told(conversation, change.words, by=by, reader=reader, on=on)
        gone = _pass_on(case, conversation, following, named=change.named, by=by, reader=reader, at=at)
        for left in let_go_of(locked, conversation, others, on=on):
            record(case.organisation_id, LEFT, by=None, about=case.id, at=at, details=left)
        heir = following.next_readers[0].id
        step = add_step(locked, verb, on=on, by=by.person, concerns=heir, because=change.reason)
        log = {**taken(*gone.envelopes), **end_consents(conversation, on=on)}
        details = {**told, **log, "to": heir, "step": step.position}
        record(case.organisation_id, FACT[verb], by=by.person, about=case.id, at=at, details=details)
        for person in following.next_readers:
            write_prompt(case.organisation_id, person, LetterTemplate.SOMETHING_WAITS, at=at)


def _told(
    conversation: Conversation, words: Words | None, *, by: Actor, reader: UnlockedReader, on: date
) -> dict[str, object]:
    """Write the words to the reporter, where there are any; what the log says of them."""
    if words is None:
        return {}
    signer = signer_of(conversation.pair_id, reader, by=by, on=on)
    return written(write_message(conversation, words.text, words.language, reader, by=signer, on=on))


def _checked(case: CaseFile, locked: CaseFile, change: HandOver, *, by: Actor, at: datetime) -> Succession:
    if not is_as_received(case.disclosure):
        raise KeyNotAuthentic(KeyringCode.KEY_NOT_AUTHENTIC)
    if change.seen is not None and change.seen != last_step(locked):
        raise CaseChanged
    following = succession(case, without=change.named | {by.person}, on=civil_date(at))
    if following.way.nobody_left:
        raise HandOverRefused(CaseCode.NOBODY_LEFT)
    if following.way.readers != change.shown:
        raise HandOverRefused(CaseCode.READERS_CHANGED)
    return following


def _pass_on(
    case: CaseFile,
    conversation: Conversation,
    following: Succession,
    *,
    named: frozenset[UUID],
    by: Actor,
    reader: UnlockedReader,
    at: datetime,
) -> Taken:
    on = civil_date(at)
    if knows_identity(conversation, by.person, on=on):
        renew_identity(case, conversation, without=by.person, named=named, by=by, reader=reader, at=at)
    coming = following.seats(Ground.HANDED_OVER, on=on)
    renew(case, conversation, coming=coming, without=[by.person], by=by, reader=reader, at=at)
    let_drafts_go(case.id, [by.person])
    return take_away(pairs_of(case, conversation), by.person, items=private_keys(case, by.person), on=on)
