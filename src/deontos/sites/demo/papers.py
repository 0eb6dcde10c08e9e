"""Papers that reporters of the demo send along: drawn here, about nobody."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from deontos.correspondence.files.facts import SealedFile
from deontos.correspondence.files.incoming import IncomingFile, Intake

PAGE = (900, 1200)
LINES = 9
INK, PAPER, PALE = "#1c2430", "#fbfaf6", "#c9ccd1"


def paper(name: str, line: str) -> bytes:
    """A picture, or a PDF of two pages, that begins with a line of text. The ending of the name says which."""
    made = BytesIO()
    first, *others = [_page(line, number) for number in ((1, 2) if name.endswith(".pdf") else (1,))]
    if others:
        first.save(made, "PDF", save_all=True, append_images=others)
    else:
        first.save(made, "PNG", optimize=True)
    return made.getvalue()


def taken_in(intake: Intake, name: str, content: bytes) -> SealedFile:
    """Seal one file as it is sealed while somebody sends it. Raises FileRefused, and OSError of the store."""
    incoming = IncomingFile(intake, name, intake.room([]))
    incoming.begin()
    incoming.push(content)
    return incoming.finish()


def _page(line: str, number: int) -> Image.Image:
    page = Image.new("RGB", PAGE, PAPER)
    pen = ImageDraw.Draw(page)
    pen.text((90, 110), line, fill=INK, font=ImageFont.load_default(36))
    for row in range(LINES):
        pen.line([(90, 240 + row * 70), (810 - row * 37 % 160, 240 + row * 70)], fill=PALE, width=6)
    pen.text((90, 1090), f"{number}", fill=INK, font=ImageFont.load_default(28))
    return page
