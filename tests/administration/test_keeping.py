"""People, capacities, units and the organisation itself are kept by its administrators, and changes recorded."""

from datetime import timedelta

import pytest

from deontos.access.gate import Actor, NotAllowed
from deontos.administration.actions.capacities import Quality, end_capacity, give_capacity
from deontos.administration.actions.organisations import OrganisationDetails, change_organisation
from deontos.administration.actions.people import PersonDetails, add_person, change_person
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.actions.units import add_unit, change_unit, delete_unit, set_head
from deontos.administration.models import Account
from deontos.administration.vocabulary import AdministrationCode
from deontos.audit.models import Entry
from deontos.notices.letters import message_of
from deontos.notices.models import Letter
from deontos.organisations.models import Capacity, Organisation, Person, Unit
from deontos.organisations.vocabulary import CapacityKind, Language, OrganisationKind
from tests.factories.administration import account
from tests.factories.organisations import NOW, TODAY, Town, actor, organisation, town, unit, works_in

pytestmark = [pytest.mark.row("2.13"), pytest.mark.django_db]

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
RIK = PersonDetails("Rik", "Toets", "Rik.Toets@Lindewater.example ", "09 000 00 11", Language.FRENCH)


@pytest.fixture
def lindewater() -> Town:
    return town()


@pytest.fixture
def by(lindewater: Town) -> Actor:
    return actor(lindewater.administrator)


def facts() -> list[tuple[str, str]]:
    return list(Entry.objects.order_by("number").values_list("fact", "details"))


def of_tom(house: Town, **other: object) -> PersonDetails:
    """What is kept about Tom, with something else."""
    tom = house.colleague
    kept: dict[str, object] = {
        "given_name": tom.given_name,
        "family_name": tom.family_name,
        "email": tom.email,
        "telephone": tom.telephone,
        "language": Language(tom.language),
    }
    return PersonDetails(**{**kept, **other})  # type: ignore[arg-type]


def test_somebody_is_added_and_cannot_sign_in_by_that(lindewater: Town, by: Actor) -> None:
    added = add_person(lindewater.organisation, RIK, by=by, at=NOW)
    assert (added.name, added.email, added.language) == ("Rik Toets", "rik.toets@lindewater.example", "fr")
    assert (Account.objects.count(), facts()) == (0, [("person.added", "{}")])


def test_an_address_stands_once_in_a_town_and_nobody_takes_anothers_sign_in(lindewater: Town, by: Actor) -> None:
    elsewhere = town("Bergstroom").colleague
    account(elsewhere)
    for address in (lindewater.manager.email.upper(), elsewhere.email):
        details = PersonDetails("Rik", "Toets", address, "", Language.DUTCH)
        for act in (
            lambda details=details: add_person(lindewater.organisation, details, by=by, at=NOW),
            lambda details=details: change_person(lindewater.colleague, details, by=by, at=NOW),
        ):
            with pytest.raises(AdministrationRefused) as refused:
                act()
            assert refused.value.code is AdministrationCode.ADDRESS_TAKEN
    assert (facts(), Letter.objects.count()) == ([], 0)


def test_a_changed_address_is_told_to_both_and_the_sign_in_follows(lindewater: Town, by: Actor) -> None:
    tom = lindewater.colleague
    account(tom)
    former = tom.email
    change_person(tom, of_tom(lindewater, email="T.Schelfhout@Lindewater.example"), by=by, at=NOW)
    assert Account.objects.get(person=tom).email == tom.email == "t.schelfhout@lindewater.example"
    letters = [message_of(each, at=NOW) for each in Letter.objects.select_related("recipient", "organisation")]
    assert sorted(each.to[0] for each in letters) == sorted([former, tom.email])
    assert [former in each.body or tom.email in each.body for each in letters] == [False, False]
    assert facts() == [("person.changed", '{"columns":["email"]}')]


def test_other_changes_write_no_letter_and_no_change_writes_nothing(lindewater: Town, by: Actor) -> None:
    change_person(lindewater.colleague, of_tom(lindewater), by=by, at=NOW)
    assert facts() == []
    change_person(lindewater.colleague, of_tom(lindewater, telephone="1", given_name="Tomas"), by=by, at=NOW)
    assert (Letter.objects.count(), facts()) == (0, [("person.changed", '{"columns":["given_name","telephone"]}')])


def test_several_capacities_with_their_days(lindewater: Town, by: Actor) -> None:
    tom, place = lindewater.colleague, unit(lindewater.organisation, "Loket")
    first = give_capacity(
        tom, Quality(CapacityKind.STAFF, place, "jurist"), started_on=YESTERDAY, by=by, at=NOW, ended_on=TOMORROW
    )
    give_capacity(tom, Quality(CapacityKind.DELEGATION_MEMBER), started_on=TOMORROW, by=by, at=NOW)
    assert Capacity.objects.filter(person=tom, organisation=lindewater.organisation).count() == 2
    end_capacity(first, last_day=TODAY, by=by, at=NOW)
    for last_day, code in (
        (TOMORROW, AdministrationCode.CAPACITY_ENDED),
        (YESTERDAY - timedelta(days=1), AdministrationCode.ENDS_BEFORE_START),
    ):
        with pytest.raises(AdministrationRefused) as refused:
            end_capacity(first, last_day=last_day, by=by, at=NOW)
        assert refused.value.code is code
    end_capacity(Capacity.objects.get(kind=CapacityKind.DELEGATION_MEMBER), last_day=TODAY, by=by, at=NOW)
    assert [fact for fact, _details in facts()] == [
        *("capacity.given", "capacity.given", "capacity.ended", "capacity.taken_back"),
    ]
    assert Capacity.objects.get() == first


