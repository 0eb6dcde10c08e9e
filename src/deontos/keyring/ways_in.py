"""The ways into a vault that its owner has: the passphrase and the recovery code. Each moves on with PEPPER_KEK."""

from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from deontos.keyring.models import UnlockSlot, Vault
from deontos.keyring.secrets import install_secrets
from deontos.keyring.vocabulary import SlotKind
from deontos.vault.failures import NotAuthentic
from deontos.vault.slots import make_recovery_slot, make_slot, open_recovery_slot, open_slot, slot_version
from deontos.vault.symbols import Mistyped
from deontos.vault.versioned import Versioned

Opening = Callable[[bytes, str, Versioned, UUID], bytes]
Making = Callable[[str, bytes, Versioned, UUID], bytes]


def opened_slot(vault: Vault, typed: str) -> bytes:
    """The keys by whichever slot opens. Raises VaultFailure. Seven words can look like a code, so both are tried."""
    slots = {slot.kind: slot for slot in vault.slots.all()}
    with suppress(Mistyped, NotAuthentic):
        return _opened(slots.get(SlotKind.RECOVERY_CODE), open_recovery_slot, make_recovery_slot, typed)
    return _opened(slots.get(SlotKind.PASSPHRASE), open_slot, make_slot, typed)


def _opened(slot: UnlockSlot | None, opening: Opening, making: Making, typed: str) -> bytes:
    """The keys behind one way in, which then moves to the current version of PEPPER_KEK. Raises VaultFailure.

    It moves only where it still is what was opened: a passphrase that was changed meanwhile stays changed.
    """
    if slot is None:
        raise NotAuthentic("there is no such way in")
    pepper, wrapped = install_secrets().pepper_kek, bytes(slot.wrapped)
    keys = opening(wrapped, typed, pepper, slot.vault_id)
    if slot_version(wrapped) != pepper.current:
        moved = making(typed, keys, pepper, slot.vault_id)
        UnlockSlot.objects.filter(pk=slot.pk, wrapped=wrapped).update(wrapped=moved)
    return keys
