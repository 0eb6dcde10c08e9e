"""A setting that is missing or wrong stops everything, with its name, what is wrong and an example."""

import json
import stat
from pathlib import Path

import pytest

from deontos.sites.database_server import faults
from deontos.sites.environment import Operator, SettingRefused, read_operator
from deontos.sites.secrets_file import read_secrets, write_secrets
from deontos.sites.settings.databases import database
from deontos.vault.install_secrets import InstallSecrets, is_for_demo
from tests.services.operator import deontos

pytestmark = pytest.mark.row("1.1")

EXAMPLES = {
    "DEONTOS_DATABASE_URL": "postgresql://deontos@localhost/deontos",
    "DEONTOS_BASE_URL": "https://integrity.example.org",
    "DEONTOS_SECRETS_FILE": "/etc/deontos/secrets.json",
    "DEONTOS_SMTP_URL": "smtp+tls://user:password@mail.example.org:587",
    "DEONTOS_STORAGE_URL": "file:///var/lib/deontos/blobs",
}
LOST = "a power cut would lose what was acknowledged"
WRITTEN_DOWN = "its log would hold what is written, and when"
GOOD_SERVER = {
    "synchronous_commit": "on",
    "fsync": "on",
    "full_page_writes": "on",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
}
"""As a fresh server has them; `auto_explain` is not loaded there."""
NO_COOKIES = (
    "DEONTOS_BASE_URL must be https, or http on 127.0.0.1 or localhost, without a path: browsers drop the cookies "
    "otherwise. Example: DEONTOS_BASE_URL=https://integrity.example.org"
)


def operator(folder: Path, **changes: str) -> Operator:
    """What an operator in production decided, with changes; an empty text takes a setting away."""
    named = {name if name == "PORT" else f"DEONTOS_{name}": value for name, value in changes.items()}
    return read_operator({"DEONTOS_DATA_DIR": str(folder), **EXAMPLES, **named})


def refusal(folder: Path, **changes: str) -> str:
    """Why these settings are refused."""
    with pytest.raises(SettingRefused) as refused:
        operator(folder, **changes)
    return str(refused.value)


def test_every_example_is_right(tmp_path: Path) -> None:
    read = operator(tmp_path)
    assert (read.environment, read.is_demo, read.port, read.data_folder) == ("production", False, 8000, tmp_path)
    assert (read.host, read.scheme) == ("integrity.example.org", "https")
    assert (read.database_url, read.smtp_url, read.storage_url, str(read.secrets_file)) == tuple(
        EXAMPLES[f"DEONTOS_{name}"] for name in ("DATABASE_URL", "SMTP_URL", "STORAGE_URL", "SECRETS_FILE")
    )


@pytest.mark.parametrize("name", EXAMPLES)
def test_in_production_nothing_is_decided_for_the_operator(tmp_path: Path, name: str) -> None:
    short = name.removeprefix("DEONTOS_")
    assert refusal(tmp_path, **{short: ""}) == f"{name} is not set. Example: {name}={EXAMPLES[name]}"
    assert refusal(tmp_path, ENV="production", **{short: ""}).startswith(f"{name} is not set.")


def test_a_demo_needs_nothing_and_keeps_everything_in_its_folder(tmp_path: Path) -> None:
    read = read_operator({"DEONTOS_ENV": "demo", "DEONTOS_DATA_DIR": str(tmp_path), "PORT": "8123"})
    assert read.base_url == "http://127.0.0.1:8123"
    addresses = (read.database_url, read.smtp_url, read.storage_url)
    assert [address.partition("://")[2].lstrip("/").rpartition("/")[0] for address in addresses] == [
        str(tmp_path)[1:]
    ] * 3
    assert read.secrets_file.parent == tmp_path


def test_without_a_folder_it_is_the_one_in_the_checkout_wherever_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_operator(EXAMPLES).data_folder == Path(__file__).parents[2] / "var"


@pytest.mark.parametrize("value", ["test", "Demo", "prod", "demo "])
def test_there_are_two_environments(tmp_path: Path, value: str) -> None:
    wrong = "DEONTOS_ENV must be demo or production. Example: DEONTOS_ENV=production"
    assert refusal(tmp_path, ENV=value) == wrong


