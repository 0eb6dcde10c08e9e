"""The two databases Deontos runs on, set so that a disclosure is on disk before anybody reads "received"."""

import urllib.parse
from typing import Any

from environ import Env

SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;"
)
BUSY_SECONDS = 30
KEPT_OPEN_SECONDS = 600
"""How long one thread keeps its connection. To open one for each request costs more than most requests ask of it, and
SQLite writes its whole log back whenever the last one closes."""


def database(url: str) -> dict[str, Any]:
    """Django's settings for the database at this address."""
    settings: dict[str, Any] = dict(Env.db_url_config(url))
    settings["CONN_MAX_AGE"] = KEPT_OPEN_SECONDS
    if urllib.parse.urlsplit(url).scheme == "sqlite":
        settings["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": BUSY_SECONDS, "init_command": SQLITE_START}
    else:
        settings["ENGINE"] = "django.db.backends.postgresql"
        settings["CONN_HEALTH_CHECKS"] = True
        settings["HOST"] = urllib.parse.unquote(
            settings["HOST"]
        )  # a socket's folder stands percent-encoded in an address
        settings["OPTIONS"] = {**settings.get("OPTIONS", {}), "options": "-c synchronous_commit=on"}
    return settings
