"""Packages: every file with its hash, safe names, and no more memory for a large one than for a small one."""

import hashlib
import io
import json
import subprocess
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from deontos.documents.packages import LeftOut, Member, member, packed, safe_name

pytestmark = pytest.mark.row("5.12")

ON = date(2026, 11, 24)
PIECE = bytes(range(256)) * 256


def together(pieces: Iterator[bytes]) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(pieces)))


def test_a_package_holds_every_file_and_says_its_hash(tmp_path: Path) -> None:
    files = [
        member("zaak.txt", "Één\n".encode()),
        Member("bestanden/001 b.bin", lambda: [PIECE] * 3),
        member("leeg", b""),
    ]
    out = [LeftOut("002 weg.pdf", "Dit bestand is veranderd.")]
    archive = together(packed(files, on=ON, left_out=out, intro="Zo toetst u het:\nsha256sum --check"))
    assert archive.testzip() is None
    assert archive.namelist() == ["zaak.txt", "bestanden/001 b.bin", "leeg", "manifest.json", "manifest.txt"]
    assert {each.date_time for each in archive.infolist()} == {(2026, 11, 24, 0, 0, 0)}
    said = json.loads(archive.read("manifest.json"))
    contents = {"zaak.txt": "Één\n".encode(), "bestanden/001 b.bin": PIECE * 3, "leeg": b""}
    assert said == {
        "format": "deontos-package-1",
        "on": "2026-11-24",
        "files": [
            {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in contents.items()
        ],
        "left_out": [{"name": "002 weg.pdf", "because": "Dit bestand is veranderd."}],
    }
    archive.extractall(tmp_path)
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "manifest.txt"], cwd=tmp_path, check=True, capture_output=True
    )
    assert checked.stdout.decode().splitlines() == ["zaak.txt: OK", "bestanden/001 b.bin: OK", "leeg: OK"]
    assert archive.read("manifest.txt").decode().splitlines()[:3] == [
        "# Zo toetst u het:",
        "# sha256sum --check",
        "# 002 weg.pdf: Dit bestand is veranderd.",
    ]


def test_a_large_package_needs_no_more_memory_than_a_small_one() -> None:
    large = Member("groot", lambda: (PIECE for _ in range(400)))
    tracemalloc.start()
    size = sum(map(len, packed([large], on=ON)))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 100_000
    assert most < 4 * 1024 * 1024


def test_where_a_file_fails_the_package_has_no_end() -> None:
    def broken() -> Iterator[bytes]:
        yield PIECE
        raise OSError("torn")

    made = io.BytesIO()
    pieces = packed([member("a", b"x"), Member("b", broken)], on=ON)
    with pytest.raises(OSError, match="torn"):
        made.writelines(pieces)
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(made)


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("../../etc/passwd", "001 _.._etc_passwd"),
        ("C:\\con", "001 C__con"),
        ("a\n\0\u202eb.pdf", "001 a___b.pdf"),
        ("", "001 file"),
        (" .. ", "001 file"),
        ('x<>"|?*.txt', "001 x______.txt"),
        ("é" * 200 + ".docx", "001 " + "é" * 95 + ".docx"),
    ],
)
def test_a_name_is_safe_in_every_folder(given: str, safe: str) -> None:
    assert safe_name(1, given) == safe
