"""What is answered in the form: judged where it stands, kept, and shown with who reads it before it is sent."""

import re

import pytest

from deontos.correspondence.models import Draft, Item
from deontos.correspondence.vocabulary import ItemKind
from deontos.organisations.models import Person
from deontos.speakup.models import Disclosure
from deontos.speakup.phrases import REFUSALS
from deontos.speakup.vocabulary import SpeakupCode
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import absent
from tests.factories.speakup import (
    ANSWERS,
    AUTHORITY,
    WHAT,
    Reporter,
    faults,
    hidden,
    page,
    said,
    taken_back,
    without_certificate,
)
from tests.speakup.test_confiding import rows


@pytest.mark.row("1.9")
def test_the_start_names_who_reads_by_office(reporter: Reporter, second: Person) -> None:
    shown = page(reporter.client.get(reporter.address("report/")))
    assert re.findall(r'people__name">([^<]*)<', shown) == ["Mira Halewijn", "Joris Waterman", "Wouter Kersgaard"]


@pytest.mark.row("1.9")
@pytest.mark.parametrize(
    ("step", "answers", "marked"),
    [
        ("code", {}, {"receipt_kept"}),
        ("kind", {}, {"kind"}),
        ("kind", {"kind": "suspicion"}, {"kind"}),
        ("about", {}, {"about", "involved"}),
        ("about", {"about": "staff", "involved": "11111111-1111-4111-8111-111111111111"}, {"involved"}),
        ("about", {"about": "everybody", "involved": "none"}, {"about"}),
        ("happened", {"what": " \r\n "}, {"what"}),
        ("happened", {"what": WHAT, "how": "dreamt"}, {"how"}),
        ("name", {}, {"identity"}),
        ("name", {"identity": "consent", "name": "  "}, {"name"}),
        ("name", {"identity": "confidence"}, {"name"}),
        ("send", {"go": "send"}, {"receipt_kept"}),
    ],
)
def test_an_answer_taken_back_is_the_same_page_with_a_mark(
    reporter: Reporter, step: str, answers: dict[str, object], marked: set[str]
) -> None:
    reporter.language = "en"
    reporter.fill(step)
    reporter.look(f"report/{step}/")
    answer = reporter.send(step, **answers)
    assert (answer.status_code, taken_back(answer), len(faults(answer))) == (200, marked, len(marked))
    assert page(answer).index("<title>Error:") > 0
    assert hidden(answer, "sitting") == reporter.sitting


@pytest.mark.row("1.9")
def test_people_and_nobody_do_not_go_together(reporter: Reporter, house: KeyedTown) -> None:
    reporter.language = "en"
    reporter.fill("about")
    answer = reporter.send("about", about="staff", involved=[str(house.town.manager.id), "none"])
    assert (answer.status_code, taken_back(answer), len(faults(answer))) == (200, {"involved"}, 1)


@pytest.mark.row("R-000.70", "1.9")
def test_a_name_that_was_typed_and_then_not_given_is_neither_shown_nor_sealed(reporter: Reporter) -> None:
    reporter.fill("name")
    reporter.send("name", go="back", identity="consent", name="Robin Voorbeeld")
    reporter.look("report/name/")
    reporter.send("name", identity="anonymous", name="Robin Voorbeeld", reach="0400 00 00 00")
    assert "Robin Voorbeeld" not in page(reporter.look("report/check/"))
    reporter.send("check")
    reporter.look("report/send/")
    reporter.send("send", **ANSWERS["send"])
    assert list(Item.objects.values_list("kind", flat=True)) == [ItemKind.CONFIDED]


@pytest.mark.row("R-000.71", "1.9")
def test_the_check_page_says_who_will_read_and_who_will_not(
    reporter: Reporter, house: KeyedTown, second: Person
) -> None:
    reporter.language = "en"
    reporter.fill("check", about={"involved": str(house.town.manager.id)})
    shown = page(reporter.look("report/check/"))
    aside = shown[shown.index('id="readers"') : shown.index("</aside>", shown.index('id="readers"'))]
    parts = [re.findall(r'people__name">([^<]*)</bdi>', part) for part in aside.split("<h3>")]
    assert parts == [
        ["Joris Waterman", "Yourself"],
        ["Wouter Kersgaard"],
        ["Mira Halewijn", "Everybody else"],
    ]


@pytest.mark.row("R-000.71", "1.9")
def test_everybody_beyond_the_deputies_is_named_before_sending(reporter: Reporter, house: KeyedTown) -> None:
    reporter.language = "en"
    both = [str(house.town.manager.id), str(house.town.deputy.id)]
    reporter.fill("check", about={"involved": both})
    shown = page(reporter.look("report/check/"))
    notice = shown[shown.index("notice--sealed") : shown.index("answers")]
    assert "Jolien Lindeboom, integrity officer" in notice
    about = page(reporter.look("report/about/?change=1"))
    offered = re.findall(r'type="checkbox" name="involved" id="\w+" value="([\w-]+)"', about)
    assert offered == [*both, str(house.town.officer.id), "none"]


