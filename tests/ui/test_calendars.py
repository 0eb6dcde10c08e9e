"""Calendars as files: what a program of others reads without stumbling, and the same bytes for the same days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from deontos.ui.calendars import END_OF_LINE, LONGEST_LINE, DayEvent, calendar_text, escaped, folded

pytestmark = pytest.mark.row("3.16")

EVENT = DayEvent("day-1@deontos", date(2026, 12, 31), "Something, perhaps; or \\ not\nhere", "https://a.example/desk/")


def test_a_day_is_written_as_the_standard_says() -> None:
    assert calendar_text("Deontos", [EVENT]).split(END_OF_LINE) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Deontos//Agenda//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Deontos",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        "BEGIN:VEVENT",
        "UID:day-1@deontos",
        "DTSTAMP:20261231T000000Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:Something\\, perhaps\\; or \\\\ not\\nhere",
        "URL:https://a.example/desk/",
        "TRANSP:TRANSPARENT",
        "CLASS:PRIVATE",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_the_same_days_give_the_same_bytes() -> None:
    assert calendar_text("Deontos", [EVENT]) == calendar_text("Deontos", [EVENT])


signs = some.text(max_size=400)


@given(text=signs)
def test_a_long_line_is_folded_between_characters_and_comes_back(text: str) -> None:
    line = f"SUMMARY:{escaped(text)}"
    pieces = folded(line).split(END_OF_LINE)
    assert all(len(piece.encode()) <= LONGEST_LINE for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line


@given(text=signs)
def test_no_text_ends_its_line_or_begins_another(text: str) -> None:
    assert not set("\r\n") & set(escaped(text))
