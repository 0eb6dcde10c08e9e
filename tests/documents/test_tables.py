"""Tables that are handed out: every value arrives, no text is a formula, nothing tells where they were made."""

import csv
import io
import re
import tempfile
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from deontos.documents.cells import Cell, Column, Kind, Table, neutral
from deontos.documents.separated import as_csv
from deontos.documents.spreadsheets import LONGEST_CELL, as_xlsx, sheet_names

pytestmark = pytest.mark.row("4.12")

ON = date(2026, 11, 24)
COLUMNS = (Column("Naam"), Column("Aantal", Kind.NUMBER), Column("Bedrag", Kind.EUROS), Column("Dag", Kind.DATE))
HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\N{NO-BREAK SPACE}=1",
    "＝1",
    "=cmd|' /C x'!A0",
]
CALM = ["", "Straat 1-3", "a=b", "'x", "100 %", 'a;b,c"d"\ne', "<5", "https://example.org/"]
ROWS: list[tuple[Cell, ...]] = [
    ("Één", 3, -125_005, ON),
    ("", "<5", None, None),
    *((text, None, 5, None) for text in HOSTILE + CALM),
]
TABLE = Table("Cijfers: 2026/2025", COLUMNS, ROWS)
SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_csv(content: bytes, delimiter: str) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def read_xlsx(content: bytes) -> tuple[dict[str, str], list[list[Any]]]:
    """Every part of the package by its name, and the first sheet's values: text, or numbers."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    texts = [
        "".join(node.text or "" for node in item.iter(f"{SPACE}t"))
        for item in ElementTree.fromstring(parts["xl/sharedStrings.xml"])
    ]
    rows = []
    for row in ElementTree.fromstring(parts["xl/worksheets/sheet1.xml"]).iter(f"{SPACE}row"):
        values = {re.sub(r"\d", "", cell.get("r", "")): cell for cell in row}
        rows.append([_value(values.get(letter), texts) for letter in "ABCD"])
    return parts, rows


def _value(cell: Any, texts: list[str]) -> Any:
    if cell is None:
        return None
    assert cell.find(f"{SPACE}f") is None
    written = cell.find(f"{SPACE}v").text
    return texts[int(written)] if cell.get("t") == "s" else float(written)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_begins_a_formula_is_text(text: str) -> None:
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", CALM)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert neutral(text) == text


@pytest.mark.parametrize(
    ("language", "delimiter", "amount"), [("nl", ";", "-1250,05"), ("fr", ";", "-1250,05"), ("en", ",", "-1250.05")]
)
def test_every_value_comes_back_from_a_csv(language: str, delimiter: str, amount: str) -> None:
    rows = read_csv(as_csv(TABLE, language=language), delimiter)
    assert rows[:3] == [["Naam", "Aantal", "Bedrag", "Dag"], ["Één", "3", amount, "2026-11-24"], ["", "<5", "", ""]]
    assert [row[0] for row in rows[3:]] == [f"'{text}" for text in HOSTILE] + CALM


def test_every_value_comes_back_from_a_spreadsheet() -> None:
    parts, rows = read_xlsx(as_xlsx([TABLE, TABLE], title="Cijfers", on=ON))
    assert rows[:3] == [["Naam", "Aantal", "Bedrag", "Dag"], ["Één", 3.0, -1250.05, 46350.0], ["", "<5", None, None]]
    as_read = {"\r=1": "_x000D_=1"}
    hostile = ["'" + as_read.get(text, text) for text in HOSTILE]
    assert [row[0] for row in rows[3:]] == hostile + CALM
    assert '<sheet name="Cijfers 2026 2025" ' in parts["xl/workbook.xml"]
    assert '<sheet name="Cijfers 2026 2025 (2)" ' in parts["xl/workbook.xml"]
    assert [name for name, text in parts.items() if "<f>" in text or "hyperlink " in text or "file:" in text] == []


def test_a_heading_is_no_formula_either() -> None:
    table = Table("x", (Column("=1"),), [])
    assert read_csv(as_csv(table, language="en"), ",") == [["'=1"]]
    assert read_xlsx(as_xlsx([table], title="x", on=ON))[1] == [["'=1", None, None, None]]


def test_a_spreadsheet_tells_its_title_and_day_and_nothing_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made = as_xlsx([TABLE], title="Cijfers", on=ON)
    assert made == as_xlsx([TABLE], title="Cijfers", on=ON)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        properties = ElementTree.fromstring(archive.read("docProps/core.xml"))
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    said = [each.text for each in properties if each.text]
    assert said == ["Cijfers", "2026-11-24T00:00:00Z", "2026-11-24T00:00:00Z"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["[a]:*?/\\b", "A B"], ["a b", "A B (2)"]),
        (["'", ""], ["1", "1 (2)"]),
        (["x" * 40] * 2, ["x" * 30 + "…", "x" * 26 + "… (2)"]),
    ],
)
def test_sheets_have_names_that_are_allowed(titles: list[str], names: list[str]) -> None:
    assert sheet_names(titles) == names


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.TEXT, 1),
        (Kind.NUMBER, True),
        (Kind.EUROS, 1.5),
        (Kind.DATE, 3),
        (Kind.DATE, datetime(2026, 1, 1, tzinfo=UTC)),
        (Kind.NUMBER, ON),
    ],
)
def test_a_value_of_another_kind_is_a_mistake(kind: Kind, value: Any) -> None:
    with pytest.raises(TypeError):
        Table("x", (Column("y", kind),), [(value,)])


def test_a_row_of_another_length_or_a_text_beyond_a_cell_is_refused() -> None:
    with pytest.raises(ValueError, match="as many values"):
        Table("x", (Column("y"),), [("a", "b")])
    with pytest.raises(ValueError, match="more signs"):
        as_xlsx([Table("x", (Column("y"),), [("a" * (LONGEST_CELL + 1),)])], title="x", on=ON)
