"""What somebody has of a vault: the vault itself, or the passphrase that was shown and waits to be confirmed."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from deontos.kernel.refusals import Refusal
from deontos.keyring.models import Vault, VaultProposal
from deontos.keyring.queries import vault_of
from deontos.keyring.rules import PROPOSAL_LASTS
from deontos.keyring.vocabulary import KeyringCode
from deontos.organisations.models import Person
from deontos.vault.failures import VaultFailure
from deontos.vault.sessions import open_session, session_row_key

PROPOSAL = "vault proposal"


class VaultRefused(Refusal):
    """A vault was not made or not opened."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A passphrase on show, and the numbers (from 1) of the two words that are asked back."""

    passphrase: str = field(repr=False)
    asked: tuple[int, int]


def proposal_of(person: Person, key: bytes, *, at: datetime) -> Proposal:
    """The passphrase on show. Refuses: PROPOSAL_GONE when the time is over or the cookie is another's."""
    row = VaultProposal.objects.filter(
        person=person, row_key=session_row_key(key), made_at__gt=at - PROPOSAL_LASTS
    ).first()
    if row is None:
        raise VaultRefused(KeyringCode.PROPOSAL_GONE)
    try:
        payload = json.loads(open_session(bytes(row.sealed), key, PROPOSAL, person.id))
    except VaultFailure:
        raise VaultRefused(KeyringCode.PROPOSAL_GONE) from None
    return Proposal(payload["passphrase"], (payload["asked"][0], payload["asked"][1]))


def existing_vault(person: UUID) -> Vault:
    """A person's vault. Refuses: NO_VAULT."""
    vault = vault_of(person)
    if vault is None:
        raise VaultRefused(KeyringCode.NO_VAULT)
    return vault
