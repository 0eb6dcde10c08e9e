"""What the first 8 KiB of a file say that it is, whatever its name says. The signatures are those of puremagic."""

from dataclasses import dataclass
from enum import StrEnum

import puremagic

from deontos.correspondence.files.kinds import DRAWINGS, KINDS, RUNNABLE, WEB_PAGES, Kind
from deontos.correspondence.vocabulary import Family

HEAD = 8 * 1024
"""Bytes from the beginning that are judged before anything else."""

ZIP, OLE, PDF, GZIP = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-", b"\x1f\x8b"
EMPTY_ZIP = b"PK\x05\x06"
_PROGRAMS = (
    *(b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!/", b"#! /", b"<?php"),
    b"L\x00\x00\x00\x01\x14\x02",
)
_OF_WINDOWS = b"MZ"
_PDF_WITHIN = 1024
_PAGE_BEGINNINGS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<iframe", b"<!doctype xhtml")
_PICTURE_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis")
_MARKUP_IN_PICTURE = (b"<script", b"<html", b"<?php", b"<!doctype html")


class Nature(StrEnum):
    """What a beginning is, where a family does not say enough."""

    PROGRAM = "program"
    WEB_PAGE = "web_page"
    DRAWING = "drawing"
    ZIP = "zip"
    OLE = "ole"
    GZIP = "gzip"
    TWO_IN_ONE = "two_in_one"
    PLAIN = "plain"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Sniffed:
    """The nature of a beginning, and the kind where the signature names one."""

    nature: Nature
    kind: Kind | None = None


def sniffed(head: bytes, ending: str = "") -> Sniffed:
    """What a beginning is. `ending` only decides between signatures that fit equally well."""
    if head.startswith(_PROGRAMS) or (head.startswith(_OF_WINDOWS) and not _is_text(head)):
        return Sniffed(Nature.PROGRAM)
    if head.startswith((ZIP, EMPTY_ZIP)):
        return Sniffed(Nature.ZIP, KINDS["zip"])
    if head.startswith(OLE):
        return Sniffed(Nature.OLE, _legacy_office(ending))
    if head.startswith(GZIP):
        return Sniffed(Nature.GZIP, KINDS["gz"])
    return _by_signature(head, ending) or _by_words(head)


def _by_signature(head: bytes, ending: str) -> Sniffed | None:
    named = KINDS.get(ending)
    is_text = named is not None and named.family is Family.TEXT and _is_text(head)
    kind = None if is_text else _media_container(head) or _known_to_library(head, ending)
    has_pdf = PDF in head[:_PDF_WITHIN]
    if kind is None or kind.family is Family.TEXT:
        return Sniffed(Nature.PLAIN, KINDS["pdf"]) if has_pdf else None
    is_two = (has_pdf and kind.family is not Family.PDF) or (
        kind.family is Family.PICTURE and any(mark in head.lower() for mark in _MARKUP_IN_PICTURE)
    )
    return Sniffed(Nature.TWO_IN_ONE if is_two else Nature.PLAIN, kind)


def _media_container(head: bytes) -> Kind | None:
    """Pictures, sound and film of the MP4 family, by the brand that they name."""
    if head[4:8] != b"ftyp":
        return None
    brand = head[8:12].lower()
    if brand in _PICTURE_BRANDS:
        return KINDS["avif"] if brand.startswith(b"avi") else KINDS["heic"]
    if brand.startswith((b"m4a", b"m4b")):
        return KINDS["m4a"]
    return KINDS["mov"] if brand == b"qt  " else KINDS["3gp"] if brand.startswith(b"3g") else KINDS["mp4"]


def _known_to_library(head: bytes, ending: str) -> Kind | None:
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return None
    found = [(match.extension.lstrip(".").lower(), match.confidence) for match in matches]
    known = [(name, confidence) for name, confidence in found if name in KINDS]
    if any(name == ending for name, _confidence in known):
        return KINDS[ending]
    return KINDS[known[0][0]] if known else None


def _by_words(head: bytes) -> Sniffed:
    """Markup and plain text have no signature; what they begin with tells them."""
    text = _as_ascii(head).lstrip().lower()
    if text.startswith(b"<svg") or (text.startswith((b"<?xml", b"<!--", b"<!doctype svg")) and b"<svg" in text):
        return Sniffed(Nature.DRAWING)
    if text.startswith(_PAGE_BEGINNINGS) or (text.startswith((b"<?xml", b"<!--")) and b"<html" in text):
        return Sniffed(Nature.WEB_PAGE)
    return Sniffed(Nature.UNKNOWN, KINDS["txt"] if _is_text(head) else None)


def _as_ascii(head: bytes) -> bytes:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8")):
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, errors="ignore").encode("utf-8")
    return head


def _is_text(head: bytes) -> bool:
    return b"\0" not in _as_ascii(head)


def _legacy_office(ending: str) -> Kind:
    named = KINDS.get(ending)
    return named if named and named.family is Family.OFFICE else KINDS["doc"]


def nature_named(ending: str) -> Nature | None:
    """What an ending says where no family does: a program, a web page, a drawing that is alive."""
    if ending in DRAWINGS:
        return Nature.DRAWING
    if ending in WEB_PAGES:
        return Nature.WEB_PAGE
    return Nature.PROGRAM if ending in RUNNABLE else None
