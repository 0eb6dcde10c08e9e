"""What happened to offices and people, for rooms above to react to."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from deontos.organisations.vocabulary import OfficeKind


@dataclass(frozen=True, slots=True)
class OrganisationFounded:
    """An organisation was set up, with its first administrator."""

    organisation: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class OfficeHeld:
    """Somebody was appointed to an office, from a day on."""

    organisation: UUID
    office: UUID
    kind: OfficeKind
    holder: UUID
    started_on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class OfficeEnded:
    """Somebody holds an office no longer than a day."""

    organisation: UUID
    office: UUID
    kind: OfficeKind
    holder: UUID
    ended_on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class AbsenceRecorded:
    """Somebody is away from a day until a day, or until further notice; who recorded it is known."""

    organisation: UUID
    absence: UUID
    person: UUID
    started_on: date
    ended_on: date | None
    recorded_by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class AbsenceEnded:
    """An absence is shorter than was recorded: it ends on another day, or did not take place (None)."""

    organisation: UUID
    absence: UUID
    person: UUID
    ended_on: date | None
    ended_by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class DeputyshipEnded:
    """Somebody takes an office's place no longer than a day."""

    organisation: UUID
    deputy: UUID
    kind: OfficeKind
    person: UUID
    ended_on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonLeft:
    """Somebody belongs to the organisation no longer than a day; the offices of that person ended before this fact."""

    organisation: UUID
    person: UUID
    last_day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class HelpAsked:
    """Somebody cannot get in; the account is none where nobody has the address that was typed."""

    account: UUID
