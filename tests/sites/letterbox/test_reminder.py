"""A day to come back: a file with a day and the reporter's own words, of which nothing stays anywhere."""

import logging
import re
from typing import Any

import pytest

from tests.factories.speakup import Reporter, faults, page
from tests.speakup.test_confiding import rows

pytestmark = [pytest.mark.row("3.8")]

GIVEN = {"when": "7", "title": "Tandarts", "go": "next"}
FILE = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Calendar//EN
BEGIN:VEVENT
UID:*
DTSTAMP:20261201T000000Z
DTSTART;VALUE=DATE:20261201
DTEND;VALUE=DATE:20261202
SUMMARY:Tandarts
TRANSP:TRANSPARENT
CLASS:PRIVATE
END:VEVENT
END:VCALENDAR
"""


def make(reporter: Reporter, **fields: str) -> Any:
    """Send the page."""
    return reporter.client.post(reporter.address("reminder/"), {**GIVEN, **fields})


def text(answer: Any) -> str:
    """The file, with its random name taken out."""
    found: str = answer.content.decode()
    assert re.search(r"UID:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-", found)
    return re.sub(r"UID:\S+", "UID:*", found)


def test_the_file_holds_a_day_and_the_words_and_nothing_else(reporter: Reporter) -> None:
    answer = make(reporter)
    assert text(answer) == FILE.replace("\n", "\r\n")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="reminder.ics"'
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    for word in ("deontos", "lindewater", "report", "http", "meld"):
        assert word not in text(answer).lower()


def test_nothing_of_it_is_kept(reporter: Reporter, caplog: pytest.LogCaptureFixture) -> None:
    before = rows()
    with caplog.at_level(logging.DEBUG):
        make(reporter)
    assert rows() == before
    assert "Tandarts" not in caplog.text
    assert "__Host-letterbox" not in reporter.client.cookies


def test_with_an_open_draft_the_code_is_not_in_it_and_the_sitting_stays(reporter: Reporter) -> None:
    receipt = reporter.fill("happened")
    shown = page(reporter.look("report/saved/"))
    assert 'href="/en/lindewater/reminder/"' in shown
    assert "It stays until 1\N{NO-BREAK SPACE}December\N{NO-BREAK SPACE}2026, then it is erased." in shown
    assert receipt.symbols[:4] not in text(make(reporter))
    assert reporter.look("report/happened/").status_code == 200


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "1 December 2026"),
        ("nl", "1 december 2026"),
        ("fr", "1er décembre 2026"),
        ("es", "1 de diciembre de 2026"),
    ],
)
def test_the_page_offers_days_in_its_language(reporter: Reporter, language: str, day: str) -> None:
    reporter.language = language
    shown = page(reporter.look("reminder/")).replace("\N{NO-BREAK SPACE}", " ")
    assert (day in shown, shown.count('name="when"')) == (True, 5)
    assert re.findall(r'name="when"[^>]*value="(\w+)"[^>]*checked', shown) == ["7"]


def test_another_day_is_typed(reporter: Reporter) -> None:
    answer = make(reporter, when="other", **{"day.day": "29", "day.month": "2", "day.year": "2028"})
    assert "DTSTART;VALUE=DATE:20280229" in text(answer)


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [
        ("", "", ""),
        ("31", "2", "2027"),
        ("x", "1", "2027"),
        ("24", "11", "2026"),
        ("1", "1", "2020"),
        ("1", "1", "2040"),
        ("1", "1", "99999999999999999999"),
        ("\0", "1", "2027"),
    ],
)
def test_a_day_that_is_none_or_too_far_is_taken_back_and_the_words_stay(
    reporter: Reporter, day: str, month: str, year: str
) -> None:
    answer = make(reporter, when="other", **{"day.day": day, "day.month": month, "day.year": year})
    shown = page(answer)
    assert (answer.status_code, len(faults(answer)), 'value="Tandarts"' in shown) == (200, 1, True)


@pytest.mark.parametrize("title", ["", " ", "x" * 61])
def test_words_that_do_not_fit_are_taken_back(reporter: Reporter, title: str) -> None:
    answer = make(reporter, title=title)
    assert (answer.status_code, len(faults(answer))) == (200, 1)


@pytest.mark.parametrize("title", ["A;B,C\\D", "één: twee\r\nATTACH:https://x.example/", "ñ" * 60, "BEGIN:VEVENT"])
def test_whatever_is_written_stays_words(reporter: Reporter, title: str) -> None:
    lines = [line for line in text(make(reporter, title=title)).split("\r\n") if not line.startswith(" ")]
    names = [re.split("[:;]", line)[0] for line in lines if line]
    assert names.count("BEGIN") == names.count("END") == 2
    assert "ATTACH" not in names


@pytest.mark.parametrize("when", ["", "8", "x"])
def test_no_day_is_no_file(reporter: Reporter, when: str) -> None:
    answer = make(reporter, when=when)
    assert (answer.status_code, len(faults(answer))) == (200, 1)


def test_another_language_keeps_what_was_typed(reporter: Reporter) -> None:
    answer = make(reporter, language="fr", when="other", **{"day.day": "5", "day.month": "12", "day.year": "2027"})
    shown = page(answer)
    assert ('<html lang="fr"' in shown, 'value="Tandarts"' in shown, 'value="2027"' in shown) == (True, True, True)
    assert re.findall(r'name="when"[^>]*value="(\w+)"[^>]*checked', shown) == ["other"]
    assert 'action="/fr/lindewater/reminder/"' in shown
