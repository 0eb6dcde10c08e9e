"""Judging a file while it streams by: by its beginning, by what stands in it, by its end. Keeps no more than a chunk.

What it refuses is what would run, what hides what it is, and what nobody here could open. It is no virus scanner, and a
file that passes is still only looked at as a cleaned copy, or downloaded with a warning.
"""

import re
import zlib

from deontos.correspondence.files.archives import Found, Walk
from deontos.correspondence.files.kinds import KINDS, OPEN_OFFICE, UNKNOWN_TYPE, WITH_MACROS, Kind, endings, kind_named
from deontos.correspondence.files.sniffing import HEAD, Nature, Sniffed, nature_named, sniffed
from deontos.correspondence.vocabulary import Family, FileCode, Remark
from deontos.kernel.refusals import Refusal

TAIL = 66 * 1024
"""Bytes from the end within which the marks of an ending stand, also behind the longest comment of an archive."""

_PDF_LOCK = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_IN_OLE = {
    FileCode.LOCKED: ("EncryptedPackage".encode("utf-16-le"),),
    FileCode.MACROS: ("_VBA_PROJECT".encode("utf-16-le"), "_VBA_PROJECT_CUR".encode("utf-16-le")),
}
_LONGEST_MARK = 128
_PDF_ENDS = (b"%%EOF", b"startxref")
_ZIP_END, _ZIP_CENTRAL = b"PK\x05\x06", b"PK\x01\x02"
_PASSIVE = frozenset({Family.PICTURE, Family.PDF, Family.SOUND, Family.FILM, Family.TEXT})
_WITH_SIGNATURE = frozenset({Family.PICTURE, Family.PDF, Family.ARCHIVE})
_OPEN_FOLDERS = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_OF_NATURE = {
    Nature.WEB_PAGE: FileCode.WEB_PAGE,
    Nature.DRAWING: FileCode.LIVE_DRAWING,
    Nature.PROGRAM: FileCode.PROGRAM,
}


class FileRefused(Refusal):
    """One file is left out; nothing else is."""


