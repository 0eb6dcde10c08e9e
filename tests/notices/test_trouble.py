"""Mail servers refuse, hang, break off, are away; senders are killed. No letter is lost or changes its Message-ID."""

import smtplib
import socket
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from deontos.jobs.retries import PAUSES
from deontos.notices import sending
from deontos.notices.actions import Outcome, send_due, write_prompt, write_windowed
from deontos.notices.jobs import send_letters
from deontos.notices.models import Letter, WindowedNotice
from deontos.notices.sending import is_silence, kind_of
from deontos.notices.vocabulary import LetterTemplate
from tests.factories.organisations import Town, town
from tests.notices.conftest import send_to
from tests.notices.postroom import Postroom, accept, break_off, hang
from tests.services.operator import deontos, deontos_started
from tests.services.ports import free_port
from tests.services.smtp import NO_SUCH_MAILBOX, TRY_LATER, MailServer

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
ON = date(2026, 11, 24)
MADE, WAITS = LetterTemplate.VAULT_MADE, LetterTemplate.SOMETHING_WAITS
MINUTE = timedelta(minutes=1)


def written(lindewater: Town, count: int = 1) -> list[str]:
    """The Message-IDs of so many prompt letters."""
    return [write_prompt(lindewater.organisation, lindewater.manager, MADE, at=AT).message_id for _ in range(count)]


@pytest.mark.row("1.6")
@pytest.mark.parametrize("answer", [TRY_LATER, NO_SUCH_MAILBOX])
def test_a_refused_letter_is_tried_ever_more_rarely_and_never_given_up(
    lindewater: Town, postbox: MailServer, answer: str
) -> None:
    [message_id] = written(lindewater)
    moment, pauses = AT, list[timedelta]()
    postbox.answer_next(*[answer] * 8)
    for _ in range(8):
        outcome = send_due(at=moment)
        assert outcome
        assert outcome.next_try
        assert (outcome.sent, outcome.failed, outcome.reason) == (0, 1, f"SMTPDataError {answer[:3]}")
        assert send_due(at=outcome.next_try - timedelta(seconds=1)) == replace(outcome, failed=0, reason="")
        pauses.append(outcome.next_try - moment)
        moment = outcome.next_try
    assert pauses == [*PAUSES, PAUSES[-1], PAUSES[-1]]
    assert send_due(at=moment) == Outcome(sent=1, failed=0, reason="", next_try=None)
    assert [each.message["Message-ID"] for each in (*postbox.refused, *postbox.deliveries)] == [message_id] * 9


def test_a_refused_letter_does_not_hold_up_the_others(lindewater: Town, postbox: MailServer) -> None:
    written(lindewater, 4)
    postbox.answer_next("250 accepted", NO_SUCH_MAILBOX)
    assert send_due(at=AT) == Outcome(sent=3, failed=1, reason="SMTPDataError 550", next_try=AT + MINUTE)


@pytest.mark.parametrize("address", ["é@voorbeeld.example", "two\nlines@voorbeeld.example", "", "@", "a" * 300])
def test_a_letter_that_cannot_be_made_does_not_hold_up_the_others(
    lindewater: Town, postbox: MailServer, address: str
) -> None:
    lindewater.manager.email = address
    lindewater.manager.save() if len(address) < 255 else None
    written(lindewater)
    write_prompt(lindewater.organisation, lindewater.deputy, MADE, at=AT)
    outcome = send_due(at=AT)
    assert outcome
    assert lindewater.deputy.email in [delivery.recipients[0] for delivery in postbox.deliveries]
    assert outcome.sent + outcome.failed == 2


@pytest.mark.row("4.12")
def test_no_name_and_no_address_adds_a_header_or_a_recipient(lindewater: Town, postbox: MailServer) -> None:
    house, manager = lindewater.organisation, lindewater.manager
    house.name = (
        "Lindewater\r\nBcc: thief@voorbeeld.example\r\n\r\nAnother body\r\n.\r\nMAIL FROM:<thief@voorbeeld.example>"
    )
    house.save()
    manager.email = f"{manager.email}\r\nRCPT TO:<thief@voorbeeld.example>\r\nBcc: thief@voorbeeld.example"
    manager.save()
    for person in (manager, lindewater.deputy):
        write_prompt(house, person, MADE, at=AT)
    outcome = send_due(at=AT)
    assert outcome
    assert (outcome.sent, outcome.failed) == (1, 1)
    [delivery] = postbox.deliveries
    assert delivery.recipients == (lindewater.deputy.email,)
    assert "Bcc" not in delivery.message
    assert delivery.message.get_content_type() == "text/plain"


@pytest.mark.row("1.6")
def test_a_server_that_breaks_off_before_it_answers_gets_the_same_letter_again(
    lindewater: Town, settings: Settings
) -> None:
    [message_id] = written(lindewater)
    with Postroom(break_off, accept) as server:
        send_to(settings, server.url)
        assert send_due(at=AT) == Outcome(0, 1, "SMTPServerDisconnected", AT + MINUTE)
        assert send_due(at=AT + MINUTE) == Outcome(1, 0, "", None)
    assert (server.read, server.taken) == ([message_id] * 2, [message_id])


