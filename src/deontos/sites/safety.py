"""What must be true before the service starts, each with the reason when it is not (security.md, rule 11)."""

import stat
from collections.abc import Iterator

from django.conf import settings
from django.db import connection

from deontos.notices.transport import UnusableMailAddress, mail_route
from deontos.sites.outcomes import CommandRefused
from deontos.sites.schema import schema_state

SQLITE_FULL = 2
FEWEST_DIFFERENT_BYTES = 8
"""A random secret of 32 bytes has fewer different ones once in 10^18 draws; one that somebody typed has few."""


def insist_on_safety() -> None:
    """Raise CommandRefused with every reason not to start. A demo may be less strict; its database may not be old."""
    reasons = [*_in_production(), *_everywhere()] if not settings.OPERATOR.is_demo else list(_everywhere())
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
    if settings.SECRET_KEY.startswith("django-insecure") or len(set(settings.SECRET_KEY)) < FEWEST_DIFFERENT_BYTES:
        yield "The secret of the sessions is a default one: let deontos init make DEONTOS_SECRETS_FILE anew."
    if settings.OPERATOR.secrets_file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield "DEONTOS_SECRETS_FILE can be read by others: set its mode to 0600."
    if settings.OPERATOR.smtp_url.startswith("file:"):
        yield "DEONTOS_SMTP_URL is a folder: letters would reach nobody."
    yield from _not_durable()


def _not_durable() -> Iterator[str]:
    """What would say "received" before the disk has it. The driver is asked: the query API does not know."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        if connection.connection.execute("PRAGMA synchronous").fetchone()[0] < SQLITE_FULL:
            yield "SQLite runs with synchronous below FULL: a power cut would lose what was acknowledged."
    elif connection.connection.execute("SHOW synchronous_commit").fetchone()[0] == "off":
        yield "PostgreSQL runs with synchronous_commit off: a power cut would lose what was acknowledged."
