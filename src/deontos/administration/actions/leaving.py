"""Leaving: one verb that ends all that somebody does here, and the night in which the sign-in ends with it."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.administration.actions.capacities import close_capacity
from deontos.administration.actions.deputies import close_deputyship
from deontos.administration.actions.offices import close_office
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.events import PersonLeft
from deontos.administration.models import Account, AgendaKey
from deontos.administration.queries import leaves_no_administrator
from deontos.administration.rules import is_off_at_once
from deontos.administration.vocabulary import AdministrationCode
from deontos.audit.actions import record
from deontos.kernel.clock import civil_date
from deontos.kernel.events import announce
from deontos.keyring.actions.vaults import lock
from deontos.organisations.models import Capacity, Deputy, Office, Organisation, Person, Unit


def leave(person: Person, *, last_day: date, by: Actor, at: datetime) -> None:
    """End every office, deputyship and capacity of somebody after a day, and the sign-in with it.

    Offices in other organisations end too: without an account they could not be held. What was signed stays. With a
    last day today or before, signing in ends at once; else in the night after it.
    Refuses: NotAllowed, LEFT_ALREADY, LEFT_BEFORE_OFFICE, LAST_ADMINISTRATOR.
    Records: each ending, person.left, and account.switched_off. Announces: OfficeEnded, DeputyshipEnded, PersonLeft.
    """
    demand(by, Permission.ORGANISATIONS_PERSON_LEAVE, person.organisation_id)
    with transaction.atomic():
        _lock_homes(person)
        locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        if locked.left_on is not None:
            raise AdministrationRefused(AdministrationCode.LEFT_ALREADY, left_on=locked.left_on)
        _end_everything(locked, last_day, by=by.person, at=at)
        locked.left_on = last_day
        locked.save(update_fields=["left_on"])
        home = person.organisation_id
        record(home, "person.left", by=by.person, about=person.id, at=at, details={"on": last_day})
        if is_off_at_once(last_day, today=civil_date(at)):
            _part_with(locked, by=by.person, at=at)
        announce(PersonLeft(home, person.id, last_day, at))
    person.left_on = last_day


def come_back(person: Person, *, by: Actor, at: datetime) -> None:
    """Take the last day back: somebody stays, or returns. Offices are given anew, and the sign-in by an invitation.

    Refuses: NotAllowed. Records: person.came_back, when a last day was written down.
    """
    demand(by, Permission.ORGANISATIONS_PERSON_LEAVE, person.organisation_id)
    with transaction.atomic():
        locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        if locked.left_on is None:
            return
        locked.left_on = None
        locked.save(update_fields=["left_on"])
        record(person.organisation_id, "person.came_back", by=by.person, about=person.id, at=at)
    person.left_on = None


def part_with_leavers(*, at: datetime) -> int:
    """Switch off the sign-in of people whose last day is over, and free the units that they headed.

    The answer is how many people that were. Records: account.switched_off, and unit.headed, for each.
    """
    over = Q(account__is_active=True) | Q(heads__isnull=False)
    gone = Person.objects.filter(over, left_on__lt=civil_date(at)).distinct()
    count = 0
    for person in gone.order_by("id"):
        with transaction.atomic():
            if not gone.filter(pk=Person.objects.select_for_update(no_key=True).get(pk=person.pk).pk).exists():
                continue  # came back meanwhile
            _part_with(person, by=None, at=at)
            count += 1
    return count


def _part_with(person: Person, *, by: UUID | None, at: datetime) -> None:
    home = person.organisation_id
    for unit in Unit.objects.filter(head=person):
        Unit.objects.filter(pk=unit.pk).update(head=None)
        record(unit.organisation_id, "unit.headed", by=by, about=unit.id, at=at, details={"head": None})
    account = Account.objects.select_for_update(no_key=True).filter(person=person, is_active=True).first()
    if account is not None:
        account.is_active = False
        account.save(update_fields=["is_active"])
        AgendaKey.objects.filter(person=person).delete()
        record(home, "account.switched_off", by=by, about=account.id, at=at)
    lock(person.id, at=at)


def _lock_homes(person: Person) -> None:
    """One after another wherever an office of this person ends: two who leave at once would leave nobody behind."""
    homes = {person.organisation_id, *Office.objects.filter(holder=person).values_list("organisation_id", flat=True)}
    list(Organisation.objects.select_for_update(no_key=True).filter(pk__in=homes).order_by("pk"))


def _end_everything(person: Person, last_day: date, *, by: UUID, at: datetime) -> None:
    going_on = Q(ended_on__isnull=True) | Q(ended_on__gt=last_day)
    deputyships = Deputy.objects.filter(going_on, person=person)
    touched = Office.objects.filter(Q(holder=person) | Q(pk__in=deputyships.values("office")))
    list(touched.select_for_update(no_key=True).order_by("pk"))
    offices = list(Office.objects.filter(going_on, holder=person))
    if leaves_no_administrator([office for office in offices if office.ended_on is None]):
        raise AdministrationRefused(AdministrationCode.LAST_ADMINISTRATOR)
    deputies = list(deputyships.select_related("office"))
    capacities = list(Capacity.objects.filter(going_on, person=person))
    begun = [office.started_on for office in offices]
    begun += [deputy.started_on for deputy in deputies]
    begun += [capacity.started_on for capacity in capacities]
    if any(last_day < started_on <= civil_date(at) for started_on in begun):
        raise AdministrationRefused(AdministrationCode.LEFT_BEFORE_OFFICE)
    for office in offices:
        close_office(office, last_day=last_day, by=by, at=at)
    for deputy in deputies:
        close_deputyship(deputy, last_day=last_day, by=by, at=at)
    for capacity in capacities:
        close_capacity(capacity, last_day=last_day, by=by, at=at)
