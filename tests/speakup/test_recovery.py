"""A page whose sitting is gone, or another's: every text stays, and only the right code goes on with it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from deontos.correspondence.models import Sitting
from deontos.correspondence.phrases import REFUSALS
from deontos.correspondence.vocabulary import CorrespondenceCode as Code
from deontos.speakup.models import Channel, Disclosure
from deontos.vault.receipts import Receipt
from tests.factories.organisations import NOW
from tests.factories.speakup import ANSWERS, STEPS, WHAT, Reporter, faults, hidden, page, said, taken_back
from tests.speakup.test_confiding import rows

LETTERBOX = "__Host-letterbox"
TYPED = {"what": "Een lang verhaal\r\nmet <b>alles</b> & meer", "where": 'In het "stadhuis"', "how": "saw"}
LATER = timedelta(minutes=31)


@pytest.fixture
def late(channel: Channel) -> Any:
    """A reporter who stopped for longer than a sitting lasts, and a moment that stands still."""
    with time_machine.travel(NOW, tick=False) as clock:
        reporter = Reporter(language="en")
        receipt = reporter.fill("happened")
        reporter.look("report/happened/")
        clock.shift(LATER)
        yield reporter, receipt


def keeps_text(answer: Any) -> bool:
    """Whether a page holds everything of TYPED, to be sent again."""
    shown = page(answer)
    text = TYPED["what"].replace("\r\n", "\n") + "</textarea>"
    return (
        text in shown.replace("\r\n", "\n")
        and 'name="where" value="In het "stadhuis""' in shown
        and 'value="saw"' in shown
        and "checked" in shown
    )


@pytest.mark.row("1.9")
def test_after_half_an_hour_the_text_is_still_in_the_page(late: tuple[Reporter, Receipt]) -> None:
    reporter, _receipt = late
    before = rows()
    answer = reporter.send("happened", **TYPED)
    assert (answer.status_code, keeps_text(answer), rows()) == (200, True, before)
    assert 'name="receipt"' in page(answer)
    assert LETTERBOX not in answer.cookies


@pytest.mark.row("1.9")
def test_the_right_code_goes_on_there_with_a_new_cookie(late: tuple[Reporter, Receipt]) -> None:
    reporter, receipt = late
    answer = reporter.send("happened", receipt=f" {receipt.text.lower()} ", **TYPED)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/lindewater/report/attachments/")
    assert answer.cookies[LETTERBOX]["httponly"]
    assert Sitting.objects.count() == 1
    assert keeps_text(reporter.look("report/happened/"))


@pytest.mark.row("1.9")
def test_the_right_code_with_an_answer_missing_shows_the_page_again(late: tuple[Reporter, Receipt]) -> None:
    reporter, receipt = late
    answer = reporter.send("happened", receipt=receipt.text, what="", where="Gisteren")
    assert (answer.status_code, taken_back(answer)) == (200, {"what"})
    assert hidden(answer, "sitting") == str(Sitting.objects.get().id)
    assert "Gisteren" in page(answer)
    assert LETTERBOX in answer.cookies


@pytest.mark.row("1.9", "1.11")
@pytest.mark.parametrize(
    ("change", "code", "parameters"),
    [
        (lambda text: text[:-1], Code.RECEIPT_TOO_SHORT, {"missing": 1}),
        (lambda text: text + "A", Code.RECEIPT_TOO_LONG, {}),
        (lambda text: "U" + text[1:], Code.RECEIPT_FOREIGN_SYMBOL, {"place": 1}),
        (lambda text: ("0" if text[0] != "0" else "1") + text[1:], Code.RECEIPT_MISTYPED, {}),
        (lambda text: Receipt.make().text, Code.RECEIPT_UNKNOWN, {}),
    ],
)
def test_a_wrong_code_says_which_mistake_it_is_and_keeps_the_text(
    late: tuple[Reporter, Receipt], change: Any, code: Code, parameters: dict[str, int]
) -> None:
    reporter, receipt = late
    before = rows()
    answer = reporter.send("happened", receipt=change(receipt.text), **TYPED)
    assert (answer.status_code, faults(answer), taken_back(answer)) == (
        200,
        [said(REFUSALS[code], **parameters)],
        {"receipt"},
    )
    assert keeps_text(answer)
    assert rows() == before


@pytest.mark.row("1.9")
@pytest.mark.parametrize("step", STEPS)
def test_every_step_can_be_gone_on_with(channel: Channel, step: str) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        reporter = Reporter()
        receipt = reporter.fill(step)
        reporter.look(f"report/{step}/")
        clock.shift(LATER)
        asked = reporter.send(step, **ANSWERS[step])
        assert asked.status_code == 200
        answer = reporter.send(step, **ANSWERS[step], receipt=receipt.text)
    following = (*STEPS[1:], "sent")[STEPS.index(step)]
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/nl/lindewater/report/{following}/")
    assert Disclosure.objects.count() == (step == "send")


@pytest.mark.row("1.9")
def test_another_language_keeps_text_and_code_on_that_page(late: tuple[Reporter, Receipt]) -> None:
    reporter, _receipt = late
    answer = reporter.send("happened", language="fr", receipt="ABCD", **TYPED)
    assert (answer.status_code, keeps_text(answer)) == (200, True)
    assert '<html lang="fr"' in page(answer)
    assert 'action="/fr/lindewater/report/happened/"' in page(answer)
    assert 'value="ABCD"' in page(answer)
    assert faults(answer) == []


@pytest.mark.row("1.9")
def test_a_page_of_another_start_does_not_write_in_this_one(reporter: Reporter) -> None:
    first = reporter.fill("happened")
    page_of_first = reporter.sitting
    reporter.fill("happened")
    reporter.sitting = page_of_first
    answer = reporter.send("happened", **TYPED)
    assert (answer.status_code, keeps_text(answer)) == (200, True)
    assert "Een lang verhaal" not in page(reporter.look("report/happened/"))
    reporter.sitting = page_of_first
    assert reporter.send("happened", receipt=first.text, **TYPED).status_code == 303


@pytest.mark.row("1.9")
@pytest.mark.parametrize("sitting", ["", "x", "0" * 36, "\0", "é" * 1000])
def test_a_page_without_its_sitting_keeps_the_text(reporter: Reporter, sitting: str) -> None:
    reporter.fill("happened")
    reporter.sitting = sitting
    answer = reporter.send("happened", **TYPED)
    assert (answer.status_code, keeps_text(answer)) == (200, True)


@pytest.mark.row("1.10")
def test_a_page_that_was_sent_meanwhile_brings_its_text_to_the_mailbox(reporter: Reporter) -> None:
    receipt = reporter.confide()
    answer = reporter.send("happened", **TYPED)
    assert (answer.status_code, keeps_text(answer)) == (200, True)
    answer = reporter.send("happened", receipt=receipt.text, **TYPED)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/nl/lindewater/receipt/mailbox/")
    mailbox = page(reporter.look("receipt/mailbox/")).replace("\r\n", "\n")
    assert 'Een lang verhaal\nmet <b>alles</b> & meer\n\nIn het "stadhuis"</textarea>' in mailbox
    assert Disclosure.objects.count() == 1


@pytest.mark.row("1.10")
def test_two_browsers_with_one_receipt(reporter: Reporter) -> None:
    receipt = reporter.fill("send")
    other = Reporter()
    assert other.open_with(receipt).headers["Location"] == "/nl/lindewater/report/check/"
    other.look("report/check/")
    other.send("check")
    other.look("report/send/")
    assert reporter.send("send", **ANSWERS["send"]).headers["Location"] == "/nl/lindewater/report/sent/"
    answer = other.send("send", **ANSWERS["send"])
    assert answer.headers["Location"] == "/nl/lindewater/report/sent/"
    assert Disclosure.objects.count() == 1
    late = Reporter()
    assert late.open_with(receipt).headers["Location"] == "/nl/lindewater/receipt/mailbox/"


def test_a_step_of_a_draft_that_the_other_browser_sent_keeps_its_text(reporter: Reporter) -> None:
    receipt = reporter.fill("send")
    other = Reporter()
    other.open_with(receipt)
    other.look("report/happened/")
    reporter.send("send", **ANSWERS["send"])
    answer = other.send("happened", **TYPED)
    assert (answer.status_code, keeps_text(answer)) == (200, True)


@pytest.mark.row("1.9")
def test_a_draft_is_opened_again_at_its_first_open_step(reporter: Reporter) -> None:
    receipt = reporter.fill("name", happened={"what": WHAT})
    reporter.send("name", go="save", identity="consent")
    other = Reporter(language="fr")
    answer = other.open_with(receipt)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/fr/lindewater/report/name/")
    assert WHAT in page(other.look("report/happened/"))
