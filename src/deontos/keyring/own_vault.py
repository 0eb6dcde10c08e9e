"""What somebody has of a vault: the vault itself, or the passphrase that was shown and waits to be confirmed."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from deontos.kernel.refusals import Refusal
from deontos.keyring.models import UnlockSlot, Vault, VaultProposal
from deontos.keyring.queries import vault_of
from deontos.keyring.rules import PROPOSAL_LASTS
from deontos.keyring.vocabulary import KeyringCode, Showing
from deontos.organisations.models import Person
from deontos.vault.failures import VaultFailure
from deontos.vault.passphrases import normalised
from deontos.vault.sessions import open_session, session_row_key

PROPOSAL = "vault proposal"


class VaultRefused(Refusal):
    """A vault was not made or not opened."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A passphrase on show, what it is for, and the numbers (from 1) of the two words that are asked back."""

    passphrase: str = field(repr=False)
    asked: tuple[int, int]
    showing: Showing

    def is_copied(self, words: tuple[str, str]) -> bool:
        """Whether these are the two words that were asked, however they are typed."""
        shown = self.passphrase.split()
        return tuple(normalised(word) for word in words) == tuple(shown[number - 1] for number in self.asked)


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
    return Proposal(payload["passphrase"], (payload["asked"][0], payload["asked"][1]), Showing(payload["showing"]))


def existing_vault(person: UUID) -> Vault:
    """A person's vault. Refuses: NO_VAULT."""
    vault = vault_of(person)
    if vault is None:
        raise VaultRefused(KeyringCode.NO_VAULT)
    return vault


def lost_vaults(person: UUID) -> QuerySet[Vault]:
    """The earlier vaults of a person that still hold what they held, because their keys were lost; the newest first."""
    kept = UnlockSlot.objects.filter(vault=OuterRef("pk"))
    return Vault.objects.filter(Exists(kept), person_id=person, ended_at__isnull=False).order_by("-ended_at")


def known_words(person: Person) -> tuple[str, ...]:
    """What somebody who knows this person would try first: names, address, organisation."""
    mailbox, _at, domain = person.email.partition("@")
    house = person.organisation
    return person.given_name, person.family_name, mailbox, domain, house.name, house.slug
