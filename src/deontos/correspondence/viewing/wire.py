"""What passes through the pipes between us and the process that looks at a file. Both sides use it. Pure."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from deontos.correspondence.vocabulary import Family, ViewCode, ViewNote
from deontos.documents.confined.bounds import Bounds

LINE_END = b"\n"

PICTURE_TYPES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
"""What a picture may come back as, with how each begins."""


@dataclass(frozen=True, slots=True)
class Question:
    """What to look at: the kind of the file, how long it is in bytes, and which page is wanted, from 1."""

    family: Family
    type: str
    size: int
    page: int = 1
    bounds: Bounds = field(default_factory=Bounds)

    def to_line(self) -> bytes:
        """The first line that the process reads; the file follows."""
        return json.dumps(asdict(self)).encode("ascii") + LINE_END

    @classmethod
    def read(cls, line: bytes) -> Self:
        """The inverse."""
        given = json.loads(line)
        bounds = Bounds(**given.pop("bounds"))
        return cls(**{**given, "family": Family(given["family"]), "bounds": bounds})


@dataclass(frozen=True, slots=True)
class Answer:
    """A cleaned copy of one page: a picture, text, or a picture with the text on it. Or why there is none."""

    picture: bytes = field(default=b"", repr=False)
    type: str = ""
    text: str = field(default="", repr=False)
    page: int = 1
    pages: int = 1
    notes: tuple[ViewNote, ...] = ()
    failure: ViewCode | None = None

    def to_bytes(self) -> bytes:
        """One line that says what it is, then the picture."""
        said = {
            "type": self.type,
            "text": self.text,
            "page": self.page,
            "pages": self.pages,
            "notes": list(self.notes),
            "failure": self.failure,
        }
        return json.dumps(said).encode("ascii") + LINE_END + self.picture

    @classmethod
    def read(cls, answered: bytes) -> Self:
        """The inverse, for what may be a lie. Raises ValueError, KeyError or TypeError for what is no answer."""
        line, _end, picture = answered.partition(LINE_END)
        said = json.loads(line)
        if not isinstance(said, dict):
            raise TypeError("no answer")
        if said["failure"] is not None:
            return cls(failure=ViewCode(said["failure"]))
        kind = str(said["type"])
        if bool(picture) is not bool(kind) or (kind and not picture.startswith(PICTURE_TYPES[kind])):
            raise ValueError("not the picture that it says")
        page, pages = _counted(said["page"]), _counted(said["pages"])
        if page > pages:
            raise ValueError("a page beyond the last one")
        notes = tuple(ViewNote(each) for each in said["notes"])
        return cls(picture, kind, str(said["text"]), page, pages, notes)


MOST_PAGES = 1_000_000


def _counted(given: Any) -> int:  # noqa: ANN401 somebody else's answer
    if type(given) is not int or not 1 <= given <= MOST_PAGES:
        raise ValueError("no number of a page")
    return given
