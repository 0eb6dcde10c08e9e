"""The keys that a person had before: sealed to the vault that came after, as long as something is sealed to them."""

from datetime import datetime
from uuid import UUID

from deontos.keyring.models import Vault
from deontos.keyring.recovery_models import FormerKeys
from deontos.vault.failures import VaultFailure
from deontos.vault.framing import VERSION, canonical
from deontos.vault.keys import UserKeys
from deontos.vault.opening import open_with
from deontos.vault.sealing import seal_to_public


def keys_of_before(vault: Vault, keys: UserKeys) -> tuple[UserKeys, ...]:
    """The keys of earlier vaults that this one holds; a row that somebody put in or changed gives none. One query."""
    opened = (_opened(row, keys) for row in FormerKeys.objects.filter(vault=vault).select_related("former"))
    return tuple(former for former in opened if former is not None)


def keep_keys_of_before(vault: Vault, former: Vault, keys: UserKeys, *, at: datetime) -> None:
    """Seal the keys of an earlier vault, and what that one held of those before it, to this vault."""
    FormerKeys.objects.update_or_create(
        vault=vault,
        former=former,
        defaults={
            "sealed": seal_to_public(keys.to_bytes(), bytes(vault.sealing_public), _place(vault.id, former.id)),
            "reached": None,
            "kept_from": at,
        },
    )
    for row in FormerKeys.objects.filter(vault=former).select_related("former"):
        earlier = _opened(row, keys)
        row.delete()
        if earlier is not None:
            keep_keys_of_before(vault, row.former, earlier, at=at)


def fits(vault: Vault, keys: UserKeys) -> bool:
    """Whether these are the keys whose public halves a vault shows."""
    shown = (bytes(vault.sealing_public), bytes(vault.verifying_public))
    return (keys.sealing.public, keys.signing.public) == shown


def _opened(row: FormerKeys, keys: UserKeys) -> UserKeys | None:
    try:
        former = UserKeys.from_bytes(open_with(keys.sealing, bytes(row.sealed), _place(row.vault_id, row.former_id)))
    except VaultFailure:
        return None
    return former if fits(row.former, former) else None


def _place(vault: UUID, former: UUID) -> bytes:
    return canonical("deontos keys of before", VERSION, vault, former)
