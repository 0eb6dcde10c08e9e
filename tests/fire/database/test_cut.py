"""The database is cut off in the midst of sending: an error or a retry, never a double, never a false "received"."""

import time
from collections import Counter
from collections.abc import Iterator
from http.client import HTTPConnection
from threading import Thread

import psycopg
import pytest
from django.db.models import Model

from deontos.audit.queries import findings
from deontos.audit.vocabulary import ChainKind
from deontos.cases.models import CaseFile
from deontos.correspondence.models import Conversation, Item
from deontos.correspondence.vocabulary import ItemKind
from deontos.organisations.models import Organisation
from deontos.speakup.models import Disclosure
from deontos.vault.receipts import Receipt
from tests.factories.administration import desk_client
from tests.factories.keyring import KeyedTown
from tests.factories.speakup import ANSWERS, WHAT, Reporter, hidden, page
from tests.fire import times
from tests.fire.database.cuts import CUTS, Fate, browser_of, cuts, fate, heard_while_cut, reporter_at
from tests.services.postgresql import PostgresqlServer
from tests.services.remote import RemoteBrowser
from tests.sites.test_killed import NAMED, ONE_DISCLOSURE, served

pytestmark = pytest.mark.row("4.5")

TRIES = times(1, fire=25)
MAILBOX, RECEIVED = "/nl/lindewater/receipt/mailbox/", "/nl/lindewater/report/sent/"
TEXT = "Ik heb er nog iets over gevonden." * 100
MAY_BE_STORED = {Fate.SAVED: {1}, Fate.NOT_SAVED: {0}, Fate.UNSURE: {0, 1}}
SECONDS_LOCKED = times(1, fire=10)


@pytest.fixture(scope="module")
def port(house: KeyedTown) -> Iterator[int]:
    """One web process for all of these tests: nobody restarts it."""
    with served() as (port, process):
        yield port
        assert process.poll() is None, "the same process serves to the end"


@pytest.fixture
def home(house: KeyedTown) -> Organisation:
    return house.town.organisation


def rows() -> Counter[type[Model]]:
    """How many rows there are of what a disclosure consists of."""
    return Counter({model: model._default_manager.count() for model in ONE_DISCLOSURE})


def disclosures_since(before: Counter[type[Model]], home: Organisation) -> int:
    """How many were stored since. Fails where a part of one is there or missing, or the log is not whole."""
    now = rows()
    count = now[Disclosure] - before[Disclosure]
    assert now - before == Counter({model: number * count for model, number in ONE_DISCLOSURE.items() if count})
    assert [fault for chain in ChainKind for fault in findings(home.id, chain)] == []
    return count


def confided(port: int) -> tuple[Receipt, Conversation]:
    """Something that was confided just now."""
    known = set(Conversation.objects.values_list("pk", flat=True))
    receipt = reporter_at(port).confide()
    return receipt, Conversation.objects.exclude(pk__in=known).get()


def messages_in(conversation: Conversation) -> int:
    return Item.objects.filter(conversation=conversation, kind=ItemKind.MESSAGE).count()


def items_in(conversation: Conversation) -> int:
    return Item.objects.filter(conversation=conversation).count()


def send_last(reporter: Reporter) -> HTTPConnection:
    return browser_of(reporter).send(reporter.address("report/send/"), {"sitting": reporter.sitting, **ANSWERS["send"]})


def opens_mailbox(port: int, receipt: Receipt) -> bool:
    return bool(reporter_at(port).open_with(receipt).headers["Location"] == MAILBOX)


@cuts("connections ended", "killed")
def test_the_last_request_of_a_report(home: Organisation, server: PostgresqlServer, port: int, cut: str) -> None:
    for _each in range(TRIES):
        before, reporter = rows(), reporter_at(port)
        receipt = reporter.fill("send", name=NAMED)
        reporter.look("report/send/")
        answer = heard_while_cut(browser_of(reporter), send_last(reporter), CUTS[cut], server)
        stored = disclosures_since(before, home)
        assert stored in MAY_BE_STORED[fate(answer, "", saved_at=RECEIVED)]
        assert opens_mailbox(port, receipt) is bool(stored)
        # The form is sent once more, as the page asks where it was not saved, and as anybody may do anyway.
        assert reporter.send("send", **ANSWERS["send"]).headers["Location"] == RECEIVED
        assert disclosures_since(before, home) == 1
        assert WHAT in page(reporter_at(port).read(receipt))


