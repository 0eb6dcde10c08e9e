"""What must be true before the service starts, each with the reason when it is not (security.md, rule 11)."""

import stat
from collections.abc import Iterator
from dataclasses import fields

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connection

from deontos.notices.transport import UnusableMailAddress, mail_route
from deontos.sites.outcomes import CommandRefused
from deontos.sites.schema import schema_state

SQLITE_FULL = 2
FEWEST_DIFFERENT_BYTES = 16
"""32 random bytes have fewer different ones less than once in 10^16 draws; zeros and examples have few."""


def insist_on_safety(*, with_pages: bool = False) -> None:
    """Raise CommandRefused with every reason not to start. A demo may be less strict; its database may not be old."""
    reasons = [] if settings.OPERATOR.is_demo else list(_in_production())
    reasons += _everywhere()
    if with_pages and _is_static_file_missing():
        reasons.append("The static files are not those of this version: run deontos migrate.")
    if reasons:
        raise CommandRefused("Not started: " + " ".join(reasons))


def _everywhere() -> Iterator[str]:
    if not schema_state().is_current:
        yield "The database is not up to date: run deontos migrate."
    try:
        mail_route(settings.OPERATOR.smtp_url)
    except UnusableMailAddress as unusable:
        yield f"DEONTOS_SMTP_URL {unusable}. Example: DEONTOS_SMTP_URL=smtp+tls://user:password@mail.example.org:587"


def _in_production() -> Iterator[str]:
    if settings.DEBUG:
        yield "DEBUG is on: error pages would show content."
    if settings.INSTALL_SECRETS.django_secret.current_value.hex() != settings.SECRET_KEY or _are_default_secrets():
        yield "The secrets are default ones: they must be drawn at random, in a DEONTOS_SECRETS_FILE of your own."
    if settings.OPERATOR.secrets_file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield "DEONTOS_SECRETS_FILE can be read by others: set its mode to 0600."
    if settings.OPERATOR.smtp_url.startswith("file:"):
        yield "DEONTOS_SMTP_URL is a folder: letters would reach nobody."
    yield from _not_durable()


def _are_default_secrets() -> bool:
    versions = [getattr(settings.INSTALL_SECRETS, entry.name).values for entry in fields(settings.INSTALL_SECRETS)]
    return any(len(set(value)) < FEWEST_DIFFERENT_BYTES for each in versions for value in each.values())


def _is_static_file_missing() -> bool:
    """Whether a page would ask for a style sheet, script or image that was not laid out."""
    laid_out = getattr(staticfiles_storage, "hashed_files", {})
    return any(name not in laid_out for finder in get_finders() for name, _storage in finder.list([]))


def _not_durable() -> Iterator[str]:
    """What would say "received" before the disk has it. The driver is asked: the query API does not know."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        if connection.connection.execute("PRAGMA synchronous").fetchone()[0] < SQLITE_FULL:
            yield "SQLite runs with synchronous below FULL: a power cut would lose what was acknowledged."
    elif connection.connection.execute("SHOW synchronous_commit").fetchone()[0] == "off":
        yield "PostgreSQL runs with synchronous_commit off: a power cut would lose what was acknowledged."
