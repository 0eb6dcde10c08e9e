"""Recording who is away, and that somebody is back earlier."""

from datetime import date, datetime

from django.db import transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.events import AbsenceEnded, AbsenceRecorded
from deontos.administration.rules import Span, overlap
from deontos.administration.vocabulary import AdministrationCode
from deontos.audit.actions import record
from deontos.kernel.clock import civil_date
from deontos.kernel.events import announce
from deontos.organisations.models import Absence, Person


def record_absence(person: Person, *, started_on: date, ended_on: date | None, by: Actor, at: datetime) -> Absence:
    """Record that somebody is away: oneself, or somebody else by whoever may. The last day counts.

    The fact reaches every organisation in which the person holds an office or is a deputy. What another person
    recorded before is no hindrance: a deputy's key wakes only by somebody else's word, so two may say the same.
    Refuses: NotAllowed, ENDS_BEFORE_START, ABSENCE_KNOWN. Records: absence.recorded. Announces: AbsenceRecorded.
    """
    if by.person != person.id:
        demand(by, Permission.ORGANISATIONS_ABSENCE_RECORD, person.organisation_id)
    if ended_on is not None and ended_on < started_on:
        raise AdministrationRefused(AdministrationCode.ENDS_BEFORE_START)
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        _refuse_known(person, Span(started_on, ended_on), by)
        absence = Absence.objects.create(
            person=person, started_on=started_on, ended_on=ended_on, recorded_by_id=by.person
        )
        details = {"person": person.id, "from": started_on, "until": ended_on}
        record(person.organisation_id, "absence.recorded", by=by.person, about=absence.id, at=at, details=details)
        announce(AbsenceRecorded(person.organisation_id, absence.id, person.id, started_on, ended_on, by.person, at))
    return absence


def end_absence(absence: Absence, *, last_day: date, by: Actor, at: datetime) -> None:
    """Say that somebody is back earlier. With a day before a first day that is still to come it did not take place.

    Refuses: NotAllowed, ENDS_BEFORE_START, ABSENCE_ENDED. Records: absence.ended. Announces: AbsenceEnded.
    """
    if by.person != absence.person_id:
        demand(by, Permission.ORGANISATIONS_ABSENCE_RECORD, absence.person.organisation_id)
    with transaction.atomic():
        person = Person.objects.select_for_update(no_key=True).get(pk=absence.person_id)
        locked = Absence.objects.select_for_update(no_key=True).get(pk=absence.pk)
        if locked.ended_on is not None and locked.ended_on <= last_day:
            raise AdministrationRefused(AdministrationCode.ABSENCE_ENDED, ended_on=locked.ended_on)
        if last_day < locked.started_on <= civil_date(at):
            raise AdministrationRefused(AdministrationCode.ENDS_BEFORE_START)
        ended_on = last_day if last_day >= locked.started_on else None
        if ended_on is None:
            locked.delete()
        else:
            locked.ended_on = ended_on
            locked.save(update_fields=["ended_on"])
        details = {"person": person.id, "until": ended_on}
        record(person.organisation_id, "absence.ended", by=by.person, about=absence.pk, at=at, details=details)
        announce(AbsenceEnded(person.organisation_id, absence.pk, person.id, ended_on, by.person, at))


def _refuse_known(person: Person, span: Span, by: Actor) -> None:
    for known in Absence.objects.filter(person=person, recorded_by_id=by.person):
        if overlap(span, Span(known.started_on, known.ended_on)):
            raise AdministrationRefused(
                AdministrationCode.ABSENCE_KNOWN, started_on=known.started_on, ended_on=known.ended_on
            )
