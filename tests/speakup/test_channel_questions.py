"""Which questionnaire a channel asks about which kind: who chooses, what is refused, what is asked then."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deontos.access.gate import NotAllowed
from deontos.audit.models import Entry
from deontos.audit.queries import details_of
from deontos.questionnaires.actions import retire
from deontos.questionnaires.editions import Edition
from deontos.speakup.actions.asking import choose_questionnaires, chosen_by
from deontos.speakup.actions.settings import ChannelRefused
from deontos.speakup.models import Channel, ChannelQuestionnaire
from deontos.speakup.queries import edition_for
from deontos.speakup.set_up import channel_in_place
from deontos.speakup.vocabulary import ChannelCode, DisclosureKind
from tests.factories.administration import sign_in
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, actor, town
from tests.factories.questionnaires import begun, changed, published, titled
from tests.factories.speakup import CERTIFIED_ON, page, reporting_point, taken_back

pytestmark = [pytest.mark.django_db, pytest.mark.row("3.1"), pytest.mark.usefixtures("today")]
PAGE = "/desk/settings/channel/questions/"
USUAL = {"complaint": "default_reporting", "suspicion": "default_reporting", "question": "policy_question"}
SUSPICION = DisclosureKind.SUSPICION


def browser(person: Any) -> Client:
    """Somebody at the desk who reads English."""
    person.language = "en"
    person.save()
    client = Client()
    sign_in(client, person)
    return client


@pytest.fixture
def officer(house: KeyedTown) -> Client:
    """The integrity officer at the desk."""
    return browser(house.town.officer)


def chosen(channel: Channel) -> dict[str, Edition]:
    """What is asked about each kind today."""
    return {kind.value: edition_for(channel, kind) for kind in DisclosureKind}


@pytest.mark.row("3.3")
def test_where_nothing_was_chosen_the_shipped_questions_are_asked(channel: Channel, officer: Client) -> None:
    assert chosen(channel) == {
        "complaint": Edition("default_reporting", 2),
        "suspicion": Edition("default_reporting", 2),
        "question": Edition("policy_question", 1),
    }
    shown = page(officer.get(PAGE))
    assert shown.count('value="default_reporting" selected') == 2
    assert shown.count('value="policy_question" selected') == 1
    assert 'href="/desk/settings/questions/moral_domain/1/"' in shown


def test_a_choice_is_saved_and_the_log_says_what_changed(channel: Channel, officer: Client) -> None:
    answer = officer.post(PAGE, {**USUAL, "complaint": "moral_domain"}, follow=True)
    assert "Saved. Reports that are begun from now on" in page(answer)
    assert chosen(channel)["complaint"] == Edition("moral_domain", 1)
    [entry] = Entry.objects.filter(fact="channel.questionnaire_chosen")
    assert details_of(entry) == {"kind": "complaint", "questionnaire": "moral_domain"}
    assert "Nothing was changed" in page(officer.post(PAGE, {**USUAL, "complaint": "moral_domain"}, follow=True))
    officer.post(PAGE, USUAL)
    assert chosen(channel)["complaint"] == Edition("default_reporting", 2)
    assert ChannelQuestionnaire.objects.count() == 1


def test_the_newest_version_of_an_own_questionnaire_is_asked_until_it_is_retired(
    house: KeyedTown, channel: Channel, officer: Client
) -> None:
    mine = house.town.officer
    own = begun(house.town.organisation, mine)
    assert str(own.id) not in page(officer.get(PAGE))
    published(own, mine)
    officer.post(PAGE, {**USUAL, "suspicion": str(own.id)})
    assert chosen(channel)["suspicion"] == Edition(str(own.id), 1)
    changed(own, mine, titled("Tweede"))
    assert chosen(channel)["suspicion"] == Edition(str(own.id), 1)
    published(own, mine)
    assert chosen(channel)["suspicion"] == Edition(str(own.id), 2)
    assert "Tweede (en)" in page(officer.get(PAGE))
    retire(own, by=actor(mine), at=NOW)
    assert chosen(channel)["suspicion"] == Edition("default_reporting", 2)
    assert page(officer.get(PAGE)).count('value="default_reporting" selected') == 2


def test_what_cannot_be_chosen_is_refused(house: KeyedTown, channel: Channel, officer: Client) -> None:
    other = keyed(town("Hazelaar"), on=CERTIFIED_ON)
    theirs = begun(other.town.organisation, other.town.officer)
    published(theirs, other.town.officer)
    draft = begun(house.town.organisation, house.town.officer)
    for name in ("nothing", str(theirs.id), str(draft.id), "", "\0"):
        answer = officer.post(PAGE, {**USUAL, "question": name})
        assert (answer.status_code, "aria-invalid" in page(answer)) == (200, True)
        with pytest.raises(ChannelRefused) as caught:
            choose_questionnaires(channel, {SUSPICION: name}, by=actor(house.town.officer), at=NOW)
        assert caught.value.code is ChannelCode.NOT_CHOOSABLE
    assert taken_back(officer.post(PAGE, {**USUAL, "complaint": ""})) <= {"complaint"}
    assert chosen_by(channel)[SUSPICION] == "default_reporting"


def test_who_may_not_set_up_finds_nothing(house: KeyedTown, channel: Channel) -> None:
    other = keyed(town("Hazelaar"), on=CERTIFIED_ON)
    for person in (house.town.manager, house.town.deputy, house.town.colleague):
        assert browser(person).get(PAGE).status_code == 404
        with pytest.raises(NotAllowed):
            choose_questionnaires(channel, {}, by=actor(person), at=NOW)
    stranger = browser(other.town.administrator)
    assert stranger.post(PAGE, {**USUAL, "organisation": "lindewater"}).status_code == 404
    with pytest.raises(NotAllowed):
        choose_questionnaires(channel, {SUSPICION: "moral_domain"}, by=actor(other.town.administrator), at=NOW)
    reporting_point(other.town.organisation)
    stranger.post(PAGE, {**USUAL, "suspicion": "moral_domain"})
    assert chosen(channel)["suspicion"] == Edition("default_reporting", 2)


def test_an_organisation_without_a_channel_is_asked_for_its_settings_first(house: KeyedTown, officer: Client) -> None:
    del house
    assert officer.get(PAGE).headers["Location"] == "/desk/settings/channel/?organisation=lindewater"


@pytest.mark.parametrize("values", [{"shipped": ""}, {"shipped": "moral_domain", "with_own": True}])
def test_the_database_keeps_either_a_shipped_or_an_own_questionnaire(
    house: KeyedTown, channel: Channel, values: dict[str, Any]
) -> None:
    own = begun(house.town.organisation, house.town.officer) if values.pop("with_own", False) else None
    with pytest.raises(IntegrityError), transaction.atomic():
        ChannelQuestionnaire.objects.create(channel=channel, kind=SUSPICION, own=own, **values)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_database_as_often_for_one_questionnaire_as_for_three(
    house: KeyedTown, channel: Channel, officer: Client, count: int
) -> None:
    for _ in range(count):
        published(begun(house.town.organisation, house.town.officer), house.town.officer)
    officer.get(PAGE)
    with CaptureQueriesContext(connection) as captured:
        officer.get(PAGE)
    assert len(captured) == 10


@pytest.mark.row("3.2")
def test_the_checklist_says_when_what_was_chosen_is_not_used_any_more(house: KeyedTown, channel: Channel) -> None:
    home, officer = house.town.organisation, house.town.officer
    own = begun(home, officer)
    published(own, officer)
    choose_questionnaires(channel, {DisclosureKind.COMPLAINT: str(own.id)}, by=actor(officer), at=NOW)
    before = channel_in_place([home], CERTIFIED_ON)[home.id][-1]
    retire(own, by=actor(house.town.administrator), at=NOW)
    after = channel_in_place([home], CERTIFIED_ON)[home.id][-1]
    assert [before.is_done, after.is_done] == [True, False]
    assert str(after.evidence).startswith("For 1 kind of report the chosen questions are not used any more.")
    assert after.ways[0].route == "channel_questions"
