"""The command line as an operator uses it: another process, on the database of this test."""

import os
import subprocess
import sys
from collections.abc import Mapping
from urllib.parse import quote

from django.db import connection

PROGRAM = (sys.executable, "-m", "deontos")
SECONDS_TO_END = 60


def database_url() -> str:
    """The address of the test's own database, for another process."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    return f"postgresql://{settings['USER']}@{quote(str(settings['HOST']), safe='')}/{settings['NAME']}"


def environment(changes: Mapping[str, str] = {}) -> dict[str, str]:
    """What an operator would have set; an empty value takes a setting away."""
    own = {"DJANGO_SETTINGS_MODULE": "deontos.sites.settings", "DEONTOS_DATABASE_URL": database_url()}
    wanted = {**os.environ, **own, **changes}
    return {name: value for name, value in wanted.items() if value}


def deontos(*arguments: str, settings: Mapping[str, str] = {}) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [*PROGRAM, *arguments],
        env=environment(settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS_TO_END,
        check=False,
    )


def deontos_started(*arguments: str, settings: Mapping[str, str] = {}) -> subprocess.Popen[str]:
    """Start a command that goes on until it is stopped; whoever starts it ends it."""
    return subprocess.Popen(
        [*PROGRAM, *arguments],
        env=environment(settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
