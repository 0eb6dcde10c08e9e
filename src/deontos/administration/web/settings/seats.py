"""Puts the page of one office together, and what asks attention before and after an office is given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest

from deontos.access.gate import Actor
from deontos.access.permissions import Permission
from deontos.administration.queries import warnings_about_deputies, warnings_about_holder
from deontos.administration.readiness import READINESS, Need
from deontos.administration.web.settings.labels import days_of, office_name
from deontos.organisations.models import Deputy, Office, Organisation, Person
from deontos.organisations.phrases import WARNINGS
from deontos.organisations.queries import absent_people, deputies_of
from deontos.organisations.vocabulary import CombinationWarning, OfficeKind


@dataclass(frozen=True, slots=True)
class DeputyLine:
    """One deputy in the order: the place, what is still needed, and what asks attention."""

    deputy: Deputy
    place: int
    days: str
    is_first: bool
    is_last: bool
    is_away: bool
    needs: list[Need]
    warnings: list[str]


@dataclass(frozen=True)
class OfficePage:
    """One office as one person looks at it."""

    office: Office
    actor: Actor
    today: date

    @property
    def kind(self) -> OfficeKind:
        """Which office."""
        return OfficeKind(self.office.kind)

    @property
    def is_over(self) -> bool:
        """Whether the last day is behind us."""
        return self.office.ended_on is not None and self.office.ended_on < self.today

    def context(self) -> dict[str, Any]:
        """All that the page shows; the queries do not grow with the deputies."""
        office, home = self.office, self.office.organisation
        needs = {} if self.is_over else READINESS.needs(home, self.kind, [office.holder], on=self.today)
        return {
            "office": office,
            "organisation": home,
            "name": office_name(office.kind),
            "days": days_of(office.started_on, office.ended_on),
            "is_over": self.is_over,
            "is_away": bool(absent_people([office.holder_id], on=self.today)),
            "needs": needs.get(office.holder_id, []),
            "warnings": warned(warnings_about_holder(office, on=max(self.today, office.started_on))),
            "deputies": self.deputies(),
            "may_change": office.ended_on is None and self.actor.may(Permission.ORGANISATIONS_OFFICE_APPOINT, home.id),
            "may_end": office.ended_on is None and self.actor.may(Permission.ORGANISATIONS_OFFICE_END, home.id),
            "may_name": office.ended_on is None and self.actor.may(Permission.ORGANISATIONS_DEPUTY_NAME, home.id),
        }

    def deputies(self) -> list[DeputyLine]:
        """Those who stand in, now or later, in their order; once the office is over, those who did on its last day."""
        rows = list(_standing(self.office, min(self.today, self.office.ended_on or self.today)))
        people = [each.person for each in rows]
        ids = [person.id for person in people]
        away = absent_people(ids, on=self.today)
        warnings = warnings_about_deputies(self.office, ids, on=max(self.today, self.office.started_on))
        needs = self._needs_of(people)
        return [
            DeputyLine(
                each,
                place,
                days_of(each.started_on, each.ended_on),
                is_first=place == 1,
                is_last=place == len(rows),
                is_away=each.person_id in away,
                needs=[need for need in needs.get(each.person_id, []) if not need.is_met],
                warnings=warned(warnings[each.person_id]),
            )
            for place, each in enumerate(rows, start=1)
        ]

    def _needs_of(self, people: list[Person]) -> dict[UUID, list[Need]]:
        """What deputies need: only those of the complaints manager are sealed to."""
        if self.is_over or self.kind is not OfficeKind.COMPLAINTS_MANAGER:
            return {}
        return READINESS.needs(self.office.organisation, self.kind, people, on=self.today)


def warned(warnings: Iterable[CombinationWarning]) -> list[str]:
    """Warnings in words, each with its explanation."""
    return [str(WARNINGS[warning]) for warning in warnings]


def warnings_before(
    organisation: Organisation, kind: OfficeKind, holder: Person, *, on: date
) -> tuple[CombinationWarning, ...]:
    """What an office would ask attention for, had this person been given it on a day."""
    return warnings_about_holder(Office(organisation=organisation, kind=kind, holder=holder, started_on=on), on=on)


def deputy_warnings_before(office: Office, person: Person, *, on: date) -> list[str]:
    """What naming somebody would ask attention for."""
    return warned(warnings_about_deputies(office, [person.id], on=on)[person.id])


def deputies_left(former: Office | None, holder: Person) -> list[Person]:
    """The deputies of the former holder that a successor can take over, in their order."""
    if former is None or former.ended_on is None:
        return []
    standing = deputies_of(former, on=former.ended_on)
    return [each.person for each in standing if each.person_id != holder.id and each.person.left_on is None]


def kind_here(request: HttpRequest) -> OfficeKind | None:
    """The kind of office in the form or the address; None for whatever else stands there."""
    asked = request.POST.get("kind") or request.GET.get("kind")
    return OfficeKind(asked) if asked in set(OfficeKind) else None


def _standing(office: Office, day: date) -> Iterable[Deputy]:
    going_on = Q(ended_on__isnull=True) | Q(ended_on__gte=day)
    return office.deputies.filter(going_on).select_related("person", "office").order_by("position", "id")
