"""Office files as plain text, read out of their archive in memory; nothing is unpacked to a place, no macro is seen.

Runs in the confined process.
"""

import codecs
import io
import re
import zipfile
from collections.abc import Mapping

from deontos.correspondence.viewing.failures import CannotShow
from deontos.correspondence.viewing.markup import walk
from deontos.correspondence.viewing.sheets import Sheets
from deontos.correspondence.viewing.texts import MOST, paged
from deontos.correspondence.viewing.wire import Answer
from deontos.correspondence.vocabulary import ViewCode, ViewNote
from deontos.documents.confined.bounds import MEGABYTE

MOST_UNPACKED = 64 * MEGABYTE
"""Bytes of all parts together that are read."""
LOCKED = 1

WRITTEN = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml", "word/comments.xml")
SLIDES = re.compile(r"ppt/(?:slides/slide|notesSlides/notesSlide)(\d{1,6})\.xml")
EDGES = re.compile(r"word/(?:header|footer)\d{0,6}\.xml")
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "line-break": "\n", "s": " "}
_ENDS = {"p": "\n", "h": "\n", "tc": "\t", "table-cell": "\t", "tr": "\n", "table-row": "\n"}
codecs.lookup("cp437")  # the names in an archive are read with it, and nothing can be imported later
_PASSED_OVER = {"Fallback", "tracked-changes", "creator", "date", "delText", "instrText"}
_TABLE_NAME = "name"


def look(content: bytes, _kind: str, page: int) -> Answer:
    """A stretch of the text. Raises CannotShow, or whatever reading archives and XML raises."""
    if not content.startswith(b"PK"):
        raise CannotShow(ViewCode.KIND)
    parts = Parts(content)
    if "xl/workbook.xml" in parts.names:
        text = Sheets(parts.read).text()
    elif "content.xml" in parts.names:
        text = _said([parts.read("content.xml")], within={"p", "h"})
    else:
        text = _said([parts.read(each) for each in _of_words_or_slides(parts.names)], within={"t"})
    return paged(re.sub(r"\n{3,}", "\n\n", text), page, (ViewNote.ONLY_TEXT,))


class Parts:
    """The parts of an archive, by name, so many bytes and no more."""

    def __init__(self, content: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self._left = MOST_UNPACKED
        self.names = frozenset(self._archive.namelist())

    def read(self, name: str) -> bytes:
        """One part, or nothing where there is none. Raises CannotShow: LOCKED, TOO_MUCH."""
        if name not in self.names:
            return b""
        found = self._archive.getinfo(name)
        if found.flag_bits & LOCKED:
            raise CannotShow(ViewCode.LOCKED)
        with self._archive.open(found) as part:
            content = part.read(self._left + 1)
        self._left -= len(content)
        if self._left < 0:
            raise CannotShow(ViewCode.TOO_MUCH)
        return content


def _of_words_or_slides(names: frozenset[str]) -> list[str]:
    slides = [(int(match[1]), "notes" in name, name) for name in names if (match := SLIDES.fullmatch(name))]
    edges = sorted(name for name in names if EDGES.fullmatch(name))
    found = [name for name in (*WRITTEN, *edges) if name in names] + [each[-1] for each in sorted(slides)]
    if not found:
        raise CannotShow(ViewCode.BROKEN)
    return found


class _Words:
    """Collects what is said within certain elements, with line ends where a paragraph ends."""

    def __init__(self, within: set[str]) -> None:
        self.within, self.text, self.length = within, [""], 0
        self._inside = self._passed = 0

    def started(self, name: str, given: Mapping[str, str]) -> None:
        """An element begins."""
        self._passed += bool(self._passed) or name in _PASSED_OVER
        self._inside += name in self.within
        if name in _BREAKS:
            self._add(_BREAKS[name])
        elif name == "table" and given.get(_TABLE_NAME):
            self._add(f"\n[{given[_TABLE_NAME]}]\n")

    def ended(self, name: str) -> None:
        """An element ends."""
        if not self._passed and name in _ENDS:
            self._end_with(_ENDS[name])
        self._passed -= bool(self._passed)
        self._inside -= name in self.within

    def said(self, text: str) -> None:
        """There is text."""
        if self._inside:
            self._add(text)

    def _add(self, text: str) -> None:
        if not self._passed and self.length <= MOST:
            self.text.append(text)
            self.length += len(text)

    def _end_with(self, sign: str) -> None:
        """In a row of a table a cell's last paragraph ends with the cell."""
        if sign != "\n" and self.text[-1] == "\n":
            self.text.pop()
        self._add(sign)


def _said(parts: list[bytes], within: set[str]) -> str:
    words = _Words(within)
    for part in parts:
        walk(part, words.started, words.ended, words.said)
        words.text.append("\n\n")
    return "".join(words.text).rstrip().strip("\n")
