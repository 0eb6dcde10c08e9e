"""The receipt that a reporter keeps: 130 random bits, from which the mailbox's locator and both its keys are drawn."""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self
from uuid import UUID

from deontos.vault.digests import derived_key
from deontos.vault.keys import KeyPair, SigningPair
from deontos.vault.symbols import random_symbols, read_symbols, written
from deontos.vault.versioned import Versioned


@dataclass(frozen=True, slots=True)
class Receipt:
    """One receipt: 26 symbols, known to nobody but the reporter once the page that shows it has been left."""

    symbols: str = field(repr=False)

    @classmethod
    def make(cls, randomness: Callable[[int], bytes] = secrets.token_bytes) -> Self:
        """A fresh receipt; `randomness(n)` gives n random bytes."""
        return cls(random_symbols(randomness))

    @classmethod
    def read(cls, text: str) -> Self:
        """The receipt that somebody typed; raises Mistyped (see `symbols`) with the kind of mistake."""
        return cls(read_symbols(text))

    @property
    def text(self) -> str:
        """The receipt as it is shown: seven groups of four, the last two symbols being the check."""
        return written(self.symbols)

    def locator(self, pepper: Versioned) -> tuple[int, bytes]:
        """The version of PEPPER_LOCATOR in use and the 32 bytes by which a new mailbox is found under it."""
        return pepper.current, self.locator_at(pepper, pepper.current)

    def locator_at(self, pepper: Versioned, version: int) -> bytes:
        """The 32 bytes by which a mailbox is found that was made under this version; raises UnknownSecretVersion."""
        return hmac.digest(pepper.value(version), self._drawn("locator"), "sha256")

    def sealing_pair(self) -> KeyPair:
        """The X25519 pair that opens what is sealed to the reporter."""
        return KeyPair.from_private(self._drawn("key"))

    def signing_pair(self) -> SigningPair:
        """The Ed25519 pair with which the reporter signs."""
        return SigningPair.from_private(self._drawn("sign"))

    def thread(self) -> UUID:
        """The id of the one conversation that this receipt opens: files are bound to it before it begins."""
        return UUID(bytes=self._drawn("thread")[:16], version=4)

    def _drawn(self, purpose: str) -> bytes:
        return derived_key(self.symbols.encode("ascii"), "receipt", purpose)
