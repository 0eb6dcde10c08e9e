"""The file of anchors of each organisation: `anchors/<organisation>.jsonl` in the data folder, one line a day.

It stands outside the database, so whoever rewrites the database does not rewrite it. Its format: docs/operations.md.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

SUFFIX = ".jsonl"


def folder() -> Path:
    """Where the files stand."""
    place: Path = settings.OPERATOR.data_folder / "anchors"
    return place


def file_of(organisation: UUID) -> Path:
    """The file of one organisation."""
    return folder() / f"{organisation}{SUFFIX}"


def lines_of(organisation: UUID) -> list[str]:
    """Every whole line of a file; what was cut off in the middle of writing is none."""
    try:
        text = file_of(organisation).read_text("utf-8", errors="replace")
    except FileNotFoundError:
        return []
    return text[: text.rfind("\n") + 1].splitlines()


def known_organisations() -> Iterator[UUID]:
    """Whose anchors stand in the folder."""
    for path in sorted(folder().glob(f"*{SUFFIX}")):
        try:
            yield UUID(path.stem)
        except ValueError:
            continue


def append(organisation: UUID, line: str) -> None:
    """Add a line and bring it to the disk, the folder's entry too. Half a line of a killed process is cut off first."""
    folder().mkdir(mode=0o700, exist_ok=True)
    path = file_of(organisation)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        kept = file.read().rfind(b"\n") + 1
        file.truncate(kept)
        file.seek(kept)
        file.write(f"{line}\n".encode())
        file.flush()
        os.fsync(file.fileno())
    _sync(path.parent)


def _sync(place: Path) -> None:
    opened = os.open(place, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
