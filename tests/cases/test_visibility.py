"""Who sees which case: exactly those with a live key and an office, and nobody by a list, a count or a clock."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from deontos.access.gate import Actor
from deontos.cases.filters import Filter
from deontos.cases.inboxes import inbox
from deontos.cases.models import CaseFile
from deontos.cases.queries import (
    InboxCounts,
    KeyBearer,
    case_visible_to,
    cases_visible_to,
    clock_counts,
    clocks_running_for,
    inbox_counts,
    key_bearers,
)
from deontos.cases.vocabulary import CaseState, Half
from deontos.kernel.urgency import Urgency
from deontos.keyring.models import Envelope
from deontos.organisations.models import Office, Person
from deontos.organisations.vocabulary import OfficeKind
from deontos.speakup.vocabulary import ClockName
from tests.factories.cases import ToldCase, case_in, told
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import TODAY, absent, actor, office, town

pytestmark = pytest.mark.row("R-000.69", "1.13")

CLOSED_ONES = Filter(state=Half.CLOSED)
Seen = tuple[set[UUID], int, int, InboxCounts, dict[Urgency, int]]
NOBODY: Seen = (set(), 0, 0, InboxCounts(0, 0), dict.fromkeys(Urgency, 0))


def seen_by(acting: Actor) -> Seen:
    """All that somebody can learn of cases by lists, counts and clocks."""
    return (
        {case.id for case in cases_visible_to(acting, on=TODAY)},
        inbox(acting, on=TODAY).count() + inbox(acting, on=TODAY, asked=CLOSED_ONES).count(),
        clocks_running_for(acting, on=TODAY).count(),
        inbox_counts(acting, on=TODAY),
        clock_counts(acting, on=TODAY),
    )


def cases_of(person: Person) -> set[UUID]:
    """The ids of the cases that somebody sees."""
    return seen_by(actor(person))[0]


def envelope_of(case: ToldCase, person: Person) -> Envelope:
    """The key of somebody to the conversation of a case."""
    pair = case.file.disclosure.conversation.pair
    return Envelope.objects.get(epoch__pair=pair, certificate__person=person)


def test_a_case_is_seen_by_whom_it_was_sealed_to_and_by_nobody_else(house: KeyedTown) -> None:
    elsewhere = keyed(town("Hazelaar"))
    here, there = told(house), told(elsewhere)
    ours, theirs = house.town, elsewhere.town
    assert cases_of(ours.manager) == {here.id}
    assert cases_of(theirs.manager) == {there.id}
    others = [ours.deputy, ours.officer, ours.director, ours.administrator, ours.colleague, *ours.stewards]
    others += [theirs.deputy, theirs.officer, theirs.director, theirs.administrator, theirs.colleague]
    assert [seen_by(actor(person)) for person in others] == [NOBODY] * len(others)


@pytest.mark.row("R-000.71")
def test_a_manager_who_is_named_sees_nothing_of_it_at_all(house: KeyedTown) -> None:
    case = told(house, house.town.manager)
    assert seen_by(actor(house.town.manager)) == NOBODY
    assert case_visible_to(actor(house.town.manager), case.file.id, on=TODAY) is None
    assert cases_of(house.town.deputy) == {case.id}


def test_while_the_manager_is_away_the_deputy_sees_it_too(house: KeyedTown) -> None:
    before = told(house)
    absent(house.town.manager, house.town.director)
    while_away = told(house)
    assert cases_of(house.town.manager) == {before.id, while_away.id}
    assert cases_of(house.town.deputy) == {while_away.id}


def test_a_key_that_ended_opens_no_list(house: KeyedTown) -> None:
    case = told(house)
    key = envelope_of(case, house.town.manager)
    for until, seen in ((TODAY, {case.id}), (TODAY - timedelta(days=1), set())):
        Envelope.objects.filter(pk=key.pk).update(until=until)
        assert cases_of(house.town.manager) == seen
    assert seen_by(actor(house.town.manager)) == NOBODY


def test_a_key_without_an_office_and_an_office_without_a_key_see_nothing(house: KeyedTown) -> None:
    told(house)
    left = house.town.manager
    Office.objects.filter(holder=left).update(ended_on=TODAY - timedelta(days=1))
    assert seen_by(actor(left)) == NOBODY
    successor = house.town.colleague
    office(house.town.organisation, OfficeKind.COMPLAINTS_MANAGER, successor)
    assert seen_by(actor(successor)) == NOBODY


def test_an_office_elsewhere_does_not_open_a_case_here(house: KeyedTown) -> None:
    case = told(house)
    Office.objects.filter(holder=house.town.manager).delete()
    elsewhere = town("Hazelaar")
    Office.objects.filter(organisation=elsewhere.organisation, kind=OfficeKind.COMPLAINTS_MANAGER).delete()
    office(elsewhere.organisation, OfficeKind.COMPLAINTS_MANAGER, house.town.manager)
    assert seen_by(actor(house.town.manager)) == NOBODY
    assert CaseFile.objects.filter(pk=case.id).exists()


def test_one_person_with_offices_in_two_towns_sees_the_cases_of_both(house: KeyedTown, hazelaar: KeyedTown) -> None:
    here, there = told(house), told(hazelaar)
    assert cases_of(house.town.manager) == {here.id, there.id}
    assert cases_of(hazelaar.town.manager) == set()


def test_what_may_not_be_seen_is_what_does_not_exist(
    house: KeyedTown, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    case = told(house)
    stranger, manager = actor(house.town.deputy), actor(house.town.manager)
    for somewhere in (case.file.id, uuid4()):
        with django_assert_num_queries(1):
            assert case_visible_to(stranger, somewhere, on=TODAY) is None
    file = case.file
    with django_assert_num_queries(4):
        assert case_visible_to(manager, file.id, on=TODAY) == file


def test_the_inbox_shows_the_nearest_last_day_first_and_closed_cases_apart(house: KeyedTown) -> None:
    manager = actor(house.town.manager)
    young = told(house, on=TODAY)
    old = told(house, on=TODAY - timedelta(days=6))
    answered = case_in(house, CaseState.IN_HANDLING, on=TODAY - timedelta(days=20))
    closed = case_in(house, CaseState.CLOSED, on=TODAY - timedelta(days=3))
    closed_later = case_in(house, CaseState.CLOSED, on=TODAY - timedelta(days=1))
    assert [case.id for case in inbox(manager, on=TODAY)] == [old.id, young.id, answered.id]
    assert [case.id for case in inbox(manager, on=TODAY, asked=CLOSED_ONES)] == [closed_later.id, closed.id]
    assert inbox_counts(manager, on=TODAY) == InboxCounts(open=3, closed=2)


@pytest.mark.row("1.14")
def test_running_clocks_stand_in_their_groups_and_met_ones_nowhere(house: KeyedTown) -> None:
    manager = actor(house.town.manager)
    late = told(house, on=TODAY - timedelta(days=8))
    answered = case_in(house, CaseState.IN_HANDLING, on=TODAY - timedelta(days=8))
    case_in(house, CaseState.CLOSED, on=TODAY - timedelta(days=8))
    running = [(clock.case_id, clock.name) for clock in clocks_running_for(manager, on=TODAY)]
    assert running == [
        (late.id, ClockName.ACKNOWLEDGEMENT),
        (late.id, ClockName.FIRST_ANSWER),
        (answered.id, ClockName.FEEDBACK),
        (late.id, ClockName.FEEDBACK),
    ]
    assert clock_counts(manager, on=TODAY) == {Urgency.LATE: 1, Urgency.THIS_WEEK: 1, Urgency.LATER: 2}


@pytest.mark.row("R-000.70")
def test_everybody_with_a_key_is_listed_and_nobody_whose_key_ended(
    house: KeyedTown, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    absent(house.town.manager, house.town.director)
    file = told(house).file
    with django_assert_num_queries(2):
        bearers = key_bearers(file, on=TODAY)
    assert [listed(bearer) for bearer in bearers] == [
        (house.town.manager.name, True, False),
        (house.town.deputy.name, False, False),
    ]
    Envelope.objects.filter(certificate__person=house.town.deputy).update(until=TODAY - timedelta(days=1))
    assert [listed(bearer) for bearer in key_bearers(file, on=TODAY)] == [(house.town.manager.name, True, False)]


def test_a_key_that_sleeps_is_listed_after_those_that_open_something(house: KeyedTown) -> None:
    assert [listed(bearer) for bearer in key_bearers(told(house).file, on=TODAY)] == [
        (house.town.manager.name, True, False),
        (house.town.deputy.name, False, True),
    ]


def listed(bearer: KeyBearer) -> tuple[str, bool, bool]:
    """Who it is, whether the office is theirs, whether the key sleeps."""
    assert bearer.envelope.certificate is not None
    return bearer.envelope.certificate.person.name, bearer.holds_office, bearer.sleeps
