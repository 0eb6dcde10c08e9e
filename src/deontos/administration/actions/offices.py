"""Giving and ending offices. Combinations warn, they never block: the warnings come back with what was done."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.events import OfficeEnded, OfficeHeld
from deontos.administration.queries import leaves_no_administrator, stands_in_office, warnings_about_holder
from deontos.administration.vocabulary import AdministrationCode
from deontos.audit.actions import record
from deontos.kernel.clock import civil_date
from deontos.kernel.events import announce
from deontos.keyring.actions.certificates import end_certificates
from deontos.organisations.models import Deputy, Office, Organisation, Person
from deontos.organisations.queries import deputies_of
from deontos.organisations.vocabulary import HELD_BY_ONE, CombinationWarning, OfficeKind


@dataclass(frozen=True, slots=True)
class Mandate:
    """The document that gives an office its mandate, and the hours a week that come with it (R-000.11)."""

    document: str = ""
    hours_a_week: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Appointed:
    """The office that is held now, and what asks attention."""

    office: Office
    warnings: tuple[CombinationWarning, ...]


def appoint(
    organisation: Organisation,
    kind: OfficeKind,
    holder: Person,
    *,
    started_on: date,
    by: Actor | None,
    at: datetime,
    mandate: Mandate = Mandate(),
    takes_over: Office | None = None,
) -> Appointed:
    """Give somebody an office from a day on; people of another organisation may hold it too.

    `takes_over`: the office of this kind that went before; its deputies stand in for the new holder, in the same order.
    Refuses: NotAllowed, PERSON_LEFT, ALREADY_HOLDS_OFFICE, OFFICE_TAKEN, OFFICE_TAKEN_UNTIL.
    Records: office.held, and deputy.named for each who goes along. Announces: OfficeHeld.
    """
    if by is not None:
        demand(by, Permission.ORGANISATIONS_OFFICE_APPOINT, organisation.id)
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        _refuse_who_left(holder, started_on)
        _refuse_second_holder(organisation, kind, holder, started_on)
        office = Office.objects.create(
            organisation=organisation,
            kind=kind,
            holder=holder,
            started_on=started_on,
            mandate_document=mandate.document,
            mandate_hours_a_week=mandate.hours_a_week,
        )
        details = {"kind": kind, "holder": holder.id, "from": started_on}
        actor = by.person if by else None
        record(organisation.id, "office.held", by=actor, about=office.id, at=at, details=details)
        if takes_over is not None and (takes_over.organisation_id, takes_over.kind) == (organisation.id, kind):
            _take_over(office, takes_over, by=actor, at=at)
        announce(OfficeHeld(organisation.id, office.id, kind, holder.id, started_on, at))
    return Appointed(office, warnings_about_holder(office, on=started_on))


def change_mandate(office: Office, mandate: Mandate, *, by: Actor | None, at: datetime) -> None:
    """Write down another mandate document, or other hours a week.

    Refuses: NotAllowed. Records: office.mandate_changed, when it is another one than before.
    """
    if by is not None:
        demand(by, Permission.ORGANISATIONS_OFFICE_APPOINT, office.organisation_id)
    with transaction.atomic():
        locked = Office.objects.select_for_update(no_key=True).get(pk=office.pk)
        if (locked.mandate_document, locked.mandate_hours_a_week) == (mandate.document, mandate.hours_a_week):
            return
        locked.mandate_document, locked.mandate_hours_a_week = mandate.document, mandate.hours_a_week
        locked.save(update_fields=["mandate_document", "mandate_hours_a_week"])
        details = {"hours_a_week": str(mandate.hours_a_week) if mandate.hours_a_week is not None else None}
        actor = by.person if by else None
        record(office.organisation_id, "office.mandate_changed", by=actor, about=office.id, at=at, details=details)
    office.mandate_document, office.mandate_hours_a_week = mandate.document, mandate.hours_a_week


def end_office(office: Office, *, last_day: date, by: Actor | None, at: datetime) -> None:
    """End an office after a day, and the certificate that its holder reads with in the same act.

    A holder who keeps the same organisation's office of another kind keeps the certificate of that one, and so does
    whoever goes on as a deputy of the same. An office that ends before its first day, which is still to come, is taken
    back: nobody ever held it.
    Refuses: NotAllowed, OFFICE_ENDED, ENDS_BEFORE_START, LAST_ADMINISTRATOR.
    Records: office.ended or office.taken_back. Announces: OfficeEnded.
    """
    if by is not None:
        demand(by, Permission.ORGANISATIONS_OFFICE_END, office.organisation_id)
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=office.organisation_id)
        locked = Office.objects.select_for_update(no_key=True).get(pk=office.pk)
        if locked.ended_on is not None:
            raise AdministrationRefused(AdministrationCode.OFFICE_ENDED, ended_on=locked.ended_on)
        if by is not None and leaves_no_administrator([locked]):
            raise AdministrationRefused(AdministrationCode.LAST_ADMINISTRATOR)
        close_office(locked, last_day=last_day, by=by.person if by else None, at=at)
    office.ended_on = locked.ended_on


def close_office(office: Office, *, last_day: date, by: UUID | None, at: datetime) -> None:
    """End a locked office as `end_office` does, for a caller that demanded and refused before.

    Refuses: ENDS_BEFORE_START. Records: office.ended or office.taken_back. Announces: OfficeEnded.
    """
    home, kind, holder = office.organisation_id, OfficeKind(office.kind), office.holder_id
    details = {"kind": kind, "on": last_day}
    if last_day < office.started_on:
        if office.started_on <= civil_date(at):
            raise AdministrationRefused(AdministrationCode.ENDS_BEFORE_START)
        record(home, "office.taken_back", by=by, about=office.id, at=at, details=details)
        identity = office.id
        office.delete()
    else:
        office.ended_on, identity = last_day, office.id
        office.save(update_fields=["ended_on"])
        record(home, "office.ended", by=by, about=identity, at=at, details=details)
    if not stands_in_office(home, kind, holder):
        end_certificates(home, kind, holder, ended_on=last_day, by=by, at=at)
    announce(OfficeEnded(home, identity, kind, holder, last_day, at))


def _take_over(office: Office, former: Office, *, by: UUID | None, at: datetime) -> None:
    last_day = former.ended_on or office.started_on
    standing = [
        deputy.person
        for deputy in deputies_of(former, on=last_day)
        if deputy.person_id != office.holder_id and not _has_left(deputy.person, office.started_on)
    ]
    for position, person in enumerate(standing, start=1):
        deputy = Deputy.objects.create(office=office, person=person, position=position, started_on=office.started_on)
        details = {"office": office.id, "person": person.id, "position": position, "from": office.started_on}
        record(office.organisation_id, "deputy.named", by=by, about=deputy.id, at=at, details=details)


def _has_left(person: Person, day: date) -> bool:
    return person.left_on is not None and person.left_on < day


def _refuse_who_left(holder: Person, started_on: date) -> None:
    """Locked: whoever leaves at this moment would keep an office that nobody ends."""
    if _has_left(Person.objects.select_for_update(no_key=True).get(pk=holder.pk), started_on):
        raise AdministrationRefused(AdministrationCode.PERSON_LEFT)


def _refuse_second_holder(organisation: Organisation, kind: OfficeKind, holder: Person, started_on: date) -> None:
    rows = Office.objects.filter(organisation=organisation, kind=kind)
    held = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=started_on))
    if held.filter(holder=holder).exists():
        raise AdministrationRefused(AdministrationCode.ALREADY_HOLDS_OFFICE)
    if kind in HELD_BY_ONE and (other := held.order_by("ended_on").last()):
        if other.ended_on is None or held.filter(ended_on__isnull=True).exists():
            raise AdministrationRefused(AdministrationCode.OFFICE_TAKEN)
        raise AdministrationRefused(AdministrationCode.OFFICE_TAKEN_UNTIL, until=other.ended_on)
