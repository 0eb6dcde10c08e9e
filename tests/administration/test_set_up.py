"""The checklist of a channel: what it counts, what it costs, and who may follow it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deontos.access.gate import NotAllowed
from deontos.administration.actions.following import ask_to_follow, stop_following
from deontos.administration.actions.organisations import OrganisationDetails, change_organisation
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.checklists import checklists_of
from deontos.administration.models import Following
from deontos.administration.rules import may_read, may_vouch
from deontos.administration.vocabulary import AdministrationCode
from deontos.audit.models import Entry
from deontos.organisations.models import Office, Organisation, Person
from deontos.organisations.vocabulary import Language, OfficeKind, OrganisationKind
from deontos.speakup.models import Channel, ChannelGroup
from deontos.speakup.vocabulary import ReporterGroup
from tests.factories.administration import sign_in
from tests.factories.keyring import keyed
from tests.factories.organisations import NOW, TODAY, Town, actor, office, town
from tests.factories.speakup import reporting_point, under_a_law

pytestmark = [pytest.mark.django_db, pytest.mark.row("2.3"), pytest.mark.usefixtures("_today")]
SETUP, FOLLOW, MEMBERS = (
    "/desk/settings/channel/setup/",
    "/desk/settings/channel/setup/follow/",
    "/desk/settings/members/",
)
ENTRIES = 11


@pytest.fixture
def _today() -> Iterator[None]:
    """The moment at which the clock of these tests stands still."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def association() -> Town:
    """An association with an officer, that knows nothing of its members unless they ask."""
    made = town("Stroombond")
    Organisation.objects.filter(pk=made.organisation.pk).update(kind=OrganisationKind.ASSOCIATION)
    return made


def member(association: Town, name: str) -> Town:
    """A town that is a member."""
    made = town(name)
    Organisation.objects.filter(pk=made.organisation.pk).update(member_of=association.organisation)
    made.organisation.refresh_from_db()
    return made


def browser(person: Person) -> Client:
    """Somebody signed in."""
    client = Client(headers={"accept-language": "en"})
    person.language = "en"
    person.save()
    sign_in(client, person)
    return client


def who_may_report(point: Channel) -> None:
    """It is chosen who may report."""
    ChannelGroup.objects.create(channel=point, group=next(iter(ReporterGroup)), is_let_in=True)


def done(home: Organisation) -> list[bool]:
    """Which entries are in place, in their order."""
    return [check.is_done for check in checklists_of([home], on=TODAY)[home.id].checks]


@pytest.mark.parametrize(
    ("managers", "deputies", "fine"),
    [({1}, {2}, True), ({1}, {1}, False), ({1}, set(), False), (set(), {2}, False), ({1, 2}, {2, 3}, True)],
)
def test_two_people_read(managers: set[Any], deputies: set[Any], fine: bool) -> None:
    assert may_read(managers, deputies) is fine


@pytest.mark.parametrize(
    ("stewards", "administrators", "fine"),
    [
        ({1, 2, 3}, set(), True),
        ({1, 2, 3}, {1, 2}, True),
        ({1, 2, 3}, {1, 2, 3}, False),
        ({1, 2}, set(), False),
        (set(), {1}, False),
    ],
)
def test_three_vouch_and_not_all_are_administrators(stewards: set[Any], administrators: set[Any], fine: bool) -> None:
    assert may_vouch(stewards, administrators) is fine


def test_every_entry_turns_when_its_thing_is_there() -> None:
    bare = town("Hazelaar")
    assert done(bare.organisation) == [True, True, *[False] * 8, True]
    house = keyed(town("Lindewater"))
    home = house.town.organisation
    assert done(home) == [*[True] * 5, *[False] * 5, True]
    point = reporting_point(home)
    assert done(home) == [*[True] * 8, False, False, True]
    under_a_law(point, house.town.administrator)
    assert done(home) == [*[True] * 9, False, True]
    who_may_report(point)
    assert done(home) == [True] * ENTRIES
    Channel.objects.filter(pk=point.pk).update(telephone="", authority_telephone="", authority_address="")
    assert done(home) == [*[True] * 6, False, False, True, True, True]
    house.town.manager.certificates.update(ended_on=TODAY)
    assert done(home)[4:6] == [False, False]
    for steward in house.town.stewards:
        office(home, OfficeKind.ADMINISTRATOR, steward)
    assert done(home)[1] is False
    Office.objects.filter(organisation=home, kind=OfficeKind.STEWARD).update(ended_on=TODAY - timedelta(days=1))
    assert done(home)[1:4] == [False, True, False]
    house.town.manager_office.deputies.all().delete()
    assert done(home)[0] is False


def test_a_checklist_names_nobody() -> None:
    house = keyed(town("Lindewater"))
    reporting_point(house.town.organisation)
    words = " ".join(
        f"{check.statement} {check.evidence} {check.to_do}"
        for check in checklists_of([house.town.organisation], on=TODAY)[house.town.organisation.id].checks
    )
    assert [person.family_name for person in Person.objects.all() if person.family_name in words] == []


@pytest.mark.parametrize("towns", [1, 3])
def test_many_organisations_cost_as_much_as_one(towns: int) -> None:
    homes = [keyed(town(f"Dorp {number}")).town.organisation for number in range(towns)]
    for home in homes:
        who_may_report(under_a_law(reporting_point(home), Person.objects.filter(organisation=home)[0]))
    with CaptureQueriesContext(connection) as queries:
        found = checklists_of(homes, on=TODAY)
    assert len(queries) == 13
    assert [checklist.done for checklist in found.values()] == [ENTRIES] * towns


