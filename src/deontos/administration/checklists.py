"""What has to be in place before a channel can open: every room registers its entries, in `sites/wiring.py`.

An entry holds no names and no content: it is also shown to the association that a member lets follow its set-up.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from deontos.access.gate import Actor
from deontos.access.permissions import Permission
from deontos.organisations.models import Organisation

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Way:
    """The page where something is done: the name of its route, what leads there, and who may open it."""

    route: str
    verb: Words
    requires: Permission | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is in place or to do: what, by which evidence, what to do and who does it, where, on what ground.

    Of `ways` a page shows the first that whoever looks at it may open.
    """

    statement: Words
    evidence: Words
    is_done: bool
    to_do: Words
    ground: Words
    ways: tuple[Way, ...] = ()

    def way_for(self, actor: Actor, organisation: UUID) -> Way | None:
        """Where this person does something about it; None where there is nothing that they may open."""
        may = (way for way in self.ways if way.requires is None or actor.may(way.requires, organisation))
        return next(may, None)


OFFICES = Way("office_list", gettext_lazy("Offices and deputies"), Permission.ORGANISATIONS_OFFICES_READ)
"""Where offices are given and deputies named."""

Source = Callable[[Sequence[Organisation], date], Mapping[UUID, Sequence[Check]]]
"""Judges several organisations at once, on a day, in as many queries as for one."""


@dataclass(frozen=True, slots=True)
class Checklist:
    """All entries of one organisation."""

    checks: tuple[Check, ...]

    @property
    def done(self) -> int:
        """How many are in place."""
        return sum(check.is_done for check in self.checks)

    @property
    def left(self) -> int:
        """How many are still to be done."""
        return len(self.checks) - self.done


_sources: list[Source] = []


def register(source: Source) -> None:
    """Put the entries of a room at the end. The same source again changes nothing."""
    if source not in _sources:
        _sources.append(source)


def checklists_of(organisations: Sequence[Organisation], *, on: date) -> dict[UUID, Checklist]:
    """The checklist of each of these organisations on a day."""
    judged = [source(organisations, on) for source in _sources]
    return {each.id: Checklist(tuple(check for found in judged for check in found[each.id])) for each in organisations}
