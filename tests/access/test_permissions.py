"""Permissions are said once, in order; every role has a sentence, and every permission an office that carries it."""

import re

import pytest

from deontos.access.permissions import Permission
from deontos.access.phrases import ENTRANTS, REFUSALS
from deontos.access.roles import ROLES
from deontos.access.vocabulary import Entrant, GateCode

pytestmark = pytest.mark.row("1.6")


def test_permissions_stand_in_the_order_of_the_alphabet() -> None:
    assert [permission.value for permission in Permission] == sorted(permission.value for permission in Permission)


def test_a_permission_is_room_thing_and_verb_and_is_named_so() -> None:
    for permission in Permission:
        assert re.fullmatch(r"[a-z]+:[a-z]+(_[a-z]+)*:[a-z]+(_[a-z]+)*", permission)
        assert permission.name == permission.value.replace(":", "_").upper()


def test_every_permission_is_carried_by_an_office() -> None:
    assert set(Permission) == set().union(*(role.permissions for role in ROLES))


def test_each_role_stands_once_and_says_a_sentence() -> None:
    offices = [role.office for role in ROLES]
    assert len(offices) == len(set(offices))
    assert [role.office for role in ROLES if not re.fullmatch(r"[A-Z].+\.", role.sentence)] == []


def test_everything_the_gate_can_say_has_words() -> None:
    assert set(REFUSALS) == set(GateCode)
    assert set(ENTRANTS) == set(Entrant)
