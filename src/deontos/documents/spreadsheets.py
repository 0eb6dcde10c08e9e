"""Tables as a spreadsheet (XLSX), made in memory: no formula, no link, and no word of where or when it was made."""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped]

from deontos.documents.cells import Cell, Column, Kind, Table, neutral

MOST_ROWS: Final = 1_048_575
"""Rows below the headings that a sheet holds."""
LONGEST_CELL: Final = 32_767
"""Signs that a cell holds."""
LONGEST_NAME: Final = 31
"""Signs of the name of a sheet."""
_NOT_IN_NAMES: Final = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_GAP: Final = "…"
_FORMATS: Final = {Kind.EUROS: "#,##0.00 [$€-1]", Kind.DATE: "yyyy-mm-dd", Kind.NUMBER: "0"}
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def as_xlsx(tables: Sequence[Table], *, title: str, on: date) -> bytes:
    """One sheet a table, in their order; `title` and the day `on` are all that its properties say.

    Raises ValueError where a table has more rows, or a text more signs, than a sheet holds.
    """
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, _OPTIONS)
    book.set_properties({"title": title, "author": "", "created": datetime.combine(on, time(), UTC)})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {kind: book.add_format({"num_format": written}) for kind, written in _FORMATS.items()}
    formats[Kind.TEXT] = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for table, name in zip(tables, sheet_names(table.title for table in tables), strict=True):
        if len(table.rows) > MOST_ROWS:
            raise ValueError("more rows than a sheet holds")
        _fill(book.add_worksheet(name), table, bold, formats)
    book.close()
    return made.getvalue()


def sheet_names(titles: Iterable[str]) -> list[str]:
    """A name for each sheet: what a spreadsheet allows, shortened, each different from the others."""
    names: list[str] = []
    taken: set[str] = set()
    for title in titles:
        plain = " ".join(title.translate(_NOT_IN_NAMES).split()).strip("' ") or "1"
        name, number = _within(plain, ""), 1
        while name.casefold() in taken:
            number += 1
            name = _within(plain, f" ({number})")
        taken.add(name.casefold())
        names.append(name)
    return names


def _within(name: str, ending: str) -> str:
    most = LONGEST_NAME - len(ending)
    return (name if len(name) <= most else name[: most - 1].rstrip("' ") + _GAP) + ending


def _fill(sheet: Any, table: Table, bold: Any, formats: dict[Kind, Any]) -> None:  # noqa: ANN401 a library without types
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, table.headings[place], bold)
    for number, row in enumerate(table.rows, start=1):
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            _write(sheet, (number, place), column, value, formats)


def _write(sheet: Any, place: tuple[int, int], column: Column, value: Cell, formats: dict[Kind, Any]) -> None:  # noqa: ANN401
    if value is None:
        return
    if isinstance(value, str):
        text = neutral(value.encode("utf-8", errors="replace").decode())
        if len(text) > LONGEST_CELL:
            raise ValueError("more signs than a cell holds")
        sheet.write_string(*place, text, formats[Kind.TEXT])
    elif isinstance(value, date):
        sheet.write_datetime(*place, datetime.combine(value, time()), formats[Kind.DATE])
    elif column.kind is Kind.EUROS:
        sheet.write_number(*place, value / 100, formats[Kind.EUROS])
    else:
        sheet.write_number(*place, value, formats[Kind.NUMBER])
