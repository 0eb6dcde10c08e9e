"""Changes the secrets file: a version more or a version less, whole or not at all, one process at a time."""

import os
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

from deontos.sites.secrets_file import alone_in, unfinished_beside
from deontos.vault.install_secrets import InstallSecrets, fresh_value, is_for_demo
from deontos.vault.versioned import HIGHEST_VERSION, Versioned

NAMES = tuple(entry.name.upper() for entry in fields(InstallSecrets))


class RotationRefused(Exception):
    """The secrets stay as they are; the message is one plain line for the operator."""


def versions_of(secrets: InstallSecrets, name: str) -> Versioned:
    """One secret with its versions, by the name that stands in the file."""
    found: Versioned = getattr(secrets, name.lower())
    return found


def with_new_version(secrets: InstallSecrets, name: str) -> InstallSecrets:
    """The same with a fresh value, used from now on; the others stay. Raises RotationRefused after version 255."""
    before = versions_of(secrets, name)
    version = max(before.values) + 1
    if version > HIGHEST_VERSION:
        raise RotationRefused(f"{name} has {HIGHEST_VERSION} versions, and cannot have more.")
    values = {**before.values, version: fresh_value()}
    return replace(secrets, **{name.lower(): Versioned(version, values)})


def without_version(secrets: InstallSecrets, name: str, version: int) -> InstallSecrets:
    """The same without one version. Raises RotationRefused for the one in use and for one that is not there."""
    before = versions_of(secrets, name)
    if version not in before.values:
        raise RotationRefused(f"{name} has no version {version}.")
    if version == before.current:
        raise RotationRefused(f"Version {version} of {name} is the one in use: renew it first.")
    values = {number: value for number, value in before.values.items() if number != version}
    return replace(secrets, **{name.lower(): Versioned(before.current, values)})


def rewrite(path: Path, change: Callable[[InstallSecrets], InstallSecrets]) -> InstallSecrets:
    """Put the changed secrets in the place of what the file holds at this moment; its owner stays the same.

    Raises RotationRefused, BadSecrets and OSError; the file is then what it was.
    """
    file = path.resolve(strict=True)
    with alone_in(file.parent):
        text = file.read_text("ascii")
        after = change(InstallSecrets.from_json(text))
        unfinished = unfinished_beside(file, after.to_json(for_demo=is_for_demo(text)))
        before = file.stat()
        os.chown(unfinished, before.st_uid, before.st_gid)
        unfinished.replace(file)
    return after
