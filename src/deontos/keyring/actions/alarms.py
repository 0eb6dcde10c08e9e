"""Raising an alarm about keys, once a day at most for the same thing, and settling it with a reason."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.audit.actions import record
from deontos.audit.verification import in_pieces
from deontos.kernel.clock import civil_date
from deontos.kernel.refusals import Refusal
from deontos.keyring.models import KeyAlarm
from deontos.keyring.queries import stewards_of
from deontos.keyring.suspicions import Suspicion, suspicions, suspicious_envelopes
from deontos.keyring.vocabulary import KeyringCode
from deontos.notices.actions import write_prompt
from deontos.notices.vocabulary import LetterTemplate
from deontos.organisations.models import Person
from deontos.organisations.queries import offices_held
from deontos.organisations.vocabulary import OfficeKind

RAISED = "alarm.raised"
"""The fact under which an alarm stands in the audit chain, about the row that is wrong."""
SETTLED = "alarm.settled"
AT_ONCE = 20
"""Alarms that one transaction raises: where somebody wrote rows by the thousand, reporters must not wait for all."""
QUIET_AFTER_SETTLING = timedelta(days=7)
"""House rule: what a steward settled and is still there so long afterwards is raised once more."""


class AlarmRefused(Refusal):
    """An alarm was not settled."""


def look(organisation: UUID, *, at: datetime) -> None:
    """Look at certificates, vaults and stewards, and raise what is wrong.

    Records: alarm.raised for what was not known. Notifies: all stewards and the integrity officer, at once, and once a
    day at most of the same thing.
    """
    raise_alarms(organisation, suspicions(organisation, on=civil_date(at)), at=at)


def look_closely(organisation: UUID, *, at: datetime) -> None:
    """The same, and every envelope and epoch. Records and notifies as `look` does."""
    found = suspicions(organisation, on=civil_date(at))
    raise_alarms(organisation, [*found, *suspicious_envelopes(organisation)], at=at)


def raise_alarms(organisation: UUID, found: Iterable[Suspicion], *, at: datetime) -> None:
    """Write down what is wrong; what is open already is told again on another day.

    Records: alarm.raised for what was not known. Notifies: all stewards and the integrity officer.
    """
    found, on = list(found), civil_date(at)
    if not found or not any(_is_untold(organisation, each, on=on) for each in found):
        return
    is_told = False
    for piece in in_pieces(found, AT_ONCE):
        with transaction.atomic():
            untold = [each for each in piece if _is_untold(organisation, each, on=on)]
            for each in untold:
                _raise(organisation, each, at=at)
            if untold and not is_told:
                is_told = _tell(organisation, at=at)


def settle(alarm: KeyAlarm, reason: str, *, by: Actor, at: datetime) -> None:
    """Say why an alarm is settled. Refuses: ALARM_SETTLED. Records: alarm.settled."""
    demand(by, Permission.KEYRING_STEWARD_CERTIFY, alarm.organisation_id)
    with transaction.atomic():
        locked = KeyAlarm.objects.select_for_update(no_key=True).get(pk=alarm.pk)
        if locked.settled_at is not None:
            raise AlarmRefused(KeyringCode.ALARM_SETTLED)
        locked.settled_at, locked.reason = at, reason
        locked.settled_by_id = by.person
        locked.save(update_fields=["settled_at", "settled_by", "reason"])
        details = {"kind": locked.kind}
        record(locked.organisation_id, SETTLED, by=by.person, about=locked.subject_id, at=at, details=details)


def _is_untold(organisation: UUID, found: Suspicion, *, on: date) -> bool:
    """Whether a thing is to be told today: new, open and told on another day, or settled long enough ago."""
    rows = KeyAlarm.objects.filter(organisation_id=organisation, kind=found.kind, subject_id=found.subject)
    for alarm in rows:
        is_quiet = alarm.settled_at is not None and civil_date(alarm.settled_at) + QUIET_AFTER_SETTLING > on
        if is_quiet or (alarm.settled_at is None and alarm.told_on >= on):
            return False
    return True


def _raise(organisation: UUID, found: Suspicion, *, at: datetime) -> None:
    alarm, is_new = KeyAlarm.objects.get_or_create(
        organisation_id=organisation,
        kind=found.kind,
        subject_id=found.subject,
        settled_at=None,
        defaults={"found_at": at, "told_on": civil_date(at)},
    )
    if is_new:
        record(organisation, RAISED, by=None, about=found.subject, at=at, details={"kind": found.kind.value})
        return
    alarm.told_on = civil_date(at)
    alarm.save(update_fields=["told_on"])


def _tell(organisation: UUID, *, at: datetime) -> bool:
    on = civil_date(at)
    officers = offices_held(organisation, on=on).filter(kind=OfficeKind.INTEGRITY_OFFICER)
    people: dict[UUID, Person] = {each.id: each for each in stewards_of(organisation, on=on)}
    people |= {each.holder_id: each.holder for each in officers}
    for person in people.values():
        write_prompt(organisation, person, LetterTemplate.KEY_ALARM, at=at)
    return True
