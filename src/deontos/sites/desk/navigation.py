"""The side navigation of the desk: the wiring registers an entry a room, and each person sees those of their offices.

An entry that an office may not open does not exist for it (interface.md, where people go).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deontos.access.doors import actor_at
from deontos.access.permissions import Permission
from deontos.ui.houses import Entry, Group


class GroupName(StrEnum):
    """The five groups, in their order."""

    TODAY = "today"
    IN_CONFIDENCE = "in_confidence"
    AGREED = "agreed"
    TOGETHER = "together"
    ACCOUNTING = "accounting"


TITLES: dict[GroupName, str | Promise] = {
    GroupName.TODAY: "",
    GroupName.IN_CONFIDENCE: _("In confidence"),
    GroupName.AGREED: _("What we agreed"),
    GroupName.TOGETHER: _("Working together"),
    GroupName.ACCOUNTING: _("Accounting for it"),
}


@dataclass(frozen=True, slots=True)
class Count:
    """How many things wait behind an entry; in red when one of them is overdue."""

    number: int
    overdue: bool = False


@dataclass(frozen=True)
class Place:
    """An entry: the route that it leads to, and the permission without which it does not exist.

    `around` is the address under which all pages belong to the entry, where that is not the address it leads to.
    """

    group: GroupName
    text: str | Promise
    route: str
    icon: str
    requires: Permission | None = None
    count: Callable[[HttpRequest], Count] | None = None
    around: str = ""


class Navigation:
    """The entries of the desk. The house has one; a test may have its own."""

    def __init__(self) -> None:
        self._places: list[Place] = []

    def add(self, place: Place) -> None:
        """Put an entry at the end of its group. The same route again changes nothing."""
        if place.route not in {known.route for known in self._places}:
            self._places.append(place)

    def groups(self, request: HttpRequest) -> tuple[Group, ...]:
        """What whoever sends a request sees, with the entry of the page that was asked for marked as current."""
        actor, here = actor_at(request), request.path
        assert actor is not None
        seen = [
            (place, reverse(place.route))
            for place in self._places
            if place.requires is None or actor.organisations_with(place.requires)
        ]
        under = {address: place.around or address for place, address in seen}
        current = max(
            (each for each in under if here.startswith(under[each])), key=lambda each: len(under[each]), default=""
        )
        return tuple(
            Group(entries, TITLES[name])
            for name in GroupName
            if (entries := tuple(_entry(*each, request, current) for each in seen if each[0].group is name))
        )


def _entry(place: Place, address: str, request: HttpRequest, current: str) -> Entry:
    count = place.count(request) if place.count else Count(0)
    return Entry(place.text, address, place.icon, address == current, count.number, count.overdue)


NAVIGATION = Navigation()
