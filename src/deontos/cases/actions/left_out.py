"""Who reads a case and cannot be sealed to when it gets a new key, after a reset: no key is left, and it is told."""

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from deontos.cases.actions.drafts import let_drafts_go
from deontos.cases.actions.steps import add_step, pairs_of
from deontos.cases.models import CaseFile
from deontos.cases.rules import MOVES
from deontos.cases.vocabulary import CaseState, CaseVerb
from deontos.correspondence.models import Conversation
from deontos.keyring.actions.envelopes import take_away
from deontos.keyring.given import taken
from deontos.keyring.queries import readers_of

LEFT = "case.reader_left"
"""The fact under which the log has that somebody reads a case no longer."""


def reading(conversation: Conversation, *, on: date) -> frozenset[UUID]:
    """Who reads a conversation on a day. One query. Records nothing."""
    return frozenset(readers_of(conversation.pair_id, on=on).values_list("certificate__person_id", flat=True))


def let_go_of(
    case: CaseFile, conversation: Conversation, before: Collection[UUID], *, on: date
) -> Iterator[dict[str, object]]:
    """Write a step for each who read before the new key and does not now, and erase what else they hold.

    Private notes stay sealed to them: nobody else has a key to those. Records nothing: the caller records
    case.reader_left with what is yielded for each.
    """
    for person in sorted(frozenset(before) - reading(conversation, on=on)):
        let_drafts_go(case.id, [person])
        gone = take_away(pairs_of(case, conversation), person, on=on)
        case.state = MOVES.after(CaseState(case.state), CaseVerb.LEAVE)
        step = add_step(case, CaseVerb.LEAVE, on=on, concerns=person)
        yield {**taken(*gone.envelopes), "person": person, "step": step.position}
