"""Who chooses who may report, what the law leaves to them, and what the log and the checklist say of it."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from deontos.access.gate import NotAllowed
from deontos.audit.models import Entry
from deontos.audit.queries import details_of
from deontos.speakup.actions.admitting import ComplaintsService, choose_groups
from deontos.speakup.actions.settings import ChannelRefused
from deontos.speakup.admitting import admissions_at, chosen_groups
from deontos.speakup.models import Channel, ChannelGroup
from deontos.speakup.set_up import channel_in_place
from deontos.speakup.vocabulary import ChannelCode, ReporterGroup, Welcome
from tests.factories.administration import sign_in
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, actor, town
from tests.factories.speakup import CERTIFIED_ON, page, under_a_law

pytestmark = [pytest.mark.django_db, pytest.mark.row("3.9"), pytest.mark.usefixtures("today")]
PAGE = "/desk/settings/channel/reporters/"
FORMER, CONTRACTOR = ReporterGroup.FORMER_STAFF, ReporterGroup.CONTRACTOR
SERVICE = {"complaints_name": "Klachtendienst", "complaints_telephone": "011 00 00 00"}
NO_SERVICE = ComplaintsService("", "", "")
LISTED = re.compile(r"<p>([^<]+:)</p>\s*<ul class=\"bullets\">(.*?)</ul>")


def browser(person: Any) -> Client:
    """Somebody at the desk who reads English."""
    person.language = "en"
    person.save()
    client = Client()
    sign_in(client, person)
    return client


@pytest.fixture
def point(house: KeyedTown, channel: Channel) -> Channel:
    """A reporting point under the Flemish decree."""
    return under_a_law(channel, house.town.officer)


@pytest.fixture
def officer(house: KeyedTown) -> Client:
    """The integrity officer at the desk."""
    return browser(house.town.officer)


def done(channel: Channel) -> bool:
    """Whether the checklist says that it is chosen."""
    [checks] = channel_in_place([channel.organisation], TODAY).values()
    [check] = [check for check in checks if [way.route for way in check.ways] == ["channel_reporters"]]
    return check.is_done


def test_the_page_says_what_the_law_says_and_asks_about_the_rest(point: Channel, officer: Client) -> None:
    shown = page(officer.get(PAGE))
    elsewhere = ["Elected officials", "Partners and participants of programmes", "People who have no tie to the work"]
    assert {said: re.findall("<li>(.*?)</li>", groups) for said, groups in LISTED.findall(shown)} == {
        "Must be let in:": ["Own staff"],
        "Are sent elsewhere by the law:": elsewhere,
    }
    assert "Nothing was chosen yet." in shown
    assert shown.count('name="let_in"') == 5
    assert 'href="/desk/settings/channel/terms/of/be-vlg-local/?organisation=lindewater"' in shown
    assert not done(point)


@pytest.mark.row("R-000.36")
def test_a_choice_is_kept_and_the_log_says_so(point: Channel, officer: Client) -> None:
    answer = officer.post(PAGE, {**SERVICE, "let_in": [FORMER, CONTRACTOR]}, follow=True)
    assert "Saved. The form says so from now on." in page(answer)
    known = admissions_at(Channel.objects.get(), on=TODAY)
    assert known.groups(Welcome.LET_IN) == [ReporterGroup.STAFF, FORMER, CONTRACTOR]
    assert known.groups(Welcome.MAY_GO_ON) == [
        ReporterGroup.APPLICANT,
        ReporterGroup.VOLUNTEER_OR_TRAINEE,
        ReporterGroup.BOARD_MEMBER,
    ]
    [entry] = Entry.objects.filter(fact="channel.groups_chosen")
    assert details_of(entry) == {
        "let_in": ["contractor", "former_staff"],
        "elsewhere": ["applicant", "board_member", "volunteer_or_trainee"],
    }
    assert done(point)
    assert "Nothing was changed." in page(officer.post(PAGE, {**SERVICE, "let_in": [FORMER, CONTRACTOR]}, follow=True))
    assert Entry.objects.filter(fact="channel.groups_chosen").count() == 1
    officer.post(PAGE, SERVICE)
    assert set(chosen_groups(point).values()) == {False}


def test_what_the_law_decides_is_nobody_elses_to_choose(house: KeyedTown, point: Channel, officer: Client) -> None:
    for group in (ReporterGroup.STAFF, ReporterGroup.NO_WORK_RELATION, "nobody", "\0"):
        answer = officer.post(PAGE, {**SERVICE, "let_in": [FORMER, group]})
        assert (answer.status_code, "aria-invalid" in page(answer)) == (200, True)
    let_in = frozenset({ReporterGroup.NO_WORK_RELATION})
    with pytest.raises(ChannelRefused) as caught:
        choose_groups(point, let_in, NO_SERVICE, by=actor(house.town.officer), at=NOW)
    assert caught.value.code is ChannelCode.NOT_TO_CHOOSE
    assert not ChannelGroup.objects.exists()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "klachten", "https://", "ftp://klachten.example/"])
def test_an_address_that_leads_nowhere_is_taken_back(point: Channel, officer: Client, address: str) -> None:
    answer = officer.post(PAGE, {**SERVICE, "let_in": [FORMER], "complaints_address": address})
    shown = page(answer)
    assert (answer.status_code, "begins with https:// or http://" in shown, address in shown) == (200, True, True)
    assert "Klachtendienst" in shown
    assert not ChannelGroup.objects.exists()


def test_lines_that_are_too_long_get_a_sentence(point: Channel, officer: Client) -> None:
    answer = officer.post(PAGE, {"complaints_name": "x" * 201, "complaints_address": "https://a.example/" + "x" * 300})
    assert page(answer).count("This is too long. Use at most") == 4


def test_who_may_not_set_up_finds_nothing(house: KeyedTown, point: Channel) -> None:
    other = keyed(town("Hazelaar"), on=CERTIFIED_ON)
    for person in (house.town.manager, house.town.deputy, house.town.colleague):
        assert browser(person).get(PAGE).status_code == 404
        with pytest.raises(NotAllowed):
            choose_groups(point, frozenset(), NO_SERVICE, by=actor(person), at=NOW)
    stranger = browser(other.town.administrator)
    assert stranger.post(PAGE, {**SERVICE, "organisation": "lindewater"}).status_code == 404
    with pytest.raises(NotAllowed):
        choose_groups(point, frozenset(), NO_SERVICE, by=actor(other.town.administrator), at=NOW)
    assert not ChannelGroup.objects.exists()


def test_before_there_is_a_reporting_point_it_is_made_first(house: KeyedTown, officer: Client) -> None:
    assert officer.get(PAGE).headers["Location"] == "/desk/settings/channel/?organisation=lindewater"


def test_a_group_is_chosen_once(point: Channel) -> None:
    ChannelGroup.objects.create(channel=point, group=FORMER, is_let_in=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChannelGroup.objects.create(channel=point, group=FORMER, is_let_in=False)
