"""The deputies of an office: naming them, changing their order, ending."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.events import DeputyshipEnded
from deontos.administration.queries import stands_in_office, warnings_about_deputy
from deontos.administration.rules import moved
from deontos.administration.vocabulary import AdministrationCode, Direction
from deontos.audit.actions import record
from deontos.kernel.clock import civil_date
from deontos.kernel.events import announce
from deontos.keyring.actions.certificates import end_certificates
from deontos.organisations.models import Deputy, Office, Person
from deontos.organisations.vocabulary import CombinationWarning, OfficeKind


@dataclass(frozen=True, slots=True)
class Deputised:
    """The deputy that was named, and what asks attention."""

    deputy: Deputy
    warnings: tuple[CombinationWarning, ...]


def name_deputy(
    office: Office, person: Person, *, started_on: date, by: Actor | None, at: datetime, position: int | None = None
) -> Deputised:
    """Name somebody who takes an office's place, in an order that begins at 1; without a position as the last.

    Refuses: NotAllowed, OFFICE_ENDED, DEPUTY_IS_HOLDER, PERSON_LEFT, ALREADY_IS_DEPUTY, POSITION_TAKEN.
    Records: deputy.named.
    """
    if by is not None:
        demand(by, Permission.ORGANISATIONS_DEPUTY_NAME, office.organisation_id)
    with transaction.atomic():
        somebody = Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # first, as whoever leaves does
        locked = Office.objects.select_for_update(no_key=True).get(pk=office.pk)
        _refuse(locked, somebody, started_on)
        last: int | None = locked.deputies.aggregate(last=Max("position"))["last"]
        position = position or (last or 0) + 1
        try:
            with transaction.atomic():
                deputy = Deputy.objects.create(office=office, person=person, position=position, started_on=started_on)
        except IntegrityError:
            raise AdministrationRefused(AdministrationCode.POSITION_TAKEN, position=position) from None
        details = {"office": office.id, "person": person.id, "position": position, "from": started_on}
        actor = by.person if by else None
        record(office.organisation_id, "deputy.named", by=actor, about=deputy.id, at=at, details=details)
    return Deputised(deputy, warnings_about_deputy(deputy, on=started_on))


def move_deputy(deputy: Deputy, direction: Direction, *, by: Actor, at: datetime) -> None:
    """Let a deputy change places with the one before or after; the first in order stands in first.

    Refuses: NotAllowed, DEPUTY_ENDED. Records: deputies.ordered, when the order is another one than before.
    """
    demand(by, Permission.ORGANISATIONS_DEPUTY_NAME, deputy.office.organisation_id)
    with transaction.atomic():
        Office.objects.select_for_update(no_key=True).get(pk=deputy.office_id)
        rows = {each.id: each for each in Deputy.objects.filter(office=deputy.office_id, ended_on__isnull=True)}
        if deputy.pk not in rows:
            raise AdministrationRefused(AdministrationCode.DEPUTY_ENDED)
        before = tuple(rows)
        after = moved(before, deputy.pk, direction)
        if after == before:
            return
        _put_in_order([rows[each] for each in after])
        details = {"order": [str(each) for each in after]}
        home = deputy.office.organisation_id
        record(home, "deputies.ordered", by=by.person, about=deputy.office_id, at=at, details=details)


def end_deputyship(deputy: Deputy, *, last_day: date, by: Actor | None, at: datetime) -> None:
    """End that somebody takes an office's place, and the certificate that goes with it in the same act.

    Refuses: NotAllowed, DEPUTY_ENDED, ENDS_BEFORE_START. Records: deputy.ended. Announces: DeputyshipEnded.
    """
    if by is not None:
        demand(by, Permission.ORGANISATIONS_DEPUTY_NAME, deputy.office.organisation_id)
    with transaction.atomic():
        Office.objects.select_for_update(no_key=True).get(pk=deputy.office_id)
        locked = Deputy.objects.select_related("office").get(pk=deputy.pk)
        if locked.ended_on is not None:
            raise AdministrationRefused(AdministrationCode.DEPUTY_ENDED)
        close_deputyship(locked, last_day=last_day, by=by.person if by else None, at=at)
    deputy.ended_on = locked.ended_on


def close_deputyship(deputy: Deputy, *, last_day: date, by: UUID | None, at: datetime) -> None:
    """End a deputyship as `end_deputyship` does, for a caller that demanded before and locked the office.

    Refuses: ENDS_BEFORE_START. Records: deputy.ended or deputy.taken_back. Announces: DeputyshipEnded.
    """
    home, kind, identity = deputy.office.organisation_id, OfficeKind(deputy.office.kind), deputy.id
    details = {"office": deputy.office_id, "person": deputy.person_id, "on": last_day}
    if last_day < deputy.started_on:
        if deputy.started_on <= civil_date(at):
            raise AdministrationRefused(AdministrationCode.ENDS_BEFORE_START)
        record(home, "deputy.taken_back", by=by, about=identity, at=at, details=details)
        deputy.delete()
    else:
        deputy.ended_on = last_day
        deputy.save(update_fields=["ended_on"])
        record(home, "deputy.ended", by=by, about=identity, at=at, details=details)
    if not stands_in_office(home, kind, deputy.person_id):
        end_certificates(home, kind, deputy.person_id, ended_on=last_day, by=by, at=at)
    announce(DeputyshipEnded(home, identity, kind, deputy.person_id, last_day, at))


def _put_in_order(deputies: list[Deputy]) -> None:
    """Give the places of these deputies out again. By way of places that nobody has: two may never share one."""
    places = sorted(deputy.position for deputy in deputies)
    free = places[-1]
    for step, deputy in enumerate(deputies, start=1):
        Deputy.objects.filter(pk=deputy.pk).update(position=free + step)
    for place, deputy in zip(places, deputies, strict=True):
        Deputy.objects.filter(pk=deputy.pk).update(position=place)


def _refuse(office: Office, person: Person, started_on: date) -> None:
    if office.ended_on is not None:
        raise AdministrationRefused(AdministrationCode.OFFICE_ENDED, ended_on=office.ended_on)
    if person.pk == office.holder_id:
        raise AdministrationRefused(AdministrationCode.DEPUTY_IS_HOLDER)
    if person.left_on is not None and person.left_on < started_on:
        raise AdministrationRefused(AdministrationCode.PERSON_LEFT)
    if office.deputies.filter(person=person, ended_on__isnull=True).exists():
        raise AdministrationRefused(AdministrationCode.ALREADY_IS_DEPUTY)
