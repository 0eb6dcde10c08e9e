"""The gate: who is acting, and whether an act is allowed. Deny by default, no superuser."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from deontos.access.permissions import Permission
from deontos.access.roles import permissions_of
from deontos.access.vocabulary import GateCode
from deontos.kernel.refusals import Refusal
from deontos.organisations.queries import deputyships_of, offices_of
from deontos.organisations.vocabulary import OfficeKind


class NotAllowed(Refusal):
    """The actor may not do this here. To whom it happens, the thing does not exist: pages answer 404."""


@dataclass(frozen=True, slots=True)
class Seat:
    """An office in an organisation, held or deputised."""

    organisation: UUID
    office: OfficeKind
    as_deputy: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who acts, with the seats of this day."""

    person: UUID
    seats: frozenset[Seat] = frozenset()

    def may(self, permission: Permission, organisation: UUID) -> bool:
        """Whether one of the actor's seats in this organisation carries the permission."""
        return any(
            seat.organisation == organisation and permission in permissions_of(seat.office) for seat in self.seats
        )

    def organisations_with(self, permission: Permission) -> frozenset[UUID]:
        """The organisations in which the actor has the permission."""
        return frozenset(seat.organisation for seat in self.seats if permission in permissions_of(seat.office))


def actor_of(person: UUID, *, on: date) -> Actor:
    """The person with the offices held and deputised on a day. Two queries."""
    held = offices_of(person, on=on).values_list("organisation_id", "kind")
    taken = deputyships_of(person, on=on).values_list("office__organisation_id", "office__kind")
    seats = {Seat(organisation, OfficeKind(kind)) for organisation, kind in held}
    seats |= {Seat(organisation, OfficeKind(kind), as_deputy=True) for organisation, kind in taken}
    return Actor(person, frozenset(seats))


def demand(actor: Actor, permission: Permission, organisation: UUID) -> None:
    """Refuse with NotAllowed unless the actor has the permission in this organisation."""
    if not actor.may(permission, organisation):
        raise NotAllowed(GateCode.NOT_ALLOWED, permission=permission)
