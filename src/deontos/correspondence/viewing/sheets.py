"""A workbook as text: one line a row, cells apart by tabs, as they were last worked out. Formulas are not shown."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from deontos.correspondence.viewing.markup import walk
from deontos.correspondence.viewing.texts import MOST

WIDEST_GAP = 40
"""Empty cells in a row that are shown as such."""
_FIRST_DAY, _FIRST_DAY_1904 = date(1899, 12, 30), date(1904, 1, 1)
_DAYS = 2_958_465
_SHIPPED_DATES = {*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)}
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_COLUMN = re.compile(r"[A-Z]{1,3}")


class Sheets:
    """The sheets of one workbook."""

    def __init__(self, part: Callable[[str], bytes]) -> None:
        self._part = part
        self._sheets: list[tuple[str, str]] = []
        self._targets: dict[str, str] = {}
        self._words: list[str] = []
        self._dates: set[int] = set()
        self._formats: set[str] = set()
        self._styles = 0
        self._first_day = _FIRST_DAY

    def text(self) -> str:
        """All sheets in their order, each under its name."""
        self._walk("xl/workbook.xml", self._in_workbook)
        self._walk("xl/_rels/workbook.xml.rels", self._in_relations)
        self._read_words()
        self._read_styles()
        found: list[str] = []
        for name, relation in self._sheets:
            rows = _Rows(self._words, self._dates, self._first_day)
            place = self._targets.get(relation, "")
            part = self._part(place.lstrip("/") if place.startswith("/") else f"xl/{place}")
            if part:
                walk(part, rows.started, rows.ended, rows.said)
            found.append(f"[{name}]\n" + "".join(rows.text))
            if sum(map(len, found)) > MOST:
                break
        return "\n".join(found)

    def _walk(self, name: str, started: Callable[[str, Mapping[str, str]], None]) -> None:
        part = self._part(name)
        if part:
            walk(part, started, lambda _name: None, lambda _text: None)

    def _in_workbook(self, name: str, given: Mapping[str, str]) -> None:
        if name == "sheet":
            self._sheets.append((given.get("name", ""), given.get("id", "")))
        elif name == "workbookPr" and given.get("date1904") in ("1", "true"):
            self._first_day = _FIRST_DAY_1904

    def _in_relations(self, name: str, given: Mapping[str, str]) -> None:
        if name == "Relationship":
            self._targets[given.get("Id", "")] = given.get("Target", "")

    def _read_words(self) -> None:
        inside = [0]

        def started(name: str, _given: Mapping[str, str]) -> None:
            if name == "si":
                self._words.append("")
            inside[0] = 1 if name == "t" and inside[0] >= 0 else -1 if name == "rPh" else inside[0]

        def ended(name: str) -> None:
            inside[0] = 0 if name in ("t", "rPh") and (name == "rPh" or inside[0] > 0) else inside[0]

        def said(text: str) -> None:
            if inside[0] > 0 and self._words:
                self._words[-1] += text

        part = self._part("xl/sharedStrings.xml")
        if part:
            walk(part, started, ended, said)

    def _read_styles(self) -> None:
        within = [""]

        def started(name: str, given: Mapping[str, str]) -> None:
            if name == "numFmt" and re.search("[ymdhs]", _QUOTED.sub("", given.get("formatCode", "").lower())):
                self._formats.add(given.get("numFmtId", ""))
            elif name in ("cellXfs", "cellStyleXfs", "dxfs"):
                within[0] = name
            elif name == "xf" and within[0] == "cellXfs":
                number = given.get("numFmtId", "")
                if number in self._formats or (number.isdigit() and int(number) in _SHIPPED_DATES):
                    self._dates.add(self._styles)
                self._styles += 1

        self._walk("xl/styles.xml", started)


class _Rows:
    """The rows of one sheet."""

    def __init__(self, words: list[str], dates: set[int], first_day: date) -> None:
        self.text: list[str] = []
        self._words, self._dates, self._first_day = words, dates, first_day
        self._length = self._column = 0
        self._kind, self._style, self._value, self._inside = "", -1, "", False

    def started(self, name: str, given: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "row":
            self._column = 0
        elif name == "c":
            column = _column(given.get("r", "")) or self._column + 1
            self._add("\t" * min(max(column - max(self._column, 1), 0), WIDEST_GAP))
            self._column = max(column, self._column)
            style = given.get("s", "")
            self._kind, self._style, self._value = given.get("t", "n"), int(style) if style.isdigit() else -1, ""
        self._inside = name in ("v", "t")

    def ended(self, name: str) -> None:
        """An element ends."""
        self._inside = False
        if name == "c":
            self._add(self._shown())
        elif name == "row":
            self._add("\n")

    def said(self, text: str) -> None:
        """There is text."""
        if self._inside:
            self._value += text

    def _add(self, text: str) -> None:
        if self._length <= MOST:
            self.text.append(text)
            self._length += len(text)

    def _shown(self) -> str:
        value = self._value.strip() if self._kind != "inlineStr" else self._value
        if self._kind == "s":
            known = value.isdigit() and int(value) < len(self._words)
            return self._words[int(value)] if known else ""
        if self._kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, value)
        return self._day(value) if self._kind == "n" and self._style in self._dates else value

    def _day(self, value: str) -> str:
        try:
            days = float(value)
        except ValueError:
            return value
        if not 0 <= days < _DAYS:
            return value
        moment = datetime.combine(self._first_day, datetime.min.time()) + timedelta(seconds=round(days * 86_400))
        return moment.strftime("%Y-%m-%d" if days == int(days) else "%Y-%m-%d %H:%M" if days >= 1 else "%H:%M")


def _column(place: str) -> int:
    """The number of a column, from 1; 0 where the cell does not say."""
    found, number = _COLUMN.match(place), 0
    for letter in found[0] if found else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