@cuts("connections ended")
def test_a_message_from_the_mailbox(server: PostgresqlServer, port: int, cut: str) -> None:
    receipt, conversation = confided(port)
    for number in range(TRIES):
        text = f"{number}: {TEXT}"
        reporter, before = reporter_at(port), messages_in(conversation)
        reporter.read(receipt)
        typed = {"sitting": reporter.sitting, "go": "send", "message": text}
        line = browser_of(reporter).send(MAILBOX, typed)
        what = fate(heard_while_cut(browser_of(reporter), line, CUTS[cut], server), text, saved_at=MAILBOX)
        stored = messages_in(conversation) - before
        assert stored in MAY_BE_STORED[what]
        reader = reporter_at(port)
        assert page(reader.read(receipt)).count(text) == stored
        if not stored:
            assert reader.write(text).status_code == 303
        assert messages_in(conversation) == before + 1


@cuts("connections ended")
def test_an_answer_from_the_desk(house: KeyedTown, server: PostgresqlServer, port: int, cut: str) -> None:
    _receipt, conversation = confided(port)
    address = f"/desk/cases/{CaseFile.objects.get(disclosure__conversation=conversation).id}/"
    for number in range(TRIES):
        browser, before = RemoteBrowser(port), items_in(conversation)
        browser.cookies = {name: each.value for name, each in desk_client(house, house.town.manager).cookies.items()}
        fields = written_at(browser, address, "answer" if number else "acknowledge")
        line = browser.send(f"{address}write/", fields)
        what = fate(heard_while_cut(browser, line, CUTS[cut], server), TEXT, saved_at=address)
        stored = items_in(conversation) - before
        assert stored in MAY_BE_STORED[what]
        if not stored:
            fields = written_at(browser, address, fields["verb"])
            again = browser.post(f"{address}write/", fields)
            assert (again.status_code, again.headers["Location"]) == (302, address)
        assert items_in(conversation) == before + 1


def written_at(browser: RemoteBrowser, address: str, verb: str) -> dict[str, str]:
    """The panel of a case as it stands now, filled; the case is opened first where nobody did."""
    shown = browser.get(address)
    if not hidden(shown, "seen"):
        browser.post(f"{address}open/")
        shown = browser.get(address)
    assert (shown.status_code, hidden(shown, "seen")) != (200, "")
    told = {name: hidden(shown, name) for name in ("seen", "read")}
    return {**told, "verb": verb, "language": "nl", "opening": "", "text": TEXT, "go": "send"}


def test_tables_that_are_locked_for_a_while_make_senders_wait_and_lose_nothing(
    home: Organisation, server: PostgresqlServer, port: int
) -> None:
    before, receipts, answers = rows(), list[Receipt](), list[str]()
    reporters = [reporter_at(port) for _ in range(3)]
    for reporter in reporters:
        receipts.append(reporter.fill("send", name=NAMED))
        reporter.look("report/send/")

    def send(reporter: Reporter) -> None:
        answers.append(reporter.send("send", **ANSWERS["send"]).headers["Location"])

    senders = [Thread(target=send, args=(reporter,)) for reporter in reporters]
    with psycopg.connect(server.url) as own:
        own.execute("LOCK TABLE speakup_disclosure IN ACCESS EXCLUSIVE MODE")
        for sender in senders:
            sender.start()
        assert RemoteBrowser(port).get("/nl/lindewater/report/").status_code == 200
        time.sleep(SECONDS_LOCKED)
        assert answers == []
    for sender in senders:
        sender.join()
    assert answers == [RECEIVED] * 3
    assert disclosures_since(before, home) == 3
    assert all(opens_mailbox(port, receipt) for receipt in receipts)
