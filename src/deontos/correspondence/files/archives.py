"""Looking into a ZIP while it streams by: what it is called inside, whether it is locked, and how large it would get.

Sizes are measured by expanding, never believed. What cannot be followed (rare ways of packing) is said to be so.
Nothing of the content is kept beyond a chunk.
"""

import struct
import zlib
from dataclasses import dataclass, field

from deontos.correspondence.files.kinds import RUNNABLE_INSIDE, endings

PIECE = 64 * 1024
MOST_EXPANDED = 1024 * 1024 * 1024
"""Bytes that an archive may expand to, with all that is packed in it."""
HARMLESS_EXPANDED = 64 * 1024 * 1024
"""Bytes up to which nobody minds how tightly they were packed."""
TIGHTEST = 100
"""Beyond that: expanded bytes for each packed one."""
MOST_PARTS = 20_000
DEEPEST = 3
"""Archives within archives."""

_LOCAL, _CENTRAL, _DESCRIPTOR = b"PK\x03\x04", b"PK\x01\x02", b"PK\x07\x08"
_HEADER = struct.Struct("<4sHHHHHIIIHH")
_LOCKED, _SIZE_FOLLOWS = 1, 8
_STORED, _DEFLATED = 0, 8
_IN_64_BITS = 0xFFFFFFFF
_DESCRIPTOR_SIZES = (16, 24, 12, 20)
_LONGEST_DESCRIPTOR = max(_DESCRIPTOR_SIZES) + 2
_MACROS = ("vbaproject.bin", "vbadata.xml")
_SHEET_MACROS = "xl/macrosheets/"
_OPEN_DOCUMENT_MACROS = ("basic/", "scripts/")


@dataclass
class Found:
    """What was found in an archive and in those within it."""

    names: set[str] = field(default_factory=set, repr=False)
    parts: int = 0
    expanded: int = 0
    packed: int = 0
    deepest: int = 1
    is_locked: bool = False
    has_macros: bool = False
    has_program: bool = False
    is_unclear: bool = False

    @property
    def is_bomb(self) -> bool:
        """Whether it grows beyond what anybody packs in good faith."""
        is_tight = self.expanded > HARMLESS_EXPANDED and self.expanded > TIGHTEST * max(self.packed, 1)
        return is_tight or self.expanded > MOST_EXPANDED or self.parts > MOST_PARTS

    @property
    def is_over(self) -> bool:
        """Whether there is no need to look on."""
        return self.is_locked or self.is_bomb or self.deepest > DEEPEST

    def note(self, name: str) -> None:
        """Take down one name from the archive."""
        self.parts += 1
        lower = name.lower()
        if len(self.names) < PIECE // 64:
            self.names.add(lower)
        is_of_open_document = "mimetype" in self.names and lower.startswith(_OPEN_DOCUMENT_MACROS)
        self.has_macros |= lower.rsplit("/", 1)[-1] in _MACROS or lower.startswith(_SHEET_MACROS) or is_of_open_document
        self.has_program |= any(last in RUNNABLE_INSIDE for last in endings(lower)[:1])


