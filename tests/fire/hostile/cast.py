"""Who sits at the windows of these fires, and where each begins: everybody of one town, and nobody of the other."""

from django.urls import resolve

from deontos.access.vocabulary import Entrant
from deontos.organisations.vocabulary import OfficeKind
from tests.sites.addresses import Address
from tests.sites.visitors import NOBODY, Visitor, at_desk, half_signed_in, holder_of, office_holders
from tests.sites.world import World

STRANGER = "nobody"


def cast(world: World) -> dict[str, Visitor]:
    """Everybody, by what they are called here."""
    town = world.here.keyed.town
    visitors = [
        NOBODY,
        holder_of(world.here.told, "the holder of a receipt"),
        half_signed_in(world.here),
        at_desk(world.here.keyed, town.colleague, "a colleague without office"),
        at_desk(world.here.keyed, town.deputy, "the deputy"),
        *office_holders(world.here, OfficeKind),
    ]
    return {visitor.name.removesuffix(f" of {world.here.slug}"): visitor for visitor in visitors}


def may_come_in(visitor: Visitor, address: Address) -> bool:
    """Whether a door lets this visitor pass, as far as the door itself can tell."""
    if not address.at_desk or address.door.open_to is Entrant.ANYBODY:
        return visitor.actor is None and not visitor.gave_password
    if address.door.open_to is Entrant.PASSWORD_GIVEN:
        return visitor.gave_password and visitor.actor is None
    wanted = address.door.requires
    return bool(visitor.actor and visitor.actor.organisations_with(wanted)) if wanted else visitor.actor is not None


def route_of(path: str) -> str:
    """The name of the route that an address belongs to."""
    return str(resolve(path.partition("?")[0]).view_name)
