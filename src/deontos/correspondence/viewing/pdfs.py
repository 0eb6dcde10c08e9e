"""Pages of a PDF as pictures, with the text on them for who does not see. No script in it runs: PDFium comes without.

Runs in the confined process.
"""

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

from deontos.correspondence.viewing.failures import CannotShow
from deontos.correspondence.viewing.pictures import drawn
from deontos.correspondence.viewing.texts import PER_PAGE
from deontos.correspondence.viewing.wire import Answer
from deontos.correspondence.vocabulary import ViewCode

LONGEST_SIDE = 1700
"""Pixels of a side of a page."""
LARGEST_SCALE = 4.0
"""A page as small as a stamp is not blown up beyond this."""


def look(content: bytes, _kind: str, page: int) -> Answer:
    """One page. Raises CannotShow, or whatever PDFium raises."""
    document = _opened(content)
    pages = len(document)
    if not pages:
        raise CannotShow(ViewCode.BROKEN)
    page = min(page, pages)
    sheet = document[page - 1]
    scale = min(LONGEST_SIDE / max(*sheet.get_size(), 1), LARGEST_SCALE)
    image = sheet.render(scale=scale, may_draw_forms=False).to_pil()
    picture, kind = drawn(image.convert("RGB"), is_photograph=False)
    text = sheet.get_textpage().get_text_bounded()[:PER_PAGE]
    return Answer(picture, kind, text=text, page=page, pages=pages)


def _opened(content: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as failure:
        is_locked = getattr(failure, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise CannotShow(ViewCode.LOCKED if is_locked else ViewCode.BROKEN) from None
