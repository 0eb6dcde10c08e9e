"""What every test may rely on: the database that was asked for, set as in production, no network, nothing undefined."""

import os
import socket
import warnings

import pytest
from django.db import connection
from django.template import Context, Template

DATABASE = os.environ.get("DEONTOS_TEST_DATABASE", "sqlite")


def _asked(question: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question)
        [answer] = cursor.fetchone()
    return answer


@pytest.mark.row("1.1")
@pytest.mark.django_db
def test_the_database_is_the_one_that_was_asked_for() -> None:
    assert connection.vendor == DATABASE


@pytest.mark.skipif(DATABASE != "sqlite", reason="SQLite's own settings")
@pytest.mark.django_db
def test_sqlite_is_a_file_that_is_written_before_it_answers() -> None:
    asked = {
        name: _asked(f"pragma {name}") for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
    }
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


@pytest.mark.skipif(DATABASE != "postgresql", reason="PostgreSQL's own settings")
@pytest.mark.django_db
def test_postgresql_answers_after_it_wrote() -> None:
    assert _asked("select current_setting('synchronous_commit')") == "on"


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1"])
def test_the_network_is_not_there(address: str) -> None:
    with pytest.raises((RuntimeError, UserWarning), match=address):
        socket.create_connection((address, 80), timeout=1)


def test_a_warning_is_an_error() -> None:
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)


def test_a_name_that_no_view_gave_fails_the_test() -> None:
    with pytest.raises(pytest.fail.Exception, match="nobody_gave_this"):
        Template("{{ nobody_gave_this }}").render(Context())
