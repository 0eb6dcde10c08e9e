"""What another window does to a draft between the moment its answers are read and the moment they are sealed."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, connections

from deontos.correspondence.models import Conversation, Draft
from deontos.keyring.models import ReceiptHolder
from deontos.speakup.models import Channel, Disclosure
from deontos.speakup.phrases import REFUSALS
from deontos.speakup.vocabulary import SpeakupCode
from tests.factories.speakup import ANSWERS, Reporter, faults, hidden, page, said

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.row("3.7", "3.12")]

SENT = "/en/lindewater/report/sent/"
THEIRS = "Dat kwam er nog bij."


@contextmanager
def meanwhile(work: Callable[[], object]) -> Iterator[list[object]]:
    """Do this over another connection, as soon as what is sent here is about to be received; what came of it."""
    done: list[object] = []
    table = Conversation._meta.db_table

    def worked() -> object:
        try:
            return work()
        finally:
            connections.close_all()

    def looked(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if table in sql and not done:
            with ThreadPoolExecutor(1) as hand:
                done.append(None)
                done[0] = hand.submit(worked).result()
        return execute(sql, *rest)

    with connection.execute_wrapper(looked):
        yield done


@pytest.fixture
def windows(channel: Channel) -> tuple[Reporter, Reporter]:
    """One draft in two browsers: the one is about to send, the other looks at what happened."""
    laptop, phone = Reporter(language="en"), Reporter(language="en")
    phone.open_with(laptop.fill("send"))
    laptop.look("report/send/")
    return laptop, phone


def saves(window: Reporter, step: str, **answers: str) -> Callable[[], str]:
    """Open a step and send it; where that leads."""

    def saved() -> str:
        window.look(f"report/{step}/")
        return str(window.send(step, **answers).headers.get("Location"))

    return saved


def test_what_is_saved_while_it_is_sent_is_shown_before_it_is_sent(windows: tuple[Reporter, Reporter]) -> None:
    laptop, phone = windows
    with meanwhile(saves(phone, "happened", what=THEIRS)) as done:
        answer = laptop.send("send", **ANSWERS["send"])
    assert done == ["/en/lindewater/report/attachments/"]
    assert (answer.status_code, faults(answer)) == (200, [said(REFUSALS[SpeakupCode.ANSWERS_CHANGED])])
    assert THEIRS in page(answer)
    counts = [model._default_manager.count() for model in (Disclosure, Conversation, ReceiptHolder, Draft)]
    assert counts == [0, 0, 0, 1]
    laptop.sitting = hidden(answer, "sitting")
    assert laptop.send("check").headers["Location"] == "/en/lindewater/report/send/"
    laptop.look("report/send/")
    assert laptop.send("send", **ANSWERS["send"]).headers["Location"] == SENT
    assert Disclosure.objects.count() == 1


def test_an_answer_that_is_not_right_any_more_leads_to_its_step(windows: tuple[Reporter, Reporter]) -> None:
    laptop, phone = windows
    with meanwhile(saves(phone, "happened", what="", go="back")) as done:
        answer = laptop.send("send", **ANSWERS["send"])
    assert done == ["/en/lindewater/report/about/"]
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/lindewater/report/happened/")
    assert not Disclosure.objects.exists()


def test_a_page_that_is_looked_at_while_it_is_sent_changes_nothing(windows: tuple[Reporter, Reporter]) -> None:
    laptop, phone = windows
    with meanwhile(lambda: phone.look("report/check/").status_code) as done:
        answer = laptop.send("send", **ANSWERS["send"])
    assert (done, answer.headers["Location"]) == ([200], SENT)


def test_a_draft_that_is_erased_while_it_is_sent_is_not_sent(windows: tuple[Reporter, Reporter]) -> None:
    laptop, phone = windows

    def erased() -> str:
        phone.look("report/erase/")
        address = phone.address("report/erase/")
        return str(phone.client.post(address, {"sitting": phone.sitting, "go": "erase"}).status_code)

    with meanwhile(erased) as done:
        answer = laptop.send("send", **ANSWERS["send"])
    assert done == ["303"]
    assert (answer.status_code, hidden(answer, "sitting")) == (200, laptop.sitting)
    assert (Disclosure.objects.count(), Draft.objects.count()) == (0, 0)


def test_what_is_sent_from_both_at_once_is_received_once(windows: tuple[Reporter, Reporter]) -> None:
    laptop, phone = windows

    def sent() -> str:
        phone.look("report/check/")
        phone.send("check")
        phone.look("report/send/")
        return str(phone.send("send", **ANSWERS["send"]).headers["Location"])

    with meanwhile(sent) as done:
        answer = laptop.send("send", **ANSWERS["send"])
    assert (done, answer.headers["Location"]) == ([SENT], SENT)
    assert Disclosure.objects.count() == 1
