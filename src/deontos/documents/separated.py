"""Tables as CSV: UTF-8 with a mark, so that spreadsheets read accents; the separator and the comma of a language."""

import csv
import io
from datetime import date

from deontos.documents.cells import Cell, Column, Kind, Table, neutral

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""The mark at the beginning by which spreadsheets know UTF-8."""
WITH_POINT = frozenset({"en"})
"""Languages that write 1.50, in whose spreadsheets a comma separates values; the others write 1,50 and take `;`."""


def as_csv(table: Table, *, language: str) -> bytes:
    """A table with its headings. Dates are written 2026-11-24, money 1250,00 or 1250.00; nothing is grouped."""
    has_point = language in WITH_POINT
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="," if has_point else ";", lineterminator="\r\n")
    writer.writerow(table.headings)
    for row in table.rows:
        writer.writerow(
            [
                _written(column, value, "." if has_point else ",")
                for column, value in zip(table.columns, row, strict=True)
            ]
        )
    return (MARK + out.getvalue()).encode("utf-8", errors="replace")


def _written(column: Column, value: Cell, comma: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return neutral(value.replace("\0", ""))
    if isinstance(value, date):
        return value.isoformat()
    if column.kind is Kind.EUROS:
        sign, cents = "-" if value < 0 else "", abs(value)
        return f"{sign}{cents // 100}{comma}{cents % 100:02}"
    return str(value)
