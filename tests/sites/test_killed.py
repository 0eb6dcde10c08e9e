"""The server is killed at any moment of the last request: what was acknowledged is there and opens, nothing is half."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any, cast

import pytest
from django.core.management import call_command

from deontos.audit.queries import findings
from deontos.audit.vocabulary import ChainKind
from deontos.cases.models import CaseClock, CaseFile
from deontos.correspondence.models import Conversation, Draft, Item, Sitting
from deontos.kernel import clock
from deontos.keyring.models import Envelope, Epoch, ItemKey, Pair, ReceiptHolder
from deontos.notices.models import WindowedNotice
from deontos.organisations.models import Organisation
from deontos.speakup.models import Disclosure
from deontos.vault.receipts import Receipt
from tests.factories.keyring import keyed
from tests.factories.speakup import ANSWERS, Reporter, page, reporting_point
from tests.services.operator import PROGRAM, environment
from tests.services.ports import free_port
from tests.services.remote import RemoteBrowser

ONE_DISCLOSURE = {
    Disclosure: 1,
    CaseFile: 1,
    CaseClock: 3,
    Conversation: 1,
    Item: 2,
    ItemKey: 2,
    Pair: 3,
    Epoch: 3,
    ReceiptHolder: 1,
    Envelope: 7,
    WindowedNotice: 1,
}
"""The rows that one disclosure with a name given in confidence makes, and no other act of these tests."""
STORY = "De sleutel van de kassa lag weer op tafel. " * 400
NAMED = {"identity": "consent", "name": "Robin Voorbeeld"}


@pytest.fixture
def home(transactional_db: None) -> Organisation:
    """A town with an open reporting point, on the day of this very run: another process has the same clock."""
    house = keyed(on=clock.today())
    reporting_point(house.town.organisation)
    call_command("migrate", verbosity=0)
    return house.town.organisation


@contextmanager
def served() -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    """The web process, in a group of its own, so that it can be killed as by a power cut."""
    port = free_port()
    settings = {"PORT": str(port), "DEONTOS_BASE_URL": f"http://127.0.0.1:{port}"}
    process = subprocess.Popen(
        [*PROGRAM, "serve"],
        env=environment(settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout
        assert process.stdout.readline().startswith("Serving")
        yield port, process
    finally:
        cut_power(process)
        process.communicate()


def cut_power(process: "subprocess.Popen[str]") -> None:
    """Kill every process of the server at once. Nobody finishes anything."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def window(port: int) -> Reporter:
    reporter = Reporter(client=cast("Any", RemoteBrowser(port)))
    reporter.look("report/")
    return reporter


def sent_while_killed(after: float) -> tuple[Receipt, bool]:
    """Send the last form, kill the server so many seconds later; the receipt, and whether "received" was heard."""
    with served() as (port, process):
        reporter = window(port)
        receipt = reporter.fill("send", happened={"what": STORY}, name=NAMED)
        reporter.look("report/send/")
        browser = cast("RemoteBrowser", reporter.client)
        line = browser.send(reporter.address("report/send/"), {"sitting": reporter.sitting, **ANSWERS["send"]})
        time.sleep(after)
        cut_power(process)
        try:
            answer = browser.hear(line)
        except (HTTPException, OSError):
            return receipt, False
    return receipt, answer.headers["Location"] == "/nl/lindewater/report/sent/"


def whole_disclosures(home: Organisation) -> int:
    """How many disclosures there are. Fails where a part of one is there or missing."""
    count = Disclosure.objects.count()
    assert {model: model._default_manager.count() for model in ONE_DISCLOSURE} == {
        model: rows * count for model, rows in ONE_DISCLOSURE.items()
    }
    assert Draft.objects.exclude(sealed=None).count() + count == Sitting.objects.count()
    assert [fault for chain in ChainKind for fault in findings(home.id, chain)] == []
    return count


@pytest.mark.row("1.9", "1.10")
@pytest.mark.parametrize(
    "tries", [pytest.param(3, id="3"), pytest.param(20, id="20", marks=pytest.mark.all_combinations)]
)
def test_what_was_acknowledged_outlives_a_kill_and_nothing_is_half(home: Organisation, tries: int) -> None:
    chance, receipts = random.Random(), list[Receipt]()
    acknowledged = set[Receipt]()
    for _each in range(tries):
        receipt, is_heard = sent_while_killed(after=chance.uniform(0.02, 0.25))
        receipts.append(receipt)
        acknowledged |= {receipt} if is_heard else set()
    stored = whole_disclosures(home)
    with served() as (port, _process):
        opened = {receipt: window(port).open_with(receipt).headers["Location"] for receipt in receipts}
        mailboxes = {receipt for receipt, where in opened.items() if where == "/nl/lindewater/receipt/mailbox/"}
        assert (len(mailboxes), acknowledged - mailboxes) == (stored, set())
        for receipt in receipts:
            reporter = window(port)
            if receipt in mailboxes:
                assert STORY.strip() in page(reporter.read(receipt))
            else:
                reporter.open_with(receipt)
                assert STORY.strip() in page(reporter.look("report/happened/"))
