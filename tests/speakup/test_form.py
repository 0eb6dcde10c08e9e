"""The form, request by request as the contract says: cookies, answers, ways on and back, and what is shown."""

import re
from datetime import timedelta
from http.cookies import Morsel
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deontos.correspondence.models import Draft, Item, Sitting
from deontos.correspondence.vocabulary import ItemKind
from deontos.organisations.models import Person
from deontos.speakup.models import Disclosure
from deontos.speakup.phrases import REFUSALS
from deontos.speakup.vocabulary import SpeakupCode
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, absent, town
from tests.factories.speakup import (
    ANSWERS,
    AUTHORITY,
    CERTIFIED_ON,
    STEPS,
    WHAT,
    Reporter,
    faults,
    hidden,
    page,
    reporting_point,
    said,
    shown_receipt,
    taken_back,
    without_certificate,
)
from tests.speakup.test_confiding import rows

LETTERBOX, CSRF = "__Host-letterbox", "__Host-csrf"
SUBMITS = re.compile(r'<button[^>]*type="submit"[^>]*?name="(\w+)" value="(\w+)"', re.S)


def cookies(answer: Any) -> dict[str, dict[str, object]]:
    """The cookies of an answer with every attribute that is set."""
    return {name: attributes(morsel) for name, morsel in answer.cookies.items()}


def attributes(morsel: Morsel[str]) -> dict[str, object]:
    """The attributes of a cookie that are there."""
    return {name: value for name, value in morsel.items() if value not in ("", None)}


STRICT = {"path": "/", "secure": True, "httponly": True, "samesite": "Strict"}


@pytest.mark.row("1.9")
@pytest.mark.parametrize("address", ["/", "/nl/lindewater/", "/nl/lindewater/procedure/", "/healthz"])
def test_pages_before_the_form_set_no_cookie(reporter: Reporter, address: str) -> None:
    assert cookies(reporter.client.get(address)) == {}


@pytest.mark.row("1.9")
@pytest.mark.parametrize("where", ["report/", "receipt/"])
def test_the_first_page_of_a_form_sets_only_the_proof_that_it_is_ours(reporter: Reporter, where: str) -> None:
    before = rows()
    answer = reporter.client.get(reporter.address(where))
    assert (answer.status_code, cookies(answer), rows()) == (200, {CSRF: STRICT}, before)


@pytest.mark.row("1.9")
def test_the_start_names_who_reads_by_office(reporter: Reporter, second: Person) -> None:
    shown = page(reporter.client.get(reporter.address("report/")))
    assert re.findall(r'people__name">([^<]*)<', shown) == ["Mira Halewijn", "Joris Waterman", "Wouter Kersgaard"]


