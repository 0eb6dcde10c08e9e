"""Naming the deputies of an office, in their order."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.queries import warnings_about_deputy
from deontos.administration.vocabulary import AdministrationCode
from deontos.audit.actions import record
from deontos.organisations.models import Deputy, Office, Person
from deontos.organisations.vocabulary import CombinationWarning


@dataclass(frozen=True, slots=True)
class Deputised:
    """The deputy that was named, and what asks attention."""

    deputy: Deputy
    warnings: tuple[CombinationWarning, ...]


def name_deputy(
    office: Office, person: Person, *, position: int, started_on: date, by: Actor | None, at: datetime
) -> Deputised:
    """Name somebody who takes an office's place, in an order that begins at 1.

    Refuses: NotAllowed, OFFICE_ENDED, DEPUTY_IS_HOLDER, POSITION_TAKEN. Records: deputy.named.
    """
    if by is not None:
        demand(by, Permission.ORGANISATIONS_DEPUTY_NAME, office.organisation_id)
    if office.ended_on is not None:
        raise AdministrationRefused(AdministrationCode.OFFICE_ENDED, ended_on=office.ended_on)
    if person.pk == office.holder_id:
        raise AdministrationRefused(AdministrationCode.DEPUTY_IS_HOLDER)
    with transaction.atomic():
        try:
            with transaction.atomic():
                deputy = Deputy.objects.create(office=office, person=person, position=position, started_on=started_on)
        except IntegrityError:
            raise AdministrationRefused(AdministrationCode.POSITION_TAKEN, position=position) from None
        details = {"office": office.id, "person": person.id, "position": position, "from": started_on}
        record(
            office.organisation_id,
            "deputy.named",
            by=by.person if by else None,
            about=deputy.id,
            at=at,
            details=details,
        )
    return Deputised(deputy, warnings_about_deputy(deputy, on=started_on))
