"""One verb lets somebody go: offices, deputyships, capacities, keys and sign-in end, and what was signed stays."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client

from deontos.access.gate import NotAllowed, Seat, actor_of
from deontos.administration.actions.leaving import come_back, leave, part_with_leavers
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.events import DeputyshipEnded, OfficeEnded, PersonLeft
from deontos.administration.models import Account
from deontos.administration.vocabulary import AdministrationCode
from deontos.audit.models import Entry
from deontos.kernel import clock
from deontos.kernel.events import Registry, using, when
from deontos.keyring.models import CertificateSignature, VaultSession
from deontos.keyring.queries import trusted_certificates
from deontos.organisations.models import Capacity, Deputy, Office, Person, Unit
from deontos.organisations.vocabulary import OfficeKind
from tests.factories.administration import account, desk_client, sign_in
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, Town, actor, deputy, office, town, unit, works_in

pytestmark = [pytest.mark.row("2.13"), pytest.mark.django_db]

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
NEXT_WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def lindewater() -> Town:
    return town()


@pytest.fixture
def told() -> Iterator[list[object]]:
    heard: list[object] = []
    with using(Registry()):
        for kind in (OfficeEnded, DeputyshipEnded, PersonLeft):
            when(kind, heard.append)
        yield heard


def facts() -> list[str]:
    return list(Entry.objects.order_by("number").values_list("fact", flat=True))


@pytest.mark.row("2.5")
def test_whoever_leaves_holds_nothing_any_more_and_reads_with_no_key() -> None:
    house = keyed()
    home, joris = house.town.organisation, house.town.deputy
    works_in(joris, unit(home, "Loket", head=joris))
    office(home, OfficeKind.AUDITOR, joris)
    made = account(joris)
    client = desk_client(house, joris)
    assert client.get("/desk/").status_code == 200
    leave(joris, last_day=TODAY, by=actor(house.town.administrator), at=NOW)
    assert [Office.objects.get(holder=joris).ended_on, Deputy.objects.get().ended_on] == [TODAY, TODAY]
    assert Capacity.objects.get().ended_on == TODAY
    assert Unit.objects.get().head is None
    assert trusted_certificates(home.id, [joris.id], on=TODAY) == {}
    made.refresh_from_db()
    assert (made.is_active, VaultSession.objects.count()) == (False, 0)
    assert client.get("/desk/").headers["Location"].startswith("/desk/sign-in/")
    assert actor_of(joris.id, on=TOMORROW).seats == frozenset()


def test_it_is_written_down_and_told_once(lindewater: Town, told: list[object]) -> None:
    home, joris, by = lindewater.organisation, lindewater.deputy, actor(lindewater.administrator)
    held, standing = office(home, OfficeKind.AUDITOR, joris), Deputy.objects.get()
    leave(joris, last_day=TODAY, by=by, at=NOW)
    assert facts() == ["office.ended", "deputy.ended", "person.left"]
    assert told == [
        OfficeEnded(home.id, held.id, OfficeKind.AUDITOR, joris.id, TODAY, NOW),
        DeputyshipEnded(home.id, standing.id, OfficeKind.COMPLAINTS_MANAGER, joris.id, TODAY, NOW),
        PersonLeft(home.id, joris.id, TODAY, NOW),
    ]
    with pytest.raises(AdministrationRefused) as refused:
        leave(joris, last_day=TOMORROW, by=by, at=NOW)
    assert refused.value.code is AdministrationCode.LEFT_ALREADY


def test_with_a_last_day_to_come_the_sign_in_ends_in_the_night_after_it(lindewater: Town) -> None:
    tom = lindewater.colleague
    made = account(tom)
    works_in(tom, unit(lindewater.organisation, "Loket", head=tom))
    leave(tom, last_day=NEXT_WEEK, by=actor(lindewater.administrator), at=NOW)
    for days, active in ((0, True), (7, True), (8, False)):
        part_with_leavers(at=NOW + timedelta(days=days))
        made.refresh_from_db()
        assert (made.is_active, Unit.objects.get().head == tom) == (active, active)
    assert part_with_leavers(at=NOW + timedelta(days=9)) == 0
    assert facts() == ["capacity.ended", "person.left", "unit.headed", "account.switched_off"]


def test_an_office_in_another_town_ends_too(lindewater: Town) -> None:
    there = office(town("Bergstroom").organisation, OfficeKind.EXTERNAL_EXPERT, lindewater.colleague)
    leave(lindewater.colleague, last_day=TODAY, by=actor(lindewater.administrator), at=NOW)
    there.refresh_from_db()
    assert there.ended_on == TODAY


def test_what_is_still_to_come_never_begins(lindewater: Town) -> None:
    home, tom = lindewater.organisation, lindewater.colleague
    office(home, OfficeKind.AUDITOR, tom, started_on=NEXT_WEEK)
    works_in(tom, unit(home, "Loket"), started_on=NEXT_WEEK)
    leave(tom, last_day=TOMORROW, by=actor(lindewater.administrator), at=NOW)
    assert (Office.objects.filter(holder=tom).count(), Capacity.objects.count()) == (0, 0)


def test_an_office_given_after_the_last_day_needs_a_look_first(lindewater: Town) -> None:
    tom = lindewater.colleague
    office(lindewater.organisation, OfficeKind.AUDITOR, tom, started_on=TODAY)
    with pytest.raises(AdministrationRefused) as refused:
        leave(tom, last_day=YESTERDAY, by=actor(lindewater.administrator), at=NOW)
    tom.refresh_from_db()
    assert (refused.value.code, tom.left_on, facts()) == (AdministrationCode.LEFT_BEFORE_OFFICE, None, [])


def test_the_last_administrator_does_not_leave(lindewater: Town) -> None:
    with pytest.raises(AdministrationRefused) as refused:
        leave(lindewater.administrator, last_day=TODAY, by=actor(lindewater.administrator), at=NOW)
    assert (refused.value.code, facts()) == (AdministrationCode.LAST_ADMINISTRATOR, [])


def test_offices_that_ended_before_keep_their_day(lindewater: Town) -> None:
    tom = lindewater.colleague
    old = office(lindewater.organisation, OfficeKind.AUDITOR, tom, ended_on=YESTERDAY)
    leave(tom, last_day=TODAY, by=actor(lindewater.administrator), at=NOW)
    old.refresh_from_db()
    assert (old.ended_on, facts()) == (YESTERDAY, ["person.left"])


def test_what_a_leaver_signed_stays() -> None:
    house: KeyedTown = keyed()
    steward = house.town.stewards[0]
    before = CertificateSignature.objects.filter(steward__person=steward).count()
    leave(steward, last_day=TODAY, by=actor(house.town.administrator), at=NOW)
    assert CertificateSignature.objects.filter(steward__person=steward).count() == before > 0
    readers = trusted_certificates(house.town.organisation.id, [house.town.manager.id], on=TOMORROW)
    assert set(readers) == {house.town.manager.id}


@pytest.mark.parametrize("day", [YESTERDAY, NEXT_WEEK])
def test_somebody_comes_back_without_office_and_without_sign_in(lindewater: Town, day: date) -> None:
    tom, by = lindewater.colleague, actor(lindewater.administrator)
    account(tom)
    leave(tom, last_day=day, by=by, at=NOW)
    for _again in (1, 2):
        come_back(tom, by=by, at=NOW)
    assert Person.objects.get(pk=tom.pk).left_on is None
    assert Account.objects.get(person=tom).is_active is (day > TODAY)
    assert facts()[-1] == "person.came_back"
    assert facts().count("person.came_back") == 1


@pytest.mark.parametrize("who", ["manager", "deputy", "officer", "director", "colleague"])
def test_only_an_administrator_of_the_house_lets_somebody_go(lindewater: Town, who: str) -> None:
    for by in (actor(getattr(lindewater, who)), actor(town("Bergstroom").administrator)):
        with pytest.raises(NotAllowed):
            leave(lindewater.colleague, last_day=TODAY, by=by, at=NOW)
        with pytest.raises(NotAllowed):
            come_back(lindewater.colleague, by=by, at=NOW)


@pytest.mark.row("R-000.71")
def test_who_stood_in_for_a_leaver_goes_on_until_there_is_a_successor(lindewater: Town) -> None:
    home = lindewater.organisation
    deputy(office(home, OfficeKind.AUDITOR, lindewater.officer), lindewater.colleague)
    leave(lindewater.officer, last_day=TODAY, by=actor(lindewater.administrator), at=NOW)
    seat = Seat(home.id, OfficeKind.AUDITOR, as_deputy=True)
    assert actor_of(lindewater.colleague.id, on=TOMORROW).seats == frozenset({seat})
    office(home, OfficeKind.AUDITOR, lindewater.director, started_on=TOMORROW)
    assert actor_of(lindewater.colleague.id, on=TOMORROW).seats == frozenset()


def test_a_last_day_that_is_over_signs_out_also_where_no_worker_runs(lindewater: Town) -> None:
    client = Client()
    sign_in(client, lindewater.colleague)
    assert client.get("/desk/security/").status_code == 200
    Person.objects.filter(pk=lindewater.colleague.pk).update(left_on=clock.today())
    assert client.get("/desk/security/").status_code == 200
    Person.objects.filter(pk=lindewater.colleague.pk).update(left_on=clock.today() - timedelta(days=1))
    assert client.get("/desk/security/").status_code == 302
