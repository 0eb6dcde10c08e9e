"""What two stewards handed on in a ceremony, and whether it may be believed. Only the vault it went to opens it."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from uuid import UUID

from deontos.keyring.models import ReaderCertificate
from deontos.keyring.own_vault import VaultRefused
from deontos.keyring.queries import trusted_stewards
from deontos.keyring.readers import UnlockedReader
from deontos.keyring.recovery import contributions_to
from deontos.keyring.recovery_models import Ceremony, Contribution
from deontos.keyring.vocabulary import KeyringCode
from deontos.vault.digests import digest
from deontos.vault.failures import NotAuthentic, VaultFailure
from deontos.vault.shares import NEEDED, combined, handing_on
from deontos.vault.signatures import Message, contribution_message, verify


def place_of(ceremony: Ceremony, steward: UUID) -> bytes:
    """What a share on its way is bound to."""
    assert ceremony.secret_id is not None
    return handing_on(ceremony.id, ceremony.secret_id, steward, ceremony.vault_id)


def message_of(ceremony: Ceremony, steward: UUID, sealed: bytes) -> Message:
    """What a steward signs who hands a share on: also the very keys whose words were compared."""
    assert ceremony.secret_id is not None
    return contribution_message(
        ceremony=ceremony.id,
        secret=ceremony.secret_id,
        steward=steward,
        vault=ceremony.vault_id,
        sealing_public=bytes(ceremony.vault.sealing_public),
        verifying_public=bytes(ceremony.vault.verifying_public),
        sealed=sealed,
    )


def ceremony_details(ceremony: Ceremony) -> dict[str, object]:
    """What the audit row says under which a ceremony began: all of it as one digest, and the split that it is about."""
    vaults = ceremony.vault_id, str(ceremony.former_id or "")
    facts = ceremony.id, ceremony.organisation_id, ceremony.person_id, *vaults, ceremony.reason
    return {"ceremony": digest("ceremony", *facts).hex(), "secret": ceremony.secret_id}


def believed(ceremony: Ceremony, *, on: date) -> list[Contribution]:
    """The contributions that stewards who are trusted today signed for this very ceremony. Four queries.

    A row put in by somebody, one of another ceremony, and one of a steward who is trusted no more are left out.
    """
    trusted = {row.id: row for row in trusted_stewards(ceremony.organisation_id, on=on)}
    return [row for row in contributions_to(ceremony) if _is_signed(row, ceremony, trusted.get(row.steward_id))]


def secret_of(ceremony: Ceremony, reader: UnlockedReader, *, on: date) -> bytes:
    """The secret of 32 bytes that two stewards handed on to this reader.

    Raises VaultRefused: TOO_FEW_SHARES for less than two that may be believed, SHARES_DO_NOT_FIT when they are not of
    one secret.
    """
    shares = list(_opened(believed(ceremony, on=on), ceremony, reader).values())
    if len(shares) < NEEDED:
        raise VaultRefused(KeyringCode.TOO_FEW_SHARES)
    return _combined(shares)


def _combined(shares: Sequence[bytes]) -> bytes:
    for some in combinations(shares, NEEDED):
        try:
            return combined(some)
        except NotAuthentic:
            continue
    raise VaultRefused(KeyringCode.SHARES_DO_NOT_FIT)


def _opened(rows: Sequence[Contribution], ceremony: Ceremony, reader: UnlockedReader) -> dict[UUID, bytes]:
    """One share of each person."""
    shares = {}
    for row in rows:
        person = row.steward.person_id
        try:
            shares[person] = reader.open_deposit(bytes(row.sealed), place_of(ceremony, person))
        except VaultFailure:
            continue
    return shares


def _is_signed(row: Contribution, ceremony: Ceremony, steward: ReaderCertificate | None) -> bool:
    if steward is None or steward.person_id == ceremony.person_id:
        return False
    message = message_of(ceremony, steward.person_id, bytes(row.sealed))
    return verify(bytes(steward.verifying_public), bytes(row.signature), *message)
