"""Which laws apply to a channel and what it promises itself: who sets it, what is refused, what follows."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from deontos.access.gate import NotAllowed
from deontos.administration.checklists import checklists_of
from deontos.audit.models import Entry
from deontos.organisations.models import Organisation, Person
from deontos.speakup.actions.legal import (
    TermsRefused,
    add_profile,
    end_profile,
    set_promise,
    take_profile_back,
)
from deontos.speakup.binding import OwnPromise
from deontos.speakup.legal import admissions_of, authorities_of, laws_of, promise_of, terms_for
from deontos.speakup.models import Channel, ChannelProfile
from deontos.speakup.vocabulary import (
    Admission,
    ClockName,
    DisclosureKind,
    ProfileName,
    ReporterGroup,
    TermsCode,
)
from tests.factories.administration import sign_in
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, actor, town
from tests.factories.speakup import CERTIFIED_ON, page

pytestmark = [pytest.mark.django_db, pytest.mark.row("3.14"), pytest.mark.usefixtures("today")]

PAGE = "/desk/settings/channel/terms/"
ADD = f"{PAGE}add/"
DIRECTIVE, FLEMISH, DUTCH = ProfileName.EU_DIRECTIVE, ProfileName.BE_VLG_LOCAL, ProfileName.NL_WBK
PROMISE = {
    "react_within_days": "10",
    "reply_within_working_days": "3",
    "put_off_by_days": "7",
    "pause_at_most_days": "5",
}
DAY = timedelta(days=1)


def browser(person: Person) -> Client:
    """Somebody at the desk who reads English."""
    Person.objects.filter(pk=person.pk).update(language="en")
    client = Client()
    sign_in(client, person)
    return client


@pytest.fixture
def administrator(house: KeyedTown) -> Client:
    """The administrator at the desk."""
    return browser(house.town.administrator)


def chosen(channel: Channel, house: KeyedTown, profile: ProfileName, from_on: date = TODAY) -> ChannelProfile:
    """A law that the administrator chose."""
    return add_profile(channel, profile, from_on=from_on, by=actor(house.town.administrator), at=NOW)


def end_of(row: ChannelProfile) -> str:
    """The page on which a law is ended."""
    return f"{PAGE}{row.id}/end/"


def test_without_a_choice_the_directive_applies(channel: Channel) -> None:
    assert laws_of(channel, on=TODAY) == (DIRECTIVE,)


def test_a_law_applies_from_its_first_day_until_its_last(channel: Channel, house: KeyedTown) -> None:
    row = chosen(channel, house, FLEMISH, TODAY + DAY)
    end_profile(row, last_day=TODAY + 3 * DAY, by=actor(house.town.administrator), at=NOW)
    laws = [laws_of(channel, on=TODAY + number * DAY) for number in range(5)]
    assert laws == [(DIRECTIVE,), (FLEMISH,), (FLEMISH,), (FLEMISH,), (DIRECTIVE,)]


def test_several_apply_side_by_side_and_each_keeps_its_own_term(channel: Channel, house: KeyedTown) -> None:
    for law in (FLEMISH, DUTCH):
        chosen(channel, house, law)
    terms = terms_for(channel, DisclosureKind.COMPLAINT, on=TODAY)
    assert [term.profile for term in terms if term.clock is ClockName.FEEDBACK] == [FLEMISH, DUTCH]


def test_the_administrator_chooses_a_law_on_the_page(administrator: Client, channel: Channel) -> None:
    assert "No law was chosen for today." in page(administrator.get(PAGE))
    assert administrator.post(ADD, {"profile": FLEMISH, "from_on": "24/11/2026"}).status_code == 302
    row = ChannelProfile.objects.get()
    assert (row.channel, row.profile, row.from_on, row.until_on) == (channel, FLEMISH, TODAY, None)
    entry = Entry.objects.get(fact="channel.profile_added")
    assert (entry.subject_id, entry.details) == (channel.id, '{"day":"2026-11-24","profile":"be-vlg-local"}')
    shown = page(administrator.get(PAGE))
    assert "No law was chosen for today." not in shown
    assert "Flemish decree" in shown


@pytest.mark.parametrize(
    ("profile", "from_on", "said"),
    [
        (FLEMISH, "23/11/2026", "Choose today or a later day. What came in before keeps the terms"),
        (FLEMISH, "31/02/2027", "Type a day that exists, such as 24/11/2026."),
        (FLEMISH, "", "Type a day, such as 24/11/2026."),
        ("policy", "24/11/2026", "Choose one of these"),
        ("nergens", "24/11/2026", "Choose one of these"),
        ("", "24/11/2026", "Choose a law"),
        (DUTCH, "01/12/2026", "This law applies on that day already."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    administrator: Client, channel: Channel, house: KeyedTown, profile: str, from_on: str, said: str
) -> None:
    chosen(channel, house, DUTCH)
    assert said in page(administrator.post(ADD, {"profile": profile, "from_on": from_on}))
    assert ChannelProfile.objects.count() == 1


def test_a_law_that_ended_may_come_again_after_its_end_and_not_before(channel: Channel, house: KeyedTown) -> None:
    row = chosen(channel, house, FLEMISH)
    end_profile(row, last_day=TODAY + 5 * DAY, by=actor(house.town.administrator), at=NOW)
    with pytest.raises(TermsRefused) as caught:
        chosen(channel, house, FLEMISH, TODAY + 5 * DAY)
    assert caught.value.code is TermsCode.APPLIES_ALREADY
    chosen(channel, house, FLEMISH, TODAY + 6 * DAY)
    assert laws_of(channel, on=TODAY + 9 * DAY) == (FLEMISH,)


@pytest.mark.parametrize(
    ("last_day", "code"),
    [
        (TODAY - DAY, TermsCode.ENDS_IN_PAST),
        (TODAY, TermsCode.ENDS_BEFORE_IT_BEGINS),
        (TODAY + DAY, TermsCode.ENDS_BEFORE_IT_BEGINS),
    ],
)
def test_an_end_in_the_past_or_before_the_beginning_is_refused(
    channel: Channel, house: KeyedTown, last_day: date, code: TermsCode
) -> None:
    row = chosen(channel, house, FLEMISH, TODAY + 2 * DAY)
    with pytest.raises(TermsRefused) as caught:
        end_profile(row, last_day=last_day, by=actor(house.town.administrator), at=NOW)
    assert caught.value.code is code


def test_what_is_over_cannot_be_made_longer(channel: Channel, house: KeyedTown) -> None:
    row = chosen(channel, house, FLEMISH)
    ChannelProfile.objects.update(from_on=TODAY - 9 * DAY, until_on=TODAY - DAY)
    with pytest.raises(TermsRefused):
        end_profile(row, last_day=TODAY + DAY, by=actor(house.town.administrator), at=NOW)


def test_a_choice_is_taken_back_before_its_first_day_only(
    administrator: Client, channel: Channel, house: KeyedTown
) -> None:
    now, later = chosen(channel, house, FLEMISH), chosen(channel, house, DUTCH, TODAY + DAY)
    with pytest.raises(TermsRefused):
        take_profile_back(now, by=actor(house.town.administrator), at=NOW)
    assert "Take the choice back" not in page(administrator.get(end_of(now)))
    assert administrator.post(end_of(later), {"go": "take-back"}).status_code == 302
    assert list(ChannelProfile.objects.all()) == [now]
    assert Entry.objects.filter(fact="channel.profile_taken_back").count() == 1
    assert administrator.post(end_of(now), {"go": "end", "last_day": "30/11/2026"}).status_code == 302
    now.refresh_from_db()
    assert now.until_on == date(2026, 11, 30)


@pytest.mark.row("R-000.65", "R-000.40")
def test_the_own_promise_is_set_on_the_page_and_recorded(administrator: Client, channel: Channel) -> None:
    assert promise_of(channel) == OwnPromise(14, 5, 0, 0)
    assert administrator.post(PAGE, PROMISE).status_code == 302
    channel.refresh_from_db()
    assert promise_of(channel) == OwnPromise(10, 3, 7, 5)
    entry = Entry.objects.get(fact="channel.promise_set")
    assert '"react_within_days":10' in entry.details


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("react_within_days", "85", "Fill in a whole number from 1 to 84"),
        ("react_within_days", "0", "Fill in a whole number from 1 to 84"),
        ("react_within_days", "two weeks", "Fill in a whole number from 1 to 84"),
        ("react_within_days", "80", "Keep everything together under 84 days"),
        ("put_off_by_days", "-1", "Fill in a whole number from 0 to 60"),
        ("pause_at_most_days", "", "Fill in a whole number from 0 to 60"),
        ("reply_within_working_days", "1e3", "Fill in a whole number from 1 to 40"),
    ],
)
def test_a_promise_that_would_end_after_the_law_is_refused_and_nothing_typed_is_lost(
    administrator: Client, channel: Channel, field: str, typed: str, said: str
) -> None:
    shown = page(administrator.post(PAGE, {**PROMISE, field: typed}))
    assert said in shown
    assert f'name="{field}" value="{typed}"' in shown or not typed
    assert shown.count('value="7"') == (field != "put_off_by_days")
    channel.refresh_from_db()
    assert promise_of(channel) == OwnPromise()


def test_who_may_not_set_up_finds_nothing(house: KeyedTown, channel: Channel) -> None:
    row, other = chosen(channel, house, FLEMISH), keyed(town("Hazelaar"), on=CERTIFIED_ON)
    Channel.objects.create(organisation=other.town.organisation)
    addresses = (PAGE, ADD, end_of(row), f"{PAGE}of/policy/")
    for person in (house.town.manager, house.town.deputy, house.town.colleague, *house.town.stewards):
        assert {browser(person).get(address).status_code for address in addresses} == {404}
    stranger = browser(other.town.administrator)
    here = {"organisation": "lindewater"}
    assert stranger.get(end_of(row)).status_code == 404
    assert stranger.post(end_of(row), {"go": "end", "last_day": "30/11/2026"}).status_code == 404
    assert stranger.post(PAGE, {**PROMISE, **here}).status_code == 404
    assert stranger.post(ADD, {"profile": DUTCH, "from_on": "24/11/2026", **here}).status_code == 404
    assert stranger.get(f"{PAGE}{UUID(int=0)}/end/").status_code == 404
    assert ChannelProfile.objects.filter(channel=channel, until_on=None).count() == 1


def test_actions_demand_the_permission(house: KeyedTown, channel: Channel) -> None:
    row, by = chosen(channel, house, FLEMISH), actor(house.town.manager)
    acts: list[Any] = [
        lambda: add_profile(channel, DUTCH, from_on=TODAY, by=by, at=NOW),
        lambda: end_profile(row, last_day=TODAY, by=by, at=NOW),
        lambda: take_profile_back(row, by=by, at=NOW),
        lambda: set_promise(channel, OwnPromise(), by=by, at=NOW),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_a_page_says_what_a_lawyer_still_has_to_confirm(administrator: Client, channel: Channel) -> None:
    dutch, own = (page(administrator.get(f"{PAGE}of/{name}/")) for name in (DUTCH, "policy"))
    assert ("Not everything here is confirmed." in dutch, "to be confirmed" in dutch) == (True, True)
    assert ("Not everything here is confirmed." in own, "to be confirmed" in own) == (False, False)
    assert administrator.get(f"{PAGE}of/nergens/").status_code == 404
    assert "https://www.auditvlaanderen.be/" in page(administrator.get(f"{PAGE}of/{FLEMISH}/"))


@pytest.mark.row("2.13")
def test_the_checklist_asks_for_the_law_until_one_is_chosen(channel: Channel, house: KeyedTown) -> None:
    def is_done() -> bool:
        home: Organisation = house.town.organisation
        checks = checklists_of([home], on=TODAY)[home.id].checks
        return next(check.is_done for check in checks if [way.route for way in check.ways] == ["channel_terms"])

    assert not is_done()
    chosen(channel, house, FLEMISH, TODAY + DAY)
    assert not is_done()
    chosen(channel, house, DUTCH)
    assert is_done()


@pytest.mark.row("R-000.36", "3.9")
def test_who_may_report_follows_from_the_laws(channel: Channel, house: KeyedTown) -> None:
    chosen(channel, house, FLEMISH)
    admitted = admissions_of(channel, on=TODAY)
    assert (admitted[ReporterGroup.STAFF], admitted[ReporterGroup.NO_WORK_RELATION]) == (
        Admission.MUST,
        Admission.ELSEWHERE,
    )
    assert [authority.address for authority in authorities_of(channel, on=TODAY)] == ["https://www.auditvlaanderen.be/"]
    chosen(channel, house, DUTCH)
    assert admissions_of(channel, on=TODAY)[ReporterGroup.BOARD_MEMBER] is Admission.MUST


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_of_the_database_for_one_law_and_for_three(
    administrator: Client,
    channel: Channel,
    house: KeyedTown,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for law in (FLEMISH, DUTCH, DIRECTIVE)[:number]:
        chosen(channel, house, law)
    administrator.get(PAGE)
    with django_assert_num_queries(10):
        administrator.get(PAGE)
