"""Files that somebody sends, and the store in which they lie."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.test import override_settings

from deontos.correspondence.files.facts import SealedFile
from deontos.correspondence.files.incoming import IncomingFile, Intake
from deontos.correspondence.files.installed import file_limits
from deontos.correspondence.files.looking import FileRefused
from deontos.correspondence.vocabulary import ItemKind
from tests.factories.organisations import TODAY

CONTENT = b"kwartelzilver, en nog wat"
PIECE = 64 * 1024


@contextmanager
def decided(**changes: Any) -> Iterator[None]:
    """What the operator decided, with changes, for as long as it lasts."""
    with override_settings(OPERATOR=replace(settings.OPERATOR, **changes)):
        yield


def store_in(folder: Path) -> str:
    """The address of a store in a folder."""
    return f"file://{folder}"


def bound_for(organisation: UUID, thread: UUID, *, kind: str = ItemKind.ATTACHMENT, on: date = TODAY) -> Intake:
    """An intake with room for all that this installation takes."""
    return Intake(organisation, thread, kind, file_limits(), on)


def taken_in(intake: Intake, content: bytes = CONTENT, name: str = "nota.txt") -> SealedFile:
    """A file that came in whole. Raises FileRefused."""
    incoming = IncomingFile(intake, name, intake.room([]))
    try:
        incoming.begin()
        for start in range(0, len(content), PIECE):
            incoming.push(content[start : start + PIECE])
        return incoming.finish()
    except FileRefused:
        incoming.abandon()
        raise
