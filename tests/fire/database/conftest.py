"""A PostgreSQL of our own that may be killed, under the same house: the connection of this process leads there too."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connection

from deontos.kernel import clock
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.speakup import reporting_point
from tests.services.postgresql import PostgresqlServer

END_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


@contextmanager
def led_to(server: PostgresqlServer) -> Iterator[None]:
    """Let the connection of this process lead to another server."""
    connection.close()
    before = dict(connection.settings_dict)
    connection.settings_dict |= {"HOST": str(server.folder), "NAME": "postgres", "USER": "postgres"}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict |= before


@pytest.fixture(scope="package")
def server() -> Iterator[PostgresqlServer]:
    """A server with nothing in it."""
    if connection.vendor != "postgresql":
        pytest.skip("an embedded database does not go away by itself")
    own = PostgresqlServer.in_new_folder()
    own.start()
    yield own
    own.stop()


@pytest.fixture(scope="package")
def house(server: PostgresqlServer, django_db_blocker: pytest.FixtureRequest) -> Iterator[KeyedTown]:
    """Lindewater with an open reporting point, on the day of this very run: other processes have the same clock."""
    with django_db_blocker.unblock(), led_to(server):  # type: ignore[attr-defined]
        call_command("migrate", verbosity=0)
        made = keyed(on=clock.today())
        reporting_point(made.town.organisation)
        yield made


@pytest.fixture(autouse=True)
def fresh_connection() -> Iterator[None]:
    """Each test begins with a new connection: the test before may have ended it."""
    connection.close()
    yield
    connection.close()
