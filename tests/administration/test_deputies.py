"""Deputies in order: moved without gaps or doubles, ended with their key, and taken over by a successor as one act."""

from datetime import timedelta

import pytest

from deontos.administration.actions import deputies, offices
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.events import DeputyshipEnded
from deontos.administration.vocabulary import AdministrationCode, Direction
from deontos.audit.models import Entry
from deontos.kernel.events import Registry, using, when
from deontos.keyring.queries import trusted_certificates
from deontos.organisations.models import Deputy, Office, Person
from deontos.organisations.queries import deputies_of, deputyships_of, holder_of
from deontos.organisations.vocabulary import OfficeKind
from tests.factories.keyring import keyed
from tests.factories.organisations import NOW, STARTED, TODAY, Town, actor, person, town

pytestmark = [pytest.mark.row("2.4", "2.13"), pytest.mark.django_db]

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def lindewater() -> Town:
    return town()


def in_order(office: Office) -> list[Person]:
    return [each.person for each in deputies_of(office, on=TODAY)]


def named(house: Town, someone: Person) -> Deputy:
    return deputies.name_deputy(house.manager_office, someone, started_on=TODAY, by=None, at=NOW).deputy


def facts() -> list[str]:
    return list(Entry.objects.order_by("number").values_list("fact", flat=True))


@pytest.mark.row("R-000.16", "R-000.90")
def test_without_a_place_a_deputy_stands_last_and_moves_one_place_at_a_time(lindewater: Town) -> None:
    tom, noor, first = lindewater.colleague, lindewater.stewards[0], lindewater.deputy
    second, third = named(lindewater, tom), named(lindewater, noor)
    by = actor(lindewater.administrator)
    assert in_order(lindewater.manager_office) == [first, tom, noor]
    deputies.move_deputy(third, Direction.EARLIER, by=by, at=NOW)
    assert in_order(lindewater.manager_office) == [first, noor, tom]
    deputies.move_deputy(third, Direction.EARLIER, by=by, at=NOW)
    assert in_order(lindewater.manager_office) == [noor, first, tom]
    deputies.move_deputy(third, Direction.EARLIER, by=by, at=NOW)
    assert in_order(lindewater.manager_office) == [noor, first, tom]
    deputies.move_deputy(third, Direction.LATER, by=by, at=NOW)
    assert in_order(lindewater.manager_office) == [first, noor, tom]
    assert sorted(Deputy.objects.values_list("position", flat=True)) == [1, 2, 3]
    assert facts() == ["deputy.named", "deputy.named", *["deputies.ordered"] * 3]
    assert second.person == tom


def test_a_deputy_who_ended_is_in_no_order(lindewater: Town) -> None:
    by = actor(lindewater.administrator)
    first, second = Deputy.objects.get(person=lindewater.deputy), named(lindewater, lindewater.colleague)
    deputies.end_deputyship(first, last_day=YESTERDAY, by=by, at=NOW)
    assert in_order(lindewater.manager_office) == [lindewater.colleague]
    with pytest.raises(AdministrationRefused) as refused:
        deputies.move_deputy(first, Direction.LATER, by=by, at=NOW)
    assert refused.value.code is AdministrationCode.DEPUTY_ENDED
    with pytest.raises(AdministrationRefused) as refused:
        deputies.end_deputyship(first, last_day=TODAY, by=by, at=NOW)
    assert refused.value.code is AdministrationCode.DEPUTY_ENDED
    again = named(lindewater, lindewater.deputy)
    assert in_order(lindewater.manager_office) == [second.person, again.person]


def test_a_deputyship_that_ends_takes_its_certificate_with_it() -> None:
    house, heard = keyed(), list[object]()
    deputy, home = Deputy.objects.get(person=house.town.deputy), house.town.organisation
    people = [house.town.manager.id, house.town.deputy.id]
    with using(Registry()):
        when(DeputyshipEnded, heard.append)
        deputies.end_deputyship(deputy, last_day=TODAY, by=actor(house.town.officer), at=NOW)
    assert set(trusted_certificates(home.id, people, on=TODAY)) == {house.town.manager.id}
    assert heard == [
        DeputyshipEnded(home.id, deputy.id, OfficeKind.COMPLAINTS_MANAGER, house.town.deputy.id, TODAY, NOW)
    ]


