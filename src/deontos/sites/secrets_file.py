"""Finds the install secrets in their root-only file; a demo that has none makes them."""

import contextlib
import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deontos.sites.environment import Operator, SettingRefused
from deontos.vault.install_secrets import InstallSecrets, is_for_demo

EXAMPLE = "/etc/deontos/secrets.json"
FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO
WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH
ROOT = 0


def read_secrets(operator: Operator) -> InstallSecrets:
    """The secrets of this installation. Raises SettingRefused when the file is absent, open to others or damaged."""
    path = operator.secrets_file
    if operator.is_demo and not path.exists():
        with contextlib.suppress(FileExistsError):  # web and worker of a new demo may start together
            write_secrets(path, InstallSecrets.generate(), for_demo=True)
    try:
        text = path.read_text("ascii")
        wrong = "" if operator.is_demo else open_to_others(path)
    except (OSError, UnicodeDecodeError) as failure:
        hint = "; deontos init makes it" if isinstance(failure, FileNotFoundError) else ""
        raise _refused(f"cannot be read ({type(failure).__name__}){hint}") from None
    if wrong:
        raise _refused(wrong)
    try:
        if not operator.is_demo and is_for_demo(text):
            raise _refused("was made for a demo: name another file, and deontos init makes it")
        return InstallSecrets.from_json(text)
    except ValueError as failure:
        raise _refused(f"is damaged: {failure}") from None


def open_to_others(path: Path) -> str:
    """Why somebody else could read or replace a secrets file; empty when nobody can. Raises OSError."""
    file = path.resolve(strict=True)
    if file.stat().st_mode & FOR_OTHERS:
        return "can be read by others: set its mode to 0600"
    if _is_anothers(file):
        return "belongs to another user: give it to the user of the services, or to root"
    folder = folder_open_to_others(file.parent)
    return f"lies in a folder that {folder}" if folder else ""


def folder_open_to_others(folder: Path) -> str:
    """Why somebody else could replace what lies in a folder; empty when nobody can. Raises OSError."""
    mode = folder.stat().st_mode
    if mode & WRITABLE_BY_OTHERS and not mode & stat.S_ISVTX:  # in a sticky folder one cannot touch another's file
        return "others can write in: set its mode to 0700"
    if _is_anothers(folder):
        return "belongs to another user: give it to the user of the services, or to root"
    return ""


def _is_anothers(path: Path) -> bool:
    """Whether whoever owns it is neither us nor root. Root, who sets things up, need not own them."""
    return os.geteuid() != ROOT and path.stat().st_uid not in (ROOT, os.geteuid())


def write_secrets(path: Path, secrets: InstallSecrets, *, for_demo: bool = False) -> None:
    """Write the file for its owner alone, whole or not at all. Raises FileExistsError rather than write over one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with alone_in(path.parent):
        unfinished = unfinished_beside(path, secrets.to_json(for_demo=for_demo))
        try:
            path.hardlink_to(unfinished)
        finally:
            unfinished.unlink()


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Only one process at a time changes the secrets in a folder; nothing is left behind. Makes the change last."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def unfinished_beside(path: Path, text: str) -> Path:
    """The text on the disk, for its owner alone, beside its place; what somebody left there half done is cleared."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return unfinished


def _refused(wrong: str) -> SettingRefused:
    return SettingRefused("DEONTOS_SECRETS_FILE", wrong, EXAMPLE)
