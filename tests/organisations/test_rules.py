"""The whole table of combinations, and every relation between two people: they warn and explain, they never block."""

from itertools import combinations
from uuid import uuid4

import pytest

from deontos.organisations.phrases import WARNINGS
from deontos.organisations.rules import (
    COMBINATIONS,
    Place,
    combination_warnings,
    concerned_warnings,
    deputy_warnings,
    relation,
)
from deontos.organisations.vocabulary import CombinationWarning as Warning_
from deontos.organisations.vocabulary import OfficeKind as Office
from deontos.organisations.vocabulary import Relation

pytestmark = pytest.mark.row("1.5", "R-000.90")

TABLE = {
    frozenset({Office.INTEGRITY_OFFICER, Office.INTEGRITY_ADVISER}): Warning_.OFFICER_IS_ADVISER,
    frozenset({Office.COMPLAINTS_MANAGER, Office.DEPARTMENT_HEAD}): Warning_.MANAGER_IS_DEPARTMENT_HEAD,
    frozenset({Office.COMPLAINTS_MANAGER, Office.PROGRAMME_MANAGER}): Warning_.MANAGER_IN_OPERATIONS,
    frozenset({Office.COMPLAINTS_MANAGER, Office.INTEGRITY_OFFICER}): Warning_.MANAGER_IS_OFFICER,
    frozenset({Office.COMPLAINTS_MANAGER, Office.INTEGRITY_ADVISER}): Warning_.MANAGER_IS_ADVISER,
    frozenset({Office.STEWARD, Office.ADMINISTRATOR}): Warning_.STEWARD_IS_ADMINISTRATOR,
    frozenset({Office.CONFIDENTIAL_COUNSELLOR, Office.HR_MANAGER}): Warning_.COUNSELLOR_IS_HR_MANAGER,
}


@pytest.mark.row("R-000.14", "R-000.15")
@pytest.mark.parametrize("pair", list(combinations(Office, 2)), ids=" + ".join)
def test_every_pair_of_offices_warns_exactly_as_the_table_says(pair: tuple[Office, Office]) -> None:
    warning = TABLE.get(frozenset(pair))
    assert combination_warnings(pair) == ((warning,) if warning else ())


@pytest.mark.parametrize("office", list(Office))
def test_one_office_alone_asks_for_nothing(office: Office) -> None:
    assert combination_warnings([office, office]) == ()


def test_three_offices_in_one_hand_warn_for_each_pair_in_the_order_of_the_table() -> None:
    held = [Office.INTEGRITY_ADVISER, Office.COMPLAINTS_MANAGER, Office.INTEGRITY_OFFICER]
    assert combination_warnings(held) == (
        Warning_.OFFICER_IS_ADVISER,
        Warning_.MANAGER_IS_OFFICER,
        Warning_.MANAGER_IS_ADVISER,
    )


def test_every_combination_has_a_ground_and_every_warning_its_words() -> None:
    assert [rule for rule in COMBINATIONS if not rule.because] == []
    assert {frozenset(rule.offices): rule.warning for rule in COMBINATIONS} == TABLE
    assert set(WARNINGS) == set(Warning_)


HEAD, MANAGER, DEPUTY = uuid4(), uuid4(), uuid4()
TEAM, OTHER_TEAM = uuid4(), uuid4()

RELATIONS = [
    (Place(MANAGER, TEAM), Place(DEPUTY, TEAM), Relation.SAME_TEAM),
    (Place(MANAGER, TEAM), Place(DEPUTY, OTHER_TEAM), Relation.NONE),
    (Place(MANAGER, TEAM), Place(DEPUTY, TEAM, (MANAGER,)), Relation.IN_LINE),
    (Place(MANAGER, OTHER_TEAM), Place(DEPUTY, TEAM, (HEAD, MANAGER)), Relation.IN_LINE),
    (Place(MANAGER, TEAM, (HEAD,)), Place(DEPUTY, TEAM, (HEAD,)), Relation.SAME_TEAM),
    (Place(MANAGER, TEAM, (HEAD,)), Place(DEPUTY, OTHER_TEAM, (HEAD,)), Relation.NONE),
    (Place(MANAGER, None), Place(DEPUTY, None), Relation.NONE),
    (Place(MANAGER, TEAM), Place(DEPUTY, None), Relation.NONE),
    (Place(MANAGER, None), Place(DEPUTY, TEAM, (MANAGER,)), Relation.IN_LINE),
    (Place(MANAGER, TEAM), Place(MANAGER, TEAM), Relation.NONE),
]


@pytest.mark.parametrize(("one", "other", "expected"), RELATIONS)
def test_how_two_people_stand_to_each_other_is_the_same_from_both_sides(
    one: Place, other: Place, expected: Relation
) -> None:
    assert (relation(one, other), relation(other, one)) == (expected, expected)


@pytest.mark.parametrize(("manager", "deputy", "found"), RELATIONS)
def test_a_deputy_in_line_or_team_of_the_manager_warns(manager: Place, deputy: Place, found: Relation) -> None:
    expected = {
        Relation.IN_LINE: (Warning_.DEPUTY_IN_LINE_OF_MANAGER,),
        Relation.SAME_TEAM: (Warning_.DEPUTY_IN_TEAM_OF_MANAGER,),
        Relation.NONE: (),
    }
    assert deputy_warnings(manager, deputy) == expected[found]


@pytest.mark.parametrize(("reader", "concerned", "found"), RELATIONS)
def test_a_reader_in_line_or_team_of_the_person_concerned_warns(
    reader: Place, concerned: Place, found: Relation
) -> None:
    expected = {
        Relation.IN_LINE: (Warning_.READER_IN_LINE_OF_PERSON_CONCERNED,),
        Relation.SAME_TEAM: (Warning_.READER_IN_TEAM_OF_PERSON_CONCERNED,),
        Relation.NONE: (),
    }
    assert concerned_warnings(reader, concerned) == expected[found]