def test_a_deputyship_elsewhere_in_the_same_kind_of_office_keeps_the_certificate() -> None:
    house = keyed()
    home, joris = house.town.organisation, house.town.deputy
    Office.objects.filter(pk=house.town.manager_office.pk).update(ended_on=TODAY)
    coming = offices.appoint(home, OfficeKind.COMPLAINTS_MANAGER, joris, started_on=TOMORROW, by=None, at=NOW).office
    deputies.end_deputyship(Deputy.objects.get(person=joris), last_day=TODAY, by=None, at=NOW)
    assert joris.id in trusted_certificates(home.id, [joris.id], on=TOMORROW)
    offices.end_office(coming, last_day=TODAY, by=None, at=NOW)
    assert trusted_certificates(home.id, [joris.id], on=TOMORROW) == {}
    assert not Office.objects.filter(pk=coming.pk).exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("holder", AdministrationCode.DEPUTY_IS_HOLDER),
        ("twice", AdministrationCode.ALREADY_IS_DEPUTY),
        ("left", AdministrationCode.PERSON_LEFT),
        ("ended", AdministrationCode.OFFICE_ENDED),
    ],
)
def test_who_cannot_be_a_deputy(lindewater: Town, change: str, code: AdministrationCode) -> None:
    someone = {"holder": lindewater.manager, "twice": lindewater.deputy}.get(change, lindewater.colleague)
    if change == "left":
        Person.objects.filter(pk=someone.pk).update(left_on=YESTERDAY)
    if change == "ended":
        Office.objects.filter(pk=lindewater.manager_office.pk).update(ended_on=TOMORROW)
    with pytest.raises(AdministrationRefused) as refused:
        named(lindewater, someone)
    assert (refused.value.code, Deputy.objects.count(), facts()) == (code, 1, [])


def test_a_deputyship_to_come_is_taken_back_and_one_that_began_is_not_undone(lindewater: Town) -> None:
    coming = deputies.name_deputy(
        lindewater.manager_office, lindewater.colleague, started_on=TOMORROW, by=None, at=NOW
    ).deputy
    deputies.end_deputyship(coming, last_day=TODAY, by=None, at=NOW)
    assert [each.person for each in Deputy.objects.all()] == [lindewater.deputy]
    with pytest.raises(AdministrationRefused) as refused:
        deputies.end_deputyship(Deputy.objects.get(), last_day=STARTED - timedelta(days=1), by=None, at=NOW)
    assert refused.value.code is AdministrationCode.ENDS_BEFORE_START
    assert facts() == ["deputy.named", "deputy.taken_back"]


def test_the_deputies_of_an_office_stand_in_while_it_is_vacant_and_no_longer(lindewater: Town) -> None:
    office, joris = lindewater.manager_office, lindewater.deputy
    offices.end_office(office, last_day=TODAY, by=None, at=NOW)
    assert [list(deputies_of(office, on=day)) == [] for day in (TODAY, TOMORROW)] == [False, True]
    assert [deputyships_of(joris.id, on=day).count() for day in (TODAY, TOMORROW)] == [1, 1]
    kind, home = OfficeKind.COMPLAINTS_MANAGER, lindewater.organisation
    offices.appoint(home, kind, lindewater.colleague, started_on=TOMORROW, by=None, at=NOW)
    assert [deputyships_of(joris.id, on=day).count() for day in (TODAY, TOMORROW)] == [1, 0]
    assert Deputy.objects.get().ended_on is None


@pytest.mark.row("R-000.16")
def test_a_successor_takes_the_deputies_over_in_the_same_order_as_one_act(lindewater: Town) -> None:
    home, former, tom = lindewater.organisation, lindewater.manager_office, lindewater.colleague
    gone, last = person(home, "Rik Toets"), person(home, "Els Brug")
    for someone in (tom, gone, last):
        named(lindewater, someone)
    deputies.move_deputy(Deputy.objects.get(person=last), Direction.EARLIER, by=actor(lindewater.officer), at=NOW)
    Person.objects.filter(pk=gone.pk).update(left_on=TODAY)
    offices.end_office(former, last_day=TODAY, by=None, at=NOW)
    before = Entry.objects.count()
    by = actor(lindewater.administrator)
    new = offices.appoint(
        home, OfficeKind.COMPLAINTS_MANAGER, tom, started_on=TOMORROW, by=by, at=NOW, takes_over=former
    ).office
    assert [each.person for each in deputies_of(new, on=TOMORROW)] == [lindewater.deputy, last]
    assert [each.position for each in deputies_of(new, on=TOMORROW)] == [1, 2]
    assert facts()[before:] == ["office.held", "deputy.named", "deputy.named"]
    assert holder_of(home, OfficeKind.COMPLAINTS_MANAGER, on=TOMORROW) == new


def test_the_deputies_of_another_town_or_office_are_never_taken_over(lindewater: Town) -> None:
    elsewhere = town("Bergstroom")
    offices.end_office(lindewater.manager_office, last_day=YESTERDAY, by=None, at=NOW)
    offices.appoint(
        lindewater.organisation,
        OfficeKind.COMPLAINTS_MANAGER,
        lindewater.colleague,
        started_on=TODAY,
        by=None,
        at=NOW,
        takes_over=elsewhere.manager_office,
    )
    offices.appoint(
        lindewater.organisation,
        OfficeKind.AUDITOR,
        lindewater.colleague,
        started_on=TODAY,
        by=None,
        at=NOW,
        takes_over=lindewater.manager_office,
    )
    assert Deputy.objects.count() == 2
