"""Text in whatever letters it was written, a stretch at a time. Runs in the confined process."""

import codecs

from deontos.correspondence.viewing.wire import Answer
from deontos.correspondence.vocabulary import ViewNote

PER_PAGE = 20_000
"""Characters that are shown at once."""
MOST = 100 * PER_PAGE
"""Characters that are shown altogether; who needs the rest downloads the file."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WESTERN = "cp1252"
_PROBED = 4096

for _name in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", _WESTERN):
    codecs.lookup(_name)


def look(content: bytes, _kind: str, page: int) -> Answer:
    """A stretch of a text."""
    text, is_guessed = read(content)
    return paged(text, page, (ViewNote.GUESSED,) if is_guessed else ())


def read(content: bytes) -> tuple[str, bool]:
    """The text, and whether its letters had to be guessed."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace"), False
    wide = _looks_wide(content[:_PROBED])
    if wide:
        return content.decode(wide, errors="replace"), True
    try:
        return content.decode("utf-8"), False
    except UnicodeDecodeError:
        return content.decode(_WESTERN, errors="replace"), True


def _looks_wide(head: bytes) -> str:
    """Text in two bytes a letter has a zero in about every other place."""
    half = max(len(head) // 2, 1)
    if head[1::2].count(0) > half * 0.6:
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) > half * 0.6 else ""


def paged(text: str, page: int, notes: tuple[ViewNote, ...] = ()) -> Answer:
    """One stretch of a text, which ends at the end of a line where there is one near."""
    if len(text) > MOST:
        notes = (*notes, ViewNote.CUT)
    if not text.strip():
        notes = (*notes, ViewNote.NO_TEXT)
    stretches = _stretches(text[:MOST])
    page = min(page, len(stretches))
    return Answer(text=stretches[page - 1], page=page, pages=len(stretches), notes=notes)


def _stretches(text: str) -> list[str]:
    found, start = [], 0
    while len(text) - start > PER_PAGE:
        line = text.rfind("\n", start + PER_PAGE // 2, start + PER_PAGE)
        end = line + 1 if line > 0 else start + PER_PAGE
        found.append(text[start:end])
        start = end
    return [*found, text[start:]]
