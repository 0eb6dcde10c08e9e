"""Looks for words in whatever form they may have been written, and for moments wherever one may hide."""

import base64
import json
import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote, quote_plus
from uuid import UUID

import psycopg

Cell = tuple[str, str, object]
"""A table, a column and a value."""
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?")
CLOCK = re.compile(r"\b\d{1,2}:\d\d\b")
TIMED_UUIDS = (1, 6, 7)


def forms_of(words: str) -> dict[str, bytes]:
    """The bytes of these words as text, escaped, and in the encodings that programs use for bytes."""
    plain = words.encode()
    found = {
        "text": plain,
        "UTF-16, little end first": words.encode("utf-16-le"),
        "UTF-16, big end first": words.encode("utf-16-be"),
        "JSON": json.dumps(words)[1:-1].encode(),
        "an address": quote(words).encode(),
        "a form": quote_plus(words).encode(),
        "hexadecimal": plain.hex().encode(),
        "hexadecimal in capitals": plain.hex().upper().encode(),
        "a literal of Python": repr(words)[1:-1].encode(),
    }
    for shift in range(3):
        # Three bytes become four signs: what stands before the words moves them, and changes both ends.
        encoded = base64.b64encode(b"x" * shift + plain).decode().rstrip("=")[4:-4]
        found[f"base64, moved by {shift}"] = encoded.encode()
        found[f"base64 for addresses, moved by {shift}"] = encoded.replace("+", "-").replace("/", "_").encode()
    return found


def forms_in(content: bytes, words: str) -> list[str]:
    """In which forms these words stand in the content."""
    return [name for name, form in forms_of(words).items() if form in content]


def cells(url: str) -> Iterator[Cell]:
    """Every value of every table of a database."""
    if url.startswith("sqlite:///"):
        yield from _cells_of_sqlite(Path(url.removeprefix("sqlite:///")))
        return
    with psycopg.connect(url) as connection:
        names = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        for (table,) in names:
            asked = connection.execute(f'select * from "{table}"'.encode())
            columns = [column.name for column in asked.description or ()]
            yield from ((table, column, value) for row in asked for column, value in zip(columns, row, strict=True))


def _cells_of_sqlite(path: Path) -> Iterator[Cell]:
    with sqlite3.connect(path) as connection:
        names = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
        for (table,) in names:
            asked = connection.execute(f'select * from "{table}"')
            columns = [column[0] for column in asked.description]
            yield from ((table, column, value) for row in asked for column, value in zip(columns, row, strict=True))
    connection.close()


def as_bytes(value: object) -> bytes:
    """A value as it would stand in a file."""
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def moments_in(value: object, near: datetime) -> list[object]:
    """The moments in a value that lie within an hour of another: dates with a time, numbers that count seconds."""
    found: list[object] = []
    if isinstance(value, datetime):
        found.append(value if value.tzinfo else value.replace(tzinfo=UTC))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        found += [moment for scale in (1, 10**3, 10**6, 10**9) if (moment := _counted(value / scale))]
    elif isinstance(value, str | UUID):
        found += [datetime.fromisoformat(each).replace(tzinfo=UTC) for each in MOMENT.findall(str(value))]
    return [moment for moment in found if isinstance(moment, datetime) and abs(moment - near) < timedelta(hours=1)]


def timed_ids(value: object) -> bool:
    """Whether a value is an id in which its time can be read."""
    text = str(value)
    if not re.fullmatch(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", text):
        return False
    return UUID(text).version in TIMED_UUIDS


def _counted(seconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None
