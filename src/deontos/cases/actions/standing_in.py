"""Waking the deputy whose key sleeps: when all who read a case are away, a term nears unread, or nobody is left.

Looked at once a day before the first letters, and when an absence or the end of an office is recorded. No key of a
reader is needed: what is inside a sleeping envelope stays sealed to the deputy.
"""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from deontos.audit.actions import record
from deontos.cases.actions.steps import add_step, lock
from deontos.cases.models import CaseFile, CaseTerm
from deontos.cases.rules import MOVES, SOON_UNREAD
from deontos.cases.succession import deputies_to_wake
from deontos.cases.vocabulary import CaseState, CaseVerb
from deontos.kernel.clock import civil_date
from deontos.keyring.actions.envelopes import wake
from deontos.keyring.models import Envelope
from deontos.keyring.vocabulary import WakeReason
from deontos.notices.actions import write_windowed
from deontos.notices.vocabulary import LetterTemplate
from deontos.organisations.queries import away_on
from deontos.speakup.vocabulary import ProfileName

ASLEEP = Envelope.objects.filter(epoch__pair=OuterRef("disclosure__conversation__pair"), dormant=True)


def wake_where_due(*, at: datetime) -> None:
    """Wake the next deputy of every case that nobody can or does read, each case in a transaction of its own.

    Records: case.deputy_woken. Notifies: the deputy, in the next window.
    """
    on = civil_date(at)
    for case, reason in list(_due(on)):
        stand_in(case, reason, at=at)


def stand_in(case: UUID, reason: WakeReason, *, at: datetime) -> bool:
    """Wake the first deputy in order who is there; whether somebody was woken.

    Records: case.deputy_woken. Notifies: the deputy, in the next window.
    """
    on = civil_date(at)
    with transaction.atomic():
        found = CaseFile.objects.select_related("disclosure__channel", "organisation").get(pk=case)
        conversation, locked = lock(found)
        if (case, reason) not in set(_due(on, only=case)):
            return False
        for deputy in deputies_to_wake(found, reason, on=on):
            if wake(conversation.pair_id, deputy.id, reason, on=on):
                wake(locked.dossier_pair_id, deputy.id, reason, on=on)
                locked.state = MOVES.after(CaseState(locked.state), CaseVerb.STAND_IN)
                _tell(found, deputy.id, reason, at=at)
                write_windowed(found.organisation, deputy, LetterTemplate.SOMETHING_WAITS, on=on)
                return True
    return False


def _tell(case: CaseFile, deputy: UUID, reason: WakeReason, *, at: datetime) -> None:
    step = add_step(case, CaseVerb.STAND_IN, on=civil_date(at), concerns=deputy, because=reason)
    details = {"deputy": deputy, "because": reason, "step": step.position}
    record(case.organisation_id, "case.deputy_woken", by=None, about=case.id, at=at, details=details)


def _due(on: date, *, only: UUID | None = None) -> Iterator[tuple[UUID, WakeReason]]:
    """The cases in which a deputy is due to be woken, and why; each once. Three queries.

    A case that nobody reads is looked after also when it is closed: its reporter may still write.
    """
    cases = CaseFile.objects.filter(Exists(ASLEEP))
    if only:
        cases = cases.filter(pk=only)
    going_on = cases.filter(closed_on__isnull=True)
    left = set(cases.filter(~Exists(_awake(on))).values_list("pk", flat=True))
    absent = set(_all_away(going_on, on).values_list("pk", flat=True))
    unread = set(_nearly_late_unread(going_on, on).values_list("pk", flat=True)) - absent - left
    yield from ((case, WakeReason.LAST_READER_LEFT) for case in left)
    yield from ((case, WakeReason.ABSENCE) for case in absent)
    yield from ((case, WakeReason.UNREAD) for case in unread)


def _awake(on: date) -> QuerySet[Envelope]:
    """The envelopes with which people read a case today; one that was given until an earlier day is none."""
    return Envelope.objects.filter(
        Q(until__isnull=True) | Q(until__gte=on),
        epoch__pair=OuterRef("disclosure__conversation__pair"),
        certificate__isnull=False,
        dormant=False,
    )


def _all_away(cases: QuerySet[CaseFile], on: date) -> QuerySet[CaseFile]:
    """Cases that somebody holds an awake key of, all of whom are away today."""
    present = _awake(on).exclude(certificate__person__in=away_on(on))
    return cases.filter(Exists(_awake(on)), ~Exists(present))


def _nearly_late_unread(cases: QuerySet[CaseFile], on: date) -> QuerySet[CaseFile]:
    """Cases of which a statutory clock ends within three days, while nobody has opened the conversation."""
    laws = CaseTerm.objects.exclude(profile=ProfileName.POLICY)
    near = laws.filter(
        clock__case=OuterRef("pk"),
        clock__met_on__isnull=True,
        clock__lifted_on__isnull=True,
        due_on__lte=on + SOON_UNREAD,
    )
    return cases.filter(Exists(near), ~Exists(_awake(on).filter(first_opened_on__isnull=False)))