@pytest.mark.parametrize("value", ["0", "65536", "-1", "eighty", "8000 ", "8e3"])
def test_a_port_is_a_port(tmp_path: Path, value: str) -> None:
    assert refusal(tmp_path, PORT=value) == "PORT must be a number from 1 to 65535. Example: PORT=8000"


@pytest.mark.parametrize(
    "value",
    [
        *("http://integrity.example.org", "http://10.0.0.1:8000", "http://0.0.0.0:8000", "http://localhost.example"),
        *("ftp://localhost", "localhost:8000", "https://", "https:///x", "https://integrity.example.org/meldpunt"),
        *("https://integrity.example.org?x=1", "https://integrity.example.org#x", "https://a:b@integrity.example.org"),
        *("https://integrity.example.org:port", "https://integrity.example.org:99999", "https://[::1"),
    ],
)
@pytest.mark.parametrize("kind", ["production", "demo"])
def test_an_address_at_which_browsers_would_drop_the_cookies_is_refused(tmp_path: Path, kind: str, value: str) -> None:
    assert refusal(tmp_path, ENV=kind, BASE_URL=value) == NO_COOKIES


@pytest.mark.parametrize(
    "value", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:8000", "https://x.example:8443", "https://x/"]
)
def test_https_and_the_names_of_this_very_machine_are_fine(tmp_path: Path, value: str) -> None:
    assert operator(tmp_path, BASE_URL=value).base_url == value.rstrip("/")


@pytest.mark.parametrize("value", ["mysql://localhost/deontos", "deontos.sqlite3", "oracle://x", "postgresql://[x"])
def test_other_databases_are_refused(tmp_path: Path, value: str) -> None:
    example = "Example: DEONTOS_DATABASE_URL=postgresql://deontos@localhost/deontos"
    assert refusal(tmp_path, DATABASE_URL=value) == f"DEONTOS_DATABASE_URL must be sqlite or postgresql. {example}"


@pytest.mark.parametrize("value", ["sqlite://", "sqlite:///"])
def test_a_database_in_memory_is_refused(tmp_path: Path, value: str) -> None:
    assert refusal(tmp_path, DATABASE_URL=value).startswith("DEONTOS_DATABASE_URL names no file")


@pytest.mark.parametrize("value", ["/var/lib/deontos/blobs", "ftp://example.org/blobs", "http://example.org"])
def test_other_storage_is_refused(tmp_path: Path, value: str) -> None:
    example = "Example: DEONTOS_STORAGE_URL=file:///var/lib/deontos/blobs"
    assert refusal(tmp_path, STORAGE_URL=value) == f"DEONTOS_STORAGE_URL must be file or s3. {example}"


def test_the_file_in_the_folder_is_read_and_the_environment_wins(tmp_path: Path) -> None:
    lines = [f"{name}={value}" for name, value in EXAMPLES.items()]
    (tmp_path / "deontos.env").write_text("\n".join(["# written by hand", *lines, "PORT=8123"]), "utf-8")
    given = {"DEONTOS_DATA_DIR": str(tmp_path)}
    assert read_operator(given).port == 8123
    changed = read_operator({**given, "PORT": "9000", "DEONTOS_BASE_URL": "https://other.example"})
    assert (changed.port, changed.host, changed.smtp_url) == (9000, "other.example", EXAMPLES["DEONTOS_SMTP_URL"])


@pytest.mark.row("1.7")
@pytest.mark.parametrize("command", ["serve", "work", "migrate", "show-urls"])
def test_a_command_says_it_in_one_line_and_does_nothing(tmp_path: Path, command: str) -> None:
    nothing = {"DEONTOS_ENV": "", "DEONTOS_DATABASE_URL": "", "DEONTOS_BASE_URL": "", "DJANGO_SETTINGS_MODULE": ""}
    done = deontos(command, settings={**nothing, "DEONTOS_DATA_DIR": str(tmp_path)})
    name = "DEONTOS_DATABASE_URL"
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{name} is not set. Example: {name}={EXAMPLES[name]}\n"
    assert list(tmp_path.iterdir()) == []