def test_a_capacity_that_cannot_be(lindewater: Town, by: Actor) -> None:
    tom = lindewater.colleague
    with pytest.raises(AdministrationRefused) as refused:
        give_capacity(tom, Quality(CapacityKind.STAFF), started_on=TODAY, by=by, at=NOW, ended_on=YESTERDAY)
    assert refused.value.code is AdministrationCode.ENDS_BEFORE_START
    Person.objects.filter(pk=tom.pk).update(left_on=TODAY)
    with pytest.raises(AdministrationRefused) as refused:
        give_capacity(tom, Quality(CapacityKind.STAFF), started_on=TODAY, by=by, at=NOW)
    assert (refused.value.code, facts()) == (AdministrationCode.PERSON_LEFT, [])


@pytest.mark.row("R-000.04")
def test_the_tree_of_units_grows_and_has_no_circle(lindewater: Town, by: Actor) -> None:
    home = lindewater.organisation
    top = add_unit(home, "Bestuur", None, by=by, at=NOW)
    team = add_unit(home, "Internationaal", top, by=by, at=NOW)
    with pytest.raises(AdministrationRefused) as refused:
        change_unit(top, "Bestuur", team, by=by, at=NOW)
    assert refused.value.code is AdministrationCode.UNIT_IN_CIRCLE
    with pytest.raises(AdministrationRefused) as refused:
        add_unit(home, "internationaal", top, by=by, at=NOW)
    assert refused.value.code is AdministrationCode.NAME_TAKEN
    change_unit(team, "Team Internationaal", None, by=by, at=NOW)
    change_unit(team, "Team Internationaal", None, by=by, at=NOW)
    assert (team.name, team.above) == ("Team Internationaal", None)
    assert [fact for fact, _details in facts()] == ["unit.added", "unit.added", "unit.changed"]


def test_a_unit_is_headed_by_somebody_or_nobody(lindewater: Town, by: Actor) -> None:
    place = unit(lindewater.organisation, "Loket")
    set_head(place, lindewater.director, by=by, at=NOW)
    set_head(place, lindewater.director, by=by, at=NOW)
    assert place.head == lindewater.director
    set_head(place, None, by=by, at=NOW)
    assert place.head is None
    assert [fact for fact, _details in facts()] == ["unit.headed", "unit.headed"]


def test_only_an_empty_unit_is_taken_away(lindewater: Town, by: Actor) -> None:
    top = unit(lindewater.organisation, "Bestuur")
    team = unit(lindewater.organisation, "Loket", above=top)
    worked = works_in(lindewater.colleague, team)
    Capacity.objects.update(ended_on=YESTERDAY)
    for place in (top, team):
        with pytest.raises(AdministrationRefused) as refused:
            delete_unit(place, by=by, at=NOW)
        assert refused.value.code is AdministrationCode.UNIT_NOT_EMPTY
    worked.delete()
    identity = team.id
    delete_unit(team, by=by, at=NOW)
    assert list(Unit.objects.all()) == [top]
    assert list(Entry.objects.values_list("fact", "subject_id")) == [("unit.deleted", identity)]


def test_an_organisation_says_what_it_is_and_of_which_association_it_is_a_member(lindewater: Town, by: Actor) -> None:
    home, vereniging = lindewater.organisation, organisation("Vereniging", OrganisationKind.ASSOCIATION)
    details = OrganisationDetails("Stad Lindewater", OrganisationKind.MUNICIPALITY, Language.FRENCH, vereniging)
    for _again in (1, 2):
        change_organisation(home, details, by=by, at=NOW)
    found = Organisation.objects.get(pk=home.pk)
    assert (found.name, found.language, found.member_of, found.slug) == (
        *("Stad Lindewater", "fr", vereniging, "lindewater"),
    )
    assert facts() == [("organisation.changed", '{"columns":["name","language","member_of_id"]}')]


def test_nobody_is_a_member_of_a_town_or_of_itself(lindewater: Town, by: Actor) -> None:
    home, other = lindewater.organisation, organisation("Bergstroom")
    for above in (other, home):
        details = OrganisationDetails(home.name, OrganisationKind.ASSOCIATION, Language.DUTCH, above)
        with pytest.raises(AdministrationRefused) as refused:
            change_organisation(home, details, by=by, at=NOW)
        assert refused.value.code is AdministrationCode.NOT_AN_ASSOCIATION


@pytest.mark.parametrize("who", ["manager", "officer", "director", "colleague", "their administrator"])
def test_nobody_else_keeps_any_of_it(lindewater: Town, who: str) -> None:
    other = actor(town("Bergstroom").administrator if who == "their administrator" else getattr(lindewater, who))
    home, tom, place = lindewater.organisation, lindewater.colleague, unit(lindewater.organisation, "Loket")
    worked = works_in(tom, place)
    before = set(Person.objects.values_list("pk", "given_name")), Unit.objects.count(), Capacity.objects.count()
    details = OrganisationDetails("Anders", OrganisationKind.PARTNER, Language.SPANISH)
    for act in (
        lambda: add_person(home, RIK, by=other, at=NOW),
        lambda: change_person(tom, RIK, by=other, at=NOW),
        lambda: give_capacity(tom, Quality(CapacityKind.STAFF), started_on=TODAY, by=other, at=NOW),
        lambda: end_capacity(worked, last_day=TODAY, by=other, at=NOW),
        lambda: add_unit(home, "Nieuw", None, by=other, at=NOW),
        lambda: change_unit(place, "Anders", None, by=other, at=NOW),
        lambda: set_head(place, tom, by=other, at=NOW),
        lambda: delete_unit(place, by=other, at=NOW),
        lambda: change_organisation(home, details, by=other, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    after = set(Person.objects.values_list("pk", "given_name")), Unit.objects.count(), Capacity.objects.count()
    assert (before, facts()) == (after, [])
