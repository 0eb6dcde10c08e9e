"""A small museum of hostile files, each made here from nothing, with what becomes of it. No real file is among them."""

import gzip
import io
import random
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from deontos.correspondence.vocabulary import Family, FileCode, Remark

ENCRYPTED_FLAG = 1
SEED = 5


def noise(size: int) -> bytes:
    """Bytes that cannot be packed, the same each time."""
    return random.Random(SEED).randbytes(size)


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


class _OneWay(io.RawIOBase):
    """What cannot be wound back, so that sizes can only follow what they are the sizes of."""

    def __init__(self) -> None:
        self.made = b""

    def writable(self) -> bool:
        return True

    def write(self, piece: object) -> int:
        self.made += bytes(piece)  # type: ignore[call-overload]
        return len(bytes(piece))  # type: ignore[call-overload]


def streamed(parts: Mapping[str, bytes]) -> bytes:
    """An archive as a program writes it that knows no sizes beforehand."""
    made = _OneWay()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.made


def locked(archive: bytes) -> bytes:
    """The same archive with the mark that its parts need a password."""
    return archive.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
    )


def lying(archive: bytes) -> bytes:
    """The same archive, whose headers say that everything in it is one byte large."""
    return archive[:22] + (1).to_bytes(4, "little") + archive[26:]


def nested(depth: int) -> bytes:
    """Archives within archives, the outermost counted."""
    made = zipped({"text.txt": b"waterval"})
    for level in range(depth - 1):
        made = zipped({"in.zip": made}, zipfile.ZIP_STORED if level % 2 else zipfile.ZIP_DEFLATED)
    return made


DOCUMENT = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
SHEET = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
OPEN_TEXT = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<office:document-content/>"}
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\nstartxref\n9\n%%EOF\n"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    + b"\x00" * 40
    + b"IEND\xaeB`\x82"
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01" + b"\x00" * 64 + b"\xff\xd9"
GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00" + b"\x00" * 32 + b";"
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 120 + b"This program cannot be run in DOS mode"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42" + b"\x00" * 64
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 64
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"


@dataclass(frozen=True)
class Exhibit:
    """A file with the reason why it is refused, or with what it is taken for."""

    name: str
    content: Callable[[], bytes]
    refused: FileCode | None = None
    family: Family | None = None
    remark: Remark | None = None


def _as(content: bytes) -> Callable[[], bytes]:
    return lambda: content


REFUSED = [
    Exhibit("leeg.pdf", _as(b""), FileCode.EMPTY),
    Exhibit("setup.exe", _as(PROGRAM), FileCode.PROGRAM),
    Exhibit("offerte.pdf", _as(PROGRAM), FileCode.DISGUISED),
    Exhibit("foto.jpg", _as(b"\x7fELF\x02\x01\x01" + b"\x00" * 64), FileCode.DISGUISED),
    Exhibit("nota.txt", _as(PROGRAM), FileCode.PROGRAM),
    Exhibit("zonder", _as(PROGRAM), FileCode.PROGRAM),
    Exhibit("start", _as(b"#!/bin/sh\nrm -rf ~\n"), FileCode.PROGRAM),
    Exhibit("factuur.pdf.exe", _as(PDF), FileCode.TWO_ENDINGS),
    Exhibit("foto.jpg.js", _as(b"alert(1)"), FileCode.TWO_ENDINGS),
    Exhibit("lees mij.lnk", _as(b"L\x00\x00\x00\x01\x14\x02" + b"\x00" * 64), FileCode.PROGRAM),
    Exhibit("offerte.pdf", _as(zipped({"a.txt": b"waterval"})), FileCode.DISGUISED),
    Exhibit("offerte.pdf", _as(HTML), FileCode.DISGUISED),
    Exhibit("foto.png", _as(SVG), FileCode.DISGUISED),
    Exhibit("foto.jpg", _as(OLE), FileCode.DISGUISED),
    Exhibit("gesloten.zip", _as(locked(zipped({"a.txt": b"waterval" * 9}))), FileCode.LOCKED),
    Exhibit(
        "gesloten.pdf", _as(PDF.replace(b"startxref", b"trailer << /Encrypt 7 0 R >>\nstartxref")), FileCode.LOCKED
    ),
    Exhibit("gesloten.docx", _as(OLE + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 64), FileCode.LOCKED),
    Exhibit("bom.zip", lambda: zipped({"nullen": bytes(80_000_000)}), FileCode.BOMB),
    Exhibit("leugen.zip", lambda: lying(zipped({"nullen": bytes(80_000_000)})), FileCode.BOMB),
    Exhibit("stroom.zip", lambda: streamed({"nullen": bytes(80_000_000)}), FileCode.BOMB),
    Exhibit("bom.gz", lambda: gzip.compress(bytes(80_000_000)), FileCode.BOMB),
    Exhibit("bom.docx", lambda: zipped({**DOCUMENT, "word/media/a": bytes(80_000_000)}), FileCode.BOMB),
    Exhibit("ver weg.zip", lambda: zipped({"in.zip": zipped({"nullen": bytes(80_000_000)})}), FileCode.BOMB),
    Exhibit("poppen.zip", lambda: nested(4), FileCode.TOO_DEEP),
    Exhibit("pakket.zip", _as(zipped({"lees.txt": b"a", "map/Setup.EXE": PROGRAM})), FileCode.PROGRAM_INSIDE),
    Exhibit("cijfers.xlsm", _as(zipped(SHEET)), FileCode.MACROS),
    Exhibit("cijfers.xlsx", _as(zipped({**SHEET, "xl/vbaProject.bin": b"\x01"})), FileCode.MACROS),
    Exhibit("brief.odt", _as(zipped({**OPEN_TEXT, "Basic/Standard/Module1.xml": b"<x/>"})), FileCode.MACROS),
    Exhibit("oud.xls", _as(OLE + "_VBA_PROJECT_CUR".encode("utf-16-le") + b"\x00" * 64), FileCode.MACROS),
    Exhibit("pagina.html", _as(HTML), FileCode.WEB_PAGE),
    Exhibit("pagina", _as(b"\xef\xbb\xbf  \r\n<html>"), FileCode.WEB_PAGE),
    Exhibit("pagina.txt", _as("<html>".encode("utf-16")), FileCode.WEB_PAGE),
    Exhibit("tekening.svg", _as(SVG), FileCode.LIVE_DRAWING),
    Exhibit("stuk.pdf", _as(b"%PDF-1.7\nafgebroken"), FileCode.BROKEN),
    Exhibit("geen.pdf", _as(b"Dit is gewoon tekst."), FileCode.BROKEN),
    Exhibit("stuk.zip", _as(zipped({"a.txt": b"waterval"})[:40]), FileCode.BROKEN),
    Exhibit("stuk.docx", _as(noise(600).replace(b"\x00", b"x")), FileCode.BROKEN),
    Exhibit("geen.docx", _as(zipped({"a.txt": b"waterval"})), FileCode.BROKEN),
    Exhibit("stuk.gz", _as(b"\x1f\x8b\x08\x00" + b"\xff" * 40), FileCode.BROKEN),
    Exhibit("dubbel.gif", _as(GIF[:20] + PDF), FileCode.TWO_IN_ONE),
    Exhibit("dubbel.jpg", _as(JPEG + zipped({"a.txt": b"waterval"})), FileCode.TWO_IN_ONE),
    Exhibit("dubbel.pdf", _as(PDF + zipped({"a.txt": b"waterval"})), FileCode.TWO_IN_ONE),
    Exhibit("dubbel.png", _as(PNG[:60] + b"<script>alert(1)</script>" + PNG[60:]), FileCode.TWO_IN_ONE),
]
"""Each is left out with the sentence of its code; what comes with it is kept."""

