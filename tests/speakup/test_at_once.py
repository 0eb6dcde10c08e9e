"""Many at the same moment: nothing is lost, nothing is stored twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from deontos.audit.models import ChainHead
from deontos.audit.vocabulary import ChainKind
from deontos.cases.models import CaseFile
from deontos.correspondence.models import Conversation, Draft
from deontos.speakup.models import Channel, Disclosure
from tests.factories.speakup import ANSWERS, Reporter, page

pytestmark = pytest.mark.django_db(transaction=True)


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
