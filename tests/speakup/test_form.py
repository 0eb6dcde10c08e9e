"""The form, request by request as the contract says: cookies, ways on and back, sending, and what every page has."""

import re
from datetime import timedelta
from http.cookies import Morsel
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deontos.correspondence.models import Draft, Sitting
from deontos.organisations.models import Person
from deontos.speakup.models import Disclosure
from deontos.speakup.phrases import REFUSALS
from deontos.speakup.vocabulary import SpeakupCode
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, town
from tests.factories.speakup import (
    ANSWERS,
    AUTHORITY,
    CERTIFIED_ON,
    STEPS,
    Reporter,
    page,
    reporting_point,
    said,
    shown_receipt,
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
@pytest.mark.parametrize("step", STEPS)
def test_enter_presses_the_main_button_and_languages_stand_after_it(reporter: Reporter, step: str) -> None:
    reporter.fill(step)
    buttons = SUBMITS.findall(page(reporter.look(f"report/{step}/")))
    assert buttons[0] == ("go", "send" if step == "send" else "next")
    assert buttons[-4:] == [("language", language) for language in ("nl", "fr", "en", "es")]
    assert {name for name, _value in buttons[:-4]} == {"go"}
    others = {"save"} | ({"back"} if step != "code" else set()) | ({"add"} if step == "attachments" else set())
    assert {value for _name, value in buttons[1:-4]} == others


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


@pytest.mark.parametrize(
    ("step", "queries"), [("kind", 4), ("about", 11), ("happened", 4), ("name", 10), ("check", 15), ("send", 10)]
)
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
