"""Absences are recorded, accounts made and languages chosen, by whom it may be and nobody else."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from deontos.access.gate import Actor, NotAllowed
from deontos.administration.actions import absences, accounts, deputies, offices, people
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.events import AbsenceRecorded, OfficeEnded, OfficeHeld
from deontos.administration.models import Account
from deontos.administration.phrases import REFUSALS, SIGN_IN
from deontos.administration.vocabulary import AdministrationCode, SignInCode
from deontos.audit.models import Entry
from deontos.kernel.events import Registry, using, when
from deontos.organisations.models import Absence, Person
from deontos.organisations.vocabulary import Language, OfficeKind
from tests.factories.administration import account
from tests.factories.organisations import NOW, TODAY, Town, actor, town

pytestmark = [pytest.mark.row("1.5"), pytest.mark.django_db]

TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


@pytest.fixture
def lindewater() -> Town:
    return town()


@pytest.fixture
def told() -> Iterator[list[object]]:
    """The facts that were announced, in order."""
    heard: list[object] = []
    with using(Registry()):
        for kind in (OfficeHeld, OfficeEnded, AbsenceRecorded):
            when(kind, heard.append)
        yield heard


def recorded() -> list[tuple[str, object, object, str]]:
    """Fact, actor, subject and details of every row of the audit chain."""
    return list(Entry.objects.order_by("number").values_list("fact", "actor_id", "subject_id", "details"))


@pytest.mark.row("R-000.71")
def test_an_absence_says_who_recorded_it(lindewater: Town, told: list[object]) -> None:
    by, away = actor(lindewater.administrator), lindewater.manager
    absence = absences.record_absence(away, started_on=TODAY, ended_on=None, by=by, at=NOW)
    assert (absence.person, absence.recorded_by_id, absence.ended_on) == (away, by.person, None)
    details = f'{{"from":"2026-11-24","person":"{away.id}","until":null}}'
    assert recorded() == [("absence.recorded", by.person, absence.id, details)]
    assert told == [AbsenceRecorded(lindewater.organisation.id, absence.id, away.id, TODAY, None, by.person, NOW)]


def test_everybody_records_their_own_absence(lindewater: Town) -> None:
    tom = lindewater.colleague
    absence = absences.record_absence(tom, started_on=TODAY, ended_on=TOMORROW, by=actor(tom), at=NOW)
    assert absence.recorded_by_id == tom.id


def test_an_absence_ends_after_it_began(lindewater: Town) -> None:
    tom = lindewater.colleague
    with pytest.raises(AdministrationRefused) as refused:
        absences.record_absence(tom, started_on=TODAY, ended_on=YESTERDAY, by=actor(tom), at=NOW)
    assert (refused.value.code, Absence.objects.count()) == (AdministrationCode.ENDS_BEFORE_START, 0)


def test_an_account_has_the_persons_address_and_a_long_password(lindewater: Town) -> None:
    by, tom = actor(lindewater.administrator), lindewater.colleague
    with pytest.raises(AdministrationRefused) as refused:
        accounts.make_account(tom, "x" * 11, by=by, at=NOW)
    assert refused.value.code is AdministrationCode.PASSWORD_TOO_SHORT
    made = accounts.make_account(tom, "k4Wq-r8Zt-m1", by=by, at=NOW)
    assert (made.email, made.check_password("k4Wq-r8Zt-m1"), made.is_active) == (tom.email, True, True)
    assert recorded() == [("account.made", by.person, made.id, "{}")]


@pytest.mark.row("4.18")
def test_a_password_that_others_think_of_first_is_refused(lindewater: Town) -> None:
    """Words of the house, of the person and of the product, and what everybody uses, also with a year behind them."""
    tom, house = lindewater.colleague, lindewater.organisation
    easy = [
        f"{house.slug}{house.slug}2026!",
        f"{tom.given_name}{tom.family_name}1!",
        "Deontos-Deontos-1",
        "Summer2026!!",
    ]
    for password in [*easy, f"{tom.email.partition('@')[2]}1", "Integriteit2026!", "passwordpassword", "x" * 40]:
        with pytest.raises(AdministrationRefused) as refused:
            accounts.make_account(tom, password, by=actor(lindewater.administrator), at=NOW)
        assert (password, refused.value.code) == (password, AdministrationCode.PASSWORD_TOO_COMMON)
    made = accounts.make_account(tom, "four words over water", by=actor(lindewater.administrator), at=NOW)
    assert made.person == tom


def test_nobody_gets_a_second_account_or_anothers_address(lindewater: Town) -> None:
    account(lindewater.colleague)
    twin = Person.objects.create(
        organisation=town("Bergstroom").organisation,
        given_name="Tom",
        family_name="Schelfhout",
        email=lindewater.colleague.email.upper(),
    )
    for someone, code in (
        (lindewater.colleague, AdministrationCode.ACCOUNT_EXISTS),
        (twin, AdministrationCode.ADDRESS_TAKEN),
    ):
        with pytest.raises(AdministrationRefused) as refused:
            accounts.make_account(someone, "k4Wq-r8Zt-m1", by=None, at=NOW)
        assert refused.value.code is code
    assert (Account.objects.count(), recorded()) == (1, [])


@pytest.mark.row("1.12")
def test_everybody_chooses_their_own_language_and_nobody_elses(lindewater: Town) -> None:
    tom = lindewater.colleague
    people.choose_language(tom, Language.DUTCH, by=actor(tom), at=NOW)
    assert recorded() == []
    people.choose_language(tom, Language.SPANISH, by=actor(tom), at=NOW)
    assert Person.objects.get(pk=tom.pk).language == Language.SPANISH
    assert recorded() == [("person.language_chosen", tom.id, tom.id, '{"language":"es"}')]
    with pytest.raises(NotAllowed):
        people.choose_language(tom, Language.FRENCH, by=actor(lindewater.administrator), at=NOW)


Verb = Callable[[Town, Actor], object]
VERBS: dict[str, tuple[Verb, frozenset[str]]] = {
    "appoint": (
        lambda house, by: offices.appoint(
            house.organisation, OfficeKind.AUDITOR, house.colleague, started_on=TODAY, by=by, at=NOW
        ),
        frozenset({"officer", "administrator"}),
    ),
    "end_office": (
        lambda house, by: offices.end_office(house.manager_office, last_day=TODAY, by=by, at=NOW),
        frozenset({"officer", "administrator"}),
    ),
    "name_deputy": (
        lambda house, by: deputies.name_deputy(
            house.manager_office, house.colleague, position=2, started_on=TODAY, by=by, at=NOW
        ),
        frozenset({"officer", "administrator"}),
    ),
    "record_absence": (
        lambda house, by: absences.record_absence(house.stewards[0], started_on=TODAY, ended_on=None, by=by, at=NOW),
        frozenset({"officer", "administrator"}),
    ),
    "make_account": (
        lambda house, by: accounts.make_account(house.colleague, "k4Wq-r8Zt-m1", by=by, at=NOW),
        frozenset({"administrator"}),
    ),
}
PEOPLE = ("manager", "deputy", "officer", "director", "administrator", "colleague", "stranger", "their_administrator")


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("verb", VERBS)
def test_only_who_may_does(verb: str, who: str, lindewater: Town) -> None:
    act, allowed = VERBS[verb]
    elsewhere = town("Bergstroom")
    others = {"stranger": elsewhere.colleague, "their_administrator": elsewhere.administrator}
    by = actor(others[who] if who in others else getattr(lindewater, who))
    if who in allowed:
        act(lindewater, by)
        assert [by.person] == [each for _fact, each, _about, _details in recorded()]
    else:
        with pytest.raises(NotAllowed):
            act(lindewater, by)
        assert recorded() == []


def test_everything_that_is_refused_has_words() -> None:
    assert set(REFUSALS) == set(AdministrationCode)
    assert set(SIGN_IN) == set(SignInCode)
