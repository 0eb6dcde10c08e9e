"""Who may report: the rule, what the form says before anything is written, and what of it is sealed."""

import itertools
import re
from typing import Any

import pytest

from deontos.correspondence.models import Draft
from deontos.organisations.models import Organisation
from deontos.speakup.admitting import admissions_at
from deontos.speakup.models import Channel, ChannelGroup, Disclosure
from deontos.speakup.phrases import REFUSALS, REPORTER_GROUPS_SAID
from deontos.speakup.rules import welcome
from deontos.speakup.vocabulary import Admission, ProfileName, ReporterGroup, SpeakupCode, Welcome
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import TODAY, town
from tests.factories.speakup import (
    AUTHORITY,
    CERTIFIED_ON,
    Reporter,
    faults,
    page,
    reporting_point,
    said,
    taken_back,
    under_a_law,
)
from tests.speakup.opening import opened_items, opened_pairs

pytestmark = [pytest.mark.row("3.9")]

COMPLAINTS = "Klachtendienst van de stad"
ELSEWHERE = "Your report belongs elsewhere"
NONE, PARTNER, STAFF = "no_work_relation", "partner_or_participant", "staff"


@pytest.fixture
def english(reporter: Reporter) -> Reporter:
    """Somebody who reads English, at a channel that names its complaints service."""
    Channel.objects.update(complaints_name=COMPLAINTS, complaints_address="https://klachten.example/")
    reporter.language = "en"
    return reporter


@pytest.mark.row("R-000.36", "R-000.38")
@pytest.mark.parametrize("group", list(ReporterGroup))
def test_the_law_comes_first_then_the_organisation_then_the_policy(group: ReporterGroup) -> None:
    for chosen in (None, True, False):
        assert welcome(Admission.MUST, group, chosen) is Welcome.LET_IN
        assert welcome(Admission.ELSEWHERE, group, chosen) is Welcome.ELSEWHERE
    assert welcome(Admission.MAY, group, True) is Welcome.LET_IN
    assert welcome(Admission.MAY, group, False) is Welcome.MAY_GO_ON
    unasked = Welcome.MAY_GO_ON if group is ReporterGroup.NO_WORK_RELATION else Welcome.LET_IN
    assert welcome(Admission.MAY, group, None) is unasked


@pytest.mark.row("R-000.36", "R-000.38")
@pytest.mark.usefixtures("today")
def test_each_law_with_each_choice(channel: Channel, house: KeyedTown) -> None:
    for law, is_let_in in itertools.product(ProfileName, (True, False)):
        channel.profiles.all().delete()
        channel.groups.all().delete()
        under_a_law(channel, house.town.officer, law)
        for group in ReporterGroup:
            ChannelGroup.objects.create(channel=channel, group=group, is_let_in=is_let_in)
        known = admissions_at(channel, on=TODAY)
        assert set(known.groups(*Welcome)) == set(ReporterGroup)
        assert set(known.groups(Welcome.ELSEWHERE)) == {
            g for g, by in known.by_law.items() if by is Admission.ELSEWHERE
        }
        assert set(known.groups(Welcome.MAY_GO_ON)) == (set() if is_let_in else set(known.to_choose))


def test_before_anything_begins_it_stands_there_who_may_and_where_others_go(
    english: Reporter, house: KeyedTown
) -> None:
    under_a_law(Channel.objects.get(), house.town.officer)
    shown = page(english.look("report/"))
    here, elsewhere = shown.split("Others go elsewhere:")
    assert "Own staff" in here
    assert "Elected officials" not in here
    assert re.findall("Elected officials|Partners and participants|Own staff", elsewhere) == [
        "Elected officials",
        "Partners and participants",
    ]
    assert AUTHORITY in shown
    assert '<a href="https://klachten.example/" rel="noreferrer">' + COMPLAINTS in shown
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("relation", ["", "something", "\0", "staff\0", "STAFF"])
def test_nobody_has_to_say_what_they_are(english: Reporter, relation: str) -> None:
    english.fill("kind")
    answer = english.send("kind", kind="report", relation=relation)
    if relation in ("", "\0", "staff\0"):
        assert answer.headers["Location"] == "/en/lindewater/report/about/"
    else:
        assert (answer.status_code, taken_back(answer)) == (200, set())
        assert "aria-invalid" in page(answer)


def test_whoever_belongs_here_goes_on_without_a_word(english: Reporter) -> None:
    english.fill("kind")
    assert ELSEWHERE not in page(english.look("report/kind/"))
    assert english.send("kind", kind="report", relation=STAFF).headers["Location"] == "/en/lindewater/report/about/"


