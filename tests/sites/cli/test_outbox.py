"""The outbox from the command line."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import time_machine
from pytest_django.fixtures import Settings

from deontos.jobs.locks import alone
from deontos.notices.actions import SENDERS, write_prompt, write_windowed
from deontos.notices.vocabulary import LetterTemplate
from deontos.sites.cli.frame import main
from tests.factories.organisations import town
from tests.services.smtp import TRY_LATER, MailServer

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)

pytestmark = [pytest.mark.row("1.7"), pytest.mark.django_db]


@pytest.fixture
def postbox(settings: Settings, mail_server: MailServer) -> MailServer:
    """One prompt letter and two notices wait, and there is a mail server."""
    settings.OPERATOR = replace(settings.OPERATOR, smtp_url=mail_server.url)
    lindewater = town()
    write_prompt(lindewater.organisation, lindewater.manager, LetterTemplate.VAULT_MADE, at=AT)
    for _ in range(2):
        write_windowed(
            lindewater.organisation, lindewater.deputy, LetterTemplate.SOMETHING_WAITS, on=date(2026, 11, 24)
        )
    return mail_server


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> tuple[str, str]:
    with time_machine.travel(AT, tick=False):
        assert main(["outbox", *arguments]) == code
    printed = capsys.readouterr()
    return printed.out, printed.err


def test_status_for_people_and_for_programs(postbox: MailServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "status")[0].splitlines() == [
        "to send now: 1",
        "waiting for another try: 0",
        "waiting for a window: 2 (next: 2026-11-24 13:00)",
        "sent and still listed: 0",
    ]
    assert json.loads(told(capsys, "status", "--json")[0]) == {
        "due": 1,
        "waiting_for_try": 0,
        "waiting_for_window": 2,
        "next_window": "2026-11-24T13:00:00+01:00",
        "sent": 0,
        "troubled": 0,
        "last_failures": [],
    }


def test_flush_sends_what_is_due_and_all_sends_all(postbox: MailServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "flush") == ("sent: 1\n", "")
    assert len(postbox.deliveries) == 1
    assert json.loads(told(capsys, "flush", "--all", "--json")[0]) == {
        "sent": 1,
        "failed": 0,
        "reason": "",
        "next_try": None,
    }
    assert len(postbox.deliveries) == 2
    assert told(capsys, "flush", "--all") == ("sent: 0\n", "")


def test_what_the_mail_server_did_not_take_is_said(postbox: MailServer, capsys: pytest.CaptureFixture[str]) -> None:
    postbox.answer_next(TRY_LATER)
    out, error = told(capsys, "flush", code=1)
    assert out == "sent: 0\n"
    assert error == "Not taken by the mail server: 1 (SMTPDataError 451). Kept for another try.\n"
    assert told(capsys, "status")[0].splitlines()[-1] == "not taken so far: 1 (SMTPDataError 451)"


def test_while_another_sends_it_is_said(postbox: MailServer, capsys: pytest.CaptureFixture[str]) -> None:
    with alone(SENDERS):
        out, error = told(capsys, "flush", "--wait", "0", code=1)
    assert (out, error) == ("", "Another process is sending letters right now. Try again in a minute.\n")
