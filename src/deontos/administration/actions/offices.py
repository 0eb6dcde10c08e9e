"""Giving and ending offices. Combinations warn, they never block: the warnings come back with what was done."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.events import OfficeEnded, OfficeHeld
from deontos.administration.queries import warnings_about_holder
from deontos.administration.vocabulary import AdministrationCode
from deontos.audit.actions import record
from deontos.kernel.events import announce
from deontos.keyring.actions.certificates import end_certificates
from deontos.organisations.models import Office, Organisation, Person
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
) -> Appointed:
    """Give somebody an office from a day on; people of another organisation may hold it too.

    Refuses: NotAllowed, OFFICE_TAKEN, ALREADY_HOLDS_OFFICE. Records: office.held. Announces: OfficeHeld.
    """
    if by is not None:
        demand(by, Permission.ORGANISATIONS_OFFICE_APPOINT, organisation.id)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        _refuse_second_holder(organisation, kind, holder)
        office = Office.objects.create(
            organisation=organisation,
            kind=kind,
            holder=holder,
            started_on=started_on,
            mandate_document=mandate.document,
            mandate_hours_a_week=mandate.hours_a_week,
        )
        details = {"kind": kind, "holder": holder.id, "from": started_on}
        record(organisation.id, "office.held", by=by.person if by else None, about=office.id, at=at, details=details)
        announce(OfficeHeld(organisation.id, office.id, kind, holder.id, started_on, at))
    return Appointed(office, warnings_about_holder(office, on=started_on))


def end_office(office: Office, *, last_day: date, by: Actor | None, at: datetime) -> None:
    """End an office after a day, and the certificate that its holder reads with in the same act.

    A holder who keeps the same organisation's office of another kind keeps the certificate of that one.
    Refuses: NotAllowed, OFFICE_ENDED, ENDS_BEFORE_START. Records: office.ended. Announces: OfficeEnded.
    """
    if by is not None:
        demand(by, Permission.ORGANISATIONS_OFFICE_END, office.organisation_id)
    with transaction.atomic():
        locked = Office.objects.select_for_update().get(pk=office.pk)
        if locked.ended_on is not None:
            raise AdministrationRefused(AdministrationCode.OFFICE_ENDED, ended_on=locked.ended_on)
        if last_day < locked.started_on:
            raise AdministrationRefused(AdministrationCode.ENDS_BEFORE_START)
        locked.ended_on = last_day
        locked.save(update_fields=["ended_on"])
        home, kind, holder = locked.organisation_id, OfficeKind(locked.kind), locked.holder_id
        record(
            home,
            "office.ended",
            by=by.person if by else None,
            about=locked.id,
            at=at,
            details={"kind": kind, "on": last_day},
        )
        end_certificates(home, kind, holder, ended_on=last_day, by=by.person if by else None, at=at)
        announce(OfficeEnded(home, locked.id, kind, holder, last_day, at))
    office.ended_on = last_day


def _refuse_second_holder(organisation: Organisation, kind: OfficeKind, holder: Person) -> None:
    held = Office.objects.filter(organisation=organisation, kind=kind, ended_on__isnull=True)
    if held.filter(holder=holder).exists():
        raise AdministrationRefused(AdministrationCode.ALREADY_HOLDS_OFFICE)
    if kind in HELD_BY_ONE and held.exists():
        raise AdministrationRefused(AdministrationCode.OFFICE_TAKEN)