class Examiner:
    """Looks at one file. `push` and `finish` raise FileRefused; `kind` and `remarks` count once it is finished."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.kind = Kind(Family.OTHER, UNKNOWN_TYPE)
        self.remarks: set[Remark] = set()
        self._head = bytearray()
        self._tail = bytearray()
        self._sniffed: Sniffed | None = None
        self._walk: Walk | None = None
        self._unzipped: _Gunzip | None = None
        last, *before = [*endings(name), ""]
        self._ending = last
        if nature_named(last) is Nature.PROGRAM:
            is_double = bool(before) and before[0] in KINDS
            raise FileRefused(FileCode.TWO_ENDINGS if is_double else FileCode.PROGRAM)
        if last in WITH_MACROS:
            raise FileRefused(FileCode.MACROS)

    def push(self, piece: bytes) -> None:
        """Look at the next bytes."""
        if self._sniffed is not None:
            return self._follow(piece)
        self._head += piece
        if len(self._head) >= HEAD:
            self._judge_beginning()
        return None

    def finish(self) -> None:
        """Judge the file as a whole."""
        if self._sniffed is None:
            if not self._head:
                raise FileRefused(FileCode.EMPTY)
            self._judge_beginning()
        self._judge_end()
        self._settle_kind()

    def _judge_beginning(self) -> None:
        self._sniffed = found = sniffed(bytes(self._head[:HEAD]), self._ending)
        claimed = kind_named(self.name)
        self._refuse_live(found, claimed)
        if found.nature is Nature.TWO_IN_ONE:
            raise FileRefused(FileCode.TWO_IN_ONE)
        if found.kind and claimed and not _may_be_called(found, claimed):
            raise FileRefused(FileCode.DISGUISED)
        has_signature = found.kind is not None and found.kind.family is not Family.TEXT
        if claimed and not has_signature and (claimed.family in _WITH_SIGNATURE or self._ending in OPEN_OFFICE):
            raise FileRefused(FileCode.BROKEN)
        self._walk = Walk() if found.nature is Nature.ZIP else None
        self._unzipped = _Gunzip() if found.nature is Nature.GZIP else None
        head, self._head = bytes(self._head), bytearray()
        self._follow(head)

    def _refuse_live(self, found: Sniffed, claimed: Kind | None) -> None:
        """What would do something when it is opened: by its content, or by what its name makes of it."""
        nature = found.nature if found.nature in _OF_NATURE else nature_named(self._ending)
        if nature is None:
            return
        is_disguised = found.nature in _OF_NATURE and claimed is not None and claimed.family is not Family.TEXT
        raise FileRefused(FileCode.DISGUISED if is_disguised else _OF_NATURE[nature])

    def _follow(self, piece: bytes) -> None:
        assert self._sniffed is not None
        if self._walk is not None:
            self._walk.push(piece)
            _refuse_archive(self._walk.found)
        if self._unzipped is not None:
            self._unzipped.push(piece)
        self._look_for_marks(bytes(self._tail[-_LONGEST_MARK:]) + piece)
        self._tail = (self._tail + piece)[-TAIL:]

    def _look_for_marks(self, seen: bytes) -> None:
        assert self._sniffed is not None
        if self._sniffed.nature is Nature.OLE:
            for code, marks in _IN_OLE.items():
                if any(mark in seen for mark in marks):
                    raise FileRefused(code)
        if self._is(Family.PDF) and _PDF_LOCK.search(seen):
            raise FileRefused(FileCode.LOCKED)

    def _judge_end(self) -> None:
        tail = bytes(self._tail)
        if self._is(Family.PDF) and not any(mark in tail for mark in _PDF_ENDS):
            raise FileRefused(FileCode.BROKEN)
        if self._walk is not None and _ZIP_END not in tail:
            raise FileRefused(FileCode.BROKEN)
        has_archive_behind = _ZIP_END in tail and _ZIP_CENTRAL in tail
        if has_archive_behind and (self._is(Family.PICTURE) or self._is(Family.PDF)):
            raise FileRefused(FileCode.TWO_IN_ONE)

    def _settle_kind(self) -> None:
        claimed = kind_named(self.name)
        self.kind = self._settled(claimed)
        if claimed and claimed.family is not self.kind.family:
            self.remarks.add(Remark.NOT_AS_NAMED)
        is_closed = self.kind.family is Family.ARCHIVE and self._walk is None and self._unzipped is None
        if is_closed or (self._walk is not None and self._walk.found.is_unclear):
            self.remarks.add(Remark.NOT_LOOKED_INTO)

    def _settled(self, claimed: Kind | None) -> Kind:
        """The content decides where it has a signature; among texts, and where nothing tells, the name does."""
        assert self._sniffed is not None
        if self._walk is not None:
            return _kind_of_archive(self._walk.found, claimed)
        found = self._sniffed.kind
        if found and found.family is not Family.TEXT:
            return found
        if claimed and (found is None or claimed.family is Family.TEXT):
            return claimed
        return found or self.kind

    def _is(self, family: Family) -> bool:
        return self._sniffed is not None and self._sniffed.kind is not None and self._sniffed.kind.family is family


class _Gunzip:
    """How large a gzip would get; it may hold an archive of its own, which nobody looks into."""

    def __init__(self) -> None:
        self._expander = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._found = Found(parts=1)

    def push(self, piece: bytes) -> None:
        self._found.packed += len(piece)
        try:
            while piece and not self._expander.eof:
                self._found.expanded += len(self._expander.decompress(piece, TAIL))
                piece = self._expander.unconsumed_tail
                _refuse_archive(self._found)
        except zlib.error:
            raise FileRefused(FileCode.BROKEN) from None


def _may_be_called(found: Sniffed, claimed: Kind) -> bool:
    """Whether a name that says one thing and a content that is another are an honest mistake."""
    assert found.kind is not None
    family = found.kind.family
    if family is claimed.family or found.nature is Nature.UNKNOWN:
        return True
    if family in _PASSIVE and claimed.family in _PASSIVE:
        return True
    return found.nature is Nature.ZIP and claimed.family is Family.OFFICE


def _refuse_archive(found: Found) -> None:
    """An archive of which enough was seen."""
    if found.is_locked:
        raise FileRefused(FileCode.LOCKED)
    if found.is_bomb:
        raise FileRefused(FileCode.BOMB)
    if found.is_over:
        raise FileRefused(FileCode.TOO_DEEP)
    if found.has_macros:
        raise FileRefused(FileCode.MACROS)
    if found.has_program:
        raise FileRefused(FileCode.PROGRAM_INSIDE)


def _kind_of_archive(found: Found, claimed: Kind | None) -> Kind:
    """An office file is an archive with certain names in it; one that is called so and is none is broken."""
    if "[content_types].xml" in found.names:
        for folder, ending in _OPEN_FOLDERS.items():
            if any(name.startswith(folder) for name in found.names):
                return KINDS[ending]
    is_called_office = claimed is not None and claimed.family is Family.OFFICE
    if claimed and is_called_office and {"mimetype", "content.xml"} <= found.names:
        return claimed
    if is_called_office and not found.is_unclear:
        raise FileRefused(FileCode.BROKEN)
    return KINDS["zip"]