class Walk:
    """One archive, fed piece by piece. `found` is shared with the archives within it."""

    def __init__(self, found: Found | None = None, depth: int = 1) -> None:
        self.found, self.depth = found or Found(), depth
        self.found.deepest = max(self.found.deepest, depth)
        self._waiting = bytearray()
        self._step = self._header
        self._left = 0
        self._expander: zlib._Decompress | None = None
        self._descriptor_follows = False
        self._beginning: bytearray | None = None
        self._within: Walk | None = None

    def push(self, piece: bytes) -> None:
        """Look at the next bytes."""
        if self.depth == 1:
            self.found.packed += len(piece)
        if self._step == self._done or self.found.is_over:
            return
        self._waiting += piece
        while self._step() and not self.found.is_over:
            pass

    def _header(self) -> bool:
        if len(self._waiting) < _HEADER.size:
            return False
        signature, _version, flags, method, *_when, packed, _size, name, extra = _HEADER.unpack_from(self._waiting)
        if signature != _LOCAL:
            return self._stop(unclear=signature[:2] != _CENTRAL[:2])
        if len(self._waiting) < _HEADER.size + name + extra:
            return False
        self._begin(flags, method, packed, bytes(self._waiting[_HEADER.size : _HEADER.size + name + extra]), name)
        return True

    def _begin(self, flags: int, method: int, packed: int, named: bytes, length: int) -> None:
        self.found.note(named[:length].decode("utf-8", errors="replace"))
        self.found.is_locked |= bool(flags & _LOCKED)
        del self._waiting[: _HEADER.size + len(named)]
        self._left = _size_in_extra(named[length:]) if packed == _IN_64_BITS else packed
        self._descriptor_follows = bool(flags & _SIZE_FOLLOWS)
        self._beginning, self._within = bytearray(), None
        if method == _DEFLATED:
            self._expander = zlib.decompressobj(-zlib.MAX_WBITS)
            self._step = self._expand
        elif method == _STORED and not (self._descriptor_follows and not self._left):
            self._step = self._skip
        else:
            self.found.is_unclear = True
            self._step = self._done if self._descriptor_follows and not self._left else self._skip_unseen

    def _expand(self) -> bool:
        expander = self._expander
        assert expander is not None
        packed, self._waiting = bytes(self._waiting), bytearray()
        try:
            while not expander.eof and (packed or expander.unconsumed_tail):
                self._see(expander.decompress(packed, PIECE))
                packed = expander.unconsumed_tail
                if self.found.is_over:
                    return False
        except zlib.error:
            return self._stop(unclear=True)
        if not expander.eof:
            return False
        self._waiting = bytearray(expander.unused_data)
        self._step = self._descriptor if self._descriptor_follows else self._header
        return True

    def _skip(self) -> bool:
        seen = bytes(self._waiting[: self._left])
        self._see(seen)
        return self._passed(len(seen))

    def _skip_unseen(self) -> bool:
        return self._passed(min(len(self._waiting), self._left))

    def _passed(self, count: int) -> bool:
        del self._waiting[:count]
        self._left -= count
        if self._left:
            return False
        self._step = self._descriptor if self._descriptor_follows else self._header
        return True

    def _descriptor(self) -> bool:
        """Its length depends on who wrote it: the next part begins where it ends."""
        if len(self._waiting) < _LONGEST_DESCRIPTOR:
            return False
        has_signature = self._waiting[:4] == _DESCRIPTOR
        sizes = _DESCRIPTOR_SIZES[:2] if has_signature else _DESCRIPTOR_SIZES[2:]
        fitting = [size for size in sizes if self._waiting[size : size + 2] == _LOCAL[:2]]
        if not fitting:
            return self._stop(unclear=True)
        del self._waiting[: fitting[0]]
        self._step = self._header
        return True

    def _see(self, content: bytes) -> None:
        self.found.expanded += len(content)
        if self._beginning is not None:
            self._beginning += content
            if len(self._beginning) < len(_LOCAL):
                return
            content, self._beginning = bytes(self._beginning), None
            self._within = Walk(self.found, self.depth + 1) if content.startswith(_LOCAL) else None
        if self._within is not None:
            self._within.push(content)

    def _stop(self, *, unclear: bool) -> bool:
        self.found.is_unclear |= unclear
        self._step = self._done
        self._waiting.clear()
        return False

    def _done(self) -> bool:
        return False


def _size_in_extra(extra: bytes) -> int:
    """The packed size of a part of more than 4 GiB, which stands in its extra field; 0 where it does not."""
    place = 0
    while place + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, place)
        if kind == 1 and size >= 16:
            return int(struct.unpack_from("<Q", extra, place + 12)[0])
        place += 4 + size
    return 0
