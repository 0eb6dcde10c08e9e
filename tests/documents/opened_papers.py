"""What another program makes of a PDF: its words, its tags, its title and its language."""

import ctypes
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]


@dataclass(frozen=True)
class OpenedPaper:
    """A PDF as a reader program sees it."""

    text: str
    pages: int
    tagged: bool
    language: str
    metadata: dict[str, str]
    elements: Counter[str]


def opened_paper(content: bytes) -> OpenedPaper:
    """Open a PDF as anybody would."""
    document = pypdfium2.PdfDocument(content)
    try:
        pages = [document[number] for number in range(len(document))]
        text = "\n".join(page.get_textpage().get_text_range() for page in pages).replace("\r\n", "\n")
        return OpenedPaper(
            text=text.replace("\N{ZERO WIDTH SPACE}", ""),
            pages=len(pages),
            tagged=bool(pdfium.FPDFCatalog_IsTagged(document)),
            language=_wide(pdfium.FPDFCatalog_GetLanguage, document),
            metadata=document.get_metadata_dict(),
            elements=Counter(kind for page in pages for kind in _elements(page)),
        )
    finally:
        document.close()


def _elements(page: pypdfium2.PdfPage) -> Iterator[str]:
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    try:
        for place in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            yield from _below(pdfium.FPDF_StructTree_GetChildAtIndex(tree, place))
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _below(element: Any) -> Iterator[str]:
    if not element:
        return
    yield _wide(pdfium.FPDF_StructElement_GetType, element)
    for place in range(pdfium.FPDF_StructElement_CountChildren(element)):
        yield from _below(pdfium.FPDF_StructElement_GetChildAtIndex(element, place))


def _wide(ask: Any, of: Any) -> str:
    size = ask(of, None, 0)
    held = ctypes.create_string_buffer(size)
    ask(of, ctypes.cast(held, ctypes.POINTER(ctypes.c_ushort)) if ask is pdfium.FPDFCatalog_GetLanguage else held, size)
    return held.raw.decode("utf-16-le").rstrip("\0")