@pytest.mark.row("R-000.71", "1.9")
def test_when_nobody_is_left_the_form_says_so_keeps_the_draft_and_seals_nothing(
    reporter: Reporter, house: KeyedTown
) -> None:
    reporter.language = "en"
    without_certificate(house, house.town.officer, house.town.director)
    reporter.fill("about")
    before = rows()
    everybody = [str(house.town.manager.id), str(house.town.deputy.id)]
    answer = reporter.send("about", about="staff", involved=everybody)
    assert (answer.status_code, taken_back(answer)) == (200, {"involved"})
    assert faults(answer) == [said(REFUSALS[SpeakupCode.NOBODY_LEFT])]
    assert AUTHORITY in page(answer)
    assert "0800 11 22 33" in page(answer)
    assert rows() == before
    kept = page(reporter.look("report/about/"))
    assert kept.count("checked") == 3
    assert AUTHORITY in kept
    assert reporter.look("report/check/").headers["Location"] == "/en/lindewater/report/about/"


@pytest.mark.row("1.9")
def test_going_back_and_saving_keep_what_is_not_right_yet(reporter: Reporter) -> None:
    reporter.fill("name")
    answer = reporter.send("name", go="back", identity="consent", name="")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/nl/lindewater/report/attachments/")
    assert re.findall(r'value="(\w+)"\s+checked', page(reporter.look("report/name/"))) == ["consent"]
    answer = reporter.send("name", go="save", identity="consent", name="Robin")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/nl/lindewater/report/saved/")
    assert reporter.look("report/saved/").status_code == 200
    assert 'value="Robin"' in page(reporter.look("report/name/"))


@pytest.mark.row("R-000.63", "1.9")
@pytest.mark.parametrize("language", ["nl", "fr", "en", "es"])
def test_another_language_keeps_the_text_and_the_step(reporter: Reporter, language: str) -> None:
    reporter.fill("happened")
    answer = reporter.send("happened", language=language, what="Nog niet af", go="")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/{language}/lindewater/report/happened/")
    reporter.language = language
    shown = page(reporter.look("report/happened/"))
    assert "Nog niet af</textarea>" in shown
    assert f'<html lang="{language}"' in shown


@pytest.mark.row("1.9")
def test_a_change_from_the_check_page_leads_back_to_it(reporter: Reporter) -> None:
    reporter.fill("check")
    links = re.findall(r'href="([^"]*\?change=1)"', page(reporter.look("report/check/")))
    assert "/nl/lindewater/report/happened/?change=1" in links
    reporter.look("report/happened/?change=1")
    again = {"sitting": reporter.sitting, "go": "next", "what": ""}
    assert reporter.client.post("/nl/lindewater/report/happened/?change=1", again).status_code == 200
    answer = reporter.client.post("/nl/lindewater/report/happened/?change=1", {**again, "what": "Anders"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/nl/lindewater/report/check/")


@pytest.mark.row("R-000.71", "1.9")
def test_when_who_reads_changed_since_it_was_shown_nothing_is_sent(reporter: Reporter, house: KeyedTown) -> None:
    reporter.language = "en"
    reporter.fill("send")
    absent(house.town.manager, house.town.administrator)
    answer = reporter.send("send", **ANSWERS["send"])
    assert answer.status_code == 200
    assert faults(answer) == [said(REFUSALS[SpeakupCode.READERS_CHANGED])]
    assert Disclosure.objects.count() == 0
    assert reporter.look("report/send/").headers["Location"] == "/en/lindewater/report/check/"
    assert "Joris Waterman" in page(reporter.look("report/check/"))
    reporter.send("check")
    reporter.look("report/send/")
    assert reporter.send("send", **ANSWERS["send"]).status_code == 303
    assert Disclosure.objects.count() == 1


def test_the_check_page_itself_notices_that_readers_changed(reporter: Reporter, house: KeyedTown) -> None:
    reporter.language = "en"
    reporter.fill("check")
    reporter.look("report/check/")
    absent(house.town.manager, house.town.administrator)
    answer = reporter.send("check")
    assert answer.status_code == 200
    assert faults(answer) == [said(REFUSALS[SpeakupCode.READERS_CHANGED])]
    assert reporter.send("check").headers["Location"] == "/en/lindewater/report/send/"


def test_a_channel_that_closes_meanwhile_keeps_the_draft(reporter: Reporter, house: KeyedTown) -> None:
    reporter.language = "en"
    reporter.fill("send")
    without_certificate(house, house.town.deputy)
    answer = reporter.send("send", **ANSWERS["send"])
    assert (answer.status_code, Disclosure.objects.count(), Draft.objects.count()) == (200, 0, 1)
    assert AUTHORITY in page(answer)