@pytest.mark.row("2.13")
def test_the_officer_and_the_administrator_see_it_and_nobody_else() -> None:
    here = town()
    for person in (here.officer, here.administrator):
        answer = browser(person).get(SETUP)
        assert "3 of 11 in place" in answer.content.decode()
    for person in (here.manager, here.deputy, here.colleague, here.director, *here.stewards):
        assert browser(person).get(SETUP).status_code == 404
    assert Client().get(SETUP).status_code == 302


@pytest.mark.row("2.13")
def test_somebody_who_keeps_several_organisations_chooses_and_no_other() -> None:
    here, there, elsewhere = town(), town("Hazelaar"), town("Zoutbrug")
    office(there.organisation, OfficeKind.ADMINISTRATOR, here.administrator)
    client = browser(here.administrator)
    assert "Lindewater: 8 things" in client.get(SETUP).content.decode()
    assert "Hazelaar: 8 things" in client.get(f"{SETUP}?organisation=hazelaar").content.decode()
    for slug in (elsewhere.organisation.slug, "nergens"):
        assert client.get(f"{SETUP}?organisation={slug}").status_code == 404
        assert client.post(FOLLOW, {"organisation": slug, "go": "ask"}).status_code == 404


@pytest.mark.row("R-000.35", "R-000.36", "R-000.37")
def test_an_association_sees_only_the_members_that_asked(association: Town) -> None:
    asked, silent = member(association, "Lindewater"), member(association, "Hazelaar")
    other = town("Zoutbond")
    Organisation.objects.filter(pk=other.organisation.pk).update(kind=OrganisationKind.ASSOCIATION)
    browser(asked.administrator).post(FOLLOW, {"go": "ask"})
    browser(asked.officer).post(FOLLOW, {"go": "ask"})
    shown = browser(association.officer).get(MEMBERS).content.decode()
    assert "Lindewater" in shown
    assert silent.organisation.name not in shown
    stranger = browser(other.officer)
    assert "Lindewater" not in stranger.get(MEMBERS).content.decode()
    assert stranger.get(f"{MEMBERS}?organisation=stroombond").status_code == 404
    assert browser(association.administrator).get(MEMBERS).status_code == 404
    assert Following.objects.count() == 1
    browser(asked.officer).post(FOLLOW, {"go": "stop"})
    assert "Lindewater" not in browser(association.officer).get(MEMBERS).content.decode()
    facts = Entry.objects.filter(fact__startswith="set_up.").values_list("fact", flat=True).order_by("number")
    assert list(facts) == ["set_up.following_asked", "set_up.following_ended"]


@pytest.mark.row("R-000.36")
def test_an_association_that_was_left_follows_no_longer(association: Town) -> None:
    asked = member(association, "Lindewater")
    home, by = asked.organisation, actor(asked.administrator)
    ask_to_follow(home, by=by, at=NOW)
    details = OrganisationDetails("Lindewater", OrganisationKind(home.kind), Language(home.language))
    change_organisation(home, details, by=by, at=NOW)
    assert "Lindewater" not in browser(association.officer).get(MEMBERS).content.decode()
    assert Entry.objects.filter(fact="set_up.following_ended").count() == 1


@pytest.mark.row("R-000.36")
def test_nobody_lets_an_association_in_for_another_organisation(association: Town) -> None:
    asked = member(association, "Lindewater")
    for person in (association.officer, asked.manager, asked.colleague):
        for act in (ask_to_follow, stop_following):
            with pytest.raises(NotAllowed):
                act(asked.organisation, by=actor(person), at=NOW)
    alone = town("Hazelaar")
    with pytest.raises(AdministrationRefused) as refusal:
        ask_to_follow(alone.organisation, by=actor(alone.officer), at=NOW)
    assert refusal.value.code is AdministrationCode.NO_ASSOCIATION
    assert "is not written down as a member" in browser(alone.officer).post(FOLLOW, follow=True).content.decode()


@pytest.mark.parametrize("members", [1, 3])
def test_the_list_of_members_costs_the_same_for_one_as_for_three(association: Town, members: int) -> None:
    for number in range(members):
        asked = member(association, f"Dorp {number}")
        reporting_point(asked.organisation)
        ask_to_follow(asked.organisation, by=actor(asked.officer), at=NOW)
    client = browser(association.officer)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(MEMBERS)
    assert answer.content.decode().count("of 11 in place") == members
    assert len(queries) == 20


def test_the_set_up_page_asks_the_database_so_often() -> None:
    here = town()
    client = browser(here.officer)
    with CaptureQueriesContext(connection) as queries:
        client.get(SETUP)
    assert len(queries) == 20


def test_an_entry_leads_to_where_it_is_done_for_whoever_may_open_that() -> None:
    here = town()
    settings = "/desk/settings/of/lindewater/offices/"
    keys = "/desk/keys/?organisation=lindewater"

    def led_to(person: Person) -> tuple[int, int]:
        page = browser(person).get(SETUP).content.decode()
        return page.count(f'href="{settings}"'), page.count(f'href="{keys}"')

    assert led_to(here.officer) == (4, 0)
    office(here.organisation, OfficeKind.STEWARD, here.officer)
    assert led_to(here.officer) == (2, 2)
