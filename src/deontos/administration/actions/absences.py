"""Recording who is away."""

from datetime import date, datetime

from django.db import transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.events import AbsenceRecorded
from deontos.administration.vocabulary import AdministrationCode
from deontos.audit.actions import record
from deontos.kernel.events import announce
from deontos.organisations.models import Absence, Person


def record_absence(person: Person, *, started_on: date, ended_on: date | None, by: Actor, at: datetime) -> Absence:
    """Record that somebody is away: oneself, or somebody else by whoever may. The last day counts.

    The fact reaches every organisation in which the person holds an office or is a deputy.
    Refuses: NotAllowed, ENDS_BEFORE_START. Records: absence.recorded. Announces: AbsenceRecorded.
    """
    if by.person != person.id:
        demand(by, Permission.ORGANISATIONS_ABSENCE_RECORD, person.organisation_id)
    if ended_on is not None and ended_on < started_on:
        raise AdministrationRefused(AdministrationCode.ENDS_BEFORE_START)
    with transaction.atomic():
        absence = Absence.objects.create(
            person=person, started_on=started_on, ended_on=ended_on, recorded_by_id=by.person
        )
        details = {"person": person.id, "from": started_on, "until": ended_on}
        record(person.organisation_id, "absence.recorded", by=by.person, about=absence.id, at=at, details=details)
        announce(AbsenceRecorded(person.organisation_id, absence.id, person.id, started_on, ended_on, by.person, at))
    return absence