@pytest.mark.row("1.9")
def test_beginning_makes_one_row_and_the_only_cookie_of_the_form(reporter: Reporter) -> None:
    before = rows()
    answer = reporter.client.post(reporter.address("report/"), {"go": "next"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/nl/lindewater/report/code/")
    assert cookies(answer) == {LETTERBOX: STRICT}
    made = {label: number for label, number in rows().items() if number != before[label]}
    assert made == {"correspondence.Draft": 1, "correspondence.Sitting": 1}


@pytest.mark.row("1.9")
def test_no_later_step_sets_a_cookie(reporter: Reporter) -> None:
    reporter.begin()
    for step in STEPS:
        reporter.look(f"report/{step}/")
        answer = reporter.send(step, **ANSWERS[step])
        assert set(cookies(answer)) <= {CSRF}
    assert cookies(reporter.look("report/sent/")) == {}


@pytest.mark.row("1.9")
def test_the_receipt_stands_only_where_it_is_shown(reporter: Reporter) -> None:
    receipt = reporter.fill("send")
    pages = {step: page(reporter.look(f"report/{step}/")) for step in STEPS}
    assert [step for step, shown in pages.items() if receipt.text in shown] == ["code", "send"]
    assert [step for step, shown in pages.items() if receipt.symbols[:8] in shown.replace("-", "")] == ["code", "send"]
    assert shown_receipt(reporter.look("report/send/")) == receipt
    reporter.send("send", **ANSWERS["send"])
    assert receipt.text not in page(reporter.look("report/sent/"))


@pytest.mark.row("1.9")
def test_every_step_leads_to_the_next(reporter: Reporter) -> None:
    reporter.begin()
    for step, following in zip(STEPS, (*STEPS[1:], "sent"), strict=True):
        reporter.look(f"report/{step}/")
        answer = reporter.send(step, **ANSWERS[step])
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/nl/lindewater/report/{following}/")


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
    assert (answer.status_code, answer.headers["Location"]) == (303, "/nl/lindewater/report/happened/")
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
@pytest.mark.parametrize("step", STEPS)
def test_enter_presses_the_main_button_and_languages_stand_after_it(reporter: Reporter, step: str) -> None:
    reporter.fill(step)
    buttons = SUBMITS.findall(page(reporter.look(f"report/{step}/")))
    assert buttons[0] == ("go", "send" if step == "send" else "next")
    assert buttons[-4:] == [("language", language) for language in ("nl", "fr", "en", "es")]
    assert {name for name, _value in buttons[:-4]} == {"go"}
    assert {value for _name, value in buttons[1:-4]} == {"save"} | ({"back"} if step != "code" else set())


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


@pytest.mark.row("1.9")
@pytest.mark.parametrize("step", STEPS[1:])
def test_no_step_is_shown_before_those_it_builds_on(reporter: Reporter, step: str) -> None:
    reporter.begin()
    answer = reporter.look(f"report/{step}/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/nl/lindewater/report/code/")


@pytest.mark.row("1.10")
def test_sending_twice_is_one_disclosure_and_says_already_received(reporter: Reporter) -> None:
    reporter.language = "en"
    reporter.confide()
    first = page(reporter.look("report/sent/"))
    before = rows()
    answer = reporter.send("send", **ANSWERS["send"])
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/lindewater/report/sent/")
    sentence = said(REFUSALS[SpeakupCode.ALREADY_RECEIVED])
    assert (sentence in first, sentence in page(reporter.look("report/sent/"))) == (False, True)
    assert (rows(), Disclosure.objects.count()) == (before, 1)


def test_after_sending_the_steps_lead_to_the_page_that_says_so(reporter: Reporter) -> None:
    reporter.confide()
    assert [reporter.look(f"report/{step}/").headers["Location"] for step in STEPS] == [
        "/nl/lindewater/report/sent/"
    ] * len(STEPS)


@pytest.mark.row("R-000.65", "1.9")
def test_the_last_page_tells_by_when_something_is_heard(reporter: Reporter) -> None:
    reporter.language = "en"
    reporter.confide()
    shown = page(reporter.look("report/sent/")).replace("\N{NO-BREAK SPACE}", " ")
    assert re.findall(r"<strong>By ([^<]*)</strong>", shown) == ["1 December 2026", "8 December 2026", "1 March 2027"]


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


@pytest.mark.row("1.9")
def test_a_channel_that_is_not_open_says_so_and_writes_nothing(reporter: Reporter, house: KeyedTown) -> None:
    reporter.language = "en"
    without_certificate(house, house.town.deputy)
    before = rows()
    looked = reporter.client.get(reporter.address("report/"))
    sent = reporter.client.post(reporter.address("report/"), {"go": "next"})
    for answer in (looked, sent):
        assert answer.status_code == 200
        assert AUTHORITY in page(answer)
        assert 'name="go"' not in page(answer)
        assert LETTERBOX not in answer.cookies
    assert rows() == before


def test_a_channel_that_closes_meanwhile_keeps_the_draft(reporter: Reporter, house: KeyedTown) -> None:
    reporter.language = "en"
    reporter.fill("send")
    without_certificate(house, house.town.deputy)
    answer = reporter.send("send", **ANSWERS["send"])
    assert (answer.status_code, Disclosure.objects.count(), Draft.objects.count()) == (200, 0, 1)
    assert AUTHORITY in page(answer)


@pytest.mark.row("1.9")
def test_stopping_is_asked_once_more_and_then_erases_everything(reporter: Reporter) -> None:
    before = rows()
    receipt = reporter.fill("name")
    asked = reporter.look("report/erase/")
    assert (asked.status_code, Draft.objects.count()) == (200, 1)
    answer = reporter.client.post(reporter.address("report/erase/"), {"sitting": reporter.sitting, "go": "next"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/nl/lindewater/")
    assert answer.cookies[LETTERBOX]["max-age"] == 0
    assert rows() == before
    assert reporter.open_with(receipt).status_code == 200


def test_a_new_start_ends_the_sitting_before_it(reporter: Reporter) -> None:
    reporter.begin()
    reporter.begin()
    assert (Sitting.objects.count(), Draft.objects.count()) == (1, 2)


@pytest.mark.row("1.9")
def test_half_an_hour_without_use_closes_the_page_and_use_keeps_it_open(channel: object) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        reporter = Reporter()
        receipt = reporter.begin()
        for _ in range(3):
            clock.shift(timedelta(minutes=30))
            assert shown_receipt(reporter.look("report/code/")) == receipt
        clock.shift(timedelta(minutes=30, seconds=1))
        closed = reporter.look("report/code/")
    assert (closed.status_code, "receipt__code" in page(closed)) == (200, False)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("de/lindewater/report/", 404),
        ("nl/lindewater/report/nothing/", 404),
        ("nl/lindewater/report/CODE/", 404),
        ("nl/nergens/report/", 404),
        ("NL/lindewater/report/", 404),
        ("nl/lindewater/report/kind/", 200),
        ("nl/lindewater/report/sent/", 200),
        ("nl/lindewater/report/saved/", 200),
        ("nl/lindewater/report/erase/", 200),
    ],
)
def test_addresses_without_a_sitting(reporter: Reporter, address: str, status: int) -> None:
    assert reporter.client.get(f"/{address}").status_code == status


@pytest.mark.parametrize("page_", ["report/", "report/kind/", "report/check/", "report/sent/"])
def test_every_page_of_the_form_has_the_way_out_and_the_notice(reporter: Reporter, page_: str) -> None:
    reporter.fill("send")
    if page_ == "report/sent/":
        reporter.send("send", **ANSWERS["send"])
    shown = page(reporter.look(page_))
    assert 'href="/nl/lindewater/leave/"' in shown
    assert "data-quick-exit" in shown


@pytest.mark.parametrize(("step", "queries"), [("kind", 4), ("check", 15)])
def test_a_step_asks_the_database_so_often(reporter: Reporter, second: Person, step: str, queries: int) -> None:
    reporter.fill("send")
    with CaptureQueriesContext(connection) as captured:
        reporter.look(f"report/{step}/")
    assert len(captured) == queries


def test_another_houses_form_does_not_know_the_sitting(reporter: Reporter) -> None:
    reporter.fill("happened")
    reporting_point(keyed(town("Hazelaar"), on=CERTIFIED_ON).town.organisation)
    reporter.home = "hazelaar"
    assert "<textarea" not in page(reporter.look("report/happened/"))
