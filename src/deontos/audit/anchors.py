"""An anchor: both heads of an organisation's chains at the end of one day, signed, as one line of text.

It holds digests and no numbers, and another digest each day: it tells nobody whether anything was added.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Self
from uuid import UUID

from deontos.audit.rules import ANCHOR_VERSION
from deontos.vault.digests import digest
from deontos.vault.keys import SigningPair
from deontos.vault.signatures import Message, sign, verify

BEGINNING = bytes(32)
"""What stands in the first anchor of a file for the one before it."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What is signed. `previous` is the digest of the line before it in the file."""

    organisation: UUID
    day: date
    desk: bytes
    reporters: bytes
    previous: bytes
    key_version: int
    key: bytes
    signature: bytes = b""

    def message(self) -> Message:
        """All that the signature is over."""
        heads = (self.desk, self.reporters, self.previous)
        return "audit anchor", ANCHOR_VERSION, self.organisation, self.day.isoformat(), *heads, self.key_version

    def signed(self, pair: SigningPair) -> "Anchor":
        """The same with the signature of this pair, whose public half it names."""
        return replace(self, signature=sign(pair, *self.message()))

    def is_signed_by(self, keys: Iterable[bytes]) -> bool:
        """Whether one of these public keys is the one that it names, and really signed it."""
        return self.key in keys and verify(self.key, self.signature, *self.message())

    def line(self) -> str:
        """The anchor as it stands in the file and in the letter, without a line's end."""
        written = {
            name: value.hex() if isinstance(value, bytes) else str(value) for name, value in asdict(self).items()
        }
        return json.dumps({"anchor": ANCHOR_VERSION, **written}, sort_keys=True)

    @classmethod
    def read(cls, line: str) -> Self:
        """The inverse of `line`. Raises ValueError for anything that is no such line, to the letter."""
        try:
            values: dict[str, Any] = json.loads(line)
            version = int(values.pop("anchor"))
            places = {name: bytes.fromhex(values.pop(name)) for name in ("desk", "reporters", "previous", "key")}
            made = cls(
                organisation=UUID(values.pop("organisation")),
                day=date.fromisoformat(values.pop("day")),
                key_version=int(values.pop("key_version")),
                signature=bytes.fromhex(values.pop("signature")),
                **places,
            )
        except (KeyError, TypeError, AttributeError, RecursionError) as failure:
            raise ValueError("no anchor") from failure
        if version != ANCHOR_VERSION or made.line() != line:
            raise ValueError("no anchor of this version")
        return made


def digest_of_line(line: str) -> bytes:
    """By what the next anchor, and the log, know a line; 32 bytes."""
    return digest("audit-anchor-line-1", line.encode())
