"""What a sitting holds, as the cookie's key opens it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Self
from uuid import UUID

from deontos.correspondence.vocabulary import SittingState
from deontos.keyring.readers import UnlockedReader
from deontos.vault.keys import UserKeys
from deontos.vault.receipts import Receipt


@dataclass(frozen=True, slots=True)
class SittingContent:
    """While writing: the receipt. Once sent: nothing but the mark. While reading: derived keys, never the receipt.

    `repeated` says that it was sent once more; `typed` keeps a message that was begun and not sent; `seen` is what each
    page of the draft held when it was last shown here.
    """

    state: SittingState
    organisation: UUID
    used: datetime
    receipt: Receipt | None = field(default=None, repr=False)
    keys: UserKeys | None = field(default=None, repr=False)
    holder: UUID | None = None
    repeated: bool = False
    typed: str = field(default="", repr=False)
    seen: Mapping[str, str] = field(default_factory=dict, repr=False)

    def to_bytes(self) -> bytes:
        """The content as it is sealed under the cookie's key."""
        content = {
            "state": self.state,
            "organisation": str(self.organisation),
            "used": self.used.isoformat(),
            "receipt": self.receipt.text if self.receipt else "",
            "keys": self.keys.to_bytes().hex() if self.keys else "",
            "holder": str(self.holder or ""),
            "repeated": self.repeated,
            "typed": self.typed,
            "seen": dict(self.seen),
        }
        return json.dumps(content).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """The inverse of `to_bytes`, for what this house sealed itself."""
        values = json.loads(content)
        return cls(
            state=SittingState(values["state"]),
            organisation=UUID(values["organisation"]),
            used=datetime.fromisoformat(values["used"]),
            receipt=Receipt.read(values["receipt"]) if values["receipt"] else None,
            keys=UserKeys.from_bytes(bytes.fromhex(values["keys"])) if values["keys"] else None,
            holder=UUID(values["holder"]) if values["holder"] else None,
            repeated=values["repeated"],
            typed=values["typed"],
            seen=values.get("seen", {}),
        )

    def touched(self, at: datetime, *, seen: Mapping[str, str] | None = None) -> Self:
        """The same content, used just now; with what pages of the draft were shown."""
        return replace(self, used=at, seen={**self.seen, **(seen or {})})

    def reader(self, *, on: date) -> UnlockedReader:
        """Whoever holds the receipt, unlocked; only while reading."""
        if self.keys is None or self.holder is None:
            raise ValueError("only a mailbox that is open has a reader")
        return UnlockedReader(self.keys, on, holder=self.holder)


def keys_of(receipt: Receipt) -> UserKeys:
    """The two pairs that a receipt stands for."""
    return UserKeys(receipt.sealing_pair(), receipt.signing_pair())
