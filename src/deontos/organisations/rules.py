"""Which combinations of offices and which relations between people ask for a warning.

They warn and explain, they do not block.
Ground: T5, the source documents combine such offices themselves; R-000.12, .14-.16, .90.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from deontos.organisations.vocabulary import CombinationWarning as Warning_
from deontos.organisations.vocabulary import OfficeKind as Office
from deontos.organisations.vocabulary import Relation


@dataclass(frozen=True, slots=True)
class Combination:
    """Two offices in one hand, what it asks attention for, and why."""

    offices: frozenset[Office]
    warning: Warning_
    because: str


COMBINATIONS = (
    Combination(
        frozenset({Office.INTEGRITY_OFFICER, Office.INTEGRITY_ADVISER}), Warning_.OFFICER_IS_ADVISER, "R-000.14, T5"
    ),
    Combination(
        frozenset({Office.COMPLAINTS_MANAGER, Office.DEPARTMENT_HEAD}),
        Warning_.MANAGER_IS_DEPARTMENT_HEAD,
        "R-000.15, T5",
    ),
    Combination(
        frozenset({Office.COMPLAINTS_MANAGER, Office.PROGRAMME_MANAGER}), Warning_.MANAGER_IN_OPERATIONS, "R-000.15"
    ),
    Combination(
        frozenset({Office.COMPLAINTS_MANAGER, Office.INTEGRITY_OFFICER}), Warning_.MANAGER_IS_OFFICER, "R-000.12, T5"
    ),
    Combination(frozenset({Office.COMPLAINTS_MANAGER, Office.INTEGRITY_ADVISER}), Warning_.MANAGER_IS_ADVISER, "T21"),
    Combination(
        frozenset({Office.STEWARD, Office.ADMINISTRATOR}),
        Warning_.STEWARD_IS_ADMINISTRATOR,
        "house rule: stewards are never all administrators",
    ),
    Combination(
        frozenset({Office.CONFIDENTIAL_COUNSELLOR, Office.HR_MANAGER}),
        Warning_.COUNSELLOR_IS_HR_MANAGER,
        "house rule: a counsellor takes no decisions about staff",
    ),
)


def combination_warnings(held: Iterable[Office]) -> tuple[Warning_, ...]:
    """What the offices in one person's hands ask attention for, in the order of the table (T5)."""
    offices = frozenset(held)
    return tuple(rule.warning for rule in COMBINATIONS if rule.offices <= offices)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person works: the unit, and every unit whose head stands above."""

    person: UUID
    unit: UUID | None
    heads_above: tuple[UUID, ...] = ()


def relation(one: Place, other: Place) -> Relation:
    """How two people stand: in line (one heads a unit above the other), in one team, or neither (R-000.90)."""
    if one.person == other.person:
        return Relation.NONE
    if one.person in other.heads_above or other.person in one.heads_above:
        return Relation.IN_LINE
    if one.unit is not None and one.unit == other.unit:
        return Relation.SAME_TEAM
    return Relation.NONE


DEPUTY_WARNINGS: Mapping[Relation, Warning_] = {
    Relation.IN_LINE: Warning_.DEPUTY_IN_LINE_OF_MANAGER,
    Relation.SAME_TEAM: Warning_.DEPUTY_IN_TEAM_OF_MANAGER,
}
"""T5, R-000.90: a deputy who works under or beside the manager."""

CONCERNED_WARNINGS: Mapping[Relation, Warning_] = {
    Relation.IN_LINE: Warning_.READER_IN_LINE_OF_PERSON_CONCERNED,
    Relation.SAME_TEAM: Warning_.READER_IN_TEAM_OF_PERSON_CONCERNED,
}
"""T5: a manager or deputy with a line or team relation to the person concerned."""


def deputy_warnings(manager: Place, deputy: Place) -> tuple[Warning_, ...]:
    """What the relation of a deputy to the manager asks attention for (T5)."""
    warning = DEPUTY_WARNINGS.get(relation(manager, deputy))
    return (warning,) if warning else ()


def concerned_warnings(reader: Place, concerned: Place) -> tuple[Warning_, ...]:
    """What the relation of a reader to the person concerned asks attention for (T5)."""
    warning = CONCERNED_WARNINGS.get(relation(reader, concerned))
    return (warning,) if warning else ()
