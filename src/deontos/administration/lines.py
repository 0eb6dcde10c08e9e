"""The line of people who are there for reporters, and the first day on which all of them are away."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from deontos.administration.rules import LOOKED_AHEAD, Span, first_day_unattended
from deontos.organisations.models import Absence, Office
from deontos.organisations.queries import deputies_in_place, on_day
from deontos.organisations.vocabulary import OfficeKind

IN_LINE = (OfficeKind.COMPLAINTS_MANAGER, OfficeKind.INTEGRITY_OFFICER, OfficeKind.GENERAL_DIRECTOR)
"""The offices that reports are sealed to in turn, each with its deputies (security.md, Who is sealed to)."""


def unattended_from(organisation: UUID, *, on: date) -> date | None:
    """The first of the coming days on which everybody in the line of an organisation is away. Three queries.

    None where somebody is always there, and where nobody stands in the line at all: that is said elsewhere.
    """
    offices = Office.objects.filter(on_day(on), organisation=organisation, kind__in=IN_LINE)
    line = set(offices.values_list("holder_id", flat=True))
    standing_in = deputies_in_place(organisation, OfficeKind.COMPLAINTS_MANAGER, on=on)
    line |= set(standing_in.values_list("person_id", flat=True))
    spans: dict[UUID, list[Span]] = defaultdict(list)
    for absence in Absence.objects.filter(person__in=line):
        spans[absence.person_id].append(Span(absence.started_on, absence.ended_on))
    return first_day_unattended(line, spans, today=on, until=on + LOOKED_AHEAD) if line else None
