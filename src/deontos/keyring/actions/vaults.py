"""Making a vault, opening and closing it."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from deontos.audit.actions import record
from deontos.jobs.slices import erase_in_slices
from deontos.kernel.clock import STEPS_BACK
from deontos.keyring.authenticity import MADE, vault_details
from deontos.keyring.before import keys_of_before
from deontos.keyring.models import UnlockSlot, Vault, VaultProposal, VaultSession
from deontos.keyring.own_vault import PROPOSAL, Proposal, VaultRefused, existing_vault, proposal_of
from deontos.keyring.queries import SESSION, open_vault_session, vault_of
from deontos.keyring.rules import IDLE, LONGEST, PASSPHRASE_WORDS, PROPOSAL_LASTS
from deontos.keyring.secrets import OLDER_SECRETS, install_secrets
from deontos.keyring.vocabulary import KeyringCode, Showing, SlotKind
from deontos.keyring.ways_in import opened_slot
from deontos.notices.actions import write_prompt
from deontos.notices.vocabulary import LetterTemplate
from deontos.organisations.models import Person
from deontos.vault.failures import UnknownSecretVersion, VaultFailure
from deontos.vault.keys import UserKeys, new_user_keys
from deontos.vault.passphrases import drawn_places, generate_passphrase, new_recovery_code, word_list
from deontos.vault.sessions import new_session_key, seal_session, session_row_key
from deontos.vault.slots import make_recovery_slot, make_slot

logger = logging.getLogger(__name__)


def propose_passphrase(
    person: Person, *, at: datetime, showing: Showing = Showing.FIRST, key: bytes | None = None
) -> bytes:
    """Draw a passphrase and show it until two words are typed back; the answer is the cookie's key that shows it.

    `key`: that of an open vault, under which it is shown beside it. Refuses: ALREADY_HAS_VAULT for a first vault,
    NO_VAULT for anything else. Records nothing: nothing was made yet.
    """
    if showing is not Showing.FIRST:
        existing_vault(person.id)
    elif vault_of(person.id):
        raise VaultRefused(KeyringCode.ALREADY_HAS_VAULT)
    key = key or new_session_key()
    passphrase = generate_passphrase(word_list(person.language), PASSPHRASE_WORDS)
    asked = drawn_places(PASSPHRASE_WORDS, 2)
    payload = json.dumps({"passphrase": passphrase, "asked": asked, "showing": showing}).encode()
    VaultProposal.objects.update_or_create(
        person=person,
        defaults={
            "row_key": session_row_key(key),
            "sealed": seal_session(payload, key, PROPOSAL, person.id),
            "made_at": at,
        },
    )
    return key


def taken_down(person: Person, proposal_key: bytes, words: tuple[str, str], *, at: datetime) -> Proposal:
    """The passphrase that was shown, once two of its words were typed back.

    Refuses: PROPOSAL_GONE, WRONG_WORDS. Records nothing: what is made with it is recorded.
    """
    proposal = proposal_of(person, proposal_key, at=at)
    if not proposal.is_copied(words):
        raise VaultRefused(KeyringCode.WRONG_WORDS)
    return proposal


def make_vault(person: Person, proposal_key: bytes, words: tuple[str, str], *, at: datetime) -> str:
    """Make the first vault, whose passphrase was shown, once two words were typed back; answers the recovery code.

    Refuses: PROPOSAL_GONE, WRONG_WORDS, ALREADY_HAS_VAULT. Records: vault.made. Notifies: the person, who would notice
    a vault that somebody else made in that name.
    """
    proposal = taken_down(person, proposal_key, words, at=at)
    made = drawn_vault(person, new_user_keys(), proposal.passphrase, new_recovery_code(), at=at)
    with transaction.atomic():
        VaultProposal.objects.filter(person=person).delete()
        write_prompt(person.organisation_id, person, LetterTemplate.VAULT_MADE, at=at)
        return write_vault(made, at=at)


@dataclass(frozen=True, slots=True)
class DrawnVault:
    """A vault with its two slots that is not written down yet; and the code of one of them."""

    vault: Vault
    slots: Mapping[SlotKind, bytes] = field(repr=False)
    recovery_code: str = field(repr=False)


def drawn_vault(person: Person, keys: UserKeys, passphrase: str, recovery_code: str, *, at: datetime) -> DrawnVault:
    """Wrap keys for somebody. Outside a transaction: the passphrase takes 0.14 s, and longer where others wait.

    Records nothing: nothing was made yet.
    """
    pepper = install_secrets().pepper_kek
    vault = Vault(person=person, sealing_public=keys.sealing.public, verifying_public=keys.signing.public, made_at=at)
    slots = {
        SlotKind.PASSPHRASE: make_slot(passphrase, keys.to_bytes(), pepper, vault.id),
        SlotKind.RECOVERY_CODE: make_recovery_slot(recovery_code, keys.to_bytes(), pepper, vault.id),
    }
    return DrawnVault(vault, slots, recovery_code)


def store_vault(person: Person, keys: UserKeys, passphrase: str, recovery_code: str, *, at: datetime) -> str:
    """Wrap keys for somebody and write the vault down; answers the recovery code.

    Refuses: ALREADY_HAS_VAULT. Records: vault.made.
    """
    return write_vault(drawn_vault(person, keys, passphrase, recovery_code, at=at), at=at)


def write_vault(made: DrawnVault, *, at: datetime) -> str:
    """Write a vault with its two slots; answers the recovery code.

    Refuses: ALREADY_HAS_VAULT. Records: vault.made.
    """
    vault, person = made.vault, made.vault.person
    try:
        with transaction.atomic():
            vault.save(force_insert=True)
            for kind, wrapped in made.slots.items():
                UnlockSlot.objects.create(vault=vault, kind=kind, wrapped=wrapped, made_at=at)
            details = vault_details(vault)
            vault.entry = record(person.organisation_id, MADE, by=person.id, about=vault.id, at=at, details=details)
            vault.save(update_fields=["entry"])
    except IntegrityError:
        raise VaultRefused(KeyringCode.ALREADY_HAS_VAULT) from None
    return made.recovery_code


def unlock(person: Person, passphrase: str, *, at: datetime) -> bytes:
    """Open a vault; the answer is the key for the cookie, which is kept nowhere else.

    Refuses: NO_VAULT, WRONG_PASSPHRASE. Records: vault.opened, vault.refused.
    """
    keys = unlocked_keys(person, passphrase, at=at)
    return open_session_for(existing_vault(person.id), keys, at=at)


def unlocked_keys(person: Person, passphrase: str, *, at: datetime) -> UserKeys:
    """The keys in somebody's vault, by the passphrase or the recovery code; the former takes 0.14 s and 64 MiB.

    Refuses: NO_VAULT, WRONG_PASSPHRASE, SECRETS_MOVED_ON. Records: vault.refused.
    """
    vault = existing_vault(person.id)
    try:
        return UserKeys.from_bytes(opened_slot(vault, passphrase))
    except UnknownSecretVersion:
        logger.error("A vault was not opened: %s", OLDER_SECRETS)  # noqa: TRY400 the trace says no more
        raise VaultRefused(KeyringCode.SECRETS_MOVED_ON) from None
    except VaultFailure:
        with transaction.atomic():
            record(person.organisation_id, "vault.refused", by=person.id, about=vault.id, at=at)
        raise VaultRefused(KeyringCode.WRONG_PASSPHRASE) from None


def open_session_for(vault: Vault, keys: UserKeys, *, at: datetime) -> bytes:
    """Write the server's half of an open vault, with the keys of before while they are needed; one for a person.

    Records: vault.opened.
    """
    key = new_session_key()
    held = b"".join(each.to_bytes() for each in (keys, *keys_of_before(vault, keys)))
    with transaction.atomic():
        VaultSession.objects.filter(vault=vault).delete()
        VaultSession.objects.create(
            row_key=session_row_key(key),
            vault=vault,
            sealed=seal_session(held, key, SESSION, vault.id),
            opened_at=at,
            used_at=at,
        )
        record(vault.person.organisation_id, "vault.opened", by=vault.person_id, about=vault.id, at=at)
    return key


def let_go_of_before(session: VaultSession, cookie_key: bytes, keys: UserKeys, *, at: datetime) -> None:
    """Leave only the present keys in an open vault, once nothing needs those of before. Records: nothing."""
    session.sealed = seal_session(keys.to_bytes(), cookie_key, SESSION, session.vault_id)
    session.used_at = at
    session.save(update_fields=["sealed", "used_at"])


def lock(person: UUID, *, at: datetime) -> None:
    """Close a vault everywhere. Records: vault.closed when it was open."""
    with transaction.atomic():
        closed, _rows = VaultSession.objects.filter(vault__person_id=person).delete()
        if closed:
            vault = existing_vault(person)
            record(vault.person.organisation_id, "vault.closed", by=person, about=vault.id, at=at)


def close_overdue(*, at: datetime) -> None:
    """Erase the server's half of vaults that closed by themselves, and passphrases that nobody confirmed in time.

    Records: nothing, as nobody did anything.
    """
    ahead = at + STEPS_BACK
    overdue = Q(used_at__lte=at - IDLE) | Q(opened_at__lte=at - LONGEST)
    erase_in_slices(VaultSession.objects.filter(overdue | Q(used_at__gt=ahead) | Q(opened_at__gt=ahead)))
    erase_in_slices(VaultProposal.objects.filter(Q(made_at__lte=at - PROPOSAL_LASTS) | Q(made_at__gt=ahead)))


def keep_open(person: UUID, cookie_key: bytes, *, at: datetime) -> VaultSession | None:
    """The open vault that is in time, its idle time begun anew. Records: nothing, use is not an act."""
    session = open_vault_session(person, cookie_key, at=at)
    if session is not None:
        VaultSession.objects.filter(pk=session.pk).update(used_at=at)
        session.used_at = at
    return session
