"""Calendars as files (RFC 5545): whole days with a short title, escaped, folded, and the same bytes for the same days.

What stands in a title is for the caller: a calendar is read by machines of others.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST_LINE = 75
"""Bytes, without the end of the line."""
END_OF_LINE = "\r\n"
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\r": "", "\n": "\\n"})
MEDIA_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True, slots=True)
class DayEvent:
    """Something on one day. `uid` names it for ever, so that a calendar knows it again; `href` is where it leads."""

    uid: str
    on: date
    title: str
    href: str = ""


def calendar_text(name: str, events: Iterable[DayEvent]) -> str:
    """A calendar with these days. No moment of its making stands in it: each event is stamped with its own day."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Deontos//Agenda//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        *(line for event in events for line in _event(event)),
        "END:VCALENDAR",
    ]
    return _joined(lines)


def one_day_text(event: DayEvent) -> str:
    """A calendar with one day that does not say where it comes from: no name of a program or a house, no address."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Calendar//EN", *_event(event), "END:VCALENDAR"]
    return _joined(lines)


def escaped(text: str) -> str:
    """Text as a value of a calendar holds it."""
    return text.translate(ESCAPED)


def folded(line: str) -> str:
    """A line in pieces of at most 75 bytes, none of which ends within a character; each but the first after a space."""
    pieces, piece, size = [], "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > LONGEST_LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + sign, size + width
    return END_OF_LINE.join([*pieces, piece])


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{folded(line)}{END_OF_LINE}" for line in lines)


def _event(event: DayEvent) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{event.on:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(event.title)}"
    if event.href:
        yield f"URL:{event.href}"
    yield "TRANSP:TRANSPARENT"
    yield "CLASS:PRIVATE"
    yield "END:VEVENT"
