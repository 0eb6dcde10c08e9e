"""Finds a moment in whatever form a program may have written it: text, counted seconds, ids with a clock."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from uuid import UUID

WRITTEN = (
    re.compile(rb"(\d{4})[-/.](\d\d)[-/.](\d\d)[ T_](\d\d):?(\d\d)"),
    re.compile(rb"(\d{4})(\d\d)(\d\d)[ T_]?(\d\d):?(\d\d)"),
)
"""With signs between the parts of the day there is one before the time too: in a row two days stand side by side."""
OTHER_ORDER = re.compile(rb"(\d\d)[-/.](\d\d)[-/.](\d{4})[ ,T]+(\d\d):(\d\d)")
OF_LETTERS = re.compile(rb"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d")
COUNTED = re.compile(rb"(?<![0-9a-fA-F])\d{10,19}(?![0-9a-fA-F])")
UUIDS = re.compile(rb"[0-9a-f]{8}-?[0-9a-f]{4}-?([1-7])[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}")
ULIDS = re.compile(rb"(?<![0-9A-Z])[0-7][0-9A-HJKMNP-TV-Z]{25}(?![0-9A-Z])")
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SCALES = (1, 10**3, 10**6, 10**9)
HOUR = timedelta(hours=1)
UUID_BEGINS = datetime(1582, 10, 15, tzinfo=UTC)


def instants_in(value: object, near: datetime) -> list[datetime]:
    """The moments in a value that lie within an hour of another, also in another zone than UTC: that of this house."""
    if isinstance(value, datetime):
        return [each for each in [value if value.tzinfo else value.replace(tzinfo=UTC)] if abs(each - near) < HOUR]
    if isinstance(value, bool):
        return []
    if isinstance(value, int | float):
        return [moment for moment in _counted(value) if abs(moment - near) < HOUR]
    content = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
    return instants_in_bytes(content, near)


def instants_in_bytes(content: bytes, near: datetime) -> list[datetime]:
    """The same of bytes: also those of a row, a file or a page of the database."""
    found = [*_texts(content), *_figures(content), *_ids(content), *_words_of_eight(content, near)]
    return [moment for moment in found if abs(moment - near) < HOUR]


def _texts(content: bytes) -> Iterator[datetime]:
    for written in WRITTEN:
        for parts in written.findall(content):
            yield from _civil(*map(int, parts))
    for day, month, year, hour, minute in OTHER_ORDER.findall(content):
        yield from _civil(int(year), int(month), int(day), int(hour), int(minute))
    for letter in OF_LETTERS.findall(content):
        yield parsedate_to_datetime(letter.decode()).replace(tzinfo=UTC)


def _civil(*parts: int) -> Iterator[datetime]:
    """A wall clock, of Greenwich or of Brussels, one or two hours on."""
    try:
        told = datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]
    except ValueError:
        return
    yield from (told, told - HOUR, told - 2 * HOUR)


def _figures(content: bytes) -> Iterator[datetime]:
    for figures in COUNTED.findall(content):
        yield from _counted(int(figures))


def _counted(count: float) -> Iterator[datetime]:
    for scale in SCALES:
        try:
            yield datetime.fromtimestamp(count / scale, UTC)
        except (OverflowError, ValueError, OSError):
            continue


def _ids(content: bytes) -> Iterator[datetime]:
    for found in UUIDS.finditer(content):
        known = UUID(found.group().decode())
        if known.version == 1:
            yield UUID_BEGINS + timedelta(microseconds=known.time // 10)
        if known.version == 6:
            high = known.int >> 80
            yield UUID_BEGINS + timedelta(microseconds=((high << 12) | ((known.int >> 64) & 0xFFF)) // 10)
        if known.version == 7:
            yield from _counted(known.int >> 80)
    for found in ULIDS.finditer(content):
        count = 0
        for symbol in found.group()[:10].decode():
            count = count * 32 + SYMBOLS.index(symbol)
        yield from _counted(count)


def _words_of_eight(content: bytes, near: datetime) -> Iterator[datetime]:
    """Eight bytes that count: looked for by what their first ones would be, as there are many places.

    Not billionths: of a million random bytes some would tell a moment of any day.
    """
    for scale in SCALES[1:3]:
        low, high = (int((near + side).timestamp() * scale) for side in (-HOUR, HOUR))
        for order in ("big", "little"):
            yield from _between(content, low, high, scale, order == "big")


def _between(content: bytes, low: int, high: int, scale: int, is_big: bool) -> Iterator[datetime]:
    same = 0
    first, last = low.to_bytes(8, "big"), high.to_bytes(8, "big")
    while same < 8 and first[same] == last[same]:
        same += 1
    start = first[:same] if is_big else first[:same][::-1]
    place = content.find(start)
    while place >= 0:
        begin = place if is_big else place - (8 - same)
        word = content[begin : begin + 8] if begin >= 0 else b""
        count = int.from_bytes(word, "big" if is_big else "little") if len(word) == 8 else 0
        if low <= count <= high:
            yield datetime.fromtimestamp(count / scale, UTC)
        place = content.find(start, place + 1)
