"""Who may do what follows from the offices of the day, in that organisation and no other; nobody stands above it."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from deontos.access.gate import Actor, NotAllowed, Seat, actor_of, demand
from deontos.access.permissions import Permission
from deontos.access.roles import ROLES, permissions_of
from deontos.access.vocabulary import GateCode
from deontos.organisations.vocabulary import OfficeKind
from tests.factories.organisations import TODAY, Town, deputy, office, organisation, person, town

pytestmark = [pytest.mark.row("1.6"), pytest.mark.django_db]


@pytest.fixture
def lindewater() -> Town:
    return town()


def test_a_holder_has_the_seat_and_a_deputy_has_it_as_deputy(lindewater: Town) -> None:
    home = lindewater.organisation.id
    held = Actor(lindewater.manager.id, frozenset({Seat(home, OfficeKind.COMPLAINTS_MANAGER)}))
    stands_in = Actor(lindewater.deputy.id, frozenset({Seat(home, OfficeKind.COMPLAINTS_MANAGER, as_deputy=True)}))
    assert actor_of(lindewater.manager.id, on=TODAY) == held
    assert actor_of(lindewater.deputy.id, on=TODAY) == stands_in


def test_a_colleague_without_office_and_a_stranger_have_no_seat(lindewater: Town) -> None:
    elsewhere = person(organisation("Bergstroom"), "Vera Vreemd")
    assert actor_of(lindewater.colleague.id, on=TODAY).seats == frozenset()
    assert actor_of(elsewhere.id, on=TODAY).seats == frozenset()


@pytest.mark.row("1.5")
def test_one_person_holds_offices_in_several_organisations(lindewater: Town) -> None:
    other = organisation("Bergstroom")
    office(other, OfficeKind.COMPLAINTS_MANAGER, lindewater.manager)
    actor = actor_of(lindewater.manager.id, on=TODAY)
    assert actor.organisations_with(Permission.CASES_CASE_READ) == {lindewater.organisation.id, other.id}


@pytest.mark.parametrize(
    ("started", "ended", "counts"),
    [(0, None, True), (0, 0, True), (-9, 0, True), (1, None, False), (-9, -1, False), (-9, 9, True)],
)
def test_an_office_counts_from_its_first_to_its_last_day(started: int, ended: int | None, *, counts: bool) -> None:
    home = organisation()
    someone = person(home, "Mira Halewijn")
    last = None if ended is None else TODAY + timedelta(days=ended)
    office(home, OfficeKind.STEWARD, someone, started_on=TODAY + timedelta(days=started), ended_on=last)
    assert bool(actor_of(someone.id, on=TODAY).seats) is counts


@pytest.mark.row("2.5", "R-000.71")
def test_a_deputy_of_a_vacant_office_sits_in_its_place_until_it_is_held_again() -> None:
    home = organisation()
    manager, second = person(home, "Mira Halewijn"), person(home, "Joris Waterman")
    deputy(office(home, OfficeKind.COMPLAINTS_MANAGER, manager, ended_on=date(2026, 1, 1)), second)
    seat = Seat(home.id, OfficeKind.COMPLAINTS_MANAGER, as_deputy=True)
    assert actor_of(second.id, on=TODAY).seats == frozenset({seat})
    office(home, OfficeKind.COMPLAINTS_MANAGER, person(home, "Noor Veldbron"), started_on=TODAY)
    assert actor_of(second.id, on=TODAY).seats == frozenset()


def test_a_seat_in_one_town_opens_nothing_in_another(lindewater: Town) -> None:
    other = town("Bergstroom")
    actor = actor_of(lindewater.administrator.id, on=TODAY)
    demand(actor, Permission.ORGANISATIONS_OFFICE_APPOINT, lindewater.organisation.id)
    with pytest.raises(NotAllowed) as refused:
        demand(actor, Permission.ORGANISATIONS_OFFICE_APPOINT, other.organisation.id)
    assert refused.value.code is GateCode.NOT_ALLOWED


def test_the_gate_opens_exactly_what_the_roles_say(lindewater: Town) -> None:
    home = lindewater.organisation.id
    for kind in OfficeKind:
        actor = Actor(lindewater.colleague.id, frozenset({Seat(home, kind)}))
        assert {each for each in Permission if actor.may(each, home)} == permissions_of(kind)


def test_the_administrator_reads_and_handles_no_case() -> None:
    reading = {Permission.CASES_CASE_READ, Permission.CASES_CASE_HANDLE}
    assert permissions_of(OfficeKind.ADMINISTRATOR) & reading == set()


def test_an_office_without_a_role_carries_nothing() -> None:
    named = {role.office for role in ROLES}
    assert {kind for kind in OfficeKind if permissions_of(kind)} == named


@pytest.mark.parametrize("seats", [1, 3])
def test_an_actor_takes_two_queries_however_many_seats(
    seats: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    home = organisation()
    someone = person(home, "Mira Halewijn")
    for kind in list(OfficeKind)[:seats]:
        office(home, kind, someone)
    with django_assert_num_queries(2):
        assert len(actor_of(someone.id, on=TODAY).seats) == seats
