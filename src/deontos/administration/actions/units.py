"""The tree of units: added, renamed, moved, headed, and taken away when nobody ever worked there."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.rules import stands_in_circle
from deontos.administration.vocabulary import AdministrationCode
from deontos.audit.actions import record
from deontos.organisations.models import Organisation, Person, Unit


def add_unit(organisation: Organisation, name: str, above: Unit | None, *, by: Actor | None, at: datetime) -> Unit:
    """Put a new unit into the tree.

    Refuses: NotAllowed, NAME_TAKEN. Records: unit.added.
    """
    if by is not None:
        demand(by, Permission.ORGANISATIONS_UNIT_CHANGE, organisation.id)
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        _refuse_gone(above)
        _refuse_name(organisation.id, name, above)
        unit = Unit.objects.create(organisation=organisation, name=name, above=above)
        details = {"above": above.id if above else None}
        actor = by.person if by else None
        record(organisation.id, "unit.added", by=actor, about=unit.id, at=at, details=details)
    return unit


def change_unit(unit: Unit, name: str, above: Unit | None, *, by: Actor, at: datetime) -> None:
    """Give a unit another name, or another place in the tree.

    Refuses: NotAllowed, NAME_TAKEN, UNIT_IN_CIRCLE. Records: unit.changed, when something changed.
    """
    demand(by, Permission.ORGANISATIONS_UNIT_CHANGE, unit.organisation_id)
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=unit.organisation_id)
        locked = Unit.objects.get(pk=unit.pk)
        place = above.id if above else None
        if (locked.name, locked.above_id) == (name, place):
            return
        _refuse_gone(above)
        tree = dict(Unit.objects.filter(organisation=unit.organisation_id).values_list("id", "above_id"))
        if stands_in_circle(unit.id, place, tree):
            raise AdministrationRefused(AdministrationCode.UNIT_IN_CIRCLE)
        _refuse_name(unit.organisation_id, name, above, but=[unit.id])
        locked.name, locked.above = name, above
        locked.save(update_fields=["name", "above"])
        record(unit.organisation_id, "unit.changed", by=by.person, about=unit.id, at=at, details={"above": place})
    unit.refresh_from_db()


def set_head(unit: Unit, head: Person | None, *, by: Actor, at: datetime) -> None:
    """Say who heads a unit, or that nobody does.

    Refuses: NotAllowed. Records: unit.headed, when it is somebody else than before.
    """
    demand(by, Permission.ORGANISATIONS_UNIT_CHANGE, unit.organisation_id)
    identity = head.id if head else None
    with transaction.atomic():
        locked = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
        if locked.head_id == identity:
            return
        Unit.objects.filter(pk=unit.pk).update(head=head)
        record(unit.organisation_id, "unit.headed", by=by.person, about=unit.id, at=at, details={"head": identity})
    unit.refresh_from_db()


def delete_unit(unit: Unit, *, by: Actor, at: datetime) -> None:
    """Take a unit away in which nobody works or worked, and under which no other stands.

    Refuses: NotAllowed, UNIT_NOT_EMPTY. Records: unit.deleted.
    """
    demand(by, Permission.ORGANISATIONS_UNIT_CHANGE, unit.organisation_id)
    home, identity = unit.organisation_id, unit.id
    try:
        with transaction.atomic():
            Organisation.objects.select_for_update(no_key=True).get(pk=home)
            Unit.objects.get(pk=identity)  # gone already: deleted once, and recorded once
            unit.delete()
            record(home, "unit.deleted", by=by.person, about=identity, at=at)
    except ProtectedError:
        raise AdministrationRefused(AdministrationCode.UNIT_NOT_EMPTY) from None


def _refuse_gone(above: Unit | None) -> None:
    """Raises DoesNotExist where the unit above was deleted meanwhile. Needs the organisation locked."""
    if above is not None:
        Unit.objects.get(pk=above.pk)


def _refuse_name(organisation: UUID, name: str, above: Unit | None, *, but: Sequence[UUID] = ()) -> None:
    same = Unit.objects.filter(organisation=organisation, above=above, name__iexact=name).exclude(pk__in=but)
    if same.exists():
        raise AdministrationRefused(AdministrationCode.NAME_TAKEN)
