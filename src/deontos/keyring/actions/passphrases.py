"""Changing what opens a vault: another passphrase, shown or of one's own, and a new recovery code. The keys stay."""

from datetime import datetime

from django.db import transaction

from deontos.audit.actions import record
from deontos.keyring.actions.vaults import unlocked_keys
from deontos.keyring.before import fits
from deontos.keyring.models import UnlockSlot, Vault, VaultProposal
from deontos.keyring.own_vault import VaultRefused, existing_vault, known_words
from deontos.keyring.readers import UnlockedReader
from deontos.keyring.rules import is_hard_to_guess
from deontos.keyring.secrets import install_secrets
from deontos.keyring.vocabulary import KeyringCode, SlotKind
from deontos.notices.actions import write_prompt
from deontos.notices.vocabulary import LetterTemplate
from deontos.organisations.models import Person
from deontos.vault.keys import UserKeys
from deontos.vault.passphrases import new_recovery_code, normalised
from deontos.vault.slots import make_recovery_slot, make_slot


def confirm_present(person: Person, passphrase: str, *, at: datetime) -> None:
    """Ask again for what opens the vault, before something about it is changed.

    Refuses: NO_VAULT, WRONG_PASSPHRASE. Records: vault.refused.
    """
    unlocked_keys(person, passphrase, at=at)


def change_passphrase(person: Person, reader: UnlockedReader, passphrase: str, *, at: datetime) -> None:
    """Let another passphrase open the vault, and the present one no more, from one moment to the next.

    Refuses: NO_VAULT, LOCKED. Records: vault.passphrase_changed. Notifies: the person.
    """
    keys, present = reader.keys, existing_vault(person.id)
    wrapped = make_slot(passphrase, keys.to_bytes(), install_secrets().pepper_kek, present.id)  # before any lock
    with transaction.atomic():
        vault = _locked(person, keys)
        if vault.pk != present.pk:
            raise VaultRefused(KeyringCode.LOCKED)
        _replace(vault, SlotKind.PASSPHRASE, wrapped, at=at)
        VaultProposal.objects.filter(person=person).delete()
        record(person.organisation_id, "vault.passphrase_changed", by=person.id, about=vault.id, at=at)
        write_prompt(person.organisation_id, person, LetterTemplate.VAULT_CHANGED, at=at)


def choose_passphrase(person: Person, reader: UnlockedReader, present: str, chosen: str, *, at: datetime) -> None:
    """Let a passphrase of one's own open the vault, when it is hard enough to guess.

    Refuses: NO_VAULT, WRONG_PASSPHRASE, LOCKED, SAME_PASSPHRASE, TOO_EASY. Records: vault.passphrase_changed,
    vault.refused. Notifies: the person.
    """
    confirm_present(person, present, at=at)
    if normalised(chosen) == normalised(present):
        raise VaultRefused(KeyringCode.SAME_PASSPHRASE)
    if not is_hard_to_guess(chosen, known=known_words(person)):
        raise VaultRefused(KeyringCode.TOO_EASY)
    change_passphrase(person, reader, chosen, at=at)


def renew_recovery_code(person: Person, reader: UnlockedReader, present: str, *, at: datetime) -> str:
    """Make a new recovery code; the one before opens nothing from then on. Answers the code, which is kept nowhere.

    Refuses: NO_VAULT, WRONG_PASSPHRASE, LOCKED. Records: vault.code_renewed, vault.refused. Notifies: the person.
    """
    confirm_present(person, present, at=at)
    code = new_recovery_code()
    with transaction.atomic():
        vault = _locked(person, reader.keys)
        wrapped = make_recovery_slot(code, reader.keys.to_bytes(), install_secrets().pepper_kek, vault.id)
        _replace(vault, SlotKind.RECOVERY_CODE, wrapped, at=at)
        record(person.organisation_id, "vault.code_renewed", by=person.id, about=vault.id, at=at)
        write_prompt(person.organisation_id, person, LetterTemplate.VAULT_CHANGED, at=at)
    return code


def _locked(person: Person, keys: UserKeys) -> Vault:
    """The present vault, once it is sure that these are its keys: another window may have made a new one."""
    vault = Vault.objects.select_for_update(no_key=True).get(pk=existing_vault(person.id).pk)
    if vault.ended_at is not None or not fits(vault, keys):
        raise VaultRefused(KeyringCode.LOCKED)
    return vault


def _replace(vault: Vault, kind: SlotKind, wrapped: bytes, *, at: datetime) -> None:
    UnlockSlot.objects.update_or_create(vault=vault, kind=kind, defaults={"wrapped": wrapped, "made_at": at})
