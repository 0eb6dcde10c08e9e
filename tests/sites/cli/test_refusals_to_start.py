"""With what no command serves or writes, asked of real processes: one line, the reason, an example, exit 1."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from deontos.sites.cli.frame import COMMANDS
from deontos.vault.install_secrets import InstallSecrets
from tests.services.operator import deontos
from tests.sites.cli.conftest import Installation

pytestmark = pytest.mark.row("2.12")

WRITING = {
    "serve": ["serve"],
    "work": ["work"],
    "init": ["init"],
    "migrate": ["migrate"],
    "outbox": ["outbox", "flush"],
    "secrets": ["secrets", "renew", "AUDIT_KEY"],
    "second-step": ["second-step", "ilse.vlierput@hazelaar.example", "--checked", "staff_card", "--yes"],
    "secrets forget": ["secrets", "forget", "AUDIT_KEY", "1"],
}
"""The commands that serve or write, each as it is typed."""

ONLY_READING = {"show-urls", "verify", "version"}
ONLY_IN_A_DEMO = {"demo"}

SECRETS_EXAMPLE = "Example: DEONTOS_SECRETS_FILE=/etc/deontos/secrets.json\n"
DEBUG = "DEBUG is on: error pages would show content. Example: DJANGO_SETTINGS_MODULE=deontos.sites.settings\n"
FORGETS = {
    "sqlite": "SQLite runs with synchronous below FULL: a power cut would lose what was acknowledged. "
    "Example: PRAGMA synchronous=FULL\n",
    "postgresql": "PostgreSQL runs with synchronous_commit off: a power cut would lose what was acknowledged. "
    "Example: synchronous_commit = on\n",
}[connection.vendor]

SERVE = ["serve"]

Wrong = Callable[[Installation], dict[str, str]]


def refused(command: list[str], settings: dict[str, str]) -> str:
    """The one line with which a command refuses."""
    told = deontos(*command, settings=settings)
    assert (told.returncode, told.stdout, told.stderr.count("\n")) == (1, "", 1)
    return told.stderr


def test_every_command_is_known_to_read_or_to_write() -> None:
    assert {command.NAME for command in COMMANDS} == {
        name.split()[0] for name in WRITING
    } | ONLY_READING | ONLY_IN_A_DEMO


@pytest.mark.parametrize("command", WRITING.values(), ids=WRITING)
def test_every_command_that_serves_or_writes_asks_what_is_safe(production: Installation, command: list[str]) -> None:
    """In the files that are there, in the settings, and of the database: the other tests ask one command each."""
    settings = {**production.settings, "DJANGO_SETTINGS_MODULE": "tests.sites.cli.forgetful_settings"}
    assert refused(command, settings) == f"Not started: {FORGETS}"
    assert refused(command, production.but(BASE_URL="http://x.example")).startswith("DEONTOS_BASE_URL must be https")
    readable(production)
    assert refused(command, production.settings).startswith("DEONTOS_SECRETS_FILE can be read by others")


@pytest.mark.parametrize(
    ("module", "reason"),
    [
        ("debug_settings", DEBUG),
        ("forgetful_settings", FORGETS),
        (
            "borrowed_settings",
            "The secrets are default ones: they must be drawn at random, in a file that deontos init makes. "
            + SECRETS_EXAMPLE,
        ),
    ],
)
def test_unsafe_settings(production: Installation, module: str, reason: str) -> None:
    settings = {**production.settings, "DJANGO_SETTINGS_MODULE": f"tests.sites.cli.{module}"}
    assert refused(SERVE, settings) == f"Not started: {reason}"


def readable(production: Installation) -> dict[str, str]:
    (production.folder / "secrets.json").chmod(0o644)
    return production.settings


def writable(production: Installation) -> dict[str, str]:
    (production.folder / "secrets.json").chmod(0o620)
    return production.settings


def in_a_folder_of_all(production: Installation) -> dict[str, str]:
    folder = production.folder / "shared"
    folder.mkdir()
    (production.folder / "secrets.json").rename(folder / "secrets.json")
    folder.chmod(0o770)
    return production.but(SECRETS_FILE=str(folder / "secrets.json"))


def of_a_demo(production: Installation) -> dict[str, str]:
    (production.folder / "secrets.json").write_text(InstallSecrets.generate().to_json(for_demo=True), "ascii")
    return production.settings


def absent(production: Installation) -> dict[str, str]:
    return production.but(SECRETS_FILE=str(production.folder / "gone.json"))


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (readable, "can be read by others: set its mode to 0600"),
        (writable, "can be read by others: set its mode to 0600"),
        (in_a_folder_of_all, "lies in a folder that others can write in: set its mode to 0700"),
        (of_a_demo, "was made for a demo: name another file, and deontos init makes it"),
        (absent, "cannot be read (FileNotFoundError); deontos init makes it"),
    ],
)
def test_a_secrets_file_that_is_not_ours_alone(production: Installation, wrong: Wrong, reason: str) -> None:
    assert refused(SERVE, wrong(production)) == f"DEONTOS_SECRETS_FILE {reason}. {SECRETS_EXAMPLE}"


def test_default_secrets(production: Installation) -> None:
    entry = {"current": 1, "values": {"1": "00" * 32}}
    names = json.loads(InstallSecrets.generate().to_json())
    (production.folder / "secrets.json").write_text(json.dumps(dict.fromkeys(names, entry)), "ascii")
    assert refused(SERVE, production.settings).startswith("Not started: The secrets are default ones: ")


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("BASE_URL", "http://integrity.example.org", "DEONTOS_BASE_URL must be https, or http on 127.0.0.1"),
        ("BASE_URL", "", "DEONTOS_BASE_URL is not set. Example: DEONTOS_BASE_URL=https://integrity.example.org"),
        ("SECRETS_FILE", "", f"DEONTOS_SECRETS_FILE is not set. {SECRETS_EXAMPLE}"),
        ("SMTP_URL", "", "DEONTOS_SMTP_URL is not set. Example: DEONTOS_SMTP_URL=smtp+tls://"),
        ("DATABASE_URL", "", "DEONTOS_DATABASE_URL is not set. Example: DEONTOS_DATABASE_URL=postgresql://"),
        ("STORAGE_URL", "", "DEONTOS_STORAGE_URL is not set. Example: DEONTOS_STORAGE_URL=file:///"),
        ("ENV", "prod", "DEONTOS_ENV must be demo or production. Example: DEONTOS_ENV=production"),
    ],
)
def test_settings_that_are_missing_or_wrong(production: Installation, name: str, value: str, reason: str) -> None:
    assert refused(SERVE, production.but(**{name: value})).startswith(reason)


def test_what_is_in_a_sticky_folder_of_all_is_still_ours(production: Installation, tmp_path: Path) -> None:
    folder = tmp_path / "sticky"
    folder.mkdir()
    (production.folder / "secrets.json").rename(folder / "secrets.json")
    folder.chmod(0o1777)
    told = deontos("version", settings=production.but(SECRETS_FILE=str(folder / "secrets.json")))
    assert (told.returncode, told.stderr) == (0, "")
