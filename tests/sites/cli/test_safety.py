"""With what the service does not start, each with its reason (security.md, rule 11)."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import fields, replace
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django.fixtures import Settings

from deontos.sites.outcomes import CommandRefused
from deontos.sites.safety import insist_on_safety
from deontos.vault.versioned import Versioned
from tests.sites.cli.conftest import Installation, newest

DURABLE, NOT_DURABLE = {
    "sqlite": ("PRAGMA synchronous=FULL", "PRAGMA synchronous=NORMAL"),
    "postgresql": ("SET synchronous_commit=on", "SET synchronous_commit=off"),
}[connection.vendor]

DEBUG = "DEBUG is on: error pages would show content. Example: DJANGO_SETTINGS_MODULE=deontos.sites.settings"
FOLDER = "DEONTOS_SMTP_URL is a folder: letters would reach nobody. Example: "
SCHEMES = "smtp://, smtp+tls://, smtps:// or file://"
EXAMPLE = "DEONTOS_SMTP_URL=smtp+tls://user:password@mail.example.org:587"


@pytest.fixture
def in_production(settings: Settings, production: Installation) -> Settings:
    """Our own process, set as an operator in production would set it."""
    settings.OPERATOR = replace(settings.OPERATOR, environment="production", smtp_url="smtps://mail.example.org")
    return settings


@contextmanager
def refused(reason: str) -> Iterator[None]:
    with pytest.raises(CommandRefused) as refusal:
        yield
    assert str(refusal.value) == f"Not started: {reason}"


def test_what_is_set_as_it_should_be_starts(in_production: Settings) -> None:
    insist_on_safety()


@pytest.mark.row("1.7")
def test_debug_is_refused(in_production: Settings) -> None:
    in_production.DEBUG = True
    with refused(DEBUG):
        insist_on_safety()


@pytest.mark.row("1.7")
@pytest.mark.parametrize("value", [bytes(32), b"change me please" * 2])
def test_a_default_secret_is_refused_whichever_it_is(in_production: Settings, value: bytes) -> None:
    good = in_production.INSTALL_SECRETS
    for entry in fields(good):
        in_production.INSTALL_SECRETS = replace(good, **{entry.name: Versioned(1, {1: value})})
        in_production.SECRET_KEY = in_production.INSTALL_SECRETS.django_secret.current_value.hex()
        with refused(
            "The secrets are default ones: they must be drawn at random, in a file that deontos init makes. "
            "Example: DEONTOS_SECRETS_FILE=/etc/deontos/secrets.json"
        ):
            insist_on_safety()


def test_a_secret_from_elsewhere_is_refused(in_production: Settings) -> None:
    in_production.SECRET_KEY = "django-insecure-0123456789abcdefghijklmnopqrstuvwxyz"
    with pytest.raises(CommandRefused, match="The secrets are default ones"):
        insist_on_safety()


@pytest.mark.row("1.7")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_secrets_file_that_others_can_read_is_refused(in_production: Settings, mode: int) -> None:
    in_production.OPERATOR.secrets_file.chmod(mode)
    try:
        with refused(
            "DEONTOS_SECRETS_FILE can be read by others: set its mode to 0600. "
            "Example: chmod 600 /etc/deontos/secrets.json"
        ):
            insist_on_safety()
    finally:
        in_production.OPERATOR.secrets_file.chmod(0o600)


@pytest.mark.row("1.7")
def test_a_database_that_forgets_in_a_power_cut_is_refused(in_production: Settings) -> None:
    connection.ensure_connection()
    connection.connection.execute(NOT_DURABLE)
    try:
        with pytest.raises(CommandRefused, match="a power cut would lose what was acknowledged"):
            insist_on_safety()
    finally:
        connection.connection.execute(DURABLE)
    insist_on_safety()


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///tmp/mail", FOLDER + EXAMPLE),
        ("http://mail.example.org", f"DEONTOS_SMTP_URL must begin with {SCHEMES}. Example: {EXAMPLE}"),
    ],
)
def test_letters_that_would_reach_nobody_are_refused(in_production: Settings, url: str, reason: str) -> None:
    in_production.OPERATOR = replace(in_production.OPERATOR, smtp_url=url)
    with refused(reason):
        insist_on_safety()


def test_every_reason_is_told_at_once(in_production: Settings) -> None:
    in_production.DEBUG = True
    in_production.OPERATOR = replace(in_production.OPERATOR, smtp_url="file:///tmp/mail")
    with refused(f"{DEBUG} {FOLDER}{EXAMPLE}"):
        insist_on_safety()


def test_a_demo_may_be_looser_but_not_old(settings: Settings, db: None) -> None:
    settings.DEBUG = True
    insist_on_safety()
    MigrationRecorder(connection).record_unapplied(*newest("notices"))
    with refused("The database is not up to date: run deontos migrate."):
        insist_on_safety()


def test_pages_without_their_static_files_are_refused(in_production: Settings, tmp_path: Path) -> None:
    insist_on_safety()
    for folder, reasons in ((tmp_path / "static", 0), (tmp_path / "empty", 1)):
        in_production.STATIC_ROOT = folder
        with (
            refused("The static files are not those of this version: run deontos migrate.")
            if reasons
            else nullcontext()
        ):
            insist_on_safety(with_pages=True)
