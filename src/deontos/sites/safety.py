"""What must be true before the service starts, each with the reason when it is not (security.md, rule 11)."""

import ctypes
import sys
from collections.abc import Iterator
from dataclasses import fields

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connection

from deontos.correspondence.files.installed import blob_store
from deontos.notices.transport import UnusableMailAddress, mail_route
from deontos.sites.database_server import LOST, faults
from deontos.sites.outcomes import CommandRefused
from deontos.sites.schema import schema_state
from deontos.sites.secrets_file import EXAMPLE, open_to_others
from deontos.sites.secrets_in_use import is_of_other_secrets, missing_versions

SQLITE_FULL = 2
SET_DUMPABLE = 4
"""PR_SET_DUMPABLE of Linux."""
OTHER_SECRETS = (
    "The database was made with other secrets than DEONTOS_SECRETS_FILE holds: put back the file that belongs to it."
)
SERVER_SETTINGS = "SELECT name, setting FROM pg_settings"
MAIL_EXAMPLE = "DEONTOS_SMTP_URL=smtp+tls://user:password@mail.example.org:587"
FEWEST_DIFFERENT_BYTES = 16
"""32 random bytes have fewer different ones less than once in 10^16 draws; zeros and examples have few."""


def insist_on_safety(*, with_pages: bool = False) -> None:
    """Raise CommandRefused with every reason not to start. A demo may be less strict; its database may not be old."""
    reasons = [*_of_settings(), *_of_the_database(with_pages=with_pages)]
    if reasons:
        raise CommandRefused("Not started: " + " ".join(reasons))


def keep_to_ourselves() -> None:
    """Let nobody write the memory of this process to a disk, and leave no time at what a killed one was writing.

    A limit of no bytes stops a core file, but not one that the system hands to a program: for that Linux is asked.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_DUMPABLE, *map(ctypes.c_ulong, (0, 0, 0, 0)))
    blob_store().forget_times()


def insist_on_safe_settings() -> None:
    """The same for what brings the database up to date: the settings and the database server only."""
    reasons = list(_of_settings())
    if reasons:
        raise CommandRefused("Not started: " + " ".join(reasons))


def insist_on_own_database() -> None:
    """Raise CommandRefused where the database was made with other secrets; one that is empty is anybody's."""
    if is_of_other_secrets(settings.INSTALL_SECRETS):
        raise CommandRefused(f"Not started: {OTHER_SECRETS}")


def _of_settings() -> Iterator[str]:
    if not settings.OPERATOR.is_demo:
        yield from _in_production()
    try:
        mail_route(settings.OPERATOR.smtp_url)
    except UnusableMailAddress as unusable:
        yield f"DEONTOS_SMTP_URL {unusable}. Example: {MAIL_EXAMPLE}"


def _of_the_database(*, with_pages: bool) -> Iterator[str]:
    if schema_state().is_current:
        yield from map(_not_held, missing_versions(settings.INSTALL_SECRETS))
        if is_of_other_secrets(settings.INSTALL_SECRETS):
            yield OTHER_SECRETS
    else:
        yield "The database is not up to date: run deontos migrate."
    if with_pages and _is_static_file_missing():
        yield "The static files are not those of this version: run deontos migrate."


def _not_held(missing: tuple[str, int]) -> str:
    name, version = missing
    return (
        f"The database needs version {version} of {name}, which DEONTOS_SECRETS_FILE does not hold: "
        "put back the newest copy of that file."
    )


def _in_production() -> Iterator[str]:
    """Each with its reason and what would be right."""
    if settings.DEBUG:
        yield "DEBUG is on: error pages would show content. Example: DJANGO_SETTINGS_MODULE=deontos.sites.settings"
    if settings.INSTALL_SECRETS.django_secret.current_value.hex() != settings.SECRET_KEY or _are_default_secrets():
        yield (
            "The secrets are default ones: they must be drawn at random, in a file that deontos init makes. "
            f"Example: DEONTOS_SECRETS_FILE={EXAMPLE}"
        )
    open_file = open_to_others(settings.OPERATOR.secrets_file)
    if open_file:
        yield f"DEONTOS_SECRETS_FILE {open_file}. Example: chmod 600 {EXAMPLE}"
    if settings.OPERATOR.smtp_url.startswith("file:"):
        yield f"DEONTOS_SMTP_URL is a folder: letters would reach nobody. Example: {MAIL_EXAMPLE}"
    yield from _not_durable()


def _are_default_secrets() -> bool:
    versions = [getattr(settings.INSTALL_SECRETS, entry.name).values for entry in fields(settings.INSTALL_SECRETS)]
    return any(len(set(value)) < FEWEST_DIFFERENT_BYTES for each in versions for value in each.values())


def _is_static_file_missing() -> bool:
    """Whether a page would ask for a style sheet, script or image that was not laid out."""
    laid_out = getattr(staticfiles_storage, "hashed_files", {})
    return any(name not in laid_out for finder in get_finders() for name, _storage in finder.list([]))


def _not_durable() -> Iterator[str]:
    """What would say "received" before the disk has it, or tell of it elsewhere. The query API does not know."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        if connection.connection.execute("PRAGMA synchronous").fetchone()[0] < SQLITE_FULL:
            yield f"SQLite runs with synchronous below FULL: {LOST}. Example: PRAGMA synchronous=FULL"
    else:
        yield from faults(dict(connection.connection.execute(SERVER_SETTINGS).fetchall()))
