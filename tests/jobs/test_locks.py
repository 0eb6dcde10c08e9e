"""One holder at a time, over threads and processes; whoever is killed lets go."""

import subprocess
import sys
import time
from threading import Thread

import pytest
from django.db import connection, transaction

from deontos.jobs.locks import alone
from tests.services.operator import environment

HOLDER = """
import django, time
django.setup()
from deontos.jobs.locks import alone
with alone("a lock") as mine:
    print(mine, flush=True)
    time.sleep(60)
"""

END_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""

pytestmark = pytest.mark.django_db


def is_free(name: str = "a lock") -> bool:
    with alone(name) as mine:
        return mine


@pytest.mark.row("1.6")
def test_a_second_holder_is_turned_away_and_another_lock_is_another() -> None:
    with alone("a lock") as mine:
        assert (mine, is_free(), is_free("another")) == (True, False, True)
    assert is_free()


def test_a_failure_lets_go() -> None:
    with pytest.raises(ZeroDivisionError), alone("a lock"):
        raise ZeroDivisionError
    assert is_free()


def test_a_lock_does_not_hang_on_transactions() -> None:
    with transaction.atomic():
        with alone("a lock"):
            assert not is_free()
        assert is_free()


def test_patience_waits_for_the_other() -> None:
    def hold() -> None:
        with alone("a lock"):
            time.sleep(0.3)
        connection.close()

    other = Thread(target=hold)
    other.start()
    time.sleep(0.1)
    with alone("a lock", patience=10) as mine:
        assert mine
    other.join()


def test_patience_ends() -> None:
    started = time.monotonic()
    with alone("a lock"), alone("a lock", patience=0.3) as mine:
        assert not mine
    assert 0.3 <= time.monotonic() - started < 5


@pytest.mark.row("1.6")
def test_a_killed_process_lets_go() -> None:
    process = subprocess.Popen([sys.executable, "-c", HOLDER], env=environment(), stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "True\n"
    assert not is_free()
    process.kill()
    process.communicate()
    with alone("a lock", patience=5) as mine:
        assert mine


@pytest.mark.skipif(connection.vendor != "postgresql", reason="an embedded database has no connection to lose")
def test_whoever_loses_the_connection_has_lost_the_lock_and_goes_on() -> None:
    with alone("a lock"):
        connection.ensure_connection()
        connection.connection.execute(END_OTHERS)
        with alone("a lock", patience=5) as other:
            assert other
    assert is_free()
