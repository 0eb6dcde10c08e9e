"""Files that somebody looks at, made here from nothing: honest ones, and those that were made to do harm."""

import io
import struct
import zlib
from collections.abc import Mapping
from uuid import uuid4

from PIL import Image

from deontos.correspondence.files.facts import FileFacts
from deontos.correspondence.files.kinds import KINDS
from tests.correspondence.museum import zipped

CANARY = "Kanariepiet 7d2f zingt"
PLACE = b"Waterval aan de Lisdodde"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def facts_of(content: bytes, name: str) -> FileFacts:
    """What is known of a file with this name."""
    kind = KINDS[name.rpartition(".")[2]]
    return FileFacts(uuid4(), uuid4(), b"", name=name, size=len(content), type=kind.type, family=kind.family)


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **more: object) -> bytes:
    """A picture of one colour."""
    made = io.BytesIO()
    Image.new(mode, size, 0).save(made, kind, **more)
    return made.getvalue()


def held_sideways() -> bytes:
    """A photograph as a telephone makes it: lying on its side, with where it was taken and by which device."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = PLACE.decode()
    exif.get_ifd(0x8825)[2] = (51.0, 2.0, 3.0)
    made, image = io.BytesIO(), Image.new("RGB", (60, 40), "white")
    image.paste((200, 0, 0), (0, 0, 60, 8))
    image.save(made, "JPEG", exif=exif, comment=PLACE)
    return made.getvalue()


def moving() -> bytes:
    """A picture that moves."""
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(made, "GIF", save_all=True, append_images=[Image.new("RGB", (8, 8), "blue")])
    return made.getvalue()


def pages_of_tiff(count: int = 3) -> bytes:
    """Scanned pages in one file."""
    made, sheets = io.BytesIO(), [Image.new("L", (20 + each, 30), each) for each in range(count)]
    sheets[0].save(made, "TIFF", save_all=True, append_images=sheets[1:])
    return made.getvalue()


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def huge_png(width: int, height: int, rows: bytes = b"") -> bytes:
    """A picture that says that it is so large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = _chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(rows or bytes(1000))), _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def pdf(*objects: bytes, root: bytes = b"<< /Type /Catalog /Pages 2 0 R >>") -> bytes:
    """A PDF of these objects, from the second on, with a table of where they stand."""
    made, places = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate((root, *objects), start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    made += b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n" % (size, table, size)
    return bytes(made + b"startxref\n%d\n%%%%EOF\n" % made.rindex(b"xref\n0"))


def drawing(commands: bytes) -> bytes:
    """A stream of commands in a PDF."""
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(commands), commands)


FONT = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"


def written_pdf(*texts: str, root: bytes = b"<< /Type /Catalog /Pages 2 0 R >>", box: str = "0 0 300 200") -> bytes:
    """A PDF with a page for each text."""
    kids = b" ".join(b"%d 0 R" % (3 + 2 * place) for place in range(len(texts)))
    objects = [b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(texts))]
    for place, text in enumerate(texts):
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Resources %s /Contents %d 0 R >>"
        objects.append(page % (box.encode(), FONT, 4 + 2 * place))
        objects.append(drawing(b"BT /F1 14 Tf 20 100 Td (%s) Tj ET" % text.encode("latin-1")))
    return pdf(*objects, root=root)


def pdf_with_script() -> bytes:
    """A PDF that runs something when it is opened."""
    action = b"<< /S /JavaScript /JS (app.alert\\('x'\\); this.submitForm\\('http://127.0.0.1/'\\)) >>"
    return written_pdf("Offerte", root=b"<< /Type /Catalog /Pages 2 0 R /OpenAction %s >>" % action)


def pdf_that_draws_itself() -> bytes:
    """A PDF whose page draws a form that draws itself twice."""
    form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >> /Length 11 >>"
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >> /Contents 4 0 R >>"
    )
    return pdf(
        *(b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, drawing(b"/X Do")),
        form + b"\nstream\n/X Do /X Do\nendstream",
    )


def pdf_that_is_its_own_child() -> bytes:
    """A PDF whose pages are a circle."""
    return pdf(b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000000 >>")


def locked_pdf() -> bytes:
    """A PDF under a password."""
    made = written_pdf("Geheim")
    lock = b"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O (%s) /U (%s) >> /ID [(a)(a)] " % (
        b"o" * 32,
        b"u" * 32,
    )
    return made.replace(b"/Root 1 0 R", lock + b"/Root 1 0 R")


def letter(*paragraphs: str, parts: Mapping[str, bytes] | None = None, before: str = "") -> bytes:
    """A document of a word processor."""
    said = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in paragraphs)
    xml = f'<?xml version="1.0"?>{before}<w:document xmlns:w="{WORD}"><w:body>{said}</w:body></w:document>'
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": xml.encode(), **(parts or {})})


def laughing() -> bytes:
    """A document that would grow a thousand million times by itself."""
    lines = "".join(f'<!ENTITY l{each + 1} "{f"&l{each};" * 10}">' for each in range(9))
    return letter("&l9;", before=f'<!DOCTYPE w [<!ENTITY l0 "ha">{lines}]>')


def fetching() -> bytes:
    """A document that wants a file of the server."""
    return letter("&wie;", before='<!DOCTYPE w [<!ENTITY wie SYSTEM "file:///etc/passwd">]>')


def deep() -> bytes:
    """A document with elements in elements without end."""
    return zipped({"word/document.xml": b"<w>" * 100_000 + b"</w>" * 100_000})


def book() -> bytes:
    """A workbook of two sheets: words, numbers, a day, a gap, a formula."""
    rows = (
        '<row><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>'
        '<row><c r="A2" s="1"><v>45983</v></c><c r="B2"><f>SUM(A1)</f><v>12.5</v></c><c r="C2" t="b"><v>1</v></c></row>'
    )
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATION}"><sheets>'
        '<sheet name="Kosten" r:id="rId2"/><sheet name="Nota" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" Target="worksheets/a.xml"/>'
        '<Relationship Id="rId2" Target="/xl/worksheets/b.xml"/></Relationships>',
        "xl/sharedStrings.xml": "<sst><si><t>wat</t></si>"
        "<si><r><t>water</t></r><r><t>val</t></r><rPh><t>X</t></rPh></si></sst>",
        "xl/styles.xml": '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
        "xl/worksheets/b.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
        "xl/worksheets/a.xml": '<worksheet><row><c t="inlineStr"><is><t>los</t></is></c></row></worksheet>',
    }
    return zipped({name: part.encode() for name, part in parts.items()})


def open_letter() -> bytes:
    """A document in the open format, with a deleted passage, signs within a line and a table."""
    text = (
        "<d><tracked-changes><p>weggelaten</p></tracked-changes><h>Titel</h><p>Een<tab/>twee<line-break/>drie</p>"
        '<table name="Kosten"><table-row><table-cell><p>a</p></table-cell><table-cell><p>b</p></table-cell>'
        "</table-row></table></d>"
    )
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": text.encode()})


def slides() -> bytes:
    """Slides in the order of their numbers, with what the speaker says."""
    said = '<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>{}</a:t></a:r></a:p></p:sld>'
    names = {"slides/slide10": "tien", "slides/slide2": "twee", "notesSlides/notesSlide2": "zeg dit"}
    return zipped({f"ppt/{name}.xml": said.format(text).encode() for name, text in names.items()})
