"""Packages: a ZIP that is made while it is sent, with a list of what is in it and the SHA-256 of each.

Nothing is held but the piece that passes by, so a package of a gigabyte needs no more memory than a small one. Where
something fails on the way the package breaks off without its end, and opens nowhere.
"""

import io
import json
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from deontos.vault.digests import FileDigest

FORMAT: Final = "deontos-package-1"
IN_JSON, IN_WORDS = "manifest.json", "manifest.txt"
LONGEST_NAME: Final = 100
_QUICK: Final = 1
_NOT_IN_NAMES: Final = frozenset('<>:"/\\|?*')
_LONGEST_ENDING: Final = 12


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a package: its name in it, and what gives its bytes piece by piece."""

    name: str = field(repr=False)
    pieces: Callable[[], Iterable[bytes]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is not in a package though it belongs to it, with the sentence that says why."""

    name: str = field(repr=False)
    because: str


@dataclass(frozen=True, slots=True)
class Packed:
    """A file that was put in: its name, how many bytes it has, its SHA-256."""

    name: str = field(repr=False)
    size: int
    digest: str


def member(name: str, content: bytes) -> Member:
    """A file that is at hand as a whole."""
    return Member(name, lambda: (content,))


def packed(
    members: Iterable[Member], *, on: date, left_out: Iterable[LeftOut] = (), intro: str = ""
) -> Iterator[bytes]:
    """The package, piece by piece: the files in their order, then both lists of them. All bear the day `on`.

    The list in words is one that `sha256sum --check` reads; `intro` and what is left out stand in it as remarks.
    """
    outlet, done = _Outlet(), list[Packed]()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED, compresslevel=_QUICK) as archive:
        for each in members:
            yield from _put(archive, outlet, each, on, done)
        missing = tuple(left_out)
        lists = ((IN_JSON, _json(done, missing, on)), (IN_WORDS, _words(done, missing, intro)))
        for name, content in lists:
            yield from _put(archive, outlet, member(name, content), on, [])
    yield from outlet.taken()


def safe_name(number: int, name: str) -> str:
    """The name of a file of somebody else as it can stand in any folder: numbered, so that no two are the same."""
    plain = unicodedata.normalize("NFC", name)
    shown = "".join(
        "_" if sign in _NOT_IN_NAMES or unicodedata.category(sign)[0] == "C" else sign for sign in plain
    ).strip(" .")
    stem, dot, ending = shown.rpartition(".")
    if len(shown) > LONGEST_NAME and dot and len(ending) <= _LONGEST_ENDING:
        shown = f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"
    return f"{number:03} {shown[:LONGEST_NAME] or 'file'}"


class _Outlet(io.RawIOBase):
    """Where the archive writes to: what was written is taken away again and again. It cannot go back."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: object, /) -> int:
        seen = memoryview(piece)  # type: ignore[arg-type]
        self._held += seen
        return len(seen)

    def taken(self) -> Iterator[bytes]:
        """What was written since the last time, where anything was."""
        if self._held:
            yield bytes(self._held)
            self._held.clear()


def _put(archive: zipfile.ZipFile, outlet: _Outlet, each: Member, on: date, done: list[Packed]) -> Iterator[bytes]:
    place = zipfile.ZipInfo(each.name, (max(on.year, 1980), on.month, on.day, 0, 0, 0))
    place.compress_type, place.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    digest, size = FileDigest(), 0
    with archive.open(place, "w") as target:
        for piece in each.pieces():
            target.write(piece)
            digest.add(piece)
            size += len(piece)
            yield from outlet.taken()
    yield from outlet.taken()
    done.append(Packed(each.name, size, digest.in_hexadecimal()))


def _json(done: list[Packed], missing: tuple[LeftOut, ...], on: date) -> bytes:
    said = {
        "format": FORMAT,
        "on": on.isoformat(),
        "files": [{"name": each.name, "size": each.size, "sha256": each.digest} for each in done],
        "left_out": [{"name": each.name, "because": each.because} for each in missing],
    }
    return json.dumps(said, ensure_ascii=False, indent=2).encode(errors="replace") + b"\n"


def _words(done: list[Packed], missing: tuple[LeftOut, ...], intro: str) -> bytes:
    remarks = [*intro.splitlines(), *(f"{each.name}: {each.because}" for each in missing)]
    lines = [*(f"# {line}".rstrip() for line in remarks), *(f"{each.digest}  {each.name}" for each in done)]
    return ("\n".join(lines) + "\n").encode(errors="replace")
