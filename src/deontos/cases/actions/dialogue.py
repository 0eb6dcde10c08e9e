"""The moves of the dialogue: acknowledge, ask, answer, close with feedback; and hearing what the reporter wrote."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db import transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.audit.actions import record, record_for_reporter
from deontos.cases.actions.clocks import count_anew
from deontos.cases.actions.drafts import let_drafts_go
from deontos.cases.actions.opening import tell_readers
from deontos.cases.actions.renewing import renew_where_due
from deontos.cases.actions.steps import add_step, last_step, lock
from deontos.cases.models import CaseFile
from deontos.cases.placeholders import refuse_leftover
from deontos.cases.rules import BY_HANDLER, MOVES
from deontos.cases.signing import signer_of
from deontos.cases.vocabulary import CaseCode, CaseState, CaseVerb, Panel
from deontos.correspondence.actions.conversations import write_files, write_message
from deontos.correspondence.actions.daily_notices import end_notices
from deontos.correspondence.events import ReporterWrote
from deontos.correspondence.files.facts import SealedFile
from deontos.correspondence.written import written_several
from deontos.kernel.clock import civil_date
from deontos.kernel.refusals import Refusal
from deontos.keyring.readers import KeyNotAuthentic, UnlockedReader
from deontos.keyring.vocabulary import KeyringCode
from deontos.organisations.vocabulary import Language
from deontos.speakup.queries import is_as_received
from deontos.speakup.vocabulary import ClockName


class CaseChanged(Refusal):
    """Something happened in the case after the writer last looked at it."""

    def __init__(self) -> None:
        super().__init__(CaseCode.CHANGED_MEANWHILE)


@dataclass(frozen=True, slots=True)
class Words:
    """What is written to the reporter, in which language, and the number of the last step that the writer has seen.

    `files` go along with it.
    """

    text: str = field(repr=False)
    language: Language
    seen: int | None = None
    files: tuple[SealedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """A step that is told in words: its verb and its fact; where it moves a term, which clock, why and until when."""

    verb: CaseVerb
    fact: str
    because: StrEnum | None = None
    clock: ClockName | None = None
    until: date | None = None

    def moved(self) -> dict[str, Any]:
        """What the step holds besides."""
        return {"because": self.because, "clock": self.clock, "until": self.until}

    def told(self) -> dict[str, object]:
        """The same for the log, where there is something."""
        return {name: value for name, value in self.moved().items() if value is not None}


def acknowledge(case: CaseFile, words: Words, *, by: Actor, reader: UnlockedReader, at: datetime) -> None:
    """Confirm to the reporter that the disclosure was received and read; the feedback term counts from today.

    Refuses: NotAllowed, IllegalMove, CHANGED_MEANWHILE, NoEnvelope, KEY_NOT_AUTHENTIC, TEXT_EMPTY, TEXT_TOO_LONG,
    PLACEHOLDER_LEFT. Records: case.acknowledged.
    """
    _say(case, CaseVerb.ACKNOWLEDGE, words, by=by, reader=reader, at=at)


def ask(case: CaseFile, words: Words, *, by: Actor, reader: UnlockedReader, at: datetime) -> None:
    """Ask the reporter something; the case waits for the answer, the clocks do not. Refuses as `acknowledge`.

    Records: case.asked.
    """
    _say(case, CaseVerb.ASK, words, by=by, reader=reader, at=at)


def answer(case: CaseFile, words: Words, *, by: Actor, reader: UnlockedReader, at: datetime) -> None:
    """Write to the reporter how things stand. Refuses as `acknowledge`. Records: case.answered."""
    _say(case, CaseVerb.ANSWER, words, by=by, reader=reader, at=at)


def close(case: CaseFile, words: Words, *, by: Actor, reader: UnlockedReader, at: datetime) -> None:
    """Close the case and tell the reporter what was done and why; daily e-mails to the reporter end.

    Refuses as `acknowledge`. Records: case.closed, conversation.notices_ended.
    """
    _say(case, CaseVerb.CLOSE, words, by=by, reader=reader, at=at)


ACTIONS = {CaseVerb.ACKNOWLEDGE: acknowledge, CaseVerb.ASK: ask, CaseVerb.ANSWER: answer, CaseVerb.CLOSE: close}

FACTS = {
    CaseVerb.ACKNOWLEDGE: "case.acknowledged",
    CaseVerb.ASK: "case.asked",
    CaseVerb.ANSWER: "case.answered",
    CaseVerb.CLOSE: "case.closed",
}
HEARD = "case.heard"


def hear(fact: ReporterWrote) -> None:
    """Note that the reporter wrote; a case that waited for it goes on.

    Runs in the reporter's transaction: civil dates only. Records: case.heard (reporters' chain). Notifies: each reader.
    """
    case = (
        CaseFile.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation", "disclosure__conversation")
        .filter(disclosure__conversation_id=fact.conversation)
        .first()
    )
    if case is None:
        return
    case.state = MOVES.after(CaseState(case.state), CaseVerb.HEAR)
    case.has_news = True
    case.save(update_fields=["state", "has_news"])
    step = add_step(case, CaseVerb.HEAR, on=fact.on)
    record_for_reporter(fact.organisation, HEARD, about=case.id, on=fact.on, details={"step": step.position})
    tell_readers(case, on=fact.on)


def say(
    case: CaseFile,
    move: Spoken,
    words: Words,
    *,
    by: Actor,
    reader: UnlockedReader,
    at: datetime,
    check: Callable[[CaseFile], None] | None = None,
) -> None:
    """Take a step and tell the reporter in the same transaction; `check` refuses what the table of moves allows.

    What the writer kept of it is erased, and of everybody where the case is closed.
    Refuses: NotAllowed, IllegalMove, CHANGED_MEANWHILE, NoEnvelope, KEY_NOT_AUTHENTIC, TEXT_EMPTY, TEXT_TOO_LONG,
    PLACEHOLDER_LEFT. Records: the fact of the move, with the number of the step.
    """
    demand(by, Permission.CASES_CASE_HANDLE, case.organisation_id)
    refuse_leftover(words.text)
    on = civil_date(at)
    with transaction.atomic():
        conversation, locked = lock(case)
        if words.seen is not None and words.seen != last_step(locked):
            raise CaseChanged
        locked.state = MOVES.after(CaseState(locked.state), move.verb)
        if check is not None:
            check(locked)
        if not is_as_received(case.disclosure):
            raise KeyNotAuthentic(KeyringCode.KEY_NOT_AUTHENTIC)
        renew_where_due(locked, conversation, by=by, reader=reader, at=at)
        signer = signer_of(conversation.pair_id, reader, by=by, on=on)
        message = write_message(conversation, words.text, words.language, reader, by=signer, on=on)
        items = [message, *write_files(conversation, words.files, reader, by=signer, on=on)]
        step = add_step(locked, move.verb, on=on, by=by.person, **move.moved())
        _change(locked, move.verb, on=on)
        _let_drafts_go(case, move.verb, by=by)
        details = {**written_several(items), "step": step.position, **move.told()}
        record(case.organisation_id, move.fact, by=by.person, about=case.id, at=at, details=details)
        if move.verb is CaseVerb.CLOSE:
            end_notices(conversation, on=on)  # the reporters' chain after the desk's, as wherever one act writes both
    case.refresh_from_db(fields=["state", "acknowledged_on", "closed_on", "has_news"])


def _say(case: CaseFile, verb: CaseVerb, words: Words, *, by: Actor, reader: UnlockedReader, at: datetime) -> None:
    demand(by, Permission.CASES_CASE_HANDLE, case.organisation_id)
    say(case, Spoken(verb, FACTS[verb]), words, by=by, reader=reader, at=at)


def _let_drafts_go(case: CaseFile, verb: CaseVerb, *, by: Actor) -> None:
    if verb is CaseVerb.CLOSE:
        let_drafts_go(case.id)
    elif verb in BY_HANDLER:
        let_drafts_go(case.id, [by.person], Panel.TALK)


def _change(case: CaseFile, verb: CaseVerb, *, on: date) -> None:
    if verb is CaseVerb.ACKNOWLEDGE:
        case.acknowledged_on = on
    if verb is CaseVerb.CLOSE:
        case.closed_on = on
    case.has_news = False
    case.save(update_fields=["state", "acknowledged_on", "closed_on", "has_news"])
    count_anew(case)
