"""Two administrators at the same moment: neither undoes the other, and nobody keeps what belongs to who left."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from deontos.administration.actions import accounts, deputies, leaving, offices, units
from deontos.administration.models import Account
from deontos.administration.vocabulary import AdministrationCode
from deontos.audit.models import Entry
from deontos.cases.actions.dialogue import Words, answer
from deontos.cases.vocabulary import CaseVerb
from deontos.organisations.models import Deputy, Office, Organisation, Person, Unit
from deontos.organisations.vocabulary import Language, OfficeKind
from tests.factories.administration import account, sign_in
from tests.factories.cases import morning, told
from tests.factories.keyring import keyed
from tests.factories.organisations import NOW, TODAY, Town, actor, office, person, town, unit
from tests.fire import times
from tests.fire.racing import at_once, codes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.row("4.13")]

ROUNDS = times(1, fire=40)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def lindewater() -> Town:
    return town()


def second_administrator(made: Town) -> Person:
    """Somebody who keeps the organisation beside the first."""
    found = person(made.organisation, "Nele Verbruggen")
    office(made.organisation, OfficeKind.ADMINISTRATOR, found)
    return found


def leaves(made: Town, who: Person) -> Callable[[], object]:
    """The first administrator writes down that somebody left yesterday."""
    by = actor(made.administrator)
    return lambda: leaving.leave(who, last_day=TODAY, by=by, at=NOW)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_whoever_leaves_while_given_an_office_holds_none(lindewater: Town, number: int) -> None:
    who, by = lindewater.colleague, actor(lindewater.administrator)
    start = TODAY + timedelta(days=1)

    def give() -> object:
        home, kind = lindewater.organisation, OfficeKind.INTEGRITY_COORDINATOR
        return offices.appoint(home, kind, who, started_on=start, by=by, at=NOW)

    def stand_in() -> object:
        return deputies.name_deputy(lindewater.manager_office, who, started_on=start, by=by, at=NOW)

    answers = at_once(leaves(lindewater, who), give, stand_in)
    assert codes(answers[:1]) == []
    assert set(codes(answers)) <= {AdministrationCode.PERSON_LEFT}
    assert not Office.objects.filter(holder=who, ended_on__isnull=True).exists()
    assert not Deputy.objects.filter(person=who, ended_on__isnull=True).exists()


@pytest.mark.parametrize("number", range(ROUNDS))
def test_whoever_leaves_while_invited_cannot_sign_in(lindewater: Town, number: int) -> None:
    who, by = lindewater.colleague, actor(lindewater.administrator)
    answers = at_once(leaves(lindewater, who), lambda: accounts.invite(who, by=by, at=NOW))
    assert set(codes(answers)) <= {AdministrationCode.PERSON_LEFT}
    assert not Account.objects.filter(person=who, is_active=True).exists()


@pytest.mark.parametrize("number", range(ROUNDS))
def test_of_two_last_administrators_who_go_at_once_one_stays(lindewater: Town, number: int) -> None:
    first, second = lindewater.administrator, second_administrator(lindewater)
    for each in (first, second):
        account(each)
    mine = Office.objects.get(holder=second)
    answers = at_once(
        lambda: leaving.leave(first, last_day=TODAY, by=actor(second), at=NOW),
        lambda: offices.end_office(mine, last_day=TODAY, by=actor(first), at=NOW),
    )
    assert codes(answers) == [AdministrationCode.LAST_ADMINISTRATOR]
    staying = Office.objects.filter(kind=OfficeKind.ADMINISTRATOR, ended_on__isnull=True)
    assert staying.count() == 1


def test_of_two_administrators_who_switch_one_another_off_one_can_sign_in(lindewater: Town) -> None:
    first, second = lindewater.administrator, second_administrator(lindewater)
    pair = [(account(first), actor(second)), (account(second), actor(first))]
    answers = at_once(*(lambda held=held, by=by: accounts.switch_off(held, by=by, at=NOW) for held, by in pair))
    assert codes(answers) == [AdministrationCode.LAST_ADMINISTRATOR]
    assert Account.objects.filter(is_active=True).count() == 1


def test_an_office_given_and_ended_at_once_ends_once(lindewater: Town) -> None:
    by, held = actor(lindewater.administrator), lindewater.manager_office
    end: Callable[[], object] = lambda: offices.end_office(held, last_day=YESTERDAY, by=by, at=NOW)  # noqa: E731

    def follow() -> object:
        home, kind = lindewater.organisation, OfficeKind.COMPLAINTS_MANAGER
        return offices.appoint(home, kind, lindewater.colleague, started_on=TODAY, by=by, at=NOW, takes_over=held)

    answers = at_once(end, end, follow)
    assert AdministrationCode.OFFICE_ENDED in codes(answers)
    assert set(codes(answers)) <= {AdministrationCode.OFFICE_ENDED, AdministrationCode.OFFICE_TAKEN}
    assert Entry.objects.filter(fact="office.ended", subject_id=held.id).count() == 1
    assert Office.objects.filter(kind=held.kind, ended_on__isnull=True).count() <= 1


def test_what_two_take_away_at_once_is_gone_once_and_the_other_reads_so(lindewater: Town) -> None:
    with time_machine.travel(NOW, tick=False):
        gone = unit(lindewater.organisation, "Archief")
        desks = [Client(), Client()]
        for desk, who in zip(desks, (lindewater.administrator, second_administrator(lindewater)), strict=True):
            sign_in(desk, who)
        page = f"/desk/settings/unit/{gone.id}/delete/"
        answers = at_once(*(lambda desk=desk: desk.post(page).status_code for desk in desks))
    assert sorted(map(str, answers)) == ["302", "404"]
    assert Entry.objects.filter(fact="unit.deleted").count() == 1


def test_a_unit_under_one_that_goes_is_refused_or_stands(lindewater: Town) -> None:
    with time_machine.travel(NOW, tick=False):
        above, by = unit(lindewater.organisation, "Archief"), actor(lindewater.administrator)
        place = above.id
        desk = Client()
        sign_in(desk, lindewater.administrator)
        sent = {"name": "Leeszaal", "above": str(above.id)}
        added, _deleted = at_once(
            lambda: desk.post("/desk/settings/of/lindewater/units/add/", sent).status_code,
            lambda: units.delete_unit(above, by=by, at=NOW),
        )
    assert added in (200, 302, 404)
    assert Unit.objects.filter(above=place).exists() == (added == 302)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_settings_and_cases_of_one_house_never_wait_for_each_other_for_ever(number: int) -> None:
    """Both write in the log of one organisation, and one of them holds the organisation itself."""
    house = keyed()
    made, by = house.town, actor(house.town.administrator)
    case = told(house).opened()
    file, handler, reader = case.file, actor(case.handler), house.reader(case.handler)
    words = Words("Dank u.", Language.DUTCH)
    case.moved(CaseVerb.ACKNOWLEDGE)

    def change() -> object:
        for each in range(5):
            units.add_unit(made.organisation, f"Dienst {number}-{each}", None, by=by, at=NOW)
        return None

    def handle() -> object:
        for _each in range(5):
            answer(file, words, by=handler, reader=reader, at=morning(TODAY))
        return None

    assert at_once(change, handle) == [None, None]
    assert Organisation.objects.get(pk=made.organisation.pk).units.count() == 5
    assert case.file.steps.count() == 6
