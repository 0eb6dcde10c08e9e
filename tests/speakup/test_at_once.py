"""Many at the same moment: nothing is lost, nothing is stored twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connections, transaction

from deontos.audit.models import ChainHead
from deontos.audit.vocabulary import ChainKind
from deontos.cases.models import CaseFile
from deontos.correspondence.actions.files import add_files
from deontos.correspondence.actions.sittings import start
from deontos.correspondence.actions.sweeping import sweep
from deontos.correspondence.models import Conversation, Draft, Item, WaitingFile
from deontos.correspondence.rules import StorageMark
from deontos.correspondence.vocabulary import ItemKind
from deontos.kernel import clock
from deontos.speakup.actions import confide
from deontos.speakup.models import Channel, Disclosure
from deontos.vault.receipts import Receipt
from tests.factories.files import bound_for, taken_in
from tests.factories.speakup import ANSWERS, Reporter, page
from tests.speakup.test_confiding import words

pytestmark = pytest.mark.django_db(transaction=True)

FILLED = timedelta(days=2)
"""After so long a file that waits with a draft goes while the disk fills."""
LONG_ENOUGH = 3
"""Seconds after which somebody who sends has come as far as they can; on a slow machine the test shows less."""


def at_once(*works: Callable[[], str]) -> list[str]:
    """Let these begin at the same moment, each over its own connection; what each answered."""
    start = Barrier(len(works))

    def begin(work: Callable[[], str]) -> str:
        start.wait()
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(begin, works))


def sends(reporter: Reporter) -> Callable[[], str]:
    """Press the last button."""
    return lambda: str(reporter.send("send", **ANSWERS["send"]).headers.get("Location"))


def saves(reporter: Reporter, step: str, **answers: str) -> Callable[[], str]:
    """Send a step that is open."""
    return lambda: str(reporter.send(step, **answers).status_code)


@pytest.mark.row("1.10")
def test_four_at_once_are_all_stored(channel: Channel) -> None:
    reporters = [Reporter() for _ in range(4)]
    receipts = [reporter.fill("send") for reporter in reporters]
    assert at_once(*map(sends, reporters)) == ["/nl/lindewater/report/sent/"] * 4
    assert (Disclosure.objects.count(), CaseFile.objects.count(), Draft.objects.count()) == (4, 4, 0)
    head = ChainHead.objects.get(organisation=channel.organisation, chain=ChainKind.REPORTERS)
    assert head.number == 8
    assert [Reporter().read(receipt).status_code for receipt in receipts] == [200] * 4


@pytest.mark.row("1.10")
def test_one_button_pressed_four_times_is_one_disclosure(channel: Channel) -> None:
    reporter = Reporter()
    reporter.fill("send")
    assert at_once(*[sends(reporter)] * 4) == ["/nl/lindewater/report/sent/"] * 4
    assert (Disclosure.objects.count(), CaseFile.objects.count(), Conversation.objects.count()) == (1, 1, 1)


@pytest.mark.row("1.10")
def test_one_receipt_sent_from_two_browsers_is_one_disclosure(channel: Channel) -> None:
    first, second = Reporter(), Reporter()
    receipt = first.fill("send")
    second.open_with(receipt)
    second.look("report/check/")
    second.send("check")
    second.look("report/send/")
    assert at_once(sends(first), sends(second)) == ["/nl/lindewater/report/sent/"] * 2
    assert Disclosure.objects.count() == 1


@pytest.mark.row("3.4", "3.7")
def test_a_file_that_comes_in_while_it_is_sent_goes_along(channel: Channel, blobs: Path) -> None:
    """Whoever sends waits for the window that adds a file, and then sends that as well."""
    receipt, home = Receipt.make(), channel.organisation_id
    sitting = start(home, receipt, on=clock.today(), at=clock.now())
    file, confided = taken_in(bound_for(home, receipt.thread())), words(channel)
    with ThreadPoolExecutor(1) as hand:
        with transaction.atomic():
            assert add_files(sitting, [file], most=20, on=clock.today()) == []
            sending = hand.submit(at_once, lambda: str(confide(channel, receipt, confided, on=clock.today()).kind))
            with suppress(TimeoutError):
                sending.result(timeout=LONG_ENOUGH)
        assert sending.result() == ["suspicion"]
    assert Item.objects.get(kind=ItemKind.ATTACHMENT).blob_id == file.facts.blob
    assert (Draft.objects.count(), WaitingFile.objects.count()) == (0, 0)


@pytest.mark.row("3.4")
def test_a_file_that_is_sent_while_the_disk_fills_is_not_swept_away(channel: Channel, blobs: Path) -> None:
    receipt, home, today = Receipt.make(), channel.organisation_id, clock.today()
    sitting = start(home, receipt, on=today, at=clock.now())
    file, confided = taken_in(bound_for(home, receipt.thread(), on=today)), words(channel)
    assert add_files(sitting, [file], most=20, on=today) == []

    def sweeps() -> str:
        sweep(on=today + FILLED, mark=StorageMark.FILLING)
        return "swept"

    with ThreadPoolExecutor(1) as hand:
        with transaction.atomic():
            confide(channel, receipt, confided, on=today)
            sweeping = hand.submit(at_once, sweeps)
            with suppress(TimeoutError):
                sweeping.result(timeout=LONG_ENOUGH)
        assert sweeping.result() == ["swept"]
    assert Item.objects.get(kind=ItemKind.ATTACHMENT).blob_id == file.facts.blob


def test_a_message_sent_twice_at_once_is_one_message(channel: Channel) -> None:
    reporter = Reporter()
    reporter.read(reporter.confide())
    answers = at_once(*[lambda: str(reporter.write("Nog iets.").status_code)] * 3)
    assert answers == ["303"] * 3
    assert Conversation.objects.get().items.count() == 2


@pytest.mark.row("3.7")
def test_two_steps_saved_at_once_are_both_in_the_draft(channel: Channel) -> None:
    """What one browser saves while the other reads is waited for: neither takes the other's answer away."""
    first, second = Reporter(), Reporter()
    receipt = first.fill("name")
    second.open_with(receipt)
    for number in range(5):
        first.look("report/name/")
        second.look("report/happened/")
        told = f"Verhaal {number}"
        named = saves(first, "name", identity="consent", name=f"Robin {number}")
        assert at_once(named, saves(second, "happened", what=told)) == ["303", "303"]
        assert told in page(first.look("report/happened/"))
        assert f'value="Robin {number}"' in page(first.look("report/name/"))
