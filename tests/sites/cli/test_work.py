"""The background process as an operator starts it: letters leave, and it ends when told."""

import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django_tasks_db.models import DBTaskResult

from deontos.jobs.models import Period
from deontos.notices.actions import write_prompt
from deontos.notices.models import Letter
from deontos.notices.vocabulary import LetterTemplate
from tests.factories.organisations import town
from tests.services.operator import deontos_started
from tests.services.smtp import MailServer
from tests.sites.cli.conftest import Installation

LONG_AGO = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)


def until(is_so: Callable[[], bool]) -> bool:
    """Whether something becomes true within half a minute."""
    latest = time.monotonic() + 30
    while not is_so() and time.monotonic() < latest:
        time.sleep(0.05)
    return is_so()


@pytest.mark.row("1.6", "1.7")
def test_two_workers_send_a_prompt_letter_once_within_seconds_and_end_when_told(
    production: Installation, mail_server: MailServer
) -> None:
    workers = [deontos_started("work", settings=production.but(SMTP_URL=mail_server.url)) for _ in range(2)]
    try:
        for process in workers:
            assert process.stdout
            assert process.stdout.readline() == "Working.\n"
        home = town()
        letter = write_prompt(home.organisation, home.manager, LetterTemplate.VAULT_MADE, at=LONG_AGO)
        written = time.monotonic()
        assert until(lambda: len(mail_server.deliveries) == 1)
        assert time.monotonic() - written < 10
        assert until(lambda: not Letter.objects.filter(sent_on=None).exists())
        assert until(lambda: DBTaskResult.objects.filter(status="SUCCESSFUL").count() == 1)
        assert until(lambda: Period.objects.filter(entry="letters").exists())
        for process in workers:
            process.send_signal(signal.SIGTERM)
        said = [process.communicate(timeout=30)[0] for process in workers]
        assert [process.returncode for process in workers] == [0, 0]
    finally:
        for process in workers:
            process.kill()
            process.communicate()
    assert said == ["", ""]
    assert [delivery.message["Message-ID"] for delivery in mail_server.deliveries] == [letter.message_id]
