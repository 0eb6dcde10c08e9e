"""The page that lists every setting. A setting that the code reads and this page does not know stops the page."""

import re
from dataclasses import dataclass
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[2] / "src" / "deontos"
NAME = re.compile(r'"(DEONTOS_[A-Z_]+|PORT)"')


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: what it decides, an example, and what a demo takes when nobody decides."""

    name: str
    meaning: str
    example: str
    in_demo: str


SETTINGS = (
    Setting("DEONTOS_ENV", "`demo` or `production`", "`production`", "written by `make run`"),
    Setting(
        "DEONTOS_DATA_DIR",
        "the folder that holds `deontos.env`, which every command reads; the process environment wins over that file",
        "`/var/lib/deontos`",
        "`var` in the checkout",
    ),
    Setting(
        "DEONTOS_DATABASE_URL",
        "the database: SQLite or PostgreSQL 14 or newer",
        "`postgresql://deontos@localhost/deontos`, `sqlite:////var/lib/deontos/deontos.sqlite3`",
        "SQLite in the data folder",
    ),
    Setting(
        "DEONTOS_BASE_URL",
        "the address at which people reach it: https, or http on 127.0.0.1 or localhost",
        "`https://integrity.example.org`",
        "`http://127.0.0.1:PORT`",
    ),
    Setting(
        "DEONTOS_SECRETS_FILE",
        "the file with the secrets of this installation, mode 0600, never in a backup of the database",
        "`/etc/deontos/secrets.json`",
        "made in the data folder",
    ),
    Setting(
        "DEONTOS_SMTP_URL",
        "the server that takes outgoing mail; `?from=` names the sender, `?timeout=` the seconds to wait for it",
        "`smtp+tls://user:password@mail.example.org:587`",
        "a folder of files, and a page for reading it",
    ),
    Setting(
        "DEONTOS_STORAGE_URL",
        "where sealed attachments are kept",
        "`file:///var/lib/deontos/blobs`, `s3://KEY:SECRET@bucket/prefix?endpoint=https://s3.example.org`",
        "a folder in the data folder",
    ),
    Setting("DEONTOS_FILES", "how many files one person may add at a time", "`20`", "`20`"),
    Setting("DEONTOS_FILE_MEGABYTES", "how large one file may be", "`200`", "`200`"),
    Setting("DEONTOS_FILES_MEGABYTES", "how large all files together may be", "`200`", "`200`"),
    Setting(
        "DEONTOS_CLAMD_URL",
        "a virus scanner on this machine that sees each file before it is sealed; its folder for temporary files must "
        "lie in memory",
        "`unix:///run/clamav/clamd.ctl`, `tcp://127.0.0.1:3310`",
        "none",
    ),
    Setting("PORT", "the port of the web process", "`8000`", "`8000`"),
    Setting(
        "TMPDIR", "where programs keep temporary files; nothing readable is ever written there", "`/tmp`", "`/tmp`"
    ),
)


def names_in_code(sources: Path = SOURCES) -> set[str]:
    """Every setting that a module names."""
    return {name for path in sources.rglob("*.py") for name in NAME.findall(path.read_text("utf-8"))}


def page() -> str:
    """The table of settings. Raises LookupError when code and table name different settings."""
    described = {setting.name for setting in SETTINGS} - {"TMPDIR"}
    if described != names_in_code():
        raise LookupError(f"tools/pages/settings.py and the code differ: {sorted(described ^ names_in_code())}")
    lines = ["# Settings", "", "In production nothing has a default that somebody should decide.", ""]
    lines += ["| Setting | Decides | Example | In a demo |", "|---|---|---|---|"]
    lines += [f"| `{each.name}` | {each.meaning} | {each.example} | {each.in_demo} |" for each in SETTINGS]
    return "\n".join(lines) + "\n"