@pytest.mark.row("1.6")
def test_a_server_that_hangs_is_left_and_asked_again(lindewater: Town, settings: Settings) -> None:
    [message_id] = written(lindewater)
    with Postroom(hang, accept) as server:
        send_to(settings, f"{server.url}?timeout=1")
        assert send_due(at=AT) == Outcome(0, 1, "SMTPServerDisconnected", AT + MINUTE)
        assert send_due(at=AT + MINUTE) == Outcome(1, 0, "", None)
    assert server.read == [message_id] * 2


@pytest.mark.row("1.6")
def test_a_server_that_is_away_is_not_asked_for_each_letter(lindewater: Town, settings: Settings) -> None:
    ids = written(lindewater, 10)
    port = free_port()
    send_to(settings, f"smtp://127.0.0.1:{port}")
    outcome = send_due(at=AT)
    assert outcome == Outcome(0, sending.SILENCES_IN_A_ROW, "ConnectionRefusedError", AT + MINUTE)
    assert sorted(Letter.objects.values_list("failures", flat=True)) == [0] * 7 + [1] * 3
    assert not Letter.objects.filter(due_from__lt=AT + MINUTE).exists()
    with Postroom() as server:
        send_to(settings, server.url)
        assert send_due(at=AT + MINUTE) == Outcome(10, 0, "", None)
    assert sorted(server.taken) == sorted(ids)


def test_letters_at_which_the_server_always_breaks_off_let_the_others_pass(
    lindewater: Town, settings: Settings
) -> None:
    written(lindewater, 5)
    with Postroom(*[break_off] * 3) as server:
        send_to(settings, server.url)
        send_due(at=AT)
        poisoned = set(server.read)
        server.moods.extend([accept, accept, *[break_off] * 3])
        send_due(at=AT + MINUTE)
        assert (len(server.taken), set(server.read[5:])) == (2, poisoned)


@pytest.mark.row("1.6")
def test_a_failure_brings_the_job_back_when_the_next_try_is_due(
    lindewater: Town, postbox: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    postbox.answer_next(TRY_LATER)
    written(lindewater)
    DBTaskResult.objects.all().delete()
    with time_machine.travel(AT, tick=False):
        send_letters.call()
        send_letters.call()
    task = DBTaskResult.objects.get()
    assert (task.task_path, task.run_after) == ("deontos.notices.jobs.send_letters", AT + MINUTE)
    with time_machine.travel(AT + MINUTE, tick=False):
        send_letters.call()
    assert (len(postbox.deliveries), DBTaskResult.objects.count()) == (1, 1)
    assert caplog.messages == ["Letters not taken by the mail server: 1 (SMTPDataError 451). Kept."]


@pytest.mark.row("1.6")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("windowed", [False, True])
def test_a_sender_killed_before_the_server_answered_is_followed_by_one_that_sends_the_same(windowed: bool) -> None:
    """The choice of the letter and its Message-ID are on disk before anything is sent."""
    lindewater = town()
    if windowed:
        chosen = {write_windowed(lindewater.organisation, lindewater.manager, WAITS, on=ON).message_id for _ in "123"}
    else:
        chosen = set(written(lindewater))
    with Postroom(hang, accept) as server:
        settings = {"DEONTOS_SMTP_URL": server.url}
        killed = deontos_started("outbox", "flush", "--all", settings=settings)
        assert server.has_read.wait(30)
        killed.kill()
        killed.communicate()
        assert WindowedNotice.objects.count() == 0
        ended = deontos("outbox", "flush", "--all", settings=settings)
        assert (ended.returncode, ended.stdout, ended.stderr) == (0, "sent: 1\n", "")
        assert len(server.read) == 2
        assert server.read[0] == server.read[1]
        assert server.taken == server.read[1:]
        assert set(server.taken) <= chosen


@pytest.mark.parametrize(
    ("failure", "silence", "kind"),
    [
        (smtplib.SMTPDataError(451, b"mira@lindewater.example"), False, "SMTPDataError 451"),
        (smtplib.SMTPDataError(421, b"closing"), True, "SMTPDataError 421"),
        (smtplib.SMTPRecipientsRefused({"mira@x.example": (550, b"no")}), False, "SMTPRecipientsRefused 550"),
        (smtplib.SMTPSenderRefused(553, b"no", "no-reply@x.example"), False, "SMTPSenderRefused 553"),
        (smtplib.SMTPServerDisconnected("gone"), True, "SMTPServerDisconnected"),
        (smtplib.SMTPAuthenticationError(535, b"secret"), True, "SMTPAuthenticationError 535"),
        (smtplib.SMTPConnectError(554, b"no"), True, "SMTPConnectError 554"),
        (socket.gaierror("no such host"), True, "gaierror"),
        (ValueError("mira@lindewater.example"), False, "ValueError"),
    ],
)
def test_failures_are_named_without_their_words(failure: Exception, silence: bool, kind: str) -> None:
    assert (is_silence(failure), kind_of(failure)) == (silence, kind)
