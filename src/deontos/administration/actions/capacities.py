"""The qualities in which people belong to an organisation, with their days."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.vocabulary import AdministrationCode
from deontos.audit.actions import record
from deontos.kernel.clock import civil_date
from deontos.organisations.models import Capacity, Person, Unit
from deontos.organisations.vocabulary import CapacityKind


@dataclass(frozen=True, slots=True)
class Quality:
    """In which quality somebody works, where, and the words on the door."""

    kind: CapacityKind
    unit: Unit | None = None
    label: str = ""


def give_capacity(
    person: Person, quality: Quality, *, started_on: date, by: Actor | None, at: datetime, ended_on: date | None = None
) -> Capacity:
    """Write down in which quality somebody belongs to their organisation from a day on; several are possible.

    Refuses: NotAllowed, ENDS_BEFORE_START, PERSON_LEFT. Records: capacity.given.
    """
    if by is not None:
        demand(by, Permission.ORGANISATIONS_PERSON_CHANGE, person.organisation_id)
    if ended_on is not None and ended_on < started_on:
        raise AdministrationRefused(AdministrationCode.ENDS_BEFORE_START)
    with transaction.atomic():
        locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        if locked.left_on is not None and (ended_on is None or locked.left_on < ended_on):
            raise AdministrationRefused(AdministrationCode.PERSON_LEFT)
        capacity = Capacity.objects.create(
            person=person,
            organisation_id=person.organisation_id,
            kind=quality.kind,
            unit=quality.unit,
            label=quality.label,
            started_on=started_on,
            ended_on=ended_on,
        )
        details = {"person": person.id, "kind": quality.kind, "from": started_on, "until": ended_on}
        actor = by.person if by else None
        record(person.organisation_id, "capacity.given", by=actor, about=capacity.id, at=at, details=details)
    return capacity


def end_capacity(capacity: Capacity, *, last_day: date, by: Actor, at: datetime) -> None:
    """End a capacity after a day; one that is still to come, and ends before it, is taken back.

    Refuses: NotAllowed, CAPACITY_ENDED, ENDS_BEFORE_START. Records: capacity.ended or capacity.taken_back.
    """
    demand(by, Permission.ORGANISATIONS_PERSON_CHANGE, capacity.organisation_id)
    with transaction.atomic():
        locked = Capacity.objects.select_for_update(no_key=True).get(pk=capacity.pk)
        if locked.ended_on is not None and locked.ended_on <= last_day:
            raise AdministrationRefused(AdministrationCode.CAPACITY_ENDED, ended_on=locked.ended_on)
        close_capacity(locked, last_day=last_day, by=by.person, at=at)


def close_capacity(capacity: Capacity, *, last_day: date, by: UUID | None, at: datetime) -> None:
    """End a locked capacity as `end_capacity` does, for a caller that demanded before.

    Refuses: ENDS_BEFORE_START. Records: capacity.ended or capacity.taken_back.
    """
    home, details = capacity.organisation_id, {"person": capacity.person_id, "on": last_day}
    if last_day < capacity.started_on:
        if capacity.started_on <= civil_date(at):
            raise AdministrationRefused(AdministrationCode.ENDS_BEFORE_START)
        record(home, "capacity.taken_back", by=by, about=capacity.id, at=at, details=details)
        capacity.delete()
        return
    capacity.ended_on = last_day
    capacity.save(update_fields=["ended_on"])
    record(home, "capacity.ended", by=by, about=capacity.id, at=at, details=details)
