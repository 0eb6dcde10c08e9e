"""Finds the install secrets in their root-only file; a demo that has none makes them."""

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from deontos.sites.environment import Operator, SettingRefused
from deontos.vault.install_secrets import InstallSecrets

EXAMPLE = "/etc/deontos/secrets.json"


def read_secrets(operator: Operator) -> InstallSecrets:
    """The secrets of this installation. Raises SettingRefused when the file is absent, open to others or damaged."""
    path = operator.secrets_file
    if operator.is_demo and not path.exists():
        with contextlib.suppress(FileExistsError):  # web and worker of a new demo may start together
            write_secrets(path, InstallSecrets.generate())
    try:
        mode = path.stat().st_mode
        text = path.read_text("ascii")
    except (OSError, UnicodeDecodeError) as failure:
        raise SettingRefused("DEONTOS_SECRETS_FILE", f"cannot be read ({type(failure).__name__})", EXAMPLE) from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO) and not operator.is_demo:
        raise SettingRefused("DEONTOS_SECRETS_FILE", "can be read by others: set its mode to 0600", EXAMPLE)
    try:
        return InstallSecrets.from_json(text)
    except ValueError as failure:
        raise SettingRefused("DEONTOS_SECRETS_FILE", f"is damaged: {failure}", EXAMPLE) from None


def write_secrets(path: Path, secrets: InstallSecrets) -> None:
    """Write the file for its owner alone, whole or not at all. Raises FileExistsError rather than write over one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.to_json())
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(unfinished)
    finally:
        Path(unfinished).unlink()
