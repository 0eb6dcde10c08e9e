"""While somebody else holds the database, a report waits its turn and goes through."""

from threading import Event, Thread

import pytest
from django.db import connection, transaction

from deontos.audit.models import ChainHead
from deontos.speakup.models import Channel, Disclosure
from tests.factories.speakup import ANSWERS, Reporter

SECONDS = 1.5


@pytest.mark.row("1.10")
@pytest.mark.django_db(transaction=True)
def test_a_report_waits_for_whoever_writes_and_is_stored(channel: Channel) -> None:
    first = Reporter()
    first.confide()
    reporter, holding = Reporter(), Event()
    reporter.fill("send")

    def hold() -> None:
        with transaction.atomic():
            list(ChainHead.objects.select_for_update())
            holding.set()
            Event().wait(SECONDS)
        connection.close()

    other = Thread(target=hold)
    other.start()
    assert holding.wait(10)
    answer = reporter.send("send", **ANSWERS["send"])
    other.join()
    assert (answer.status_code, Disclosure.objects.count()) == (303, 2)


def test_it_waits_for_half_a_minute() -> None:
    """So that nobody who confides is sent away because of somebody else's long work."""
    assert connection.vendor != "sqlite" or connection.settings_dict["OPTIONS"]["timeout"] == 30
