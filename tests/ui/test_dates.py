"""Dates in four languages, day first, and never broken over two lines."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from tests.ui.conftest import Draw

pytestmark = pytest.mark.row("1.6")

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("language", "day", "day_month", "month", "weekday"),
    [
        ("nl", "24 november 2026", "24 november", "nov", "dinsdag 24 november 2026"),
        ("fr", "24 novembre 2026", "24 novembre", "nov", "mardi 24 novembre 2026"),
        ("en", "24 November 2026", "24 November", "Nov", "Tuesday 24 November 2026"),
        ("es", "24 de noviembre de 2026", "24 de noviembre", "nov", "martes 24 de noviembre de 2026"),
    ],
)
def test_a_date_is_written_as_people_write_it(
    draw: Draw, language: str, day: str, day_month: str, month: str, weekday: str
) -> None:
    with override(language):
        drawn = draw("{{ on|day }}|{{ on|day_month }}|{{ on|month_short }}|{{ on|weekday_day }}", on=DAY)
    assert drawn.replace("\N{NO-BREAK SPACE}", " ") == "|".join([day, day_month, month, weekday])


def test_no_line_breaks_inside_a_date(draw: Draw) -> None:
    with override("es"):
        assert " " not in draw("{{ on|day }}{{ on|day_month }}", on=DAY)


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "1er janvier 2026"), ("nl", "1 januari 2026"), ("en", "1 January 2026")]
)
def test_french_has_a_first_of_the_month(draw: Draw, language: str, words: str) -> None:
    with override(language):
        assert draw("{{ on|day }}", on=date(2026, 1, 1)).replace("\N{NO-BREAK SPACE}", " ") == words


def test_a_moment_becomes_the_civil_date_of_the_house(draw: Draw) -> None:
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert draw("{{ at|iso }}", at=late) == "2026-11-25"


def test_the_date_for_machines_is_iso(draw: Draw) -> None:
    assert draw('{% ui "day" on=on short=True %}', on=DAY) == (
        '<time datetime="2026-11-24">24\N{NO-BREAK SPACE}November</time>'
    )
