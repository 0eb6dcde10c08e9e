"""Reads the operator's settings: the process environment first, then `deontos.env` in the data folder.

Every refusal names the setting, says what is wrong and gives an example.
"""

import os
import re
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

from environ import Env

ENVIRONMENTS = ("demo", "production")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
HIGHEST_NUMBER = 10_000
CHECKOUT = Path(__file__).resolve().parents[3]


class SettingRefused(Exception):
    """A setting that is missing or wrong; the message is one plain line for the operator."""

    def __init__(self, setting: str, wrong: str, example: str) -> None:
        super().__init__(f"{setting} {wrong}. Example: {setting}={example}")


@dataclass(frozen=True, slots=True)
class Operator:
    """What the operator decided, checked."""

    environment: str
    data_folder: Path
    database_url: str
    base_url: str
    secrets_file: Path
    smtp_url: str
    storage_url: str
    port: int
    clamd_url: str = ""
    files: int = 20
    megabytes_each: int = 200
    megabytes_together: int = 200

    @property
    def is_demo(self) -> bool:
        return self.environment == "demo"

    @property
    def host(self) -> str:
        return urllib.parse.urlsplit(self.base_url).hostname or ""

    @property
    def scheme(self) -> str:
        return urllib.parse.urlsplit(self.base_url).scheme


def read_operator(environment: dict[str, str]) -> Operator:
    """Read and check the settings. Raises SettingRefused."""
    folder = Path(environment.get("DEONTOS_DATA_DIR") or _usual_folder()).absolute()
    values = {**_read_file(folder / "deontos.env"), **environment}
    kind = values.get("DEONTOS_ENV", "production")
    if kind not in ENVIRONMENTS:
        raise SettingRefused("DEONTOS_ENV", "must be demo or production", "production")
    port = _port(values.get("PORT", "8000"))
    required = _Values(values, {} if kind == "production" else _demo_values(folder, port))
    operator = Operator(
        environment=kind,
        data_folder=folder,
        database_url=required.get("DEONTOS_DATABASE_URL", "postgresql://deontos@localhost/deontos"),
        base_url=required.get("DEONTOS_BASE_URL", "https://integrity.example.org").rstrip("/"),
        secrets_file=Path(required.get("DEONTOS_SECRETS_FILE", "/etc/deontos/secrets.json")),
        smtp_url=required.get("DEONTOS_SMTP_URL", "smtp+tls://user:password@mail.example.org:587"),
        storage_url=required.get("DEONTOS_STORAGE_URL", "file:///var/lib/deontos/blobs"),
        port=port,
        clamd_url=values.get("DEONTOS_CLAMD_URL", ""),
        files=_number(values, "DEONTOS_FILES", "20"),
        megabytes_each=_number(values, "DEONTOS_FILE_MEGABYTES", "200"),
        megabytes_together=_number(values, "DEONTOS_FILES_MEGABYTES", "200"),
    )
    _check_addresses(operator)
    return operator


def _usual_folder() -> Path:
    """`var/` in the checkout, from wherever a command is called; beside the caller where there is no checkout."""
    is_checkout = (CHECKOUT / "pyproject.toml").is_file()
    return (CHECKOUT if is_checkout else Path.cwd()) / "var"


class _Values:
    def __init__(self, given: dict[str, str], fallback: dict[str, str]) -> None:
        self.given, self.fallback = given, fallback

    def get(self, name: str, example: str) -> str:
        value = self.given.get(name) or self.fallback.get(name)
        if not value:
            raise SettingRefused(name, "is not set", example)
        return value


def _read_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    before = dict(os.environ)
    os.environ.clear()
    try:
        Env.read_env(str(path))
        return dict(os.environ)
    finally:
        os.environ.clear()
        os.environ.update(before)


