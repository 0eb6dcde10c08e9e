"""Writing down that a step was taken, locking what a step changes, and naming the keys that go with it."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import Max

from deontos.cases.models import CaseFile, CaseStep
from deontos.cases.vocabulary import Audience, CaseVerb
from deontos.correspondence.models import Conversation
from deontos.speakup.vocabulary import ClockName


def lock(case: CaseFile) -> tuple[Conversation, CaseFile]:
    """Conversation first, as a reporter who writes does: the other way round two could wait for each other for ever.

    Records nothing.
    """
    conversation = (
        Conversation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("holder__entry", "pair", "identity_pair")
        .get(pk=case.disclosure.conversation_id)
    )
    return conversation, CaseFile.objects.select_for_update(no_key=True).get(pk=case.pk)


def add_step(
    case: CaseFile,
    verb: CaseVerb,
    *,
    on: date,
    by: UUID | None = None,
    concerns: UUID | None = None,
    because: StrEnum | None = None,
    clock: ClockName | None = None,
    until: date | None = None,
) -> CaseStep:
    """Write a step at the next position.

    Records nothing: the caller records what was done, with the number of this step in the details.
    """
    return CaseStep.objects.create(
        case=case,
        position=last_step(case) + 1,
        verb=verb,
        taken_on=on,
        taken_by_id=by,
        concerns_id=concerns,
        because=because or "",
        clock=clock or "",
        until_on=until,
    )


def last_step(case: CaseFile) -> int:
    """The number of the last step of a case; 0 when there is none. Records nothing."""
    last: int | None = case.steps.aggregate(last=Max("position"))["last"]
    return last or 0


def pairs_of(case: CaseFile, conversation: Conversation) -> list[UUID]:
    """The three pairs of a case. Records nothing."""
    return [conversation.pair_id, case.dossier_pair_id, conversation.identity_pair_id]


def private_keys(case: CaseFile, person: UUID) -> list[UUID]:
    """The keys of the private notes that a person wrote in a case. Records nothing."""
    mine = case.dossier_items.filter(audience=Audience.MINE, author__person_id=person)
    return list(mine.values_list("item_key_id", flat=True))
