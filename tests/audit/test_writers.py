"""Two people who do something at the same moment get two numbers, one after the other, and no row is lost."""

from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import connection, transaction

from deontos.audit.actions import record, record_for_reporter
from deontos.audit.models import Entry
from deontos.audit.queries import findings
from deontos.audit.vocabulary import ChainKind
from tests.factories.organisations import NOW, TODAY, organisation

pytestmark = [pytest.mark.row("1.6"), pytest.mark.django_db(transaction=True)]

WRITERS, ROWS = 4, 6


def write(home: UUID, start: Barrier, failures: list[BaseException]) -> None:
    """Write into both chains, in transactions of one row each, from a connection of its own."""
    try:
        start.wait(timeout=30)
        for _ in range(ROWS):
            with transaction.atomic():
                record(home, "office.held", by=None, at=NOW)
            with transaction.atomic():
                record_for_reporter(home, "disclosure.received", on=TODAY)
    except BaseException as failure:  # noqa: BLE001 what a thread raises must reach the test
        failures.append(failure)
    finally:
        connection.close()


def test_writers_at_once_give_a_chain_without_a_gap() -> None:
    home = organisation().id
    start, failures = Barrier(WRITERS), list[BaseException]()
    writers = [Thread(target=write, args=(home, start, failures)) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failures == []
    for chain in ChainKind:
        numbers = Entry.objects.filter(organisation_id=home, chain=chain).order_by("number")
        assert list(numbers.values_list("number", flat=True)) == list(range(1, WRITERS * ROWS + 1))
        assert list(findings(home, chain)) == []
