"""The reporter turns to somebody else: with the receipt, the conversation goes on under a key that the former lacks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from deontos.audit.actions import record_for_reporter
from deontos.cases.actions.drafts import let_drafts_go
from deontos.cases.actions.handing_over import HandOverRefused
from deontos.cases.actions.left_out import LEFT, let_go_of, reading
from deontos.cases.actions.opening import tell_readers
from deontos.cases.actions.renewing import keep_on, knows_identity, places
from deontos.cases.actions.steps import add_step, lock, pairs_of, private_keys
from deontos.cases.models import CaseFile
from deontos.cases.rules import MOVES
from deontos.cases.succession import Succession, merged, succession
from deontos.cases.vocabulary import CaseCode, CaseState, CaseVerb
from deontos.correspondence.actions.identity import end_consents
from deontos.correspondence.models import Conversation
from deontos.keyring.actions.envelopes import take_away, wake
from deontos.keyring.epochs import Opener, Seat, begin_epoch, open_epoch, seats_now
from deontos.keyring.given import Taken, all_taken
from deontos.keyring.models import Pair
from deontos.keyring.readers import UnlockedReader
from deontos.keyring.sealing import OpenPair
from deontos.keyring.vocabulary import Ground, WakeReason


@dataclass(frozen=True, slots=True)
class Turning:
    """From whom the reporter turns away, whom the report names, and whom the page showed as the next readers."""

    away_from: frozenset[UUID]
    named: frozenset[UUID]
    shown: frozenset[UUID]


def turn_to_next(case: CaseFile, turning: Turning, reader: UnlockedReader, *, on: date) -> None:
    """Let the next in line read a case, and no longer those from whom the reporter turns away.

    The dossier goes on under a fresh key, which is never the reporter's. Whoever was to stand in reads it from before;
    anybody else from now on. Civil dates only, as it is a reporter's act.
    Refuses: NOBODY_LEFT, READERS_CHANGED, KEY_NOT_AUTHENTIC. Records: case.turned, epoch.opened, and
    case.reader_left for each who cannot be sealed to today (reporters' chain).
    Notifies: the readers, in the next window.
    """
    with transaction.atomic():
        conversation, locked = lock(case)
        following = succession(case, without=turning.away_from | turning.named, on=on)
        if following.way.nobody_left:
            raise HandOverRefused(CaseCode.NOBODY_LEFT)
        if following.way.readers != turning.shown:
            raise HandOverRefused(CaseCode.READERS_CHANGED)
        locked.state = MOVES.after(CaseState(locked.state), CaseVerb.TURN_TO)
        others = reading(conversation, on=on) - turning.away_from
        opener = Opener(reader.signer(holder=conversation.holder), on)
        coming = following.seats(Ground.BY_REPORTER, on=on)
        _renew(case, conversation, conversation.pair, turning, coming, reader, opener)
        _renew_identity(case, conversation, turning, reader, opener)
        gone = _go_on_with_dossier(case, conversation, following, turning, coming, opener)
        for left in let_go_of(locked, conversation, others, on=on):
            record_for_reporter(case.organisation_id, LEFT, about=case.id, on=on, details=left)
        log = {**all_taken(gone), **end_consents(conversation, on=on)}
        _write_down(case, locked, turning, log, on=on)
        tell_readers(case, on=on)


def _renew(
    case: CaseFile,
    conversation: Conversation,
    pair: Pair,
    turning: Turning,
    coming: Sequence[Seat],
    reader: UnlockedReader,
    opener: Opener,
) -> OpenPair:
    seats = merged(seats_now(pair, case.organisation_id, without=turning.away_from, on=opener.on), coming)
    known = places(case, conversation)
    return open_epoch(pair, reader, seats, known, receipt=conversation.holder, by=opener, with_receipt=True)


def _renew_identity(
    case: CaseFile, conversation: Conversation, turning: Turning, reader: UnlockedReader, opener: Opener
) -> None:
    """The name is no longer known to those from whom the reporter turns away; nobody new gets to know it.

    Also not to one whose certificate counts no longer, after a reset: that key was given, and opens what it opened.
    """
    if any(knows_identity(conversation, person, on=opener.on) for person in turning.away_from):
        opened = _renew(case, conversation, conversation.identity_pair, turning, (), reader, opener)
        keep_on(case, opened, without=turning.named | turning.away_from, on=opener.on)


def _go_on_with_dossier(
    case: CaseFile,
    conversation: Conversation,
    following: Succession,
    turning: Turning,
    coming: Sequence[Seat],
    opener: Opener,
) -> list[Taken]:
    pair, on = case.dossier_pair, opener.on
    for person in following.way.readers:
        wake(pair.id, person, WakeReason.REPORTER_ASKED, on=on)
    known = pairs_of(case, conversation)
    let_drafts_go(case.id, turning.away_from)
    gone = [take_away(known, each, items=private_keys(case, each), on=on) for each in turning.away_from]
    seats = seats_now(pair, case.organisation_id, without=turning.away_from, on=on)
    begin_epoch(pair, merged(seats, coming), by=opener)
    return gone


def _write_down(case: CaseFile, locked: CaseFile, turning: Turning, log: Mapping[str, object], *, on: date) -> None:
    people = sorted(turning.away_from)
    steps = {add_step(locked, CaseVerb.TURN_TO, on=on, concerns=person).position: person for person in people}
    CaseFile.objects.filter(pk=locked.pk).update(has_news=True)
    record_for_reporter(case.organisation_id, "case.turned", about=case.id, on=on, details={**log, "steps": steps})
