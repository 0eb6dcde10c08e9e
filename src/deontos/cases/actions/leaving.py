"""When somebody no longer holds the office by which a case is read: the keys go at once, and a deputy is woken."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from deontos.access.gate import actor_of
from deontos.access.permissions import Permission
from deontos.audit.actions import record
from deontos.cases.actions.drafts import let_drafts_go
from deontos.cases.actions.left_out import LEFT
from deontos.cases.actions.standing_in import stand_in
from deontos.cases.actions.steps import add_step, lock, pairs_of, private_keys
from deontos.cases.models import CaseFile
from deontos.cases.rules import MOVES
from deontos.cases.vocabulary import CaseState, CaseVerb
from deontos.correspondence.actions.identity import end_consents
from deontos.kernel.clock import civil_date
from deontos.keyring.actions.envelopes import take_away
from deontos.keyring.given import taken
from deontos.keyring.models import Envelope
from deontos.keyring.vocabulary import WakeReason

KEYS_TAKEN = "case.keys_taken"
"""The fact under which keys stand that were taken from somebody who did not read: sleeping ones, or of single items."""


def release_departed(*, at: datetime) -> None:
    """Take the keys of every case from whoever may no longer read cases in that organisation, a case at a time.

    Records: case.reader_left, case.keys_taken, case.deputy_woken. Notifies: the deputy who was woken, in the next
    window.
    """
    for person, organisation in _holders():
        if not _may_read(person, organisation, on=civil_date(at)):
            release(person, organisation, at=at)


def release_today(person: UUID, organisation: UUID, *, at: datetime) -> None:
    """Take the keys of somebody whose last day was just recorded as today or earlier, before its evening.

    Judged by the offices of tomorrow, and of nobody else: a last day that was recorded before lasts until its end.
    Records: case.reader_left, case.keys_taken, case.deputy_woken. Notifies: the deputy who was woken, in the next
    window.
    """
    if not _may_read(person, organisation, on=civil_date(at) + timedelta(days=1)):
        release(person, organisation, at=at)


def release(person: UUID, organisation: UUID, *, at: datetime) -> None:
    """Take all keys to the cases of an organisation from somebody, a case at a time.

    Records: case.reader_left, case.keys_taken, case.deputy_woken. Notifies: the deputy who was woken, in the next
    window.
    """
    pair = OuterRef("disclosure__conversation__pair")
    held = Envelope.objects.filter(
        Q(epoch__pair=pair) | Q(epoch__pair=OuterRef("dossier_pair")), certificate__person=person
    )
    for case in list(CaseFile.objects.filter(Exists(held), organisation=organisation).values_list("pk", flat=True)):
        with transaction.atomic():
            _leave(case, person, at=at)
            stand_in(case, WakeReason.LAST_READER_LEFT, at=at)


def _leave(case: UUID, person: UUID, *, at: datetime) -> None:
    on = civil_date(at)
    found = CaseFile.objects.select_related("disclosure").get(pk=case)
    conversation, locked = lock(found)
    let_drafts_go(case, [person])
    gone = take_away(pairs_of(locked, conversation), person, items=private_keys(locked, person), on=on)
    if gone.was_reading:
        locked.state = MOVES.after(CaseState(locked.state), CaseVerb.LEAVE)
        step = add_step(locked, CaseVerb.LEAVE, on=on, concerns=person)
        log = {**taken(*gone.envelopes), **end_consents(conversation, on=on)}
        details = {**log, "person": person, "step": step.position}
        record(found.organisation_id, LEFT, by=None, about=case, at=at, details=details)
    elif gone.envelopes:
        record(found.organisation_id, KEYS_TAKEN, by=None, about=case, at=at, details=taken(*gone.envelopes))


def _may_read(person: UUID, organisation: UUID, *, on: date) -> bool:
    return actor_of(person, on=on).may(Permission.CASES_CASE_READ, organisation)


def _holders() -> list[tuple[UUID, UUID]]:
    """Everybody who holds a key to a case, also for a time that is over, with the case's organisation. One query."""
    pairs = CaseFile.objects.filter(disclosure__conversation__pair=OuterRef("epoch__pair"))
    held = Envelope.objects.filter(Exists(pairs), certificate__isnull=False)
    return list(held.values_list("certificate__person_id", "certificate__organisation_id").distinct().order_by())
