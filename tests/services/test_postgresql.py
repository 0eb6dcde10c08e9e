"""The PostgreSQL of the tests is a real one, listens nowhere but on its socket, and leaves nothing behind."""

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import psycopg
import pytest

from tests.services.postgresql import PostgresqlServer


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresqlServer]:
    server = PostgresqlServer.in_new_folder()
    server.start()
    yield server
    server.stop()
    assert not server.folder.exists()


def test_it_answers_at_its_address(server: PostgresqlServer) -> None:
    address = urlsplit(server.url)
    assert unquote(address.hostname or "") == str(server.folder)
    with psycopg.connect(server.url) as connection:
        row = connection.execute(
            "select current_setting('server_version_num')::int >= 140000, current_setting('listen_addresses'), "
            "current_setting('server_encoding')"
        ).fetchone()
    assert row == (True, "", "UTF8")


def test_two_servers_share_nothing(server: PostgresqlServer) -> None:
    other = PostgresqlServer.in_new_folder()
    other.start()
    try:
        with psycopg.connect(other.url, autocommit=True) as connection:
            connection.execute("create database only_there")
        with psycopg.connect(server.url) as connection:
            assert connection.execute("select 1 from pg_database where datname = 'only_there'").fetchall() == []
    finally:
        other.stop()
    assert not other.folder.exists()
