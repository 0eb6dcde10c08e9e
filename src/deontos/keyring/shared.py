"""What the log says of a secret that was split: each share by a digest of its row, and the slot that the secret opens.

A share is sealed to a public key, as anybody can do; only the log tells which one the split really made.
"""

from collections.abc import Iterable
from uuid import UUID

from deontos.keyring.models import UnlockSlot
from deontos.keyring.recovery_models import Share, SharedSecret
from deontos.vault.digests import digest

SHARED = "vault.shared"
"""The fact under which the split of a vault's secret stands in the log, about the vault."""
NAME_SHARED = "identity.shared"
"""The fact under which the split of a name's key stands there, about the pair, in the reporters' chain."""
RESEALED = "shares.resealed"
"""The fact under which a steward's shares stand there that were sealed anew, about the vault they are sealed to."""
SPLIT, SHARES, SLOT, EPOCH = "split", "shares", "slot", "epoch"
"""The names in the details: of the split, of its shares, of the slot, and of the pair's epoch whose key was split."""


def share_digests(shares: Iterable[Share]) -> dict[str, str]:
    """Each share by its id. Reads the secret and the certificate of each."""
    return {str(share.id): _digest(share) for share in shares}


def split_details(secret: SharedSecret) -> dict[str, object]:
    """What the audit row says under which a secret was split. One query."""
    shares = secret.shares.select_related("secret", "certificate").order_by("id")
    return {SPLIT: secret.id, SHARES: share_digests(shares)}


def slot_digest(slot: UnlockSlot) -> str:
    """A way into a vault, as the log knows it."""
    return digest("unlock-slot", slot.vault_id, slot.kind, bytes(slot.wrapped)).hex()


def _digest(share: Share) -> str:
    keeper: UUID = share.certificate.person_id
    return digest("secret-share", share.secret_id, share.secret.kept, keeper, bytes(share.sealed)).hex()
