"""Numbers as people of four languages type them, and dates of which a part is not known."""

from datetime import date
from decimal import Decimal

import pytest

from deontos.questionnaires.rules.checking import check
from deontos.questionnaires.rules.figures import decimals_of, figure_in
from deontos.questionnaires.rules.partial_dates import PartialDate, month_in, number_in
from deontos.questionnaires.vocabulary import AnswerCode as Code
from tests.questionnaires.samples import PERIOD, WHEN, asking

pytestmark = pytest.mark.row("3.1")


@pytest.mark.parametrize(
    ("text", "decimals", "number"),
    [
        ("12", 0, "12"),
        ("1.250", 0, "1250"),
        ("1,250", 2, "1250"),
        ("1.250", 3, "1.250"),
        ("1.250.000", 3, "1250000"),
        ("1.250,50", 2, "1250.50"),
        ("1,250.50", 2, "1250.50"),
        ("1 250,50", 2, "1250.50"),
        ("1\N{NO-BREAK SPACE}250\N{NARROW NO-BREAK SPACE}000,5", 2, "1250000.5"),
        ("1'250.50", 2, "1250.50"),
        ("1\N{RIGHT SINGLE QUOTATION MARK}250", 2, "1250"),
        ("0.125", 2, "0.125"),
        ("0,5", 2, "0.5"),
        ("1250,505", 2, "1250.505"),
        ("1.250,505", 2, "1250.505"),
        ("-12", 0, "-12"),
        ("\N{MINUS SIGN}12", 0, "-12"),
        ("+12", 0, "12"),
        ("-0", 0, "0"),
        ("007", 0, "7"),
        ("", 0, None),
        ("veel", 0, None),
        ("12e3", 0, None),
        ("12 euro", 0, None),
        ("1.25.000", 0, None),
        ("1.250,50,5", 2, None),
        ("12,50.250", 2, None),
        (".5", 2, None),
        ("5.", 2, None),
        ("--5", 0, None),
        ("NaN", 0, None),
        ("Infinity", 0, None),
        ("\N{ARABIC-INDIC DIGIT THREE}", 0, None),
        ("1" * 41, 0, None),
    ],
)
def test_a_number_is_read_as_it_was_meant(text: str, decimals: int, number: str | None) -> None:
    found = figure_in(text, decimals)
    assert (None if found is None else str(found)) == (None if number is None else str(Decimal(number)))


def test_decimals_are_counted_as_they_were_written() -> None:
    assert [decimals_of(Decimal(text)) for text in ("12", "12.50", "0.125")] == [0, 2, 3]


@pytest.mark.parametrize(
    ("text", "month"),
    [
        *(("5", 5), ("05", 5), ("12", 12), ("mei", 5), ("Mei", 5), ("mai", 5), ("May", 5), ("mayo", 5), ("février", 2)),
        *(("févr.", 2), ("aug", 8), ("août", 8), ("sept", 9), ("enero", 1), ("mrt", 3), ("december", 12)),
        *(("0", None), ("13", None), ("005", None), ("x", None), ("ma", None), ("", None), ("²", None)),
    ],
)
def test_a_month_is_a_number_or_a_name_in_four_languages(text: str, month: int | None) -> None:
    assert month_in(text) == month


@pytest.mark.parametrize("text", ["٣", "²", "1.5", "-1", "123", ""])
def test_a_day_is_at_most_two_plain_figures(text: str) -> None:
    assert number_in(text, 2) is None


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-05-03", date(2026, 5, 3), date(2026, 5, 3)),
    ],
)
def test_a_date_of_which_a_part_is_not_known_lies_between_two_days(text: str, earliest: date, latest: date) -> None:
    found = PartialDate.read(text)
    assert (found.earliest, found.latest, found.text) == (earliest, latest, text)


@pytest.mark.parametrize(
    "text", ["", "x", "2026-13", "2026-02-30", "1899", "2200", "2026-0", "2026-01-00", "2026-5-3-1"]
)
def test_what_no_calendar_has_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate.read(text)


def typed(name: str, text: str, before: str = "") -> dict[str, list[str]]:
    """The three fields of a date, written as day/month/year."""
    return {
        f"{name}.{before}{part}": [value] for part, value in zip(("day", "month", "year"), text.split("/"), strict=True)
    }


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("3/5/2026", {}),
        ("//", {}),
        ("/5/2026", {"day": Code.DAY_MISSING}),
        ("//2026", {"day": Code.DAY_MISSING, "month": Code.MONTH_MISSING}),
        ("3//2026", {"month": Code.MONTH_MISSING}),
        ("3/5/", {"year": Code.YEAR_MISSING}),
        ("31/2/2026", {"day": Code.NO_SUCH_DAY}),
        ("29/2/2024", {}),
        ("29/2/2025", {"day": Code.NO_SUCH_DAY}),
        ("0/5/2026", {"day": Code.NO_SUCH_DAY}),
        ("x/y/z", {"day": Code.NO_SUCH_DAY, "month": Code.NO_SUCH_MONTH, "year": Code.NO_SUCH_YEAR}),
        ("3/13/2026", {"month": Code.NO_SUCH_MONTH}),
        ("3/5/26", {"year": Code.NO_SUCH_YEAR}),
        ("31/12/1999", dict.fromkeys(("day", "month", "year"), Code.TOO_EARLY)),
        ("1/1/2031", dict.fromkeys(("day", "month", "year"), Code.TOO_LATE)),
    ],
)
def test_only_the_wrong_part_of_a_date_is_taken_back(text: str, refused: dict[str, Code]) -> None:
    parts = check(asking(WHEN), typed("when", text)).refused.get("when", {})
    assert {part: refusal.code for part, refusal in parts.items()} == refused


@pytest.mark.parametrize(
    ("begun", "ended", "answer", "refused"),
    [
        ("//2025", "/2/2026", {"from": "2025", "until": "2026-02"}, {}),
        ("3/5/2026", "//", {"from": "2026-05-03"}, {}),
        ("//", "//2026", {"until": "2026"}, {}),
        ("//", "//", None, {}),
        ("/5/2026", "//2026", {"from": "2026-05", "until": "2026"}, {}),
        ("//2026", "/5/2026", {"from": "2026", "until": "2026-05"}, {}),
        ("//2027", "/5/2026", None, dict.fromkeys(("until_day", "until_month", "until_year"), Code.RANGE_REVERSED)),
        ("3//2026", "/x/2026", None, {"from_month": Code.MONTH_MISSING, "until_month": Code.NO_SUCH_MONTH}),
        ("3//", "//", None, {"from_month": Code.MONTH_MISSING, "from_year": Code.YEAR_MISSING}),
    ],
)
def test_a_period_may_be_rough_and_open(
    begun: str, ended: str, answer: dict[str, str] | None, refused: dict[str, Code]
) -> None:
    checked = check(asking(PERIOD), {**typed("period", begun, "from_"), **typed("period", ended, "until_")})
    assert checked.answers.get("period") == answer
    assert {part: refusal.code for part, refusal in checked.refused.get("period", {}).items()} == refused