KEPT = [
    Exhibit("offerte.pdf", _as(PDF), family=Family.PDF),
    Exhibit("met rommel ervoor.pdf", _as(b"\r\n\r\n" + PDF), family=Family.PDF),
    Exhibit("foto.png", _as(PNG), family=Family.PICTURE),
    Exhibit("foto.JPG", _as(JPEG + noise(300_000)), family=Family.PICTURE),
    Exhibit("IMG_0001.HEIC", _as(HEIC), family=Family.PICTURE),
    Exhibit("foto.pdf", _as(JPEG), family=Family.PICTURE, remark=Remark.NOT_AS_NAMED),
    Exhibit("brief.docx", _as(zipped(DOCUMENT)), family=Family.OFFICE),
    Exhibit("brief.docx", _as(streamed({**DOCUMENT, "word/media/a.png": noise(200_000)})), family=Family.OFFICE),
    Exhibit("cijfers.xlsx", _as(zipped({**SHEET, "xl/printerSettings1.bin": b"\x01"})), family=Family.OFFICE),
    Exhibit("brief.odt", _as(zipped(OPEN_TEXT, zipfile.ZIP_STORED)), family=Family.OFFICE),
    Exhibit("oud.doc", _as(OLE), family=Family.OFFICE),
    Exhibit("brief.rtf", _as(b"{\\rtf1\\ansi waterval}"), family=Family.OFFICE),
    Exhibit("mappen.zip", lambda: nested(3), family=Family.ARCHIVE),
    Exhibit(
        "website.zip", _as(zipped({"index.html": HTML, "app.js": b"1", "scripts/a.py": b"1"})), family=Family.ARCHIVE
    ),
    Exhibit(
        "bewijs.7z",
        _as(b"7z\xbc\xaf\x27\x1c\x00\x04" + b"\x00" * 32),
        family=Family.ARCHIVE,
        remark=Remark.NOT_LOOKED_INTO,
    ),
    Exhibit("film.mp4", _as(MP4), family=Family.FILM),
    Exhibit("opname.mp3", _as(b"ID3\x03\x00\x00\x00" + b"\x00" * 64), family=Family.SOUND),
    Exhibit("nota.txt", _as(b"MZ is een afkorting, en <script> een woord."), family=Family.TEXT),
    Exhibit("lijst.csv", _as(b"BMW;3000\r\nPK;1"), family=Family.TEXT),
    Exhibit("bericht.eml", _as(b"From: a@b.example\r\nSubject: x\r\n\r\nhallo"), family=Family.TEXT),
    Exhibit("onbekend.xyz", _as(b"\x00\x01" + noise(5000)), family=Family.OTHER),
    Exhibit("zonder ending", _as(b"\x00\x01" + noise(5000)), family=Family.OTHER),
    Exhibit("lang" * 60 + ".pdf", _as(PDF), family=Family.PDF),
    Exhibit("\u05d7\u05e9\u05d1\u05d5\u05e0\u05d9\u05ea.pdf", _as(PDF), family=Family.PDF),
]
"""Each is kept as what it is."""