def _demo_values(folder: Path, port: int) -> dict[str, str]:
    return {
        "DEONTOS_DATABASE_URL": f"sqlite:///{folder / 'deontos.sqlite3'}",
        "DEONTOS_BASE_URL": f"http://127.0.0.1:{port}",
        "DEONTOS_SECRETS_FILE": str(folder / "secrets.json"),
        "DEONTOS_SMTP_URL": f"file://{folder / 'mail'}",
        "DEONTOS_STORAGE_URL": f"file://{folder / 'blobs'}",
    }


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise SettingRefused("PORT", "must be a number from 1 to 65535", "8000")
    return int(text)


def _number(values: dict[str, str], name: str, usual: str) -> int:
    text = values.get(name) or usual
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= HIGHEST_NUMBER):
        raise SettingRefused(name, f"must be a whole number from 1 to {HIGHEST_NUMBER}", usual)
    return int(text)


def _check_addresses(operator: Operator) -> None:
    if not _is_base_address(operator.base_url):
        raise SettingRefused(
            "DEONTOS_BASE_URL",
            "must be https, or http on 127.0.0.1 or localhost, without a path: browsers drop the cookies otherwise",
            "https://integrity.example.org",
        )
    database = _parts(operator.database_url)
    if database is None or database.scheme not in ("sqlite", "postgresql", "postgres"):
        raise SettingRefused(
            "DEONTOS_DATABASE_URL", "must be sqlite or postgresql", "postgresql://deontos@localhost/deontos"
        )
    if database.scheme == "sqlite" and database.path in ("", "/"):
        raise SettingRefused(
            "DEONTOS_DATABASE_URL", "names no file: nothing would be kept", "sqlite:////var/lib/deontos/deontos.sqlite3"
        )
    _check_storage(operator.storage_url)
    _check_scanner(operator.clamd_url)


def _check_storage(url: str) -> None:
    storage = _parts(url)
    if storage is None or storage.scheme not in ("file", "s3"):
        raise SettingRefused("DEONTOS_STORAGE_URL", "must be file or s3", "file:///var/lib/deontos/blobs")
    if storage.scheme == "file" and (storage.netloc or storage.path in ("", "/")):
        raise SettingRefused("DEONTOS_STORAGE_URL", "names no folder", "file:///var/lib/deontos/blobs")
    if storage.scheme == "s3" and not storage.hostname:
        raise SettingRefused("DEONTOS_STORAGE_URL", "names no bucket", "s3://bucket?endpoint=https://s3.example.org")


def _check_scanner(url: str) -> None:
    """The scanner reads what was sent before it is sealed: it stands on this machine, or nobody is asked."""
    scanner = _parts(url)
    is_socket = scanner is not None and scanner.scheme == "unix" and not scanner.netloc and len(scanner.path) > 1
    is_port = scanner is not None and scanner.scheme == "tcp" and scanner.hostname in LOOPBACK and scanner.port
    if scanner is not None and not re.fullmatch(r"(seconds=(?=.*[1-9])\d{1,3}(\.\d)?)?", scanner.query):
        raise SettingRefused(
            "DEONTOS_CLAMD_URL", "says no number of seconds", "unix:///run/clamav/clamd.ctl?seconds=20"
        )
    if url and not (is_socket or is_port):
        raise SettingRefused(
            "DEONTOS_CLAMD_URL",
            "must be a socket or a port of this machine: files would cross the network in clear otherwise",
            "unix:///run/clamav/clamd.ctl",
        )


def _is_base_address(url: str) -> bool:
    """Whether browsers keep our cookies at this address, and whether it is an origin and nothing more."""
    base = _parts(url)
    if base is None or not base.hostname or base.path or base.query or base.fragment or "@" in base.netloc:
        return False
    return base.scheme == "https" or (base.scheme == "http" and base.hostname in LOOPBACK)


def _parts(url: str) -> urllib.parse.SplitResult | None:
    """The parts of an address; None where it is none."""
    try:
        parts = urllib.parse.urlsplit(url)
        _a_number_from_0_to_65535 = parts.port
    except ValueError:
        return None
    return parts
