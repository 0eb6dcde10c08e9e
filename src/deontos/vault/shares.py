"""A secret split among several people, any two of whom bring it back together: SLIP-39, by the library kept for it.

One share says nothing of the secret. What the shares are sealed to, and who may hand one on, is decided elsewhere.
"""

import secrets
from collections.abc import Sequence
from uuid import UUID

import shamir_mnemonic
from shamir_mnemonic.utils import MnemonicError

from deontos.vault.failures import NotAuthentic
from deontos.vault.framing import KEY_SIZE, VERSION, canonical
from deontos.vault.keys import checked

NEEDED = 2
"""Shares that bring a secret back."""

MOST = 16
"""People among whom a secret can be split (SLIP-39)."""


def new_secret() -> bytes:
    """A fresh secret of 32 bytes, to be split at once and kept nowhere whole."""
    return secrets.token_bytes(KEY_SIZE)


def split(secret: bytes, people: int) -> tuple[bytes, ...]:
    """So many shares of a secret of 32 bytes, each 33 words; raises ValueError for fewer than 2 or more than 16."""
    if not NEEDED <= people <= MOST:
        raise ValueError(f"a secret is split among {NEEDED} to {MOST} people, not {people}")
    groups = shamir_mnemonic.generate_mnemonics(1, [(NEEDED, people)], checked(secret), iteration_exponent=0)
    return tuple(share.encode("ascii") for share in groups[0])


def combined(shares: Sequence[bytes]) -> bytes:
    """The secret of two different shares; raises NotAuthentic for shares of two secrets, one share or none."""
    try:
        secret = shamir_mnemonic.combine_mnemonics([share.decode("ascii") for share in shares])
    except (MnemonicError, UnicodeDecodeError):
        raise NotAuthentic("these shares do not belong together") from None
    return bytes(secret)


def keeping(secret: UUID, kept: UUID, keeper: UUID) -> bytes:
    """What a share at rest is bound to: the split, the vault or pair that it opens, and who keeps it."""
    return canonical("deontos share", VERSION, secret, kept, keeper)


def handing_on(ceremony: UUID, secret: UUID, keeper: UUID, to_vault: UUID) -> bytes:
    """What a share on its way is bound to: the ceremony, the split, who hands it on, and the vault it goes to."""
    return canonical("deontos share handed on", VERSION, ceremony, secret, keeper, to_vault)
