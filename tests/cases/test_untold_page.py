"""The pages on which somebody says why a reporter is not told yet, and decides again; nothing typed is lost."""

from datetime import timedelta

import pytest
import time_machine

from deontos.cases.models import Withholding
from deontos.correspondence.models import Item
from deontos.keyring.recovery_models import Ceremony
from tests.factories.administration import desk_client
from tests.factories.cases import ToldCase, hand_on, kept_in_custody, morning
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import TODAY
from tests.factories.speakup import faults, page

pytestmark = [pytest.mark.row("2.9"), pytest.mark.django_db, pytest.mark.usefixtures("today")]

UNTIL = TODAY + timedelta(days=20)
LATER = {
    "what": "ask",
    "telling": "later",
    "ground": "Article 10",
    "because": "forbidden",
    "reason": "Het vonnis van 20 november.",
    "until_on": UNTIL.isoformat(),
}
TOO_LATE = "Choose a day after today, at most 28 days from now."
UNKEPT = "Your text holds a sign that cannot be kept. Type it anew."


@pytest.fixture
def kept(house: KeyedTown) -> ToldCase:
    """An opened case whose reporter left a name that stewards keep."""
    return kept_in_custody(house).opened()


def ask_at(case: ToldCase) -> str:
    return f"/desk/cases/{case.id}/name/by-law/"


@pytest.fixture
def address(kept: ToldCase) -> str:
    """The page about a reporter who is not told."""
    answer = desk_client(kept.house, kept.handler).post(ask_at(kept), LATER)
    assert answer.headers["Location"] == ask_at(kept)
    return f"/desk/cases/{kept.id}/name/untold/{Withholding.objects.get().id}/"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"telling": ""}, "Choose whether the reporter is told first."),
        ({"because": ""}, "Choose one of these grounds; without one the reporter is told."),
        ({"because": "inconvenient"}, "Choose one of the answers"),
        ({"reason": " "}, "Write what makes you decide so."),
        ({"reason": "a\x00b"}, UNKEPT),
        ({"reason": "x" * 5001}, "This is too long. Make it shorter."),
        ({"ground": "a\x00b"}, UNKEPT),
        ({"until_on": ""}, "Type a day, such as 24/11/2026."),
        ({"until_on": "soon"}, "Type a day that exists, such as 24/11/2026."),
        ({"until_on": TODAY.isoformat()}, TOO_LATE),
        ({"until_on": "2027-02-01"}, TOO_LATE),
        ({"until_on": "9999-12-31"}, "Type a year between 1950 and 2100."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(kept: ToldCase, changed: dict[str, str], said: str) -> None:
    typed = {**LATER, "text": "Half a message", **changed}
    answer = desk_client(kept.house, kept.handler).post(ask_at(kept), typed)
    if changed != {"telling": ""}:
        assert faults(answer) == [said]
    assert said in page(answer)
    assert "Half a message" in page(answer)
    assert (Withholding.objects.count(), Ceremony.objects.count()) == (0, 0)


def test_a_sign_that_cannot_be_kept_in_the_message_is_named(kept: ToldCase) -> None:
    typed = {"what": "ask", "telling": "now", "ground": "Article 10", "text": "a\x00b", "language": "nl"}
    assert faults(desk_client(kept.house, kept.handler).post(ask_at(kept), typed)) == [UNKEPT]


def test_a_refusal_while_opening_is_said(kept: ToldCase, address: str) -> None:
    desk = desk_client(kept.house, kept.handler)
    hand_on(kept.house, kept.house.town.stewards[0])
    assert faults(desk.post(ask_at(kept), {"what": "open"})) == [
        "Two stewards have to hand their shares on first. Not enough of them have."
    ]
    Ceremony.objects.update(ended_at=morning(TODAY), outcome="called_off")
    assert len(faults(desk.post(ask_at(kept), {"what": "open"}))) == 1
    assert desk.post(ask_at(kept), {"what": "\x00"}).status_code == 200


def test_the_reporter_is_told_from_the_page(kept: ToldCase, address: str) -> None:
    desk, items = desk_client(kept.house, kept.handler), Item.objects.count()
    assert "Het vonnis van 20 november." in page(desk.get(address))
    assert faults(desk.post(address, {"what": "tell", "text": "", "language": "nl"})) == [
        "Write to the reporter first."
    ]
    done = desk.post(address, {"what": "tell", "text": "Het parket beval het.", "language": "nl"}, follow=True)
    assert "The reporter can read it now." in page(done)
    assert (Item.objects.count(), Withholding.objects.get().told_by) == (items + 1, kept.handler)
    assert desk.get(address).status_code == 302


def test_it_is_decided_anew_and_what_came_too_late_keeps_its_words(kept: ToldCase, address: str) -> None:
    typed = {"what": "withhold", "because": "inquiry", "reason": "Nog twee getuigen."}
    later = UNTIL + timedelta(days=5)
    with time_machine.travel(morning(UNTIL), tick=False):
        desk = desk_client(kept.house, kept.handler)
        assert faults(desk.post(address, {**typed, "until_on": UNTIL.isoformat()})) == [TOO_LATE]
        assert desk.post(address, {**typed, "until_on": later.strftime("%d/%m/%Y")}).status_code == 302
    assert Withholding.objects.get().until_on == later
    with time_machine.travel(morning(later + timedelta(days=1)), tick=False):
        desk = desk_client(kept.house, kept.handler)
        late = desk.post(address, {**typed, "until_on": (later + timedelta(days=9)).isoformat()})
        assert "The reporter knows by now" in page(late)
        assert "Nog twee getuigen." in page(late)


def test_for_everybody_else_there_is_no_such_page(kept: ToldCase, address: str) -> None:
    town = kept.house.town
    kept.house.give_keys(town.administrator)
    for person in (town.deputy, town.officer, town.director, town.administrator, *town.stewards):
        desk = desk_client(kept.house, person)
        assert (desk.get(address).status_code, desk.post(address, {"what": "tell"}).status_code) == (404, 404)
    other = address.replace(str(Withholding.objects.get().id), str(kept.id))
    assert desk_client(kept.house, kept.handler).get(other).status_code == 404
