"""Opening a report with its code: by POST only, mistyped told apart from unknown, unknown told apart from nothing."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deontos.correspondence.models import Sitting
from deontos.correspondence.phrases import REFUSALS
from deontos.correspondence.vocabulary import CorrespondenceCode as Code
from deontos.vault.receipts import Receipt
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import town
from tests.factories.speakup import CERTIFIED_ON, Reporter, faults, page, reporting_point, said, taken_back

LETTERBOX = "__Host-letterbox"


def typed(reporter: Reporter, text: str) -> Any:
    """The answer to a code as somebody typed it."""
    return reporter.client.post(reporter.address("receipt/"), {"receipt": text, "go": "next"})


@pytest.mark.row("1.11")
def test_a_receipt_opens_the_mailbox_and_stands_in_no_address_and_no_page(reporter: Reporter) -> None:
    receipt = reporter.confide()
    reporter.client.cookies.clear()
    answer = typed(reporter, receipt.text)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/lindewater/receipt/mailbox/")
    assert set(answer.cookies) == {LETTERBOX}
    mailbox = page(reporter.look("receipt/mailbox/"))
    assert receipt.symbols[:8] not in mailbox.replace("-", "")


@pytest.mark.row("1.11")
@pytest.mark.parametrize(
    ("change", "code", "parameters"),
    [
        (lambda text: "", None, {}),
        (lambda text: text[:-3], Code.RECEIPT_TOO_SHORT, {"missing": 3}),
        (lambda text: text + "0", Code.RECEIPT_TOO_LONG, {}),
        (lambda text: text[:5] + "U" + text[6:], Code.RECEIPT_FOREIGN_SYMBOL, {"place": 5}),
        (lambda text: text[:-1] + ("0" if text[-1] != "0" else "1"), Code.RECEIPT_MISTYPED, {}),
        (lambda text: Receipt.make().text, Code.RECEIPT_UNKNOWN, {}),
    ],
)
def test_a_mistyped_code_is_told_apart_from_an_unknown_one_and_stays_in_the_field(
    reporter: Reporter, change: Any, code: Code | None, parameters: dict[str, int]
) -> None:
    text = change(reporter.confide().text)
    before = Sitting.objects.count()
    answer = typed(reporter, text)
    assert (answer.status_code, taken_back(answer)) == (200, {"receipt"})
    assert code is None or faults(answer) == [said(REFUSALS[code], **parameters)]
    assert f'value="{text}"' in page(answer) or not text
    assert (Sitting.objects.count(), LETTERBOX in answer.cookies) == (before, False)


def without_what_differs(answer: Any, text: str) -> str:
    """A page without the proof of the form and without the code that was typed."""
    shown = answer.content.decode().replace(text, "")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", shown)


@pytest.mark.row("1.11")
def test_an_unknown_receipt_and_one_of_another_house_are_answered_alike(reporter: Reporter, house: KeyedTown) -> None:
    reporting_point(keyed(town("Hazelaar"), on=CERTIFIED_ON).town.organisation)
    sent, begun = Reporter("hazelaar").confide(), Reporter("hazelaar").fill("name")
    answers = []
    for receipt in (Receipt.make(), sent, begun):
        with CaptureQueriesContext(connection) as captured:
            answer = typed(reporter, receipt.text)
        queries = [re.sub(r"[xX]'[0-9A-Fa-f]*'|'\\x[0-9a-f]*'(?:::bytea)?", "?", each["sql"]) for each in captured]
        answers.append((answer.status_code, without_what_differs(answer, receipt.text), queries))
    assert answers[0] == answers[1] == answers[2]
    assert len(answers[0][2]) == 3


@pytest.mark.row("1.9")
def test_a_draft_that_was_not_sent_is_opened_at_its_next_step(reporter: Reporter) -> None:
    receipt = reporter.fill("happened")
    reporter.client.cookies.clear()
    assert typed(reporter, receipt.text).headers["Location"] == "/en/lindewater/report/happened/"


def test_opening_a_report_ends_the_sitting_before_it(reporter: Reporter) -> None:
    reporter.open_with(reporter.confide())
    assert Sitting.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_receipt_in_the_address_opens_nothing(reporter: Reporter, method: str) -> None:
    receipt = reporter.confide()
    answer = getattr(reporter.client, method)(reporter.address("receipt/"), {"receipt": receipt.text})
    assert (answer.status_code, LETTERBOX in answer.cookies) == (200, False)
    assert receipt.text not in page(answer)


def test_another_language_keeps_a_code_that_was_begun(reporter: Reporter) -> None:
    kept = reporter.client.post(reporter.address("receipt/"), {"receipt": "ABCD", "language": "es"})
    assert kept.status_code == 200
    assert ('<html lang="es"' in page(kept), 'value="ABCD"' in page(kept)) == (True, True)
    empty = reporter.client.post(reporter.address("receipt/"), {"receipt": "", "language": "es"})
    assert (empty.status_code, empty.headers["Location"]) == (303, "/es/lindewater/receipt/")
