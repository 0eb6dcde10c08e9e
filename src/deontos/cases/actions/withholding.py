"""Not telling a reporter yet that a law demands the name: on a ground, until a day; then told, or decided anew."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.audit.actions import record
from deontos.cases.actions.dialogue import Words
from deontos.cases.actions.dossier import Jotting, write_in_dossier
from deontos.cases.actions.opening import tell_readers
from deontos.cases.actions.renewing import renew_where_due
from deontos.cases.actions.steps import lock
from deontos.cases.models import CaseFile, Withholding
from deontos.cases.rules import LOOKED_AT_BEFORE, is_withheld, may_wait_until
from deontos.cases.signing import signer_of
from deontos.cases.vocabulary import CaseCode, DossierKind, WithholdingGround
from deontos.cases.withholding import OPENED, TOLD, WITHHELD, stored_row
from deontos.correspondence.actions.conversations import write_message
from deontos.correspondence.models import Conversation
from deontos.correspondence.written import written
from deontos.kernel.clock import civil_date
from deontos.kernel.refusals import Refusal
from deontos.keyring.readers import KeyNotAuthentic, UnlockedReader
from deontos.keyring.vocabulary import KeyringCode
from deontos.speakup.queries import is_as_received


class WithholdingRefused(Refusal):
    """Nothing was decided: what the reporter knows is as it was."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """Why the reporter is not told yet, in a word and in full, and until which day."""

    ground: WithholdingGround
    reason: str = field(repr=False)
    until_on: date


def withhold(case: CaseFile, withheld: Withheld, *, by: Actor, reader: UnlockedReader, at: datetime) -> Withholding:
    """Leave the reporter untold that this person asks for the name. Needs an open transaction; the case is locked.

    Refuses: NotAllowed, REVIEW_OUT_OF_TERM, TEXT_EMPTY, TEXT_TOO_LONG, NoEnvelope, KEY_NOT_AUTHENTIC.
    Records: dossier.written, identity.withheld.
    """
    demand(by, Permission.CASES_IDENTITY_OPEN, case.organisation_id)
    row = running_of(case, by.person, at=at) or Withholding(case=case, person_id=by.person, asked_on=civil_date(at))
    _decide(row, withheld, by=by, reader=reader, at=at)
    return row


def withhold_anew(row: Withholding, withheld: Withheld, *, by: Actor, reader: UnlockedReader, at: datetime) -> None:
    """Leave the reporter untold for longer, for a reason of today and until another day.

    Refuses: NotAllowed, WITHHOLDING_OVER, REVIEW_OUT_OF_TERM, TEXT_EMPTY, TEXT_TOO_LONG, NoEnvelope, KEY_NOT_AUTHENTIC.
    Records: dossier.written, identity.withheld.
    """
    demand(by, Permission.CASES_IDENTITY_OPEN, row.case.organisation_id)
    with transaction.atomic():
        lock(row.case)
        _decide(_locked(row, at=at), withheld, by=by, reader=reader, at=at)


def tell_now(row: Withholding, words: Words, *, by: Actor, reader: UnlockedReader, at: datetime) -> None:
    """Tell the reporter in a message that a law demanded the name; from then on the mailbox shows all of it.

    Refuses: NotAllowed, WITHHOLDING_OVER, NoEnvelope, KEY_NOT_AUTHENTIC, TEXT_EMPTY, TEXT_TOO_LONG.
    Records: identity.told_late.
    """
    demand(by, Permission.CASES_IDENTITY_OPEN, row.case.organisation_id)
    with transaction.atomic():
        conversation, case = lock(row.case)
        locked = _locked(row, at=at)
        note_told(locked, say(case, conversation, words, by=by, reader=reader, at=at), by=by.person, at=at)


def say(
    case: CaseFile, conversation: Conversation, words: Words, *, by: Actor, reader: UnlockedReader, at: datetime
) -> dict[str, object]:
    """Write to the reporter what a law demands; what the log says of the message. Needs an open transaction.

    Refuses: NotAllowed, NoEnvelope, KEY_NOT_AUTHENTIC, TEXT_EMPTY, TEXT_TOO_LONG. Records nothing: the caller does.
    """
    demand(by, Permission.CASES_IDENTITY_OPEN, case.organisation_id)
    if not is_as_received(case.disclosure):
        raise KeyNotAuthentic(KeyringCode.KEY_NOT_AUTHENTIC)
    renew_where_due(case, conversation, by=by, reader=reader, at=at)
    signer = signer_of(conversation.pair_id, reader, by=by, on=civil_date(at))
    message = write_message(conversation, words.text, words.language, reader, by=signer, on=civil_date(at))
    return written(message)


def note_told(row: Withholding, details: dict[str, object], *, by: UUID | None, at: datetime) -> None:
    """Write down that the reporter knows; nobody told where the day of review went by. Needs an open transaction.

    Records: identity.told_late.
    """
    row.told_on, row.told_by_id = civil_date(at), by
    row.save()
    _record(row, TOLD, details, by=by, at=at)


def note_opened(case: CaseFile, person: UUID, *, at: datetime) -> None:
    """Write down that the name was opened while its reporter is not told. Needs an open transaction.

    Records: identity.opened_untold.
    """
    row = running_of(case, person, at=at)
    if row is not None:
        row.opened_on = civil_date(at)
        row.save()
        _record(row, OPENED, {}, by=person, at=at)


def running_of(case: CaseFile, person: UUID, *, at: datetime) -> Withholding | None:
    """What the reporter of a case is not told yet of this person; locked. Needs an open transaction.

    Where the day of review went by and the morning has not come yet, it is told here. Records: identity.told_late.
    """
    row = (
        Withholding.objects.select_for_update(no_key=True)
        .filter(case=case, person=person, told_on__isnull=True)
        .first()
    )
    if row is None or is_withheld(row.until_on, row.told_on, on=civil_date(at)):
        return row
    note_told(row, {}, by=None, at=at)
    return None


def tell_overdue(*, at: datetime) -> None:
    """Tell the reporters, by the page of their mailbox, of whom nobody decided anew; each in a transaction of its own.

    Records: identity.told_late. Notifies: the readers of the case, in the next window.
    """
    late = Withholding.objects.filter(told_on__isnull=True, until_on__lt=civil_date(at)).order_by("until_on", "id")
    for each in list(late.values_list("pk", flat=True)):
        with transaction.atomic():
            row = Withholding.objects.select_for_update(no_key=True).filter(pk=each, told_on__isnull=True).first()
            if row is not None and not is_withheld(row.until_on, None, on=civil_date(at)):
                note_told(row, {}, by=None, at=at)
                tell_readers(_with_readers(row), on=civil_date(at))


def call_to_mind(*, at: datetime) -> None:
    """Write to whoever reads a case whose withholding ends within a week, without content, once a morning.

    Records nothing: nothing was decided. Notifies: the readers of the case, in the next window.
    """
    on = civil_date(at)
    soon = Withholding.objects.filter(told_on__isnull=True, until_on__range=(on, on + LOOKED_AT_BEFORE))
    for row in soon.order_by("until_on", "id"):
        tell_readers(_with_readers(row), on=on)


def _with_readers(row: Withholding) -> CaseFile:
    return CaseFile.objects.select_related("organisation", "disclosure__conversation").get(pk=row.case_id)


def _locked(row: Withholding, *, at: datetime) -> Withholding:
    """The row, while it is not over."""
    locked = Withholding.objects.select_for_update(of=("self",), no_key=True).select_related("case").get(pk=row.pk)
    if not is_withheld(locked.until_on, locked.told_on, on=civil_date(at)):
        raise WithholdingRefused(CaseCode.WITHHOLDING_OVER)
    return locked


def _decide(row: Withholding, withheld: Withheld, *, by: Actor, reader: UnlockedReader, at: datetime) -> None:
    """The reason goes into the dossier, which the reporter never opens."""
    if not may_wait_until(withheld.until_on, on=civil_date(at)):
        raise WithholdingRefused(CaseCode.REVIEW_OUT_OF_TERM)
    jotting = Jotting(withheld.reason, DossierKind.WITHHOLDING)
    row.reason = write_in_dossier(row.case, jotting, by=by, reader=reader, at=at)
    row.ground, row.until_on, row.decided_by_id = withheld.ground, withheld.until_on, by.person
    row.save()
    _record(row, WITHHELD, {"ground": row.ground, "until": row.until_on}, by=by.person, at=at)


def _record(row: Withholding, fact: str, details: dict[str, object], *, by: UUID | None, at: datetime) -> None:
    said = {**details, "withholding": row.id, "person": row.person_id, "row": stored_row(row)}
    record(row.case.organisation_id, fact, by=by, about=row.case_id, at=at, details=said)
