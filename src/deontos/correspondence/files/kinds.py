"""What the ending of a name says about a file: its family, its type, and whether opening it would run it. Pure."""

from dataclasses import dataclass
from types import MappingProxyType

from deontos.correspondence.vocabulary import Family

_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."

UNKNOWN_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Kind:
    """A family and the media type within it."""

    family: Family
    type: str


def _of(family: Family, types: dict[str, str]) -> dict[str, Kind]:
    return {ending: Kind(family, kind) for endings, kind in types.items() for ending in endings.split()}


KINDS = MappingProxyType(
    {
        **_of(
            Family.PICTURE,
            {
                "jpg jpeg jpe jfif": "image/jpeg",
                "png": "image/png",
                "gif": "image/gif",
                "webp": "image/webp",
                "bmp dib": "image/bmp",
                "tif tiff": "image/tiff",
                "heic heif": "image/heif",
                "avif": "image/avif",
            },
        ),
        **_of(Family.PDF, {"pdf": "application/pdf"}),
        **_of(
            Family.OFFICE,
            {
                "docx": f"{_OPEN_XML}wordprocessingml.document",
                "xlsx": f"{_OPEN_XML}spreadsheetml.sheet",
                "pptx": f"{_OPEN_XML}presentationml.presentation",
                "docm dotm": "application/vnd.ms-word.document.macroenabled.12",
                "xlsm xltm xlam": "application/vnd.ms-excel.sheet.macroenabled.12",
                "xlsb": "application/vnd.ms-excel.sheet.binary.macroenabled.12",
                "pptm ppsm potm": "application/vnd.ms-powerpoint.presentation.macroenabled.12",
                "odt": f"{_OPEN_DOCUMENT}text",
                "ods": f"{_OPEN_DOCUMENT}spreadsheet",
                "odp": f"{_OPEN_DOCUMENT}presentation",
                "doc": "application/msword",
                "xls": "application/vnd.ms-excel",
                "ppt": "application/vnd.ms-powerpoint",
                "msg": "application/vnd.ms-outlook",
                "rtf": "application/rtf",
            },
        ),
        **_of(
            Family.TEXT,
            {
                "txt text log md": "text/plain",
                "csv tsv": "text/csv",
                "eml": "message/rfc822",
                "ics": "text/calendar",
                "vcf": "text/vcard",
                "json": "application/json",
                "xml": "application/xml",
            },
        ),
        **_of(
            Family.SOUND,
            {
                "mp3 mpga": "audio/mpeg",
                "m4a aac": "audio/mp4",
                "wav wave": "audio/wav",
                "ogg oga opus": "audio/ogg",
                "flac": "audio/flac",
                "amr": "audio/amr",
                "wma": "audio/x-ms-wma",
            },
        ),
        **_of(
            Family.FILM,
            {
                "mp4 m4v": "video/mp4",
                "mov qt": "video/quicktime",
                "3gp 3g2": "video/3gpp",
                "avi": "video/x-msvideo",
                "mkv": "video/x-matroska",
                "webm": "video/webm",
                "mpg mpeg": "video/mpeg",
                "wmv": "video/x-ms-wmv",
            },
        ),
        **_of(
            Family.ARCHIVE,
            {
                "zip": "application/zip",
                "7z": "application/x-7z-compressed",
                "rar": "application/vnd.rar",
                "gz tgz": "application/gzip",
                "bz2": "application/x-bzip2",
                "xz": "application/x-xz",
                "tar": "application/x-tar",
            },
        ),
    }
)


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


RUNNABLE = _words(
    "exe com scr pif bat cmd ps1 ps1xml psm1 vbs vbe js jse mjs ws wsf wsh hta msi msp mst msix appx jar lnk url reg",
    "cpl dll sys drv ocx scf inf chm hlp gadget xll iso img vhd vhdx dmg pkg app command apk deb rpm",
    "run sh bash zsh csh py pyw rb pl php elf appimage desktop class",
)
"""Endings of what runs, or opens a way to what runs, when somebody opens it."""

RUNNABLE_INSIDE = _words("exe scr pif bat cmd ps1 vbs vbe jse wsf hta msi lnk")
"""Those that an archive is refused for: sources of a website or a program may be what somebody shows."""

WEB_PAGES = _words("html htm xhtml xht shtml mht mhtml")
DRAWINGS = _words("svg svgz")
WITH_MACROS = _words("docm dotm xlsm xltm xlam xlsb pptm ppsm potm")
OPEN_OFFICE = _words("docx xlsx pptx odt ods odp")
"""Office files that are archives."""


def endings(name: str) -> list[str]:
    """The endings of a name, the last one first, in small letters: ["exe", "pdf"] for "offer.pdf.exe"."""
    return [part.strip().lower() for part in name.split(".")[1:]][::-1]


def kind_named(name: str) -> Kind | None:
    """What the name says that the file is, if it says something that is known."""
    last = endings(name)[:1]
    return KINDS.get(last[0]) if last else None
