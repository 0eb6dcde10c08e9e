"""What follows when somebody leaves, said before it happens; rooms above add what they know, such as of a channel."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from deontos.organisations.models import Capacity, Deputy, Office, Person
from deontos.organisations.queries import deputies_of

Source = Callable[[Person, date], Iterator[str]]


@dataclass(frozen=True, slots=True)
class OfficeToEnd:
    """An office that ends, and who stands first in its line then."""

    office: Office
    first_deputy: Person | None


@dataclass(frozen=True, slots=True)
class Leaving:
    """All that ends when somebody leaves the organisation after a day."""

    offices: list[OfficeToEnd]
    deputyships: list[Deputy]
    capacities: int
    told: list[str]


class Consequences:
    """Sentences of other rooms about a leaver. The house has one; the wiring adds the sources."""

    def __init__(self) -> None:
        self._sources: list[Source] = []

    def add(self, source: Source) -> None:
        """Ask this source too. The same again changes nothing."""
        if source not in self._sources:
            self._sources.append(source)

    def of_leaving(self, person: Person, last_day: date) -> Leaving:
        """What ends with the last day of somebody, in the organisation of that person."""
        home = person.organisation_id
        going_on = Q(ended_on__isnull=True) | Q(ended_on__gt=last_day)
        offices = Office.objects.filter(going_on, holder=person, organisation=home).order_by("kind", "id")
        in_force = Q(office__ended_on__isnull=True) | Q(office__ended_on__gt=last_day)
        standing = Deputy.objects.filter(going_on, in_force, person=person, office__organisation=home)
        return Leaving(
            [_to_end(office, last_day) for office in offices],
            list(standing.select_related("office__holder").order_by("office__kind", "id")),
            Capacity.objects.filter(going_on, person=person, organisation=home).count(),
            [sentence for source in self._sources for sentence in source(person, last_day)],
        )


def _to_end(office: Office, last_day: date) -> OfficeToEnd:
    first = deputies_of(office, on=last_day).first()
    return OfficeToEnd(office, first.person if first else None)


CONSEQUENCES = Consequences()
