"""What has to be in place before a channel can open: every room registers its entries, in `sites/wiring.py`.

An entry holds no names and no content: it is also shown to the association that a member lets follow its set-up.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise

from deontos.organisations.models import Organisation

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is in place or to do: what, by which evidence, what to do and who does it, where, on what ground.

    `route` is the name of the page where it is done; empty where there is none.
    """

    statement: Words
    evidence: Words
    is_done: bool
    to_do: Words
    ground: Words
    route: str = ""
    verb: Words = ""


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