def test_whoever_the_law_sends_elsewhere_reads_where_and_nothing_is_lost(english: Reporter, house: KeyedTown) -> None:
    under_a_law(Channel.objects.get(), house.town.officer)
    english.fill("kind")
    for relation, way in ((PARTNER, AUTHORITY), (NONE, COMPLAINTS)):
        answer = english.send("kind", kind="report", relation=relation, anyway="on")
        shown = page(answer)
        assert (answer.status_code, faults(answer)) == (200, [said(REFUSALS[SpeakupCode.BELONGS_ELSEWHERE])])
        assert (ELSEWHERE in shown, way in shown, 'name="anyway"' in shown) == (True, True, False)
        assert "The rules that apply here: Flemish decree" in shown
        assert re.findall(r'value="(\w+)"\s+checked', shown) == ["report"]
        assert f'value="{relation}" selected' in shown
    assert english.look("report/about/").headers["Location"] == "/en/lindewater/report/kind/"
    assert english.send("kind", kind="report", relation="").headers["Location"] == "/en/lindewater/report/about/"


def test_where_the_law_leaves_it_open_one_is_told_and_may_go_on(english: Reporter) -> None:
    english.fill("kind")
    told = english.send("kind", kind="complaint", relation=NONE)
    shown = page(told)
    assert (told.status_code, faults(told), "aria-invalid" in shown) == (200, [], False)
    assert (ELSEWHERE in shown, COMPLAINTS in shown, 'name="anyway"' in shown) == (True, True, True)
    assert english.look("report/about/").headers["Location"] == "/en/lindewater/report/kind/"
    assert 'name="anyway"' in page(english.look("report/kind/"))
    answer = english.send("kind", kind="complaint", relation=NONE, anyway="on")
    assert answer.headers["Location"] == "/en/lindewater/report/about/"
    assert english.look("report/about/").status_code == 200


def test_another_answer_has_to_be_gone_on_with_anew(english: Reporter) -> None:
    ChannelGroup.objects.create(channel=Channel.objects.get(), group=PARTNER, is_let_in=False)
    english.fill("kind")
    english.send("kind", kind="complaint", relation=NONE, anyway="on")
    told = english.send("kind", kind="complaint", relation=PARTNER)
    assert (told.status_code, ELSEWHERE in page(told), AUTHORITY in page(told)) == (200, True, True)


def test_a_question_about_the_policy_is_open_to_everybody(english: Reporter, house: KeyedTown) -> None:
    under_a_law(Channel.objects.get(), house.town.officer)
    english.fill("kind")
    answer = english.send("kind", kind="question", relation=NONE)
    assert answer.headers["Location"] == "/en/lindewater/report/about/"
    assert english.send("kind", kind="report", relation=NONE).status_code == 200


def test_whoever_takes_over_is_named_where_one_is_let_in_there(english: Reporter) -> None:
    other = keyed(town("Hazelaar"), on=CERTIFIED_ON)
    there = reporting_point(other.town.organisation)
    Channel.objects.filter(organisation__slug="lindewater").update(
        fallback=Organisation.objects.get(slug="hazelaar"), fallback_agreed_on=TODAY
    )
    english.fill("kind")
    assert "Report to Hazelaar" not in page(english.send("kind", kind="report", relation=NONE))
    ChannelGroup.objects.create(channel=there, group=NONE, is_let_in=True)
    assert "Report to Hazelaar" in page(english.send("kind", kind="report", relation=NONE))


@pytest.mark.row("1.9")
def test_the_answer_is_looked_back_on_and_sealed_and_stands_nowhere_in_clear(
    english: Reporter, house: KeyedTown
) -> None:
    receipt = english.fill("check", kind={"kind": "report", "relation": "volunteer_or_trainee"})
    words = said(REPORTER_GROUPS_SAID[ReporterGroup.VOLUNTEER_OR_TRAINEE])
    checked = page(english.look("report/check/"))
    assert words in checked
    assert "/en/lindewater/report/kind/?change=1" in checked
    english.send("check")
    english.look("report/send/")
    assert english.send("send", receipt_kept="on", go="send").status_code == 303
    disclosure = Disclosure.objects.get()
    columns = {str(value) for value in Disclosure.objects.values().get().values()}
    assert "volunteer_or_trainee" not in columns
    assert words in page(english.read(receipt))
    manager = house.town.manager.id
    content: dict[str, Any] = opened_items(opened_pairs(house.keys[manager], [manager]))["confided"]
    assert content["relation"] == "volunteer_or_trainee"
    assert disclosure.kind == "suspicion"