def test_the_secrets_of_a_demo_are_made_once_for_their_owner_alone(tmp_path: Path) -> None:
    demo = read_operator({"DEONTOS_ENV": "demo", "DEONTOS_DATA_DIR": str(tmp_path)})
    made = read_secrets(demo)
    assert is_for_demo(demo.secrets_file.read_text())
    assert stat.S_IMODE(demo.secrets_file.stat().st_mode) == 0o600
    assert read_secrets(demo) == made
    with pytest.raises(FileExistsError):
        write_secrets(demo.secrets_file, InstallSecrets.generate())
    assert read_secrets(demo) == made


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o610])
def test_in_production_a_secrets_file_that_others_may_touch_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "secrets.json"
    write_secrets(path, InstallSecrets.generate())
    production = operator(tmp_path, SECRETS_FILE=str(path))
    assert read_secrets(production).to_json() == path.read_text()
    path.chmod(mode)
    with pytest.raises(SettingRefused, match=r"^DEONTOS_SECRETS_FILE can be read by others: set its mode to 0600\."):
        read_secrets(production)


def test_in_production_no_secrets_are_made_up(tmp_path: Path) -> None:
    production = operator(tmp_path, SECRETS_FILE=str(tmp_path / "secrets.json"))
    with pytest.raises(SettingRefused, match=r"^DEONTOS_SECRETS_FILE cannot be read \(FileNotFoundError\)"):
        read_secrets(production)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_secrets_file_is_refused_without_its_words(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    write_secrets(path, InstallSecrets.generate())
    whole = path.read_text()
    without_one = {name: value for name, value in json.loads(whole).items() if name != "AUDIT_KEY"}
    secret = json.loads(whole)["AUDIT_KEY"]["values"]["1"]
    for damaged in (whole[:-40], "", "[]", json.dumps(without_one), whole.replace(secret, secret[:-1]), "é"):
        path.write_text(damaged, "utf-8")
        with pytest.raises(SettingRefused, match=r"^DEONTOS_SECRETS_FILE (is damaged|cannot be read)") as refused:
            read_secrets(operator(tmp_path, SECRETS_FILE=str(path)))
        assert secret[:8] not in str(refused.value)


@pytest.mark.row("4.5")
@pytest.mark.parametrize(
    ("name", "value", "why", "example"),
    [
        ("synchronous_commit", "off", LOST, "synchronous_commit = on"),
        ("fsync", "off", LOST, "fsync = on"),
        ("full_page_writes", "off", LOST, "full_page_writes = on"),
        ("log_statement", "all", WRITTEN_DOWN, "ALTER ROLE deontos SET log_statement = none"),
        ("log_statement", "mod", WRITTEN_DOWN, "ALTER ROLE deontos SET log_statement = none"),
        *(
            (name, value, WRITTEN_DOWN, f"ALTER ROLE deontos SET {name} = -1")
            for name in ("log_min_duration_statement", "log_min_duration_sample", "auto_explain.log_min_duration")
            for value in ("0", "1000")
        ),
        ("log_transaction_sample_rate", "0.1", WRITTEN_DOWN, "ALTER ROLE deontos SET log_transaction_sample_rate = 0"),
    ],
)
def test_a_server_that_loses_or_writes_down_what_was_acknowledged_is_refused(
    name: str, value: str, why: str, example: str
) -> None:
    assert list(faults({**GOOD_SERVER, name: value})) == [
        f"PostgreSQL runs with {name} {value}: {why}. Example: {example}"
    ]


@pytest.mark.row("4.5")
def test_a_server_with_usual_settings_is_fine_and_one_with_several_wrong_ones_is_told_all() -> None:
    assert list(faults(GOOD_SERVER)) == []
    for value in ("local", "remote_write", "remote_apply"):
        assert list(faults({**GOOD_SERVER, "synchronous_commit": value})) == []
    assert list(faults({**GOOD_SERVER, "log_statement": "ddl", "log_connections": "on"})) == []
    assert len(list(faults({"fsync": "off", "log_statement": "all"}))) == 2


def test_both_databases_are_told_to_write_before_they_answer() -> None:
    embedded = database("sqlite:////var/lib/deontos/deontos.sqlite3")["OPTIONS"]
    assert embedded["transaction_mode"] == "IMMEDIATE"
    assert {"journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "temp_store=MEMORY"} == {
        part.strip().removeprefix("PRAGMA ") for part in embedded["init_command"].split(";") if part.strip()
    }
    assert database("postgresql://deontos@db/deontos")["OPTIONS"] == {"options": "-c synchronous_commit=on"}
