"""The letters in the folder of a demo, read back as files that anybody may have written."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from uuid import UUID

from deontos.organisations.vocabulary import Language


@dataclass(frozen=True, slots=True)
class DemoLetter:
    """One letter as its reader would see it; the language is empty when it is none of ours."""

    id: UUID
    subject: str
    recipient: str
    sender: str
    sent_at: datetime | None
    text: str
    language: str


def letters_in(folder: Path) -> list[UUID]:
    """The letters in a folder, the newest first. A folder that is not there yet is empty."""
    files = [path for path in folder.glob("*.eml") if _id_of(path)] if folder.is_dir() else []
    newest = sorted(files, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    return [UUID(path.stem) for path in newest]


def letter_in(folder: Path, letter: UUID) -> DemoLetter | None:
    """One letter; None when it is not there."""
    try:
        content = (folder / f"{letter}.eml").read_bytes()
    except FileNotFoundError:
        return None
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    words = {name: str(message.get(name, "")) for name in ("Subject", "To", "From", "Content-Language")}
    return DemoLetter(
        id=letter,
        subject=words["Subject"],
        recipient=words["To"],
        sender=words["From"],
        sent_at=_moment_of(message),
        text=_text_of(message),
        language=words["Content-Language"] if words["Content-Language"] in set(Language) else "",
    )


def _id_of(path: Path) -> UUID | None:
    try:
        return UUID(path.stem)
    except ValueError:
        return None


def _moment_of(message: EmailMessage) -> datetime | None:
    try:
        return parsedate_to_datetime(str(message["Date"]))
    except ValueError:
        return None


def _text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    return str(body.get_content()) if body else ""
