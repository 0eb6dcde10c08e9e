"""Tables as they are handed out: columns with a kind, rows of values, and text that no spreadsheet takes for a formula.

A value of a kind that its column does not have is a mistake of ours and raises TypeError; text may stand in every
column, for what is said in place of a figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

Cell = str | int | date | None

BEGINS_A_FORMULA = "=+-@\t\r\n＝＋－＠"
"""With what spreadsheets begin a formula, with the wide signs that some take for the same (security.md, rule 13)."""
AS_TEXT = "'"
"""What is put before such a text."""


class Kind(StrEnum):
    """What a column holds: words, whole numbers, money in euro cents, civil dates."""

    TEXT = "text"
    NUMBER = "number"
    EUROS = "euros"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what it holds, how many signs wide it is drawn."""

    name: str
    kind: Kind = Kind.TEXT
    width: int = 18


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a title. Each row has as many values as there are columns, else ValueError."""

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]] = field(repr=False)

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError("a row has as many values as there are columns")
            for column, value in zip(self.columns, row, strict=True):
                _insist(column, value)

    @property
    def headings(self) -> list[str]:
        """The names of the columns, neutralised."""
        return [neutral(column.name) for column in self.columns]


def neutral(text: str) -> str:
    """Text that is text in every spreadsheet. Blanks before a sign of a formula do not hide it."""
    begins = text.lstrip(" \N{NO-BREAK SPACE}\N{ZERO WIDTH NO-BREAK SPACE}")[:1] or text[:1]
    return AS_TEXT + text if begins and begins in BEGINS_A_FORMULA else text


def _insist(column: Column, value: Cell) -> None:
    """Whether the value is of the kind of its column; text and nothing are of each."""
    if value is None or isinstance(value, str):
        return
    is_number = isinstance(value, int) and not isinstance(value, bool)
    is_date = isinstance(value, date) and not isinstance(value, datetime)
    if not (is_date if column.kind is Kind.DATE else is_number and column.kind is not Kind.TEXT):
        raise TypeError(f"not a value of the kind {column.kind}")
