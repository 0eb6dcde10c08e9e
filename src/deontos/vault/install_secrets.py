"""The secrets of one installation, each with its versions, and their text form. Files are the caller's business."""

import contextlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

from deontos.vault.framing import KEY_SIZE
from deontos.vault.keys import KeyPair, SigningPair
from deontos.vault.versioned import HIGHEST_VERSION, Versioned

MADE_FOR, DEMO = "MADE_FOR", "demo"
"""The mark of a file that a demo made: its values lay beside invented data, and may have been shown to anybody."""

_HEXADECIMAL = re.compile(rf"[0-9a-f]{{{2 * KEY_SIZE}}}")
_VERSION_NAME = re.compile(r"[1-9][0-9]{0,2}")


class BadSecrets(ValueError):
    """A secrets file cannot be used: `field` names the entry, `problem` what is wrong. Neither holds a value."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


@dataclass(frozen=True, slots=True)
class InstallSecrets:
    """Everything that a stolen database lacks. Every value has 32 random bytes.

    The three peppers go into locators, unlock slots and dormant envelopes; NOTICE_KEY is an X25519 private half,
    AUDIT_KEY a key for HMAC, ANCHOR_KEY a seed of Ed25519, DJANGO_SECRET what the framework signs with.
    """

    pepper_locator: Versioned
    pepper_kek: Versioned
    pepper_absence: Versioned
    notice_key: Versioned
    audit_key: Versioned
    anchor_key: Versioned
    django_secret: Versioned

    @classmethod
    def generate(cls) -> Self:
        """Fresh secrets, each in its first version."""
        return cls(**{entry.name: Versioned(1, {1: fresh_value()}) for entry in fields(cls)})

    def notice_pair(self, version: int | None = None) -> KeyPair:
        """The pair that addresses for notices are sealed to; the current one unless a version is named."""
        return KeyPair.from_private(self.notice_key.value(version or self.notice_key.current))

    def anchor_pair(self, version: int | None = None) -> SigningPair:
        """The pair that signs the anchors of the audit chains; the current one unless a version is named."""
        return SigningPair.from_private(self.anchor_key.value(version or self.anchor_key.current))

    def to_json(self, *, for_demo: bool = False) -> str:
        """The text of the secrets file: each name in capitals, its current version and all values in hexadecimal."""
        entries = {entry.name.upper(): _written(getattr(self, entry.name)) for entry in fields(self)}
        return json.dumps({MADE_FOR: DEMO, **entries} if for_demo else entries, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The inverse of `to_json`; raises BadSecrets for a missing, unknown, doubled or wrong entry."""
        entries = _entries(text)
        if entries.pop(MADE_FOR, DEMO) != DEMO:
            raise BadSecrets(MADE_FOR, f'can only be "{DEMO}"')
        names = {entry.name.upper(): entry.name for entry in fields(cls)}
        for name in entries.keys() - names.keys():
            raise BadSecrets(name, "is not the name of a secret")
        return cls(**{attribute: _read(name, entries.get(name)) for name, attribute in names.items()})


def fresh_value() -> bytes:
    """32 random bytes, for any of the secrets."""
    return secrets.token_bytes(KEY_SIZE)


def is_for_demo(text: str) -> bool:
    """Whether the text of a secrets file says that a demo made it; raises BadSecrets when it is no such text."""
    return MADE_FOR in _entries(text)


def _written(secret: Versioned) -> dict[str, object]:
    return {
        "current": secret.current,
        "values": {str(version): value.hex() for version, value in secret.values.items()},
    }


def _entries(text: str) -> dict[str, object]:
    entries: object = None
    # The decoder's exception holds the whole text: it is dropped here, so that no log of ours can show it.
    with contextlib.suppress(json.JSONDecodeError, RecursionError):
        entries = json.loads(text, object_pairs_hook=_without_doubles)
    if not isinstance(entries, dict):
        raise BadSecrets("the secrets file", "is not a JSON object")
    return entries


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    entries = dict(pairs)
    if len(entries) < len(pairs):
        names = [name for name, _ in pairs]
        raise BadSecrets(next(name for name in names if names.count(name) > 1), "stands there twice")
    return entries


def _read(name: str, entry: object) -> Versioned:
    if entry is None:
        raise BadSecrets(name, "is missing")
    if not isinstance(entry, dict) or entry.keys() != {"current", "values"}:
        raise BadSecrets(name, 'needs "current" and "values", nothing else')
    values = _values(name, entry["values"])
    current = entry["current"]
    if type(current) is not int or current not in values:
        raise BadSecrets(name, "its current version has no value")
    return Versioned(current, values)


def _values(name: str, entry: object) -> Mapping[int, bytes]:
    if not isinstance(entry, dict) or not entry:
        raise BadSecrets(name, "its values are not an object of versions")
    for version, value in entry.items():
        if not _VERSION_NAME.fullmatch(version) or int(version) > HIGHEST_VERSION:
            raise BadSecrets(name, f"a version is a number from 1 to {HIGHEST_VERSION}")
        if not isinstance(value, str) or not _HEXADECIMAL.fullmatch(value):
            raise BadSecrets(name, f"version {version} is not {2 * KEY_SIZE} hexadecimal digits in lower case")
    return {int(version): bytes.fromhex(value) for version, value in entry.items()}
